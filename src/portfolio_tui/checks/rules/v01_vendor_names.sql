-- id: V01
-- title: Vendors with one name and several ids
-- severity: info
-- version: 1
-- description: Vendors whose names are the same but for case, punctuation and legal form, and of which neither is said to
--   belong to the other. One finding for each name; the amount is the spend under all of them but the largest.
-- why: Spend with one company that is spread over several ids looks like several small vendors: concentration, fees and
--   duplicates are then all read too low.
-- leaves out: vendors that share a parent, or of which one is the other's; names of fewer than four letters; what was
--   decided in name_variants.csv, either way. Different companies may well have one name: look before merging
-- needs: vendors
WITH named AS (
    SELECT
        vendors.vendor_id,
        vendors.name,
        coalesce(grandparents.parent_id, parents.parent_id, vendors.parent_id, vendors.vendor_id) AS family,
        trim(
            regexp_replace(
                regexp_replace(lower(strip_accents(vendors.name)), '[^a-z0-9]+', ' ', 'g'),
                '( (inc|incorporated|llc|l l c|corp|corporation|co|company|ltd|limited|lp|l p|llp|plc|gmbh))+ ?$',
                ''
            )
        ) AS read_as
    FROM (
        SELECT vendor_id, min(name) AS name, min(parent_id) AS parent_id FROM vendors GROUP BY vendor_id
    ) AS vendors
    LEFT JOIN unscoped.vendor_names AS parents ON parents.vendor_id = vendors.parent_id
    LEFT JOIN unscoped.vendor_names AS grandparents ON grandparents.vendor_id = parents.parent_id
    ANTI JOIN unscoped.merged_vendors AS merges ON merges.id = vendors.vendor_id
    WHERE vendors.vendor_id IS NOT NULL
),
decided AS (
    SELECT pairs.id AS vendor_id, count(*) AS others_apart
    FROM (
        SELECT id, other_id FROM unscoped.apart_vendors
        UNION
        SELECT other_id, id FROM unscoped.apart_vendors
    ) AS pairs
    JOIN named AS one ON one.vendor_id = pairs.id
    JOIN named AS other
        ON other.vendor_id = pairs.other_id AND other.read_as = one.read_as AND other.family <> one.family
    GROUP BY pairs.id
),
counted AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY read_as) - count(*) OVER (PARTITION BY read_as, family) AS others_of_that_name
    FROM named
    WHERE len(read_as) >= 4
),
alike AS (
    SELECT counted.*
    FROM counted
    LEFT JOIN decided USING (vendor_id)
    WHERE counted.others_of_that_name > coalesce(decided.others_apart, 0)
),
bought AS (
    SELECT coalesce(spend.vendor_id, contracts.vendor_id) AS vendor_id, sum(spend.amount) AS amount
    FROM spend
    LEFT JOIN (
        SELECT contract_id, min(vendor_id) AS vendor_id FROM unscoped.contracts GROUP BY contract_id
    ) AS contracts
        ON contracts.contract_id = spend.contract_id
    GROUP BY 1
)
SELECT
    string_agg(alike.vendor_id, '|' ORDER BY alike.vendor_id) AS finding,
    CAST(NULL AS VARCHAR) AS contract_id,
    CAST(NULL AS VARCHAR) AS state,
    arg_max(alike.vendor_id, (coalesce(bought.amount, 0), alike.vendor_id)) AS vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    CAST(NULL AS DATE) AS day,
    CAST(
        sum(greatest(coalesce(bought.amount, 0), 0)) - max(greatest(coalesce(bought.amount, 0), 0)) AS DECIMAL(38, 2)
    ) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    unscoped.counted(count(*), 'vendor') || ' with one name: '
    || string_agg(alike.name || ' (' || alike.vendor_id || ')', ', ' ORDER BY alike.vendor_id) || '.' AS summary,
    'vendors' AS row_table,
    list(alike.vendor_id ORDER BY alike.vendor_id) AS row_ids,
    count(*) AS vendors
FROM alike
LEFT JOIN bought ON bought.vendor_id = alike.vendor_id
GROUP BY alike.read_as
ORDER BY amount_at_stake DESC, finding

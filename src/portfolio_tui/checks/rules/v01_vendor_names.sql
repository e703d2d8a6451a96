-- id: V01
-- title: Vendors with one name and several ids
-- severity: info
-- version: 1
-- description: Vendors whose names are the same but for case, punctuation and legal form, and of which neither is said to
--   belong to the other. One finding for each name; the amount is the spend under all of them but the largest.
-- why: Spend with one company that is spread over several ids looks like several small vendors: concentration, fees and
--   duplicates are then all read too low.
-- leaves out: vendors that share a parent, or of which one is the other's; names of fewer than four letters. Different
--   companies may well have one name: look before merging
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
    FROM vendors
    LEFT JOIN unscoped.vendor_names AS parents ON parents.vendor_id = vendors.parent_id
    LEFT JOIN unscoped.vendor_names AS grandparents ON grandparents.vendor_id = parents.parent_id
),
several AS (
    SELECT read_as FROM named WHERE len(read_as) >= 4 GROUP BY read_as HAVING count(DISTINCT family) > 1
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
    string_agg(named.vendor_id, '|' ORDER BY named.vendor_id) AS finding,
    CAST(NULL AS VARCHAR) AS contract_id,
    CAST(NULL AS VARCHAR) AS state,
    arg_max(named.vendor_id, (coalesce(bought.amount, 0), named.vendor_id)) AS vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    CAST(NULL AS DATE) AS day,
    CAST(
        sum(greatest(coalesce(bought.amount, 0), 0)) - max(greatest(coalesce(bought.amount, 0), 0)) AS DECIMAL(38, 2)
    ) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    unscoped.counted(count(*), 'vendor') || ' with one name: '
    || string_agg(named.name || ' (' || named.vendor_id || ')', ', ' ORDER BY named.vendor_id) || '.' AS summary,
    'vendors' AS row_table,
    list(named.vendor_id ORDER BY named.vendor_id) AS row_ids,
    count(*) AS vendors
FROM named
SEMI JOIN several ON several.read_as = named.read_as
LEFT JOIN bought ON bought.vendor_id = named.vendor_id
GROUP BY named.read_as
ORDER BY amount_at_stake DESC, finding

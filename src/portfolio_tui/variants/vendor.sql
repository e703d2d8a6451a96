-- title: Names of vendors
-- description: Each vendor that was not merged into another, with the vendor that it belongs to in the end, or itself,
--   and the lines and net spend of which it is the seller, or the contractor where they name no seller.
-- leaves out: positions, which are no lines; nothing by scope or date
WITH bought AS (
    SELECT contract_id, vendor_id, count(*) AS lines, sum(amount) AS amount
    FROM unscoped.spend
    GROUP BY contract_id, vendor_id
),
by_vendor AS (
    SELECT
        coalesce(bought.vendor_id, contracts.vendor_id) AS vendor_id,
        sum(bought.lines) AS lines,
        sum(bought.amount) AS amount
    FROM bought
    LEFT JOIN (
        SELECT contract_id, min(vendor_id) AS vendor_id FROM unscoped.contracts GROUP BY contract_id
    ) AS contracts
        ON contracts.contract_id = bought.contract_id
    GROUP BY 1
)
SELECT
    vendors.vendor_id AS id,
    vendors.name,
    coalesce(grandparents.parent_id, parents.parent_id, vendors.parent_id, vendors.vendor_id) AS family,
    CAST(NULL AS VARCHAR) AS state,
    CAST(NULL AS VARCHAR) AS entity_type,
    CAST(coalesce(by_vendor.lines, 0) AS BIGINT) AS lines,
    CAST(coalesce(by_vendor.amount, 0) AS DECIMAL(38, 2)) AS amount
FROM unscoped.vendor_names AS vendors
LEFT JOIN unscoped.vendor_names AS parents ON parents.vendor_id = vendors.parent_id
LEFT JOIN unscoped.vendor_names AS grandparents ON grandparents.vendor_id = parents.parent_id
LEFT JOIN by_vendor ON by_vendor.vendor_id = vendors.vendor_id
ANTI JOIN unscoped.merged_vendors AS merges ON merges.id = vendors.vendor_id
WHERE vendors.vendor_id IS NOT NULL AND vendors.name IS NOT NULL
ORDER BY id

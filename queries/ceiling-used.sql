-- title: Ceiling used
-- description: How far each contract's ceiling and estimate are used beside the part of the term that has
--   gone by, most used first.
-- formula: ceiling used = net spend to date ÷ ceiling; estimate used = net spend to date ÷ estimated value;
--   elapsed = days of the current term up to the as-of date ÷ days of the current term, at most 1; burn index
--   = ceiling used ÷ elapsed
-- denominator: the ceiling in force on the as-of date, for a contract that has only positions the latest
--   position's; the estimated value; days of the current term. The estimate is never taken for a ceiling;
--   without a ceiling, or with one of zero, there is no figure
-- leaves out: contracts with neither ceiling nor estimate and, unless asked for, those not in force. Spend to
--   date is that of all states and buyers whatever the scope, for the ceiling is theirs together; the scope
--   chooses the contracts. No figures where the only positions come after the as-of date, no burn index in
--   the first three months. The ceilings of single addenda are not shown
-- param used_at_least: decimal? "Part of the ceiling used, at least (0.75 is 75 %)" (min 0)
-- param in_force: boolean = yes "Only contracts in force"
WITH terms AS (
    SELECT
        contracts.contract_id,
        contracts.alliance_id,
        contracts.vendor_id,
        contracts.number,
        contracts.title,
        contracts.starts_on,
        use.ends_on,
        use.in_force,
        use.position_on,
        use.ceiling_amount,
        contracts.estimated_amount,
        CASE WHEN use.is_reported THEN use.net_to_date END AS net_to_date,
        CASE
            WHEN contracts.starts_on <= $as_of THEN least($as_of, use.ends_on) - contracts.starts_on + 1
        END AS days_elapsed,
        use.ends_on - contracts.starts_on + 1 AS days_of_term,
        coalesce(contracts.starts_on + INTERVAL 3 MONTH > $as_of, false) AS too_early
    FROM contracts
    JOIN unscoped.contract_use_in_scope AS use USING (contract_id)
),
ratios AS (
    SELECT
        *,
        CASE WHEN ceiling_amount > 0 THEN net_to_date / ceiling_amount END AS ceiling_used,
        CASE WHEN estimated_amount > 0 THEN net_to_date / estimated_amount END AS estimate_used,
        CASE WHEN days_of_term > 0 THEN days_elapsed / days_of_term END AS elapsed
    FROM terms
    WHERE ceiling_amount IS NOT NULL OR estimated_amount IS NOT NULL
),
alliance_names AS (
    SELECT alliance_id, min(name) AS name FROM unscoped.alliances GROUP BY alliance_id
)
SELECT
    ratios.contract_id,
    ratios.alliance_id,
    ratios.vendor_id,
    ratios.number,
    ratios.title,
    coalesce(alliance_names.name, ratios.alliance_id) AS alliance_name,
    coalesce(vendors.name, ratios.vendor_id) AS vendor_name,
    ratios.starts_on,
    ratios.ends_on,
    CAST(ratios.net_to_date AS DECIMAL(38, 2)) AS net_to_date,
    CAST(ratios.ceiling_amount AS DECIMAL(38, 2)) AS ceiling_amount,
    CAST(ratios.ceiling_used AS DECIMAL(38, 6)) AS ceiling_used,
    CAST(ratios.ceiling_amount - ratios.net_to_date AS DECIMAL(38, 2)) AS remaining_amount,
    ratios.estimated_amount,
    CAST(ratios.estimate_used AS DECIMAL(38, 6)) AS estimate_used,
    ratios.days_elapsed,
    ratios.days_of_term,
    CAST(ratios.elapsed AS DECIMAL(38, 6)) AS elapsed,
    CASE
        WHEN NOT ratios.too_early THEN CAST(ratios.ceiling_used / ratios.elapsed AS DECIMAL(38, 6))
    END AS burn_index,
    ratios.position_on
FROM ratios
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = ratios.vendor_id
LEFT JOIN alliance_names ON alliance_names.alliance_id = ratios.alliance_id
WHERE (ratios.in_force OR NOT $in_force)
    AND ($used_at_least IS NULL OR ratios.ceiling_used >= $used_at_least)
ORDER BY ratios.ceiling_used DESC NULLS LAST, ratios.estimate_used DESC NULLS LAST, ratios.contract_id

-- id: C02
-- title: Ceiling soon reached
-- severity: warning
-- version: 1
-- description: Contracts in force that will have used a given part of their ceiling within N days, and all of it
--   before they end, if buying goes on as in the last twelve months. The amount is what would then be over by the
--   end of the term.
-- why: Federal practice asks for a notice when costs expected in the next 60 days, added to those incurred, exceed
--   75 % of the estimate (FAR 52.232-20, borrowed as a default): a higher ceiling takes time to sign.
-- leaves out: contracts without a ceiling, over it already (C01), not in force, or without spend; contracts whose
--   ceiling lasts for the term at this pace, however much of it is used. Daily spend is that of the as-of date's month
--   and the eleven before it, since the contract's start if that is later; a contract that has only positions spreads
--   each flow between two of them evenly over its days
-- param days: integer = 60 "Days ahead" (min 0) (max 3650)
-- param part: decimal = 0.75 "Part of the ceiling used by then" (min 0) (max 1)
WITH expected AS (
    SELECT
        use.*,
        contracts.vendor_id,
        use.pace_amount / use.pace_days AS daily_amount,
        use.net_to_date + $days * use.pace_amount / use.pace_days AS in_days_amount,
        use.net_to_date + (use.ends_on - $as_of) * use.pace_amount / use.pace_days AS in_term_amount
    FROM contracts
    JOIN unscoped.contract_use_in_scope AS use USING (contract_id)
    WHERE use.in_force
        AND use.pace_amount > 0
        AND use.ceiling_amount > 0
        AND use.net_to_date <= use.ceiling_amount
)
SELECT
    contract_id AS finding,
    contract_id,
    CAST(NULL AS VARCHAR) AS state,
    vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    $as_of + CAST(floor((ceiling_amount - net_to_date) / daily_amount) AS INTEGER) AS day,
    CAST(in_term_amount - ceiling_amount AS DECIMAL(38, 2)) AS amount_at_stake,
    'over' AS direction,
    contract_id || ' has used ' || unscoped.money(net_to_date) || ' of its ceiling of ' || unscoped.money(ceiling_amount)
    || ' and will reach it on ' || $as_of + CAST(floor((ceiling_amount - net_to_date) / daily_amount) AS INTEGER)
    || coalesce(', before it ends on ' || ends_on, '') || ', if buying goes on as in the last months.' AS summary,
    'contracts' AS row_table,
    [contract_id] AS row_ids,
    CAST(net_to_date AS DECIMAL(38, 2)) AS net_to_date,
    CAST(ceiling_amount AS DECIMAL(38, 2)) AS ceiling_amount,
    CAST(daily_amount AS DECIMAL(38, 2)) AS daily_amount,
    ends_on
FROM expected
WHERE in_days_amount >= $part * ceiling_amount AND coalesce(in_term_amount > ceiling_amount, in_days_amount > ceiling_amount)
ORDER BY day, finding

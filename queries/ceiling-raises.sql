-- title: Ceiling raises
-- description: Amendments that raised the ceiling of a contract or of an addendum: from what to what, and how
--   much of the old ceiling was used on the day of the raise. A raise after the old ceiling was passed mended
--   a breach.
-- formula: raised by = new ceiling − old ceiling; fraction = raised by ÷ old ceiling; old ceiling used = net
--   spend up to and on the day of the raise ÷ old ceiling. That day is when it takes effect, else when it was
--   signed
-- denominator: the ceiling before the amendment; not above zero: no figure
-- leaves out: first ceilings (no old one), ceilings lowered, and amendments that take effect after the as-of
--   date. Spend is that of all states and buyers, whatever the scope, for a ceiling is held against all;
--   against an addendum's ceiling that of its state, entities with addenda of their own among it. A raise
--   without a day has no spend. Spend from positions counts from the day of the later position
-- param at_least: decimal = 0 "Raised by at least this fraction of the old ceiling" (min 0)
WITH raises AS (
    SELECT
        row_number() OVER (
            ORDER BY contract_id, addendum_id, effective_on, signed_on, new_ceiling_amount
        ) AS raise_id,
        contract_id,
        addendum_id,
        kind,
        signed_on,
        coalesce(effective_on, signed_on) AS raised_on,
        old_ceiling_amount,
        new_ceiling_amount
    FROM amendments
    WHERE new_ceiling_amount > old_ceiling_amount
        AND coalesce(coalesce(effective_on, signed_on) <= $as_of, true)
        AND coalesce(
            (new_ceiling_amount - old_ceiling_amount) / nullif(old_ceiling_amount, 0) >= $at_least, true
        )
),
placed AS (
    SELECT raises.*, addenda.state
    FROM raises
    LEFT JOIN unscoped.participating_addenda AS addenda
        ON addenda.contract_id = raises.contract_id AND addenda.addendum_id = raises.addendum_id
),
used AS (
    SELECT placed.raise_id, sum(dated.net_amount) AS net_amount
    FROM placed
    JOIN unscoped.dated_spend AS dated
        ON dated.contract_id = placed.contract_id
        AND dated.spent_on <= placed.raised_on
        AND (placed.addendum_id IS NULL OR dated.state = placed.state)
    WHERE dated.by_line
    GROUP BY placed.raise_id
)
SELECT
    placed.contract_id,
    placed.addendum_id,
    contracts.alliance_id,
    contracts.vendor_id,
    placed.state AS addendum_state,
    contracts.number,
    contracts.title,
    vendors.name AS vendor_name,
    placed.kind,
    placed.signed_on,
    placed.raised_on,
    placed.old_ceiling_amount,
    placed.new_ceiling_amount,
    CAST(placed.new_ceiling_amount - placed.old_ceiling_amount AS DECIMAL(38, 2)) AS raised_by_amount,
    CASE
        WHEN placed.old_ceiling_amount > 0
        THEN CAST(
            (placed.new_ceiling_amount - placed.old_ceiling_amount) / placed.old_ceiling_amount
            AS DECIMAL(38, 6)
        )
    END AS raised_by_fraction,
    CASE
        WHEN placed.raised_on IS NOT NULL THEN CAST(coalesce(used.net_amount, 0) AS DECIMAL(38, 2))
    END AS net_on_that_day,
    CASE
        WHEN placed.raised_on IS NOT NULL AND placed.old_ceiling_amount > 0
        THEN CAST(coalesce(used.net_amount, 0) / placed.old_ceiling_amount AS DECIMAL(38, 6))
    END AS old_ceiling_used,
    CASE
        WHEN placed.raised_on IS NOT NULL THEN coalesce(used.net_amount, 0) > placed.old_ceiling_amount
    END AS was_over
FROM placed
JOIN contracts ON contracts.contract_id = placed.contract_id
LEFT JOIN used ON used.raise_id = placed.raise_id
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = contracts.vendor_id
ORDER BY placed.raised_on DESC NULLS LAST, raised_by_amount DESC, placed.raise_id

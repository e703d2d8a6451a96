-- id: D07
-- title: Lines that do not multiply
-- severity: warning
-- version: 1
-- description: Lines whose amount is not the quantity times the unit price. One finding for each contract, state and
--   direction; the amount is the sum of the differences that way. A credit that is too large is under.
-- why: A state's spot check found one item charged at more than its price; another state's audit found that vendors' fees
--   may be wrongly reckoned because nobody verified what was reported.
-- leaves out: lines without quantity or unit price; differences within a cent a unit, or within half a percent of the
--   amount, which rounding makes. Signs are D08's
-- needs: spend
-- param part: decimal = 0.005 "Difference that is let pass, as a part of the amount" (min 0) (max 1)
WITH lines AS (
    SELECT
        *,
        CASE WHEN amount < 0 THEN -1 ELSE 1 END * (abs(amount) - abs(quantity * unit_price)) AS difference
    FROM spend
    WHERE abs(abs(amount) - abs(quantity * unit_price)) > greatest(0.01 * abs(quantity), $part * abs(amount))
)
SELECT
    concat_ws(
        '|',
        coalesce(lines.contract_id, ''),
        coalesce(lines.state, '??'),
        CASE WHEN difference > 0 THEN 'over' ELSE 'under' END
    ) AS finding,
    lines.contract_id,
    lines.state,
    unscoped.only(coalesce(lines.vendor_id, contracts.vendor_id)) AS vendor_id,
    unscoped.only(lines.entity_id) AS entity_id,
    min(lines.spent_on) AS day,
    CAST(sum(abs(difference)) AS DECIMAL(38, 2)) AS amount_at_stake,
    CASE WHEN difference > 0 THEN 'over' ELSE 'under' END AS direction,
    unscoped.counted(count(*), 'line') || coalesce(' on ' || lines.contract_id, '') || ' in '
    || coalesce(lines.state, '??') || ': amounts ' || unscoped.money(sum(abs(difference)))
    || CASE WHEN difference > 0 THEN ' above' ELSE ' below' END || ' quantity times unit price.' AS summary,
    'spend' AS row_table,
    list(lines.spend_id ORDER BY lines.spend_id) AS row_ids,
    CAST(max(abs(difference)) AS DECIMAL(38, 2)) AS largest_difference
FROM lines
LEFT JOIN (SELECT contract_id, min(vendor_id) AS vendor_id FROM unscoped.contracts GROUP BY contract_id) AS contracts
    ON contracts.contract_id = lines.contract_id
GROUP BY lines.contract_id, lines.state, difference > 0
ORDER BY amount_at_stake DESC, finding

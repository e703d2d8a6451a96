-- id: R05
-- title: Restated summaries
-- severity: info
-- version: 1
-- description: Periods whose summary came again with another amount. One finding for each contract, state and period,
--   with the difference between the first and the last.
-- why: A restatement changes figures that were already published, and the fee on them; what was read last quarter is no
--   longer what is true.
-- leaves out: summaries that came again with the same amount; those without a day of receipt
-- needs: summary_sales
WITH stated AS (
    SELECT contract_id, state, report_period, received_on, sum(amount) AS amount
    FROM summary_sales
    WHERE received_on IS NOT NULL AND report_period IS NOT NULL
    GROUP BY ALL
),
restated AS (
    SELECT
        contract_id,
        state,
        report_period,
        min(received_on) AS first_on,
        max(received_on) AS last_on,
        arg_min(amount, received_on) AS first_amount,
        arg_max(amount, received_on) AS last_amount,
        count(*) AS versions
    FROM stated
    GROUP BY ALL
    HAVING min(amount) <> max(amount)
)
SELECT
    concat_ws('|', restated.contract_id, coalesce(restated.state, ''), restated.report_period) AS finding,
    restated.contract_id,
    restated.state,
    contracts.vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    restated.last_on AS day,
    CAST(abs(restated.last_amount - restated.first_amount) AS DECIMAL(38, 2)) AS amount_at_stake,
    CASE
        WHEN restated.last_amount > restated.first_amount THEN 'over'
        WHEN restated.last_amount < restated.first_amount THEN 'under'
    END AS direction,
    'The summary on ' || restated.contract_id || coalesce(' in ' || restated.state, '') || ' for '
    || restated.report_period || ' said ' || unscoped.money(restated.first_amount) || ' on ' || restated.first_on
    || ' and ' || unscoped.money(restated.last_amount) || ' on ' || restated.last_on || '.' AS summary,
    'summary_sales' AS row_table,
    [concat_ws('|', restated.contract_id, coalesce(restated.state, ''), restated.report_period)] AS row_ids,
    restated.report_period,
    CAST(restated.first_amount AS DECIMAL(38, 2)) AS first_amount,
    CAST(restated.last_amount AS DECIMAL(38, 2)) AS last_amount,
    restated.versions
FROM restated
JOIN contracts ON contracts.contract_id = restated.contract_id
ORDER BY amount_at_stake DESC, finding

-- id: R03
-- title: Summaries that the lines do not come to
-- severity: error
-- version: 1
-- description: Summaries whose total for a state is not what the single lines of the same report come to. One finding
--   for each contract, state and period; over where the lines come to more than the summary.
-- why: The clause itself: total sales "of reported Detailed Sales Data shall be consistent with" the summary. Fees are
--   paid on one and spend is read from the other.
-- leaves out: summaries of zero and states without a summary (R04); summaries for all states in one; of a restated
--   summary, all but the last; differences within the tolerance
-- needs: summary_sales, spend
-- param tolerance: decimal = 1 "Difference that is let pass" (min 0)
WITH summaries AS (
    SELECT contract_id, state, report_period, sum(amount) AS amount
    FROM (
        SELECT *
        FROM summary_sales
        WHERE state IS NOT NULL
        QUALIFY rank() OVER (
            PARTITION BY contract_id, state, report_period ORDER BY received_on DESC NULLS LAST
        ) = 1
    ) AS latest
    GROUP BY ALL
),
details AS (
    SELECT spend.contract_id, spend.state, spend.report_period, sum(spend.amount) AS amount, count(*) AS lines
    FROM unscoped.spend AS spend
    SEMI JOIN summaries ON summaries.contract_id = spend.contract_id AND summaries.report_period = spend.report_period
    WHERE spend.spent_on <= $as_of AND coalesce(spend.received_on <= $as_of, true)
    GROUP BY ALL
)
SELECT
    concat_ws('|', details.contract_id, details.state, details.report_period) AS finding,
    details.contract_id,
    details.state,
    contracts.vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    unscoped.period_ends_on(details.report_period) AS day,
    CAST(abs(details.amount - summaries.amount) AS DECIMAL(38, 2)) AS amount_at_stake,
    CASE WHEN details.amount > summaries.amount THEN 'over' ELSE 'under' END AS direction,
    'The summary on ' || details.contract_id || ' in ' || details.state || ' for ' || details.report_period || ' says '
    || unscoped.money(summaries.amount) || '; ' || unscoped.counted(details.lines, 'line') || ' come to '
    || unscoped.money(details.amount) || '.' AS summary,
    'summary_sales' AS row_table,
    [concat_ws('|', details.contract_id, details.state, details.report_period)] AS row_ids,
    details.report_period,
    CAST(summaries.amount AS DECIMAL(38, 2)) AS summary_amount,
    CAST(details.amount AS DECIMAL(38, 2)) AS detail_amount
FROM details
JOIN summaries
    ON summaries.contract_id = details.contract_id
    AND summaries.state = details.state
    AND summaries.report_period = details.report_period
    AND summaries.amount <> 0
    AND abs(details.amount - summaries.amount) > $tolerance
JOIN contracts ON contracts.contract_id = details.contract_id
ORDER BY amount_at_stake DESC, finding

-- id: R03
-- title: Summaries that the lines do not come to
-- severity: error
-- version: 1
-- description: Summaries whose total for a state is not what the single lines of the same report come to. One finding
--   for each contract, state and period; over where the lines come to more than the summary.
-- why: The clause itself: total sales "of reported Detailed Sales Data shall be consistent with" the summary. Fees are
--   paid on one and spend is read from the other.
-- leaves out: summaries of zero and states without a summary (R04); summaries for all states in one; summaries of a
--   report of which no line is on record; of a restated summary, all but the last; differences within the tolerance
-- needs: summary_sales, spend
-- param tolerance: decimal = 1 "Difference that is let pass" (min 0)
WITH summaries AS (
    SELECT contract_id, state, report_period, sum(amount) AS amount
    FROM (
        SELECT *
        FROM summary_sales
        WHERE state IS NOT NULL AND report_period IS NOT NULL
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
),
compared AS (
    SELECT
        summaries.contract_id,
        summaries.state,
        summaries.report_period,
        summaries.amount AS summary_amount,
        coalesce(details.amount, 0) AS amount,
        coalesce(details.lines, 0) AS lines
    FROM summaries
    SEMI JOIN details AS came
        ON came.contract_id = summaries.contract_id AND came.report_period = summaries.report_period
    LEFT JOIN details
        ON details.contract_id = summaries.contract_id
        AND details.state = summaries.state
        AND details.report_period = summaries.report_period
)
SELECT
    concat_ws('|', compared.contract_id, compared.state, compared.report_period) AS finding,
    compared.contract_id,
    compared.state,
    contracts.vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    unscoped.period_ends_on(compared.report_period) AS day,
    CAST(abs(compared.amount - compared.summary_amount) AS DECIMAL(38, 2)) AS amount_at_stake,
    CASE WHEN compared.amount > compared.summary_amount THEN 'over' ELSE 'under' END AS direction,
    'The summary on ' || compared.contract_id || ' in ' || compared.state || ' for ' || compared.report_period || ' says '
    || unscoped.money(compared.summary_amount) || '; ' || unscoped.counted(compared.lines, 'line') || ' come to '
    || unscoped.money(compared.amount) || '.' AS summary,
    'summary_sales' AS row_table,
    [concat_ws('|', compared.contract_id, compared.state, compared.report_period)] AS row_ids,
    compared.report_period,
    CAST(compared.summary_amount AS DECIMAL(38, 2)) AS summary_amount,
    CAST(compared.amount AS DECIMAL(38, 2)) AS detail_amount
FROM compared
JOIN contracts ON contracts.contract_id = compared.contract_id
WHERE compared.summary_amount <> 0 AND abs(compared.amount - compared.summary_amount) > $tolerance
ORDER BY amount_at_stake DESC, finding

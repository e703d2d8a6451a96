-- id: R02
-- title: Late reports
-- severity: warning
-- version: 1
-- description: Reports, of totals or of single lines, that first came later after their period than allowed. One finding
--   for each contract and period; the amount is what the lines of the report come to.
-- why: Reports are due 30 days after the quarter at one alliance, 15 or 45 at others; what comes late is missing from
--   every figure until then, and from the fee.
-- leaves out: reports without a day of receipt, or whose period is not written as 2026-Q1 or 2026-03; reports that did
--   not come at all (R01); lines that came again later (D01)
-- param days: integer = 30 "Days after the period within which it is due, where no rule says" (min 0) (max 365)
WITH details AS (
    SELECT
        contract_id,
        report_period,
        min(received_on) AS received_on,
        sum(greatest(amount, 0)) AS amount,
        unscoped.only(state) AS state
    FROM spend
    WHERE contract_id IS NOT NULL AND report_period IS NOT NULL AND received_on IS NOT NULL
    GROUP BY contract_id, report_period
),
summaries AS (
    SELECT
        contract_id,
        report_period,
        min(received_on) AS received_on,
        unscoped.only(state) AS state,
        list(DISTINCT concat_ws('|', contract_id, coalesce(state, ''), report_period)) AS row_ids
    FROM summary_sales
    WHERE received_on IS NOT NULL AND report_period IS NOT NULL
    GROUP BY contract_id, report_period
),
reports AS (
    SELECT
        contract_id,
        report_period,
        greatest(details.received_on, summaries.received_on) AS received_on,
        details.amount,
        coalesce(details.state, summaries.state) AS state,
        coalesce(summaries.received_on >= details.received_on, details.received_on IS NULL) AS is_summary,
        summaries.row_ids
    FROM details
    FULL JOIN summaries USING (contract_id, report_period)
),
due AS (
    SELECT
        reports.contract_id,
        reports.report_period,
        unscoped.period_ends_on(reports.report_period) + CAST(coalesce(max(rules.due_days), $days) AS INTEGER) AS due_on
    FROM reports
    JOIN contracts ON contracts.contract_id = reports.contract_id
    LEFT JOIN unscoped.report_rules AS rules
        ON rules.alliance_id = contracts.alliance_id
        AND unscoped.period_ends_on(reports.report_period)
            BETWEEN coalesce(rules.starts_on, DATE '0001-01-01') AND coalesce(rules.ends_on, DATE '9999-12-31')
    GROUP BY reports.contract_id, reports.report_period
),
late AS (
    SELECT reports.*, contracts.vendor_id, due.due_on
    FROM reports
    JOIN due USING (contract_id, report_period)
    JOIN contracts ON contracts.contract_id = reports.contract_id
    WHERE reports.received_on > due.due_on AND reports.received_on <= $as_of
),
late_lines AS (
    SELECT spend.contract_id, spend.report_period, list(spend.spend_id) AS line_ids
    FROM spend
    SEMI JOIN (SELECT * FROM late WHERE NOT is_summary) AS late
        ON late.contract_id = spend.contract_id AND late.report_period = spend.report_period
    GROUP BY ALL
)
SELECT
    contract_id || '|' || report_period AS finding,
    contract_id,
    CAST(NULL AS VARCHAR) AS state,
    vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    due_on AS day,
    CAST(amount AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    'The ' || CASE WHEN is_summary THEN 'summary' ELSE 'report' END || ' on ' || contract_id || ' for ' || report_period
    || ' came on ' || received_on || ', ' || unscoped.counted(received_on - due_on, 'day') || ' after it was due.'
        AS summary,
    CASE WHEN is_summary THEN 'summary_sales' ELSE 'spend' END AS row_table,
    list_sort(CASE WHEN is_summary THEN row_ids ELSE line_ids END) AS row_ids,
    report_period,
    received_on,
    CAST(received_on - due_on AS BIGINT) AS days_late
FROM late
LEFT JOIN late_lines USING (contract_id, report_period)
ORDER BY days_late DESC, finding

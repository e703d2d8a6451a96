-- id: R01
-- title: Missing reports
-- severity: error
-- version: 1
-- description: Periods within a contract's term for which no summary came, not even one of zero. One finding for each
--   contract and period; the amount is what single lines report for it.
-- why: A report is due for every quarter, "even when there are no sales"; a missing report is not zero sales. A state
--   could not assure that all of its contract vendors report.
-- leaves out: alliances of which no summary is on record, and the periods before their first; periods whose report is
--   not yet due; contracts without a first day, or with a summary whose period is not written as 2026-Q1 or 2026-03;
--   where a rule asks for no zero reports, periods without lines. Where no rule says how long a period is, it is a month
--   if all summaries of the alliance are of months, else a quarter. Ends of terms are those of the as-of date
-- needs: summary_sales
-- param days: integer = 30 "Days after the period within which it is due, where no rule says" (min 0) (max 365)
WITH covered AS (
    SELECT
        contracts.alliance_id,
        min(unscoped.period_starts_on(summaries.report_period)) AS first_day,
        bool_and(summaries.report_period NOT LIKE '%Q%') AS is_monthly
    FROM unscoped.summary_sales AS summaries
    JOIN unscoped.contracts AS contracts USING (contract_id)
    WHERE unscoped.period_starts_on(summaries.report_period) IS NOT NULL
    GROUP BY contracts.alliance_id
),
written_otherwise AS (
    SELECT contract_id FROM unscoped.summary_sales WHERE unscoped.period_starts_on(report_period) IS NULL
),
rules AS (
    SELECT
        alliance_id,
        max(due_days) AS due_days,
        bool_or(coalesce(frequency, 'quarter') = 'month') AS is_monthly,
        bool_and(coalesce(zero_reports, true)) AS zero_reports
    FROM unscoped.report_rules
    GROUP BY alliance_id
),
subjects AS (
    SELECT
        contracts.contract_id,
        contracts.vendor_id,
        greatest(contracts.starts_on, covered.first_day) AS first_day,
        least(coalesce(terms.ends_on, $as_of), $as_of) AS last_day,
        coalesce(rules.due_days, $days) AS due_days,
        coalesce(rules.is_monthly, covered.is_monthly) AS is_monthly,
        coalesce(rules.zero_reports, true) AS zero_reports
    FROM contracts
    ANTI JOIN written_otherwise ON written_otherwise.contract_id = contracts.contract_id
    JOIN covered ON covered.alliance_id = contracts.alliance_id
    JOIN unscoped.contract_terms AS terms ON terms.contract_id = contracts.contract_id
    LEFT JOIN rules ON rules.alliance_id = contracts.alliance_id
    WHERE contracts.starts_on IS NOT NULL
),
months AS (
    SELECT
        subjects.* EXCLUDE (first_day, last_day),
        CAST(unnest(generate_series(date_trunc('month', first_day), CAST(last_day AS TIMESTAMP), INTERVAL 1 MONTH)) AS DATE)
            AS month
    FROM subjects
    WHERE first_day <= last_day
),
due AS (
    SELECT DISTINCT
        * EXCLUDE (month),
        CASE
            WHEN is_monthly THEN strftime(month, '%Y-%m')
            ELSE year(month) || '-Q' || quarter(month)
        END AS report_period
    FROM months
),
details AS (
    SELECT contract_id, report_period, sum(greatest(amount, 0)) AS amount
    FROM unscoped.spend
    SEMI JOIN subjects USING (contract_id)
    WHERE report_period IS NOT NULL AND spent_on <= $as_of
    GROUP BY ALL
)
SELECT
    due.contract_id || '|' || due.report_period AS finding,
    due.contract_id,
    CAST(NULL AS VARCHAR) AS state,
    due.vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    unscoped.period_ends_on(due.report_period) + CAST(due.due_days AS INTEGER) AS day,
    CAST(details.amount AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    'No summary of sales on ' || due.contract_id || ' for ' || due.report_period || ' has come; it was due on '
    || unscoped.period_ends_on(due.report_period) + CAST(due.due_days AS INTEGER) || '.' AS summary,
    CAST(NULL AS VARCHAR) AS row_table,
    CAST([] AS VARCHAR[]) AS row_ids,
    due.report_period
FROM due
ANTI JOIN unscoped.summary_sales AS summaries
    ON summaries.contract_id = due.contract_id
    AND summaries.report_period = due.report_period
    AND coalesce(summaries.received_on <= $as_of, true)
LEFT JOIN details ON details.contract_id = due.contract_id AND details.report_period = due.report_period
WHERE unscoped.period_ends_on(due.report_period) + CAST(due.due_days AS INTEGER) < $as_of
    AND (due.zero_reports OR details.amount > 0)
    AND unscoped.period_in_scope(unscoped.period_ends_on(due.report_period), NULL)
ORDER BY day DESC, finding

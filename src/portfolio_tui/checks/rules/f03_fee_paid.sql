-- id: F03
-- title: Fees paid late or short
-- severity: warning
-- version: 1
-- description: Periods for which the alliance's fee was paid after the day it was due, or less than the fees that the
--   lines report. One finding for each contract, period and kind.
-- why: The fee is due within 60 days of the quarter. A state's audit found that nobody could be sure that all vendors
--   submit what they owe.
-- leaves out: contracts of alliances for which no payment is on record; periods whose payment is not yet due; refunds;
--   fees that are themselves wrong (F01)
-- needs: fee_payments, spend
-- param days: integer = 60 "Days after the period within which it is due, where no rule says" (min 0) (max 365)
-- param tolerance: decimal = 1 "Shortfall that is let pass" (min 0)
WITH collecting AS (
    SELECT DISTINCT contracts.alliance_id
    FROM unscoped.fee_payments AS payments
    JOIN unscoped.contracts AS contracts USING (contract_id)
    WHERE payments.state IS NULL
),
due_days AS (
    SELECT alliance_id, max(due_days) AS days FROM unscoped.fee_rules WHERE state IS NULL GROUP BY alliance_id
),
subjects AS (
    SELECT contracts.contract_id, contracts.vendor_id, coalesce(due_days.days, $days) AS days
    FROM contracts
    SEMI JOIN collecting ON collecting.alliance_id = contracts.alliance_id
    LEFT JOIN due_days ON due_days.alliance_id = contracts.alliance_id
),
reported AS (
    SELECT contract_id, report_period, sum(fee_amount) AS fee_amount
    FROM unscoped.spend
    SEMI JOIN subjects USING (contract_id)
    WHERE fee_amount IS NOT NULL AND spent_on <= $as_of AND coalesce(received_on <= $as_of, true)
    GROUP BY ALL
),
paid AS (
    SELECT contract_id, report_period, sum(amount) AS amount, max(paid_on) FILTER (WHERE amount > 0) AS last_paid_on
    FROM unscoped.fee_payments
    WHERE state IS NULL AND coalesce(paid_on <= $as_of, true)
    GROUP BY ALL
),
periods AS (
    SELECT
        contract_id,
        report_period,
        unscoped.period_ends_on(report_period) AS period_ends_on,
        unscoped.period_ends_on(report_period) + CAST(subjects.days AS INTEGER) AS due_on,
        subjects.vendor_id,
        coalesce(reported.fee_amount, 0) AS fee_amount,
        coalesce(paid.amount, 0) AS paid_amount,
        paid.last_paid_on
    FROM reported
    FULL JOIN paid USING (contract_id, report_period)
    JOIN subjects USING (contract_id)
),
late_payments AS (
    SELECT payments.contract_id, payments.report_period, sum(payments.amount) AS amount
    FROM unscoped.fee_payments AS payments
    JOIN periods ON periods.contract_id = payments.contract_id AND periods.report_period = payments.report_period
    WHERE payments.state IS NULL
        AND payments.amount > 0
        AND payments.paid_on > periods.due_on
        AND payments.paid_on <= $as_of
    GROUP BY ALL
),
found AS (
    SELECT
        periods.*, 'paid late' AS kind, late_payments.amount, CAST(NULL AS VARCHAR) AS direction,
        ' was paid on ' || last_paid_on || '; it was due on ' || due_on || '.' AS words
    FROM periods
    JOIN late_payments USING (contract_id, report_period)
    UNION ALL
    SELECT
        periods.*, 'paid short', fee_amount - paid_amount, 'under',
        ' was paid with ' || unscoped.money(paid_amount) || '; the lines report ' || unscoped.money(fee_amount) || '.'
    FROM periods
    WHERE fee_amount - paid_amount > $tolerance AND due_on < $as_of
)
SELECT
    concat_ws('|', contract_id, report_period, kind) AS finding,
    contract_id,
    CAST(NULL AS VARCHAR) AS state,
    vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    due_on AS day,
    CAST(abs(amount) AS DECIMAL(38, 2)) AS amount_at_stake,
    direction,
    'The fee on ' || contract_id || ' for ' || report_period || words AS summary,
    'fee_payments' AS row_table,
    [concat_ws('|', contract_id, '', report_period)] AS row_ids,
    report_period,
    kind,
    CAST(fee_amount AS DECIMAL(38, 2)) AS reported_fee,
    CAST(paid_amount AS DECIMAL(38, 2)) AS paid_amount,
    last_paid_on
FROM found
WHERE coalesce(unscoped.period_in_scope(period_ends_on, NULL), true)
ORDER BY amount_at_stake DESC, finding

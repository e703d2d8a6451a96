-- id: F02
-- title: State fees that do not follow from the rate
-- severity: error
-- version: 1
-- description: Payments of a state's own fee that differ from its rate times the net sales reported for the period. One
--   finding for each contract, state and period.
-- why: A state that leads or joins an agreement sets its own fee in the addendum; a state's auditors could not tell
--   whether contract vendors submit all that they owe.
-- leaves out: states for which no payment is on record at all; periods without lines; payments that are short while
--   they are not yet due; addenda without a fee, and those of single buyers; periods with a line of which the rate is
--   not known: of a buyer of unknown type where the rate depends on it, or a total within which the rate changed. The
--   rate is that of the addendum last in effect on the day; a state's rules, where there are any for the alliance, stand
--   before it, and buyers of a type that they do not name are exempt
-- needs: participating_addenda, fee_payments, spend
-- param tolerance: decimal = 1 "Difference that is let pass" (min 0)
-- param days: integer = 60 "Days after the period within which it is due, where no rule says" (min 0) (max 365)
WITH collecting AS (
    SELECT DISTINCT state FROM fee_payments WHERE state IS NOT NULL
),
addenda AS (
    SELECT
        contract_id,
        state,
        rate,
        CASE WHEN first_day > min(first_day) OVER of_state THEN first_day ELSE DATE '0001-01-01' END AS first_day,
        coalesce(lead(first_day) OVER of_state - 1, DATE '9999-12-31') AS last_day
    FROM (
        SELECT
            contract_id,
            state,
            coalesce(effective_on, DATE '0001-01-01') AS first_day,
            max(state_fee_rate) AS rate
        FROM participating_addenda
        WHERE entity_id IS NULL AND state IN (SELECT state FROM collecting)
        GROUP BY ALL
    ) AS successive
    WINDOW of_state AS (PARTITION BY contract_id, state ORDER BY first_day)
),
rules AS (
    SELECT
        contracts.contract_id,
        fee_rules.* EXCLUDE (contract_id)
            REPLACE (string_split(replace(lower(nullif(trim(entity_types), '')), ' ', ''), ',') AS entity_types)
    FROM unscoped.fee_rules AS fee_rules
    JOIN contracts ON contracts.alliance_id = fee_rules.alliance_id
    WHERE fee_rules.state IS NOT NULL AND coalesce(fee_rules.contract_id = contracts.contract_id, true)
),
ruled AS (
    SELECT contract_id, state, max(due_days) AS due_days, bool_or(entity_types IS NOT NULL) AS by_buyer
    FROM rules
    GROUP BY contract_id, state
),
changes AS (
    SELECT contract_id, state, first_day AS day FROM addenda
    UNION
    SELECT contract_id, state, unnest([starts_on, ends_on + 1]) FROM rules
),
lines AS (
    SELECT
        spend.spend_id,
        spend.contract_id,
        spend.state,
        spend.report_period,
        spend.amount,
        unscoped.period_ends_on(spend.report_period) AS period_ends_on,
        coalesce(spend.order_date, spend.spent_on) AS ordered_on,
        coalesce(spend.invoice_date, spend.order_date, spend.spent_on) AS invoiced_on,
        CASE
            WHEN spend.grain IN ('month', 'quarter', 'year')
            THEN coalesce(spend.period_start, CAST(date_trunc(spend.grain, spend.spent_on) AS DATE))
        END AS period_from,
        addenda.rate,
        buyers.entity_type
    FROM unscoped.spend AS spend
    JOIN addenda
        ON addenda.contract_id = spend.contract_id
        AND addenda.state = spend.state
        AND spend.spent_on BETWEEN addenda.first_day AND addenda.last_day
    LEFT JOIN unscoped.entity_kinds AS buyers ON buyers.entity_id = spend.entity_id
    WHERE addenda.rate IS NOT NULL AND spend.spent_on <= $as_of AND coalesce(spend.received_on <= $as_of, true)
),
rates AS (
    SELECT lines.spend_id, max(rules.rate) AS rate
    FROM lines
    JOIN rules
        ON rules.contract_id = lines.contract_id
        AND rules.state = lines.state
        AND CASE WHEN rules.basis = 'ordered' THEN lines.ordered_on ELSE lines.invoiced_on END
            BETWEEN coalesce(rules.starts_on, DATE '0001-01-01') AND coalesce(rules.ends_on, DATE '9999-12-31')
        AND (rules.entity_types IS NULL OR list_contains(rules.entity_types, lines.entity_type))
    GROUP BY lines.spend_id
),
unsure_totals AS (
    SELECT DISTINCT lines.contract_id, lines.state, lines.report_period
    FROM lines
    JOIN changes
        ON changes.contract_id = lines.contract_id
        AND changes.state = lines.state
        AND changes.day > lines.period_from
        AND changes.day <= lines.ordered_on
),
owed AS (
    SELECT
        lines.contract_id,
        lines.state,
        lines.report_period,
        min(lines.period_ends_on) AS period_ends_on,
        sum(lines.amount) AS net_amount,
        sum(
            lines.amount * CASE WHEN ruled.contract_id IS NULL THEN lines.rate ELSE coalesce(rates.rate, 0) END
        ) AS amount,
        coalesce(max(ruled.due_days), $days) AS due_days
    FROM lines
    LEFT JOIN ruled ON ruled.contract_id = lines.contract_id AND ruled.state = lines.state
    LEFT JOIN rates ON rates.spend_id = lines.spend_id
    ANTI JOIN unsure_totals AS unsure
        ON unsure.contract_id = lines.contract_id
        AND unsure.state = lines.state
        AND unsure.report_period = lines.report_period
    WHERE lines.period_ends_on IS NOT NULL
    GROUP BY lines.contract_id, lines.state, lines.report_period
    HAVING NOT coalesce(bool_or(ruled.by_buyer AND lines.entity_type IS NULL), false)
),
paid AS (
    SELECT contract_id, state, report_period, sum(amount) AS amount
    FROM fee_payments
    WHERE state IS NOT NULL
    GROUP BY ALL
)
SELECT
    concat_ws('|', owed.contract_id, owed.state, owed.report_period) AS finding,
    owed.contract_id,
    owed.state,
    contracts.vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    owed.period_ends_on + CAST(owed.due_days AS INTEGER) AS day,
    CAST(abs(coalesce(paid.amount, 0) - owed.amount) AS DECIMAL(38, 2)) AS amount_at_stake,
    CASE WHEN coalesce(paid.amount, 0) > owed.amount THEN 'over' ELSE 'under' END AS direction,
    owed.state || ' was paid ' || unscoped.money(coalesce(paid.amount, 0)) || ' for ' || owed.report_period || ' on '
    || owed.contract_id || '; its rate on the net sales reported gives ' || unscoped.money(owed.amount) || '.' AS summary,
    'fee_payments' AS row_table,
    [concat_ws('|', owed.contract_id, owed.state, owed.report_period)] AS row_ids,
    owed.report_period,
    CAST(owed.net_amount AS DECIMAL(38, 2)) AS net_sales,
    CAST(owed.amount AS DECIMAL(38, 2)) AS expected_fee,
    CAST(coalesce(paid.amount, 0) AS DECIMAL(38, 2)) AS paid_amount
FROM owed
JOIN contracts ON contracts.contract_id = owed.contract_id
LEFT JOIN paid
    ON paid.contract_id = owed.contract_id
    AND paid.state = owed.state
    AND paid.report_period = owed.report_period
WHERE abs(coalesce(paid.amount, 0) - owed.amount) > $tolerance
    AND (
        paid.amount > owed.amount
        OR owed.amount > 0 AND owed.period_ends_on + CAST(owed.due_days AS INTEGER) < $as_of
    )
    AND coalesce(unscoped.period_in_scope(owed.period_ends_on, owed.state), true)
ORDER BY amount_at_stake DESC, finding

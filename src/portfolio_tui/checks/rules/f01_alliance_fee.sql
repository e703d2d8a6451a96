-- id: F01
-- title: Fees that do not follow from the rate
-- severity: error
-- version: 1
-- description: Lines whose reported fee is not the alliance's rate times the amount, by the rate that holds on that day,
--   for that kind of buyer and that volume. One finding for each contract, report and direction.
-- why: The fee is built into every price. Clauses write the same rate as "0.25% or 0.0025%", and once as a quarter of one
--   basis point; audits found that fees were never verified against sales.
-- leaves out: lines without a reported fee; contracts with neither a rate nor a rule; differences within the tolerance
--   on a line; lines of buyers of unknown type where the rate depends on it; totals of a period within which a rule
--   begins or ends. Where rules are on record for a contract, or else its alliance, they stand before the contract's own
--   rate, and buyers whom no rule names owe nothing. A rate above a volume is on the sales of the calendar year beyond it
-- needs: spend
-- param tolerance: decimal = 0.01 "Difference that is let pass on a line" (min 0)
WITH fee_rules AS (
    SELECT * REPLACE (nullif(trim(entity_types), '') AS entity_types) FROM unscoped.fee_rules WHERE state IS NULL
),
own_rules AS (
    SELECT contract_id, * EXCLUDE (contract_id) FROM fee_rules WHERE contract_id IS NOT NULL
),
rules AS (
    SELECT * FROM own_rules
    UNION ALL BY NAME
    SELECT contracts.contract_id, rules.* EXCLUDE (contract_id)
    FROM fee_rules AS rules
    JOIN (SELECT DISTINCT contract_id, alliance_id FROM unscoped.contracts) AS contracts USING (alliance_id)
    ANTI JOIN own_rules ON own_rules.contract_id = contracts.contract_id
    WHERE rules.contract_id IS NULL
),
ruled AS (
    SELECT
        contract_id,
        max(coalesce(floor_amount, 0)) > 0 AS has_tiers,
        bool_or(entity_types IS NOT NULL) AS by_buyer,
        bool_or(basis = 'ordered') AS by_order,
        CASE
            WHEN count(*) = 1 AND count(entity_types) = 0 AND count(starts_on) = 0 AND count(ends_on) = 0 THEN min(rate)
        END AS only_rate,
        list(
            {
                'rate': rate,
                'first_day': coalesce(starts_on, DATE '0001-01-01'),
                'last_day': coalesce(ends_on, DATE '9999-12-31'),
                'entity_types': string_split(replace(lower(entity_types), ' ', ''), ',')
            }
        ) FILTER (WHERE entity_types IS NOT NULL OR starts_on IS NOT NULL OR ends_on IS NOT NULL OR rules_there > 1)
            AS flat_rules
    FROM (SELECT *, count(*) OVER (PARTITION BY contract_id) AS rules_there FROM rules) AS counted_rules
    GROUP BY contract_id
),
lines AS NOT MATERIALIZED (
    SELECT
        spend.spend_id,
        spend.contract_id,
        spend.state,
        spend.vendor_id,
        spend.entity_id,
        spend.amount,
        spend.fee_amount,
        spend.report_period,
        contracts.vendor_id AS contractor_id,
        CASE WHEN ruled.contract_id IS NULL THEN contracts.admin_fee_rate ELSE ruled.only_rate END AS only_rate,
        ruled.has_tiers,
        ruled.flat_rules,
        CASE WHEN ruled.by_buyer THEN buyers.entity_type END AS entity_type,
        CASE
            WHEN ruled.by_order THEN coalesce(spend.order_date, spend.spent_on)
            ELSE coalesce(spend.invoice_date, spend.order_date, spend.spent_on)
        END AS counts_on,
        CASE
            WHEN spend.grain IN ('month', 'quarter', 'year')
            THEN coalesce(spend.period_start, CAST(date_trunc(spend.grain, spend.spent_on) AS DATE))
        END AS period_from
    FROM spend
    JOIN unscoped.contracts AS contracts ON contracts.contract_id = spend.contract_id
    LEFT JOIN ruled ON ruled.contract_id = spend.contract_id
    LEFT JOIN unscoped.entity_kinds AS buyers ON buyers.entity_id = spend.entity_id
    WHERE spend.fee_amount IS NOT NULL
        AND (ruled.contract_id IS NOT NULL OR contracts.admin_fee_rate IS NOT NULL)
        AND NOT coalesce(ruled.by_buyer AND buyers.entity_type IS NULL, false)
),
years AS (
    SELECT
        spend.spend_id,
        sum(spend.amount) OVER (
            PARTITION BY
                spend.contract_id,
                year(coalesce(CASE WHEN NOT ruled.by_order THEN spend.invoice_date END, spend.order_date, spend.spent_on))
            ORDER BY
                coalesce(CASE WHEN NOT ruled.by_order THEN spend.invoice_date END, spend.order_date, spend.spent_on),
                spend.spend_id
            ROWS UNBOUNDED PRECEDING
        ) AS reached
    FROM unscoped.spend AS spend
    JOIN ruled ON ruled.contract_id = spend.contract_id AND ruled.has_tiers
    WHERE spend.spent_on <= $as_of
),
bands AS (
    SELECT
        lines.spend_id,
        lines.amount,
        rules.rate,
        coalesce(rules.floor_amount, 0) AS floor_amount,
        lead(coalesce(rules.floor_amount, 0)) OVER (
            PARTITION BY lines.spend_id ORDER BY coalesce(rules.floor_amount, 0)
        ) AS next_floor,
        least(years.reached, years.reached - lines.amount) AS low,
        greatest(years.reached, years.reached - lines.amount) AS high
    FROM lines
    JOIN rules
        ON rules.contract_id = lines.contract_id
        AND lines.counts_on >= coalesce(rules.starts_on, DATE '0001-01-01')
        AND lines.counts_on <= coalesce(rules.ends_on, DATE '9999-12-31')
        AND (
            rules.entity_types IS NULL
            OR list_contains(string_split(replace(lower(rules.entity_types), ' ', ''), ','), lines.entity_type)
        )
    JOIN years ON years.spend_id = lines.spend_id
    WHERE lines.has_tiers
),
tiered AS (
    SELECT
        spend_id,
        sum(
            sign(amount) * rate * greatest(0, least(high, coalesce(next_floor, high)) - greatest(low, floor_amount))
        ) AS fee
    FROM bands
    GROUP BY spend_id
),
expected AS (
    SELECT
        lines.*,
        lines.fee_amount - CAST(
            CASE
                WHEN lines.only_rate IS NOT NULL THEN lines.amount * lines.only_rate
                ELSE lines.amount * coalesce(
                    list_max(
                        list_transform(
                            list_filter(
                                flat_rules,
                                lambda rule: counts_on BETWEEN rule.first_day AND rule.last_day
                                    AND (
                                        rule.entity_types IS NULL
                                        OR list_contains(rule.entity_types, lines.entity_type)
                                    )
                            ),
                            lambda rule: rule.rate
                        )
                    ),
                    0
                )
            END AS DECIMAL(38, 2)
        ) AS difference
    FROM lines
    WHERE lines.has_tiers IS NOT TRUE
    UNION ALL
    SELECT lines.*, lines.fee_amount - CAST(coalesce(tiered.fee, 0) AS DECIMAL(38, 2))
    FROM lines
    LEFT JOIN tiered ON tiered.spend_id = lines.spend_id
    WHERE lines.has_tiers
),
wrong AS (
    SELECT *, CASE WHEN difference > 0 THEN 'over' ELSE 'under' END AS direction
    FROM expected
    ANTI JOIN rules
        ON rules.contract_id = expected.contract_id
        AND (
            rules.starts_on > expected.period_from AND rules.starts_on <= expected.counts_on
            OR rules.ends_on >= expected.period_from AND rules.ends_on < expected.counts_on
        )
    WHERE abs(difference) > $tolerance
)
SELECT
    concat_ws('|', contract_id, coalesce(report_period, ''), direction) AS finding,
    contract_id,
    unscoped.only(state) AS state,
    unscoped.only(coalesce(vendor_id, contractor_id)) AS vendor_id,
    unscoped.only(entity_id) AS entity_id,
    min(counts_on) AS day,
    CAST(sum(abs(difference)) AS DECIMAL(38, 2)) AS amount_at_stake,
    direction,
    unscoped.counted(count(*), 'line') || ' on ' || contract_id || coalesce(' in the report for ' || report_period, '')
    || ' with fees of ' || unscoped.money(sum(fee_amount)) || ', which is ' || unscoped.money(sum(abs(difference)))
    || CASE WHEN direction = 'over' THEN ' more' ELSE ' less' END || ' than the rate gives.' AS summary,
    'spend' AS row_table,
    list(spend_id ORDER BY spend_id) AS row_ids,
    report_period,
    CAST(sum(fee_amount) AS DECIMAL(38, 2)) AS reported_fee,
    CAST(sum(fee_amount - difference) AS DECIMAL(38, 2)) AS expected_fee
FROM wrong
GROUP BY contract_id, report_period, direction
ORDER BY amount_at_stake DESC, finding

-- id: R04
-- title: Lines that no summary counts
-- severity: error
-- version: 1
-- description: Single lines in a state for which the summary of the same report says zero, or says nothing although it
--   counts other states. One finding for each contract, state and period.
-- why: The summary is what the fee is checked against: sales that it does not count are fees that nobody asks for.
-- leaves out: periods without any summary of the contract (R01); lines that come to nothing or less; summaries for all
--   states in one that are above zero
-- needs: summary_sales, spend
WITH latest AS (
    SELECT *
    FROM unscoped.summary_sales
    WHERE coalesce(received_on <= $as_of, true)
    QUALIFY rank() OVER (
        PARTITION BY contract_id, state, report_period ORDER BY received_on DESC NULLS LAST
    ) = 1
),
periods AS (
    SELECT contract_id, report_period, coalesce(sum(amount) FILTER (WHERE state IS NULL), 0) > 0 AS counts_all
    FROM latest
    GROUP BY contract_id, report_period
),
counted AS (
    SELECT contract_id, state, report_period, sum(amount) AS amount
    FROM latest
    WHERE state IS NOT NULL
    GROUP BY ALL
),
details AS (
    SELECT
        spend.contract_id,
        spend.state,
        spend.report_period,
        sum(spend.amount) AS amount,
        count(*) AS lines,
        unscoped.only(spend.entity_id) AS entity_id,
        min(spend.spent_on) AS day
    FROM spend
    JOIN periods
        ON periods.contract_id = spend.contract_id
        AND periods.report_period = spend.report_period
        AND NOT periods.counts_all
    WHERE coalesce(spend.received_on <= $as_of, true)
    GROUP BY ALL
),
found AS (
    SELECT details.*, counted.amount IS NOT NULL AS says_zero
    FROM details
    LEFT JOIN counted
        ON counted.contract_id = details.contract_id
        AND counted.state = details.state
        AND counted.report_period = details.report_period
    WHERE details.amount > 0 AND coalesce(counted.amount, 0) = 0
)
SELECT
    concat_ws('|', found.contract_id, found.state, found.report_period) AS finding,
    found.contract_id,
    found.state,
    contracts.vendor_id,
    found.entity_id,
    found.day,
    CAST(found.amount AS DECIMAL(38, 2)) AS amount_at_stake,
    'under' AS direction,
    unscoped.counted(found.lines, 'line') || ' for ' || unscoped.money(found.amount) || ' on ' || found.contract_id
    || ' in ' || found.state || ' in the report for ' || found.report_period || '; its summary says '
    || CASE WHEN found.says_zero THEN 'zero.' ELSE 'nothing of that state.' END AS summary,
    'spend' AS row_table,
    list(spend.spend_id ORDER BY spend.spend_id) AS row_ids,
    found.report_period,
    found.says_zero
FROM found
JOIN contracts ON contracts.contract_id = found.contract_id
JOIN spend
    ON spend.contract_id = found.contract_id
    AND spend.state = found.state
    AND spend.report_period = found.report_period
WHERE coalesce(spend.received_on <= $as_of, true)
GROUP BY ALL
ORDER BY amount_at_stake DESC, finding

-- title: Capture by category
-- description: For each category, of what could have gone through an alliance's contract, the share that went
--   through any contract (capture) and the share that went through none (leakage), most leaked first.
-- formula: capture = on-contract ÷ addressable; leakage = leaked ÷ addressable, which is 1 − capture;
--   addressable share = addressable ÷ net spend of the category
-- denominator: addressable spend = net spend of the category on days on which the state, or the buying entity
--   itself, had an addendum in force for it; a contract's category covers the finer categories below it. No
--   rows where the scope names alliances, vendors or contracts, for it leaves spend off contract out
-- leaves out: rows without a category, and positions, which say nothing of single days
-- source: domain notes on measures: "addressable" and "opportunity" spend after the Defense Acquisition
--   University's definition of spend under management
WITH addenda AS (
    SELECT DISTINCT terms.state, terms.entity_id, contracts.category_code, terms.first_day, terms.last_day
    FROM unscoped.addendum_terms AS terms
    JOIN unscoped.contracts AS contracts USING (contract_id)
    WHERE contracts.category_code IS NOT NULL AND terms.first_day <= terms.last_day
),
buyers AS (
    SELECT state, entity_id FROM addenda
    UNION
    SELECT state, NULL FROM addenda
),
by_day AS (
    SELECT
        spend.state,
        buyers.entity_id,
        coalesce(spend.category_code, contracts.category_code) AS category_code,
        spend.spent_on,
        sum(spend.amount) AS net_amount,
        coalesce(sum(spend.amount) FILTER (WHERE spend.contract_id IS NOT NULL), 0) AS contract_amount
    FROM spend
    LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
    LEFT JOIN buyers ON buyers.state = spend.state AND buyers.entity_id = spend.entity_id
    WHERE getvariable('alliances') IS NULL
        AND getvariable('vendors') IS NULL
        AND getvariable('contracts') IS NULL
        AND coalesce(spend.category_code, contracts.category_code) IS NOT NULL
    GROUP BY ALL
),
covering AS (
    SELECT finer.category_code, coarser.category_code AS contract_category_code
    FROM (SELECT DISTINCT category_code FROM by_day) AS finer
    JOIN (SELECT DISTINCT category_code FROM addenda) AS coarser
        ON starts_with(finer.category_code, unscoped.category_prefix(coarser.category_code))
),
covered AS (
    SELECT DISTINCT
        buyers.state,
        buyers.entity_id,
        covering.category_code,
        addenda.first_day,
        addenda.last_day
    FROM buyers
    JOIN addenda
        ON addenda.state = buyers.state
        AND (addenda.entity_id IS NULL OR addenda.entity_id = buyers.entity_id)
    JOIN covering ON covering.contract_category_code = addenda.category_code
),
marked AS (
    SELECT
        *,
        CASE WHEN first_day <= max(last_day) OVER earlier THEN 0 ELSE 1 END AS opens_spell
    FROM covered
    WINDOW earlier AS (
        PARTITION BY state, entity_id, category_code
        ORDER BY first_day, last_day
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
numbered AS (
    SELECT *, sum(opens_spell) OVER so_far AS spell
    FROM marked
    WINDOW so_far AS (
        PARTITION BY state, entity_id, category_code
        ORDER BY first_day, last_day
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
),
spells AS (
    SELECT state, entity_id, category_code, min(first_day) AS first_day, max(last_day) AS last_day
    FROM numbered
    GROUP BY state, entity_id, category_code, spell
),
sums AS (
    SELECT
        by_day.category_code,
        sum(by_day.net_amount) AS net_amount,
        coalesce(sum(by_day.net_amount) FILTER (WHERE spells.state IS NOT NULL), 0) AS addressable_amount,
        coalesce(sum(by_day.contract_amount) FILTER (WHERE spells.state IS NOT NULL), 0) AS contract_amount
    FROM by_day
    LEFT JOIN spells
        ON spells.state = by_day.state
        AND spells.category_code = by_day.category_code
        AND spells.entity_id IS NOT DISTINCT FROM by_day.entity_id
        AND by_day.spent_on BETWEEN spells.first_day AND spells.last_day
    GROUP BY by_day.category_code
),
category_names AS (
    SELECT category_code, min(category) AS category FROM unscoped.contracts GROUP BY category_code
)
SELECT
    sums.category_code,
    category_names.category,
    CAST(sums.net_amount AS DECIMAL(38, 2)) AS net_amount,
    CAST(sums.addressable_amount AS DECIMAL(38, 2)) AS addressable_amount,
    CASE
        WHEN sums.net_amount > 0 THEN CAST(sums.addressable_amount / sums.net_amount AS DECIMAL(38, 6))
    END AS addressable_share,
    CAST(sums.contract_amount AS DECIMAL(38, 2)) AS contract_amount,
    CASE
        WHEN sums.addressable_amount > 0
        THEN CAST(sums.contract_amount / sums.addressable_amount AS DECIMAL(38, 6))
    END AS capture,
    CAST(sums.addressable_amount - sums.contract_amount AS DECIMAL(38, 2)) AS leaked_amount,
    CASE
        WHEN sums.addressable_amount > 0
        THEN CAST(1 - sums.contract_amount / sums.addressable_amount AS DECIMAL(38, 6))
    END AS leakage
FROM sums
LEFT JOIN category_names USING (category_code)
ORDER BY leaked_amount DESC, sums.category_code

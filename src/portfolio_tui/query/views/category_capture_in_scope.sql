-- title: Capture by category in scope
-- description: For each category the net spend in scope, what of it was addressable (spent on days on which the state, or
--   the buying entity itself, had an addendum in force for the category; a contract's category covers the finer ones below
--   it), and what of that went through a contract. Nothing where the scope names alliances, vendors or contracts, for it
--   leaves spend off contract out.
CREATE OR REPLACE VIEW unscoped.category_capture_in_scope AS
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
    FROM main.spend AS spend
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
)
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

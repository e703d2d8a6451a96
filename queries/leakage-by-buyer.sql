-- title: Leakage by buyer
-- description: Who bought off contract although an addendum was in force for the category that day: each
--   buyer, seller and category with what leaked, largest first, and the contracts that could be used now.
-- formula: leaked = net spend without a contract in categories for which, on the row's date, the state or the
--   buying entity itself had an addendum in force; share = leaked by the row ÷ all that leaked; usable
--   contracts = contracts of the category, or of one above it, with such an addendum in force on the as-of
--   date
-- denominator: all that leaked in scope and period; no share where it is not above zero
-- leaves out: rows without a category; a row that names a contract, known or not, has not leaked. Sums of
--   zero or below are credits and are shown. No rows where the scope names alliances or contracts, for spend
--   off contract has none; vendors narrow to those that the rows themselves name
-- param at_least: decimal? "Leaked amount, at least"
WITH addenda AS (
    SELECT DISTINCT
        terms.contract_id,
        terms.state,
        terms.entity_id,
        contracts.category_code,
        terms.first_day,
        terms.last_day,
        terms.in_force
    FROM unscoped.addendum_terms AS terms
    JOIN unscoped.contracts AS contracts USING (contract_id)
    WHERE contracts.category_code IS NOT NULL AND terms.first_day <= terms.last_day
),
off_contract AS (
    SELECT
        state,
        entity_id,
        vendor_id,
        category_code,
        spent_on,
        sum(amount) AS net_amount,
        count(*) AS lines
    FROM spend
    WHERE contract_id IS NULL AND category_code IS NOT NULL AND state IS NOT NULL
    GROUP BY ALL
),
covering AS (
    SELECT finer.category_code, coarser.category_code AS contract_category_code
    FROM (SELECT DISTINCT category_code FROM off_contract) AS finer
    JOIN (SELECT DISTINCT category_code FROM addenda) AS coarser
        ON starts_with(finer.category_code, unscoped.category_prefix(coarser.category_code))
),
usable AS (
    SELECT
        covering.category_code,
        addenda.contract_id,
        addenda.state,
        addenda.entity_id,
        addenda.first_day,
        addenda.last_day,
        addenda.in_force
    FROM addenda
    JOIN covering ON covering.contract_category_code = addenda.category_code
),
leaked AS (
    SELECT off_contract.*
    FROM off_contract
    SEMI JOIN usable
        ON usable.state = off_contract.state
        AND usable.category_code = off_contract.category_code
        AND (usable.entity_id IS NULL OR usable.entity_id = off_contract.entity_id)
        AND off_contract.spent_on BETWEEN usable.first_day AND usable.last_day
),
by_buyer AS (
    SELECT
        state,
        entity_id,
        vendor_id,
        category_code,
        sum(net_amount) AS leaked_amount,
        CAST(sum(lines) AS BIGINT) AS lines,
        min(spent_on) AS first_bought_on,
        max(spent_on) AS last_bought_on,
        sum(sum(net_amount)) OVER () AS all_leaked_amount
    FROM leaked
    GROUP BY state, entity_id, vendor_id, category_code
),
contracts_usable AS (
    SELECT
        buyers.state,
        buyers.entity_id,
        buyers.category_code,
        count(DISTINCT usable.contract_id) AS contracts_usable,
        min(usable.contract_id) AS contract_id
    FROM (SELECT DISTINCT state, entity_id, category_code FROM by_buyer) AS buyers
    JOIN usable
        ON usable.state = buyers.state
        AND usable.category_code = buyers.category_code
        AND (usable.entity_id IS NULL OR usable.entity_id = buyers.entity_id)
        AND usable.in_force
    GROUP BY buyers.state, buyers.entity_id, buyers.category_code
),
category_names AS (
    SELECT category_code, min(category) AS category FROM unscoped.contracts GROUP BY category_code
)
SELECT
    by_buyer.state,
    by_buyer.entity_id,
    by_buyer.vendor_id,
    by_buyer.category_code,
    coalesce(entities.name, by_buyer.entity_id, 'No buyer named') AS entity_name,
    entities.entity_type,
    coalesce(vendors.name, by_buyer.vendor_id, 'No vendor named') AS vendor_name,
    category_names.category,
    CAST(by_buyer.leaked_amount AS DECIMAL(38, 2)) AS leaked_amount,
    CAST(by_buyer.all_leaked_amount AS DECIMAL(38, 2)) AS all_leaked_amount,
    CASE
        WHEN by_buyer.all_leaked_amount > 0
        THEN CAST(by_buyer.leaked_amount / by_buyer.all_leaked_amount AS DECIMAL(38, 6))
    END AS share,
    by_buyer.lines,
    by_buyer.first_bought_on,
    by_buyer.last_bought_on,
    coalesce(contracts_usable.contracts_usable, 0) AS contracts_usable,
    contracts_usable.contract_id AS usable_contract_id
FROM by_buyer
LEFT JOIN contracts_usable
    ON contracts_usable.state = by_buyer.state
    AND contracts_usable.entity_id IS NOT DISTINCT FROM by_buyer.entity_id
    AND contracts_usable.category_code = by_buyer.category_code
LEFT JOIN unscoped.entity_kinds AS entities ON entities.entity_id = by_buyer.entity_id
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = by_buyer.vendor_id
LEFT JOIN category_names ON category_names.category_code = by_buyer.category_code
WHERE $at_least IS NULL OR by_buyer.leaked_amount >= $at_least
ORDER BY
    by_buyer.leaked_amount DESC,
    by_buyer.state,
    by_buyer.entity_id,
    by_buyer.vendor_id,
    by_buyer.category_code

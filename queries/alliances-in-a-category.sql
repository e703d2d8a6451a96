-- title: Two alliances in a category
-- description: Two alliances side by side in each category that either has contracts in: contracts,
--   contractors, states, spend, the terms agreed, and what both would charge for the products that were
--   bought through both. Categories that both serve come first.
-- formula: share = net spend ÷ net spend of the two; basket = the products bought through both alliances in
--   the category, in the quantities bought through the two together, at the alliance's own average prices (Σ
--   amount ÷ Σ quantity of the product); price against the other = basket ÷ the other's basket, above 1 being
--   dearer. Terms are medians over contracts in force
-- denominator: net spend of the two alliances in the category; the other alliance's basket. None: no figure
-- leaves out: from the basket, lines without a product number or with quantity or amount of zero or below,
--   and products bought through one of the two alone: compared share tells how much of an alliance's sales
--   the basket covers. The same product number is taken for the same product, whoever sells it. A contract's
--   own category decides, not its lines'. It compares what was paid, not why: volumes, regions and services
--   differ
-- param first_alliance: alliance = naspo "First alliance" (choices: SELECT alliance_id, name FROM alliances
--   ORDER BY 2, 1)
-- param second_alliance: alliance = 12aspo "Second alliance" (choices: SELECT alliance_id, name FROM
--   alliances ORDER BY 2, 1)
-- param category: text? "Category" (choices: SELECT category_code, min(category) FROM contracts WHERE
--   category_code IS NOT NULL GROUP BY 1 ORDER BY 2, 1)
WITH chosen AS (
    SELECT contracts.*, coalesce(vendors.parent_id, contracts.vendor_id) AS parent_vendor_id, terms.in_force
    FROM contracts
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    LEFT JOIN unscoped.vendor_names AS vendors USING (vendor_id)
    WHERE contracts.alliance_id IN ($first_alliance, $second_alliance)
        AND contracts.category_code IS NOT NULL
        AND ($category IS NULL OR starts_with(contracts.category_code, unscoped.category_prefix($category)))
),
contract_facts AS (
    SELECT
        alliance_id,
        category_code,
        count(*) AS contracts,
        count(*) FILTER (WHERE in_force) AS contracts_in_force,
        count(DISTINCT parent_vendor_id) FILTER (WHERE in_force) AS vendors_in_force,
        median(discount_rate) FILTER (WHERE in_force) AS discount_rate,
        median(warranty_months) FILTER (WHERE in_force) AS warranty_months,
        median(delivery_days) FILTER (WHERE in_force) AS delivery_days,
        median(payment_days) FILTER (WHERE in_force) AS payment_days
    FROM chosen
    GROUP BY alliance_id, category_code
),
members AS (
    SELECT alliance_id, count(DISTINCT state) AS states_member
    FROM memberships
    WHERE (joined_on IS NULL OR joined_on <= $as_of) AND (left_on IS NULL OR left_on > $as_of)
    GROUP BY alliance_id
),
participating AS (
    SELECT chosen.alliance_id, chosen.category_code, count(DISTINCT addenda.state) AS states_participating
    FROM addenda_in_force AS addenda
    JOIN chosen USING (contract_id)
    GROUP BY chosen.alliance_id, chosen.category_code
),
by_state AS (
    SELECT chosen.alliance_id, chosen.category_code, monthly.state, sum(monthly.net_amount) AS net_amount
    FROM monthly_contract_spend AS monthly
    JOIN chosen USING (contract_id)
    GROUP BY chosen.alliance_id, chosen.category_code, monthly.state
),
bought AS (
    SELECT
        alliance_id,
        category_code,
        sum(net_amount) AS net_amount,
        count(*) FILTER (WHERE net_amount > 0) AS states_buying
    FROM by_state
    GROUP BY alliance_id, category_code
),
products AS (
    SELECT
        chosen.alliance_id,
        chosen.category_code,
        spend.product_number,
        sum(spend.amount) AS sales_amount,
        CAST(sum(spend.amount) FILTER (WHERE spend.quantity > 0) AS DOUBLE) AS paid,
        CAST(sum(spend.quantity) FILTER (WHERE spend.quantity > 0) AS DOUBLE) AS quantity
    FROM spend
    JOIN chosen USING (contract_id)
    WHERE spend.amount > 0
    GROUP BY chosen.alliance_id, chosen.category_code, spend.product_number
),
baskets AS (
    SELECT
        own.alliance_id,
        own.category_code,
        count(*) AS products_compared,
        sum(own.paid) AS compared_amount,
        sum(own.paid / own.quantity * (own.quantity + other.quantity)) AS basket_amount,
        sum(other.paid / other.quantity * (own.quantity + other.quantity)) AS other_basket_amount
    FROM products AS own
    JOIN products AS other
        ON other.category_code = own.category_code
        AND other.product_number = own.product_number
        AND other.alliance_id <> own.alliance_id
    WHERE own.quantity > 0 AND other.quantity > 0
    GROUP BY own.alliance_id, own.category_code
),
sales AS (
    SELECT alliance_id, category_code, sum(sales_amount) AS sales_amount
    FROM products
    GROUP BY alliance_id, category_code
),
names AS (
    SELECT category_code, min(category) AS category FROM chosen GROUP BY category_code
)
SELECT
    facts.category_code,
    facts.alliance_id,
    names.category,
    groups.group_name AS alliance_name,
    count(*) OVER of_both AS alliances_serving,
    facts.contracts,
    facts.contracts_in_force,
    facts.vendors_in_force,
    coalesce(members.states_member, 0) AS states_member,
    coalesce(participating.states_participating, 0) AS states_participating,
    coalesce(bought.states_buying, 0) AS states_buying,
    CAST(coalesce(bought.net_amount, 0) AS DECIMAL(38, 2)) AS net_amount,
    CAST(coalesce(sum(bought.net_amount) OVER of_both, 0) AS DECIMAL(38, 2)) AS both_net_amount,
    CASE
        WHEN sum(bought.net_amount) OVER of_both > 0
        THEN CAST(coalesce(bought.net_amount, 0) / sum(bought.net_amount) OVER of_both AS DECIMAL(38, 6))
    END AS share,
    coalesce(baskets.products_compared, 0) AS products_compared,
    CAST(coalesce(baskets.compared_amount, 0) AS DECIMAL(38, 2)) AS compared_amount,
    CAST(coalesce(sales.sales_amount, 0) AS DECIMAL(38, 2)) AS sales_amount,
    CASE
        WHEN sales.sales_amount > 0
        THEN CAST(coalesce(baskets.compared_amount, 0) / sales.sales_amount AS DECIMAL(38, 6))
    END AS compared_share,
    CAST(baskets.basket_amount AS DECIMAL(38, 2)) AS basket_amount,
    CAST(baskets.other_basket_amount AS DECIMAL(38, 2)) AS other_basket_amount,
    CASE
        WHEN baskets.other_basket_amount > 0
        THEN CAST(baskets.basket_amount / baskets.other_basket_amount AS DECIMAL(38, 6))
    END AS price_against_other,
    CAST(facts.discount_rate AS DECIMAL(9, 6)) AS median_discount_rate,
    CAST(facts.warranty_months AS DECIMAL(18, 1)) AS median_warranty_months,
    CAST(facts.delivery_days AS DECIMAL(18, 1)) AS median_delivery_days,
    CAST(facts.payment_days AS DECIMAL(18, 1)) AS median_payment_days
FROM contract_facts AS facts
JOIN names USING (category_code)
LEFT JOIN members USING (alliance_id)
LEFT JOIN participating USING (alliance_id, category_code)
LEFT JOIN bought USING (alliance_id, category_code)
LEFT JOIN sales USING (alliance_id, category_code)
LEFT JOIN baskets USING (alliance_id, category_code)
LEFT JOIN unscoped.alliance_groups AS groups USING (alliance_id)
WINDOW of_both AS (PARTITION BY facts.category_code)
ORDER BY
    alliances_serving DESC,
    names.category NULLS LAST,
    facts.category_code,
    facts.alliance_id <> $first_alliance

-- title: Table facts
-- description: For each table with dates, its first and last day and, for money, its total; the newest and oldest
--   row whatever the scope.
-- formula: total = sum of amount (spend)
-- denominator: none; these are counts, dates and amounts
-- leaves out: positions are a stock and have no total
SELECT 'spend' AS table_name, min(spent_on) AS first_day, max(spent_on) AS last_day,
    CAST(sum(amount) AS DECIMAL(38, 2)) AS total_amount
FROM unscoped.spend
UNION ALL
SELECT 'balances', min(as_of), max(as_of), NULL FROM unscoped.balances
UNION ALL
SELECT 'contracts', min(starts_on), max(ends_on), NULL FROM unscoped.contracts
UNION ALL
SELECT 'participating_addenda', min(effective_on), max(ends_on), NULL FROM unscoped.participating_addenda
UNION ALL
SELECT 'memberships', min(joined_on), max(left_on), NULL FROM unscoped.memberships
UNION ALL
SELECT 'amendments', min(effective_on), max(effective_on), NULL FROM unscoped.amendments

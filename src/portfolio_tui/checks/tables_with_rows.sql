-- title: Tables with rows
-- description: The tables of the portfolio that hold at least one row, whatever the scope.
SELECT table_name
FROM (
    SELECT 'alliances' AS table_name, EXISTS (SELECT 1 FROM unscoped.alliances) AS has_rows
    UNION ALL
    SELECT 'memberships', EXISTS (SELECT 1 FROM unscoped.memberships)
    UNION ALL
    SELECT 'contracts', EXISTS (SELECT 1 FROM unscoped.contracts)
    UNION ALL
    SELECT 'amendments', EXISTS (SELECT 1 FROM unscoped.amendments)
    UNION ALL
    SELECT 'participating_addenda', EXISTS (SELECT 1 FROM unscoped.participating_addenda)
    UNION ALL
    SELECT 'vendors', EXISTS (SELECT 1 FROM unscoped.vendors)
    UNION ALL
    SELECT 'entities', EXISTS (SELECT 1 FROM unscoped.entities)
    UNION ALL
    SELECT 'spend', EXISTS (SELECT 1 FROM unscoped.spend)
    UNION ALL
    SELECT 'balances', EXISTS (SELECT 1 FROM unscoped.balances)
    UNION ALL
    SELECT 'fee_rules', EXISTS (SELECT 1 FROM unscoped.fee_rules)
    UNION ALL
    SELECT 'report_rules', EXISTS (SELECT 1 FROM unscoped.report_rules)
    UNION ALL
    SELECT 'summary_sales', EXISTS (SELECT 1 FROM unscoped.summary_sales)
    UNION ALL
    SELECT 'fee_payments', EXISTS (SELECT 1 FROM unscoped.fee_payments)
    UNION ALL
    SELECT 'prices', EXISTS (SELECT 1 FROM unscoped.prices)
) AS tables
WHERE has_rows

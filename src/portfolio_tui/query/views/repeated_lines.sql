-- title: Lines that may come twice
-- description: Marks of the reported lines that share contract, buyer, day and amount with another, and whether they came
--   in several reports. A mark is no proof, for other columns may differ; but lines that are alike in everything all
--   have one.
CREATE OR REPLACE TABLE unscoped.repeated_lines AS
SELECT
    unscoped.line_mark(contract_id, entity_id, spent_on, amount) AS mark,
    min(hash(report_period)) <> max(hash(report_period)) AS in_several_reports
FROM unscoped.spend
WHERE report_period IS NOT NULL
    AND amount <> 0
    AND unscoped.amount_mark(entity_id, amount) IN (SELECT mark FROM unscoped.repeated_amounts)
GROUP BY mark
HAVING count(*) > 1

-- title: Lines that may come twice
-- description: Marks of the reported lines that share contract, buyer, day and amount with another, reckoned once for
--   the rules that look for what came again. A mark is no proof, for other columns may differ; but lines that are
--   alike in everything all have one.
CREATE OR REPLACE TABLE unscoped.repeated_lines AS
SELECT unscoped.line_mark(contract_id, entity_id, spent_on, amount) AS mark
FROM unscoped.spend
WHERE report_period IS NOT NULL AND amount <> 0
GROUP BY mark
HAVING count(*) > 1

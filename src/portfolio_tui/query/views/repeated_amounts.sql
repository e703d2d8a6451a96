-- title: Amounts that come twice
-- description: Marks of the buyers and amounts that more than one line of spend has, reckoned once for the rules that look
--   for what came again: the many lines of which no other has the buyer and the amount need no closer look.
CREATE OR REPLACE TABLE unscoped.repeated_amounts AS
SELECT unscoped.amount_mark(entity_id, amount) AS mark
FROM unscoped.spend
WHERE amount <> 0
GROUP BY mark
HAVING count(*) > 1

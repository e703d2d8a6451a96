-- title: A contract's positions
-- description: The published positions of one contract up to the as-of date, newest first: the rows behind its
--   figures where it has no lines.
-- formula: none; rows as they are
-- denominator: none; rows as they are
-- leaves out: positions after the as-of date
-- param contract: contract "Contract"
SELECT as_of, state, ceiling_amount, ordered_amount, paid_amount, source_file, source_row
FROM unscoped.balances
WHERE contract_id = $contract AND as_of <= getvariable('as_of')
ORDER BY as_of DESC, state

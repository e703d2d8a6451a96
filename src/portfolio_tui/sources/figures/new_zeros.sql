-- Amounts of 0.00, printed for quarters to come as well, that restate no amount.
INSERT INTO dropped
SELECT _key, _number, 'zero'
FROM brought AS zero
WHERE amount = 0
  AND _key NOT IN (SELECT _key FROM existing)
  AND NOT EXISTS (
      SELECT 1
      FROM brought AS earlier
      WHERE earlier._key = zero._key AND earlier._number < zero._number AND earlier.amount <> 0
  )

-- Of rows without a key of their own the portfolio may have several that say the same.
CREATE OR REPLACE TABLE met AS SELECT DISTINCT _key, '' AS _file, is_same FROM met

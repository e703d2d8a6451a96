-- The reports that the files bring whole, of some of which they may bring no row.
INSERT INTO reports BY NAME
SELECT {same}, false AS is_older FROM read_parquet({file})

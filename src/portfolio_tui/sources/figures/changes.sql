-- What is recorded of values that others took the place of.
CREATE TABLE changes (
    change VARCHAR,
    row_key VARCHAR,
    column_name VARCHAR,
    old_value VARCHAR,
    new_value VARCHAR,
    difference DECIMAL(20, 2),
    old_source_file VARCHAR,
    new_source_file VARCHAR
)

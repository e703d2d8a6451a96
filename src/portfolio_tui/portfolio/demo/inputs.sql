-- The tables that the lines are drawn from. Whole numbers are as narrow as they may be: arithmetic that mixes
-- signs or widths is several times slower.
CREATE TABLE flows (
    flow INTEGER,
    state VARCHAR,
    contract_id VARCHAR,
    source VARCHAR,
    first_day DATE,
    last_day DATE,
    weight BIGINT,
    fixed_lines INTEGER,
    lines_per_order INTEGER,
    first_product INTEGER,
    price_permille INTEGER,
    has_list_price BOOLEAN,
    fee_millionths BIGINT,
    delivery_days INTEGER,
    report_delay_days INTEGER,
    repeats_in_same_report BOOLEAN,
    po_prefix VARCHAR,
    entity_id VARCHAR,
    first_buyer_slot INTEGER,
    first_seller_slot INTEGER,
    seller_share INTEGER
);
CREATE TABLE seasons (state VARCHAR, month INTEGER, percent INTEGER);
CREATE TABLE buyers (slot INTEGER, first_entity INTEGER, entity_count INTEGER);
CREATE TABLE entities (entity INTEGER, entity_id VARCHAR);
CREATE TABLE products (
    product INTEGER, product_number VARCHAR, description VARCHAR, category_code VARCHAR, list_cents BIGINT
);
CREATE TABLE sellers (slot INTEGER, vendor_id VARCHAR);
CREATE TABLE calendar (
    day DATE, report_period VARCHAR, report_ends_on DATE, later_period VARCHAR, later_ends_on DATE
)

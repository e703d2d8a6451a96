-- title: Vendors by id
-- description: One row for each vendor, also where the file repeats one, so that no sum counts its spend twice.
CREATE OR REPLACE VIEW unscoped.vendor_names AS
SELECT vendor_id, min(name) AS name, min(parent_id) AS parent_id FROM unscoped.vendors GROUP BY vendor_id

-- title: Vendors in scope
-- description: The vendors that the scope names, with those that belong to them, or all.
CREATE OR REPLACE VIEW vendors AS
SELECT * FROM unscoped.vendors WHERE unscoped.vendor_in_scope(vendor_id)

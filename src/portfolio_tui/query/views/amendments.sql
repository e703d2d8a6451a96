-- title: Amendments in scope
-- description: The amendments of contracts in scope.
CREATE OR REPLACE VIEW amendments AS
SELECT * FROM unscoped.amendments WHERE contract_id IN (SELECT contract_id FROM contracts)

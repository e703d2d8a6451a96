-- title: Prices in scope
-- description: The prices agreed in contracts in scope.
CREATE OR REPLACE VIEW prices AS
SELECT * FROM unscoped.prices WHERE contract_id IN (SELECT contract_id FROM contracts)

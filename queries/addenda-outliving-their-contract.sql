-- title: Addenda that outlive their contract
-- description: Addenda whose own end comes after the end of the contract that they belong to, and what was
--   bought between the two ends. Orders need both in force, so these end sooner than they say.
-- formula: days after contract = the addendum's own end − the contract's end; net after contract = net spend
--   of the addendum's state, or of its entity alone, on the contract from the day after the contract's end to
--   the addendum's
-- denominator: none; these are dates and amounts
-- leaves out: addenda without an end of their own, which end with their contract, and contracts without an
--   end; addenda signed after the as-of date. Ends are those of the as-of date: amendments that took effect
--   later are undone. Net after contract leaves out positions, which say nothing of single days, and what
--   lies outside the scope's period
-- source: the City of Atlanta's audit of April 2019 found payments on expired contracts
-- param ended: boolean = no "Also addenda that have ended"
WITH outliving AS (
    SELECT addenda.*, terms.ends_on AS addendum_ends_on, terms.contract_ends_on
    FROM participating_addenda AS addenda
    JOIN unscoped.addendum_terms AS terms USING (contract_id, addendum_id)
    WHERE terms.ends_on > terms.contract_ends_on
        AND ($ended OR terms.ends_on >= $as_of)
        AND coalesce(coalesce(addenda.signed_on, addenda.effective_on) <= $as_of, true)
),
bought AS (
    SELECT
        outliving.addendum_id,
        sum(spend.amount) AS net_amount,
        max(spend.spent_on) FILTER (WHERE spend.amount > 0) AS last_bought_on
    FROM outliving
    JOIN spend
        ON spend.contract_id = outliving.contract_id
        AND spend.state = outliving.state
        AND spend.spent_on > outliving.contract_ends_on
        AND spend.spent_on <= outliving.addendum_ends_on
        AND (outliving.entity_id IS NULL OR spend.entity_id = outliving.entity_id)
    GROUP BY outliving.addendum_id
)
SELECT
    outliving.addendum_id,
    outliving.contract_id,
    outliving.state,
    outliving.entity_id,
    contracts.vendor_id,
    outliving.number AS addendum_number,
    contracts.number AS contract_number,
    contracts.title,
    coalesce(jurisdictions.name, outliving.state) AS state_name,
    entities.name AS entity_name,
    vendors.name AS vendor_name,
    outliving.contract_ends_on,
    outliving.addendum_ends_on,
    CAST(outliving.addendum_ends_on - outliving.contract_ends_on AS BIGINT) AS days_after_contract,
    outliving.contract_ends_on < $as_of AS contract_is_over,
    CAST(coalesce(bought.net_amount, 0) AS DECIMAL(38, 2)) AS net_after_contract,
    bought.last_bought_on
FROM outliving
JOIN contracts ON contracts.contract_id = outliving.contract_id
LEFT JOIN bought ON bought.addendum_id = outliving.addendum_id
LEFT JOIN jurisdictions ON jurisdictions.code = outliving.state
LEFT JOIN unscoped.entity_kinds AS entities ON entities.entity_id = outliving.entity_id
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = contracts.vendor_id
ORDER BY net_after_contract DESC, days_after_contract DESC, outliving.addendum_id

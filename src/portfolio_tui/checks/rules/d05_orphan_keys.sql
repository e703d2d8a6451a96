-- id: D05
-- title: Ids that lead nowhere
-- severity: error
-- version: 1
-- description: Rows that name a contract, state, vendor, buyer or addendum that is not on record. One finding for each
--   column and id.
-- why: What hangs on an unknown id is missing from every page of that contract, state or vendor, and no rule about it
--   can look at the row. Contract numbers are written in every style, so one is easily misread.
-- leaves out: ids of a table that the portfolio lacks; rows of other tables than spend, addenda, amendments, positions
--   and contracts. A scope of alliances, categories or vendors leaves out what is not spend, for an unknown contract
--   has none of them
WITH unknown_contracts AS (
    SELECT contract_id
    FROM (SELECT DISTINCT contract_id FROM spend) AS named
    ANTI JOIN unscoped.contracts AS contracts USING (contract_id)
    WHERE contract_id IS NOT NULL
),
unknown_states AS (
    SELECT state
    FROM (SELECT DISTINCT state FROM spend) AS named
    ANTI JOIN jurisdictions ON jurisdictions.code = named.state
),
unknown_vendors AS (
    SELECT vendor_id
    FROM (SELECT DISTINCT vendor_id FROM spend) AS named
    ANTI JOIN unscoped.vendors AS vendors USING (vendor_id)
    WHERE vendor_id IS NOT NULL AND EXISTS (SELECT 1 FROM unscoped.vendors)
),
unknown_entities AS (
    SELECT entity_id
    FROM (SELECT DISTINCT entity_id FROM spend) AS named
    ANTI JOIN unscoped.entities AS entities USING (entity_id)
    WHERE entity_id IS NOT NULL AND EXISTS (SELECT 1 FROM unscoped.entities)
),
rows_with_ids AS (
    SELECT
        'spend' AS row_table, 'contract_id' AS column_name, contract_id AS id, spend_id AS row_id, state,
        spent_on AS day, amount
    FROM spend
    JOIN unknown_contracts USING (contract_id)
    UNION ALL
    SELECT 'spend', 'state', state, spend_id, state, spent_on, amount
    FROM spend
    JOIN unknown_states USING (state)
    UNION ALL
    SELECT 'spend', 'vendor_id', vendor_id, spend_id, state, spent_on, amount
    FROM spend
    JOIN unknown_vendors USING (vendor_id)
    UNION ALL
    SELECT 'spend', 'entity_id', entity_id, spend_id, state, spent_on, amount
    FROM spend
    JOIN unknown_entities USING (entity_id)
    UNION ALL
    SELECT 'participating_addenda', 'contract_id', contract_id, addendum_id, state, effective_on, NULL
    FROM unscoped.participating_addenda AS addenda
    ANTI JOIN unscoped.contracts AS contracts ON contracts.contract_id = addenda.contract_id
    WHERE unscoped.unknown_in_scope(contract_id, state)
    UNION ALL
    SELECT 'participating_addenda', 'state', state, addendum_id, state, effective_on, NULL
    FROM unscoped.participating_addenda AS addenda
    ANTI JOIN jurisdictions ON jurisdictions.code = addenda.state
    WHERE unscoped.unknown_in_scope(contract_id, state)
    UNION ALL
    SELECT 'participating_addenda', 'entity_id', entity_id, addendum_id, state, effective_on, NULL
    FROM unscoped.participating_addenda AS addenda
    ANTI JOIN unscoped.entities AS entities ON entities.entity_id = addenda.entity_id
    WHERE addenda.entity_id IS NOT NULL
        AND EXISTS (SELECT 1 FROM unscoped.entities)
        AND unscoped.unknown_in_scope(contract_id, state)
    UNION ALL
    SELECT
        'amendments', 'contract_id', contract_id, concat_ws('|', contract_id, addendum_id, kind, effective_on), NULL,
        effective_on, NULL
    FROM unscoped.amendments AS amendments
    ANTI JOIN unscoped.contracts AS contracts ON contracts.contract_id = amendments.contract_id
    WHERE unscoped.unknown_in_scope(contract_id, NULL)
    UNION ALL
    SELECT
        'amendments', 'addendum_id', addendum_id, concat_ws('|', contract_id, addendum_id, kind, effective_on), NULL,
        effective_on, NULL
    FROM unscoped.amendments AS amendments
    ANTI JOIN unscoped.participating_addenda AS addenda ON addenda.addendum_id = amendments.addendum_id
    WHERE amendments.addendum_id IS NOT NULL
        AND EXISTS (SELECT 1 FROM unscoped.participating_addenda)
        AND unscoped.unknown_in_scope(contract_id, NULL)
    UNION ALL
    SELECT
        'balances', 'contract_id', contract_id, concat_ws('|', contract_id, state, as_of), state, as_of,
        coalesce(ordered_amount, paid_amount)
    FROM unscoped.balances AS balances
    ANTI JOIN unscoped.contracts AS contracts ON contracts.contract_id = balances.contract_id
    WHERE as_of <= $as_of AND unscoped.unknown_in_scope(contract_id, state)
    UNION ALL
    SELECT 'contracts', 'vendor_id', vendor_id, contract_id, NULL, starts_on, NULL
    FROM contracts
    ANTI JOIN unscoped.vendors AS vendors ON vendors.vendor_id = contracts.vendor_id
    WHERE contracts.vendor_id IS NOT NULL AND EXISTS (SELECT 1 FROM unscoped.vendors)
)
SELECT
    row_table || '.' || column_name || '|' || id AS finding,
    CASE WHEN column_name = 'contract_id' THEN id END AS contract_id,
    unscoped.only(state) AS state,
    CASE WHEN column_name = 'vendor_id' THEN id END AS vendor_id,
    CASE WHEN column_name = 'entity_id' THEN id END AS entity_id,
    min(day) AS day,
    CAST(CASE WHEN row_table = 'balances' THEN max(amount) ELSE sum(abs(amount)) END AS DECIMAL(38, 2))
        AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    unscoped.counted(count(*), 'row') || ' of ' || replace(row_table, '_', ' ') || ' name the '
    || CASE column_name
        WHEN 'contract_id' THEN 'contract '
        WHEN 'vendor_id' THEN 'vendor '
        WHEN 'entity_id' THEN 'buyer '
        WHEN 'addendum_id' THEN 'addendum '
        ELSE 'state '
    END || id || ', which is not on record.' AS summary,
    row_table,
    list(row_id ORDER BY row_id) AS row_ids,
    column_name,
    id
FROM rows_with_ids
WHERE id IS NOT NULL
GROUP BY row_table, column_name, id
ORDER BY amount_at_stake DESC NULLS LAST, finding

-- id: P05
-- title: Addenda that outlive their contract
-- severity: warning
-- version: 1
-- description: Addenda whose own end comes after the end of the contract that they belong to.
-- why: Orders need both in force, so these addenda end sooner than they say: a buyer who reads only the addendum
--   goes on ordering. The ends of agreements, addenda and extensions are three different things.
-- leaves out: addenda without an end of their own, which end with their contract; contracts without an end; addenda
--   signed after the as-of date. What was ordered after the contract's end is P04's, so no amount stands here. A
--   contract's extension counts from the day on which it was signed, though it takes effect later; other amendments
--   that take effect after the as-of date are undone
-- needs: participating_addenda
WITH signed AS (
    SELECT contract_id, max(new_ends_on) AS ends_on
    FROM unscoped.amendments
    WHERE addendum_id IS NULL AND signed_on <= $as_of
    GROUP BY contract_id
),
terms AS (
    SELECT
        terms.* EXCLUDE (contract_ends_on),
        greatest(terms.contract_ends_on, signed.ends_on) AS contract_ends_on
    FROM unscoped.addendum_terms AS terms
    LEFT JOIN signed USING (contract_id)
    WHERE terms.contract_ends_on IS NOT NULL
)
SELECT DISTINCT
    addenda.addendum_id AS finding,
    addenda.contract_id,
    addenda.state,
    contracts.vendor_id,
    addenda.entity_id,
    terms.contract_ends_on + 1 AS day,
    CAST(NULL AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    'The addendum ' || coalesce(addenda.number, addenda.addendum_id) || ' of ' || coalesce(addenda.state, '??')
    || ' says it ends on ' || terms.ends_on || ', ' || unscoped.counted(terms.ends_on - terms.contract_ends_on, 'day')
    || ' after its contract ' || addenda.contract_id || '.' AS summary,
    'participating_addenda' AS row_table,
    [addenda.addendum_id] AS row_ids,
    terms.ends_on,
    terms.contract_ends_on,
    CAST(terms.ends_on - terms.contract_ends_on AS BIGINT) AS days_after_contract
FROM participating_addenda AS addenda
JOIN terms USING (contract_id, addendum_id)
JOIN contracts ON contracts.contract_id = addenda.contract_id
WHERE terms.ends_on > terms.contract_ends_on
    AND coalesce(coalesce(addenda.signed_on, addenda.effective_on) <= $as_of, true)
ORDER BY days_after_contract DESC, finding

-- id: C01
-- title: Over the ceiling
-- severity: error
-- version: 1
-- description: Contracts and addenda whose net spend to date passed the ceiling that held on that day, with the first
--   day and the row that did it. The amount is the most by which spend was over; a ceiling raised afterwards does
--   not undo that.
-- why: A ceiling is a not-to-exceed value: what is bought beyond it was not authorised when it was bought.
-- leaves out: contracts and addenda without a ceiling; a ceiling raised before it was passed; for an addendum, what was
--   spent before it took effect or after it ended, which another one may cover. Spend is that of all states and buyers,
--   for the ceiling is theirs together; the scope chooses the contracts. For a contract that has only positions, each
--   state's position is held against the ceiling that it states, else the contract's
WITH subjects AS (
    SELECT
        contract_id,
        NULL AS addendum_id,
        NULL AS state,
        NULL AS entity_id,
        DATE '0001-01-01' AS first_day,
        DATE '9999-12-31' AS last_day,
        vendor_id,
        ceiling_amount
    FROM contracts
    UNION
    SELECT
        addenda.contract_id,
        addendum_id,
        state,
        entity_id,
        coalesce(addenda.effective_on, DATE '0001-01-01'),
        coalesce(addenda.ends_on, DATE '9999-12-31'),
        contracts.vendor_id,
        addenda.ceiling_amount
    FROM participating_addenda AS addenda
    JOIN contracts USING (contract_id)
    WHERE addendum_id IS NOT NULL
),
steps AS (
    SELECT
        contract_id,
        coalesce(addendum_id, '') AS addendum_key,
        coalesce(effective_on, signed_on) AS holds_from,
        old_ceiling_amount
    FROM unscoped.amendments
    WHERE new_ceiling_amount IS NOT NULL AND coalesce(effective_on, signed_on) IS NOT NULL
),
with_ceiling AS (
    SELECT *, coalesce(addendum_id, '') AS addendum_key
    FROM subjects
    WHERE ceiling_amount IS NOT NULL
        OR (contract_id, coalesce(addendum_id, '')) IN (SELECT (contract_id, addendum_key) FROM steps)
),
daily AS (
    SELECT spend.contract_id, with_ceiling.addendum_key, spend.spent_on, sum(spend.amount) AS net_amount
    FROM unscoped.spend AS spend
    JOIN with_ceiling
        ON with_ceiling.contract_id = spend.contract_id
        AND (with_ceiling.state IS NULL OR with_ceiling.state = spend.state)
        AND (with_ceiling.entity_id IS NULL OR with_ceiling.entity_id = spend.entity_id)
    WHERE spend.spent_on BETWEEN with_ceiling.first_day AND least(with_ceiling.last_day, $as_of)
    GROUP BY ALL
),
running AS (
    SELECT
        contract_id,
        addendum_key,
        spent_on,
        net_amount,
        sum(net_amount) OVER (PARTITION BY contract_id, addendum_key ORDER BY spent_on) AS to_date
    FROM daily
),
before_steps AS (
    SELECT
        running.contract_id,
        running.addendum_key,
        running.spent_on,
        arg_min_null(steps.old_ceiling_amount, (steps.holds_from, steps.old_ceiling_amount)) AS ceiling_amount
    FROM running
    JOIN steps
        ON steps.contract_id = running.contract_id
        AND steps.addendum_key = running.addendum_key
        AND steps.holds_from > running.spent_on
    GROUP BY ALL
),
held AS (
    SELECT
        running.*,
        CASE
            WHEN before_steps.spent_on IS NOT NULL THEN before_steps.ceiling_amount
            ELSE with_ceiling.ceiling_amount
        END AS ceiling_on_day
    FROM running
    JOIN with_ceiling USING (contract_id, addendum_key)
    LEFT JOIN before_steps USING (contract_id, addendum_key, spent_on)
),
crossed AS (
    SELECT
        contract_id,
        addendum_key,
        min(spent_on) AS crossed_on,
        arg_min(ceiling_on_day, spent_on) AS ceiling_amount,
        arg_min(to_date - net_amount, spent_on) AS before_that_day,
        max(to_date - ceiling_on_day) AS excess,
        max(spent_on) AS last_over_on
    FROM held
    WHERE to_date > ceiling_on_day
    GROUP BY contract_id, addendum_key
),
lines AS (
    SELECT
        crossed.contract_id,
        crossed.addendum_key,
        spend.spend_id,
        crossed.before_that_day + sum(spend.amount) OVER (
            PARTITION BY crossed.contract_id, crossed.addendum_key
            ORDER BY spend.spend_id
            ROWS UNBOUNDED PRECEDING
        ) > crossed.ceiling_amount AS is_over
    FROM crossed
    JOIN with_ceiling USING (contract_id, addendum_key)
    JOIN unscoped.spend AS spend
        ON spend.contract_id = crossed.contract_id
        AND spend.spent_on = crossed.crossed_on
        AND (with_ceiling.state IS NULL OR with_ceiling.state = spend.state)
        AND (with_ceiling.entity_id IS NULL OR with_ceiling.entity_id = spend.entity_id)
),
crossing_lines AS (
    SELECT contract_id, addendum_key, min(spend_id) AS spend_id FROM lines WHERE is_over GROUP BY ALL
),
positions AS (
    SELECT
        positions.contract_id,
        positions.state,
        contracts.vendor_id,
        min(positions.as_of) AS crossed_on,
        arg_min(coalesce(positions.ceiling_amount, contracts.ceiling_amount), positions.as_of) AS ceiling_amount,
        max(positions.to_date_amount - coalesce(positions.ceiling_amount, contracts.ceiling_amount)) AS excess
    FROM unscoped.counted_positions AS positions
    JOIN contracts ON contracts.contract_id = positions.contract_id
    WHERE positions.to_date_amount > coalesce(positions.ceiling_amount, contracts.ceiling_amount)
        AND positions.state IN (SELECT state FROM balances)
    GROUP BY ALL
),
found AS (
    SELECT
        concat_ws('|', crossed.contract_id, with_ceiling.addendum_id) AS finding,
        crossed.contract_id,
        with_ceiling.state,
        with_ceiling.vendor_id,
        with_ceiling.entity_id,
        crossed.crossed_on,
        crossed.excess,
        crossed.ceiling_amount,
        coalesce('the addendum ' || with_ceiling.addendum_id || ' of ' || with_ceiling.state, 'the contract')
            AS ceiling_of,
        'spend' AS row_table,
        [crossing_lines.spend_id] AS row_ids,
        with_ceiling.addendum_id
    FROM crossed
    JOIN with_ceiling USING (contract_id, addendum_key)
    JOIN crossing_lines USING (contract_id, addendum_key)
    UNION ALL
    SELECT
        contract_id || '|' || state,
        contract_id,
        state,
        vendor_id,
        NULL,
        crossed_on,
        excess,
        ceiling_amount,
        'the contract, by its positions in ' || state,
        'balances',
        [contract_id || '|' || state || '|' || crossed_on],
        NULL
    FROM positions
)
SELECT
    finding,
    contract_id,
    state,
    vendor_id,
    entity_id,
    crossed_on AS day,
    CAST(excess AS DECIMAL(38, 2)) AS amount_at_stake,
    'over' AS direction,
    'Spend on ' || contract_id || ' passed the ceiling of ' || ceiling_of || ', ' || unscoped.money(ceiling_amount)
    || ', on ' || crossed_on || '; at most it was ' || unscoped.money(excess) || ' over.' AS summary,
    row_table,
    row_ids,
    addendum_id,
    CAST(ceiling_amount AS DECIMAL(38, 2)) AS ceiling_amount
FROM found
ORDER BY amount_at_stake DESC, finding

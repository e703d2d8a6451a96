-- title: Bridges
-- description: Contracts that bridge amendments carried past their planned end: how often, for how many days,
--   and what was bought in those days. A bridge of more than six months, or several in a row, stands in for a
--   solicitation that did not come.
-- formula: bridge days = Σ days from the end before a bridge to the end after it, up to the as-of date or
--   beyond, no day counted twice; share in bridges = net spend on days in a bridge ÷ net spend on the
--   contract
-- denominator: net spend on the contract in scope and period, positions left out; not above zero: no share
-- leaves out: bridges of addenda, and those that take effect after the as-of date. A bridge that lacks one of
--   its two ends counts as a bridge and adds no days. Net spend leaves out positions, which say nothing of
--   single days
-- source: a usual clause on the term of master agreements: a bridge is "not to exceed six months"
-- param at_least_days: integer = 1 "Days in bridges, at least" (min 0)
WITH stated AS (
    SELECT DISTINCT contract_id, old_ends_on, new_ends_on
    FROM amendments
    WHERE kind = 'bridge'
        AND addendum_id IS NULL
        AND coalesce(coalesce(effective_on, signed_on) <= $as_of, true)
),
spans AS (
    SELECT
        contract_id,
        old_ends_on,
        new_ends_on,
        CASE WHEN old_ends_on IS NOT NULL THEN greatest(old_ends_on, max(new_ends_on) OVER earlier) END
            AS after_on
    FROM stated
    WINDOW earlier AS (
        PARTITION BY contract_id
        ORDER BY old_ends_on NULLS LAST, new_ends_on
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
by_contract AS (
    SELECT
        contract_id,
        count(*) AS bridges,
        min(old_ends_on) AS planned_ends_on,
        max(new_ends_on) AS bridged_to,
        coalesce(sum(greatest(new_ends_on - after_on, 0)), 0) AS bridge_days,
        max(new_ends_on - old_ends_on) AS longest_bridge_days,
        coalesce(bool_or(new_ends_on > old_ends_on + INTERVAL 6 MONTH), false) AS over_six_months,
        coalesce(bool_or($as_of > old_ends_on AND $as_of <= new_ends_on), false) AS in_a_bridge
    FROM spans
    GROUP BY contract_id
),
bought AS (
    SELECT
        spend.contract_id,
        sum(spend.amount) AS net_amount,
        sum(spend.amount) FILTER (WHERE spans.contract_id IS NOT NULL) AS net_in_bridges
    FROM spend
    JOIN by_contract ON by_contract.contract_id = spend.contract_id
    LEFT JOIN spans
        ON spans.contract_id = spend.contract_id
        AND spend.spent_on > spans.after_on
        AND spend.spent_on <= spans.new_ends_on
    GROUP BY spend.contract_id
)
SELECT
    by_contract.contract_id,
    contracts.alliance_id,
    contracts.vendor_id,
    contracts.number,
    contracts.title,
    groups.group_name AS alliance_name,
    vendors.name AS vendor_name,
    contracts.lead_state,
    by_contract.bridges,
    by_contract.planned_ends_on,
    by_contract.bridged_to,
    CAST(by_contract.bridge_days AS BIGINT) AS bridge_days,
    CAST(by_contract.longest_bridge_days AS BIGINT) AS longest_bridge_days,
    by_contract.over_six_months,
    by_contract.in_a_bridge,
    CAST(coalesce(bought.net_in_bridges, 0) AS DECIMAL(38, 2)) AS net_in_bridges,
    CAST(coalesce(bought.net_amount, 0) AS DECIMAL(38, 2)) AS net_amount,
    CASE
        WHEN bought.net_amount > 0
        THEN CAST(coalesce(bought.net_in_bridges, 0) / bought.net_amount AS DECIMAL(38, 6))
    END AS share_in_bridges
FROM by_contract
JOIN contracts ON contracts.contract_id = by_contract.contract_id
LEFT JOIN bought ON bought.contract_id = by_contract.contract_id
LEFT JOIN unscoped.alliance_groups AS groups ON groups.alliance_id = contracts.alliance_id
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = contracts.vendor_id
WHERE by_contract.bridge_days >= $at_least_days
ORDER BY by_contract.bridge_days DESC, net_in_bridges DESC, by_contract.contract_id

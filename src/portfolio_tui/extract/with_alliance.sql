SELECT
    result.*,
    (
        SELECT min(contracts.alliance_id)
        FROM unscoped.contracts AS contracts
        WHERE contracts.contract_id = result.{column}
    ) AS alliance_id
FROM (
{sql}
) AS result

-- Which files bring rows of which reports, and whether the portfolio or another of them has a newer version.
CREATE TABLE reports AS
WITH
brought_versions AS (
    SELECT {same}, _number, max({version}) AS version
    FROM brought
    GROUP BY ALL
),
newest_versions AS (
    SELECT {same}, max(version) AS newest
    FROM (
        FROM brought_versions
        UNION ALL BY NAME
        SELECT {same}, max({version}) AS version
        FROM existing SEMI JOIN own_files USING (source_file)
        GROUP BY ALL
    )
    GROUP BY ALL
)
SELECT brought_versions.*, coalesce(version < newest, false) AS is_older
FROM brought_versions JOIN newest_versions USING ({same})

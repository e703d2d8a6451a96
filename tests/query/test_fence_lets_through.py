"""What the fence lets through: every kind of SELECT that an analyst writes, and all SQL that ships."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio_tui.bundled import bundled_folder
from portfolio_tui.measures.measure import FOLDER as MEASURES_FOLDER
from portfolio_tui.query.fence import check_statement
from portfolio_tui.query.saved_queries import ad_hoc
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest, QueryService
from tests.tiny import opened, write_portfolio


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("tiny") / "tiny",
        as_of="2026-06-30",
        contracts=[{"contract_id": "c", "alliance_id": "a", "title": "C"}],
        spend=[
            {"state": "VT", "amount": "1.50", "spent_on": "2026-01-01", "contract_id": "c"},
            {"state": "VT", "amount": "2.50", "spent_on": "2026-02-01", "contract_id": "c"},
            {"state": "ME", "amount": "4.00", "spent_on": "2026-02-01", "contract_id": "c"},
        ],
    )
    with opened(folder) as running:
        yield running


def answer(service: QueryService, sql: str) -> list[tuple[object, ...]]:
    """Return the rows of `sql` over everything."""
    table = service.run(QueryRequest(1, ad_hoc(sql), Scope())).table
    return [tuple(row.values()) for row in table.to_pylist()]


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("WITH a AS (SELECT 1 AS i), b AS (SELECT i + 1 AS i FROM a) SELECT i FROM b", [(2,)]),
        ("WITH a AS MATERIALIZED (SELECT 1 AS i) SELECT i FROM a", [(1,)]),
        (
            "WITH RECURSIVE r(i) AS (SELECT 1 UNION SELECT i + 1 FROM r WHERE i < 3) FROM r ORDER BY i",
            [(1,), (2,), (3,)],
        ),
        ("SELECT count(*) OVER (PARTITION BY state) AS n FROM spend ORDER BY n", [(1,), (2,), (2,)]),
        (
            "SELECT row_number() OVER w AS n FROM spend WINDOW w AS (ORDER BY amount) ORDER BY n LIMIT 1",
            [(1,)],
        ),
        (
            "FROM (PIVOT (SELECT state FROM spend) ON state IN ('VT', 'ME') USING count(*)) SELECT VT, ME",
            [(2, 1)],
        ),
        ("SELECT VT FROM spend PIVOT (count(amount) FOR state IN ('VT') GROUP BY grain)", [(2,)]),
        ("UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b INTO NAME n VALUE v", [("a", 1), ("b", 2)]),
        ("SELECT v FROM (SELECT 1 AS a, 2 AS b) UNPIVOT (v FOR n IN (a, b)) ORDER BY v", [(1,), (2,)]),
        ("VALUES (1), (2)", [(1,), (2,)]),
        ("SELECT 1 UNION SELECT 1", [(1,)]),
        ("SELECT 1 EXCEPT SELECT 2", [(1,)]),
        ("(SELECT 1) INTERSECT ALL (SELECT 1)", [(1,)]),
        ("SELECT 1 AS a UNION ALL BY NAME SELECT 2 AS a ORDER BY a", [(1,), (2,)]),
        ("SELECT i, j FROM range(2) AS a(i), LATERAL (SELECT i + 1) AS b(j) ORDER BY i", [(0, 1), (1, 2)]),
        ("SELECT a.i FROM (SELECT 2 AS i) AS a ASOF JOIN (SELECT 1 AS i) AS b ON a.i >= b.i", [(2,)]),
        ("SELECT a, b FROM (SELECT 1 AS a) POSITIONAL JOIN (SELECT 2 AS b)", [(1, 2)]),
        ("SELECT title FROM contracts SEMI JOIN spend USING (contract_id)", [("C",)]),
        ("SELECT title FROM contracts ANTI JOIN spend USING (contract_id)", []),
        ("SELECT column_name FROM (DESCRIBE jurisdictions) LIMIT 1", [("code",)]),
        ("SELECT column_name FROM (SUMMARIZE SELECT 1 AS one)", [("one",)]),
        ("SELECT name FROM (SHOW TABLES) WHERE name = 'spend'", [("spend",)]),
        ("SELECT unnest([1, 2]) AS i", [(1,), (2,)]),
        ("SELECT i FROM unnest([1, 2]) AS t(i)", [(1,), (2,)]),
        ("SELECT list_filter([1, 2, 3], lambda x: x > 1)", [([2, 3],)]),
        ("SELECT [x * 2 FOR x IN [1, 2] IF x > 1]", [([4],)]),
        ("SELECT max(COLUMNS(['amount', 'state'])) FROM spend", [("VT", 4)]),
        ("SELECT COLUMNS('^sta.*') FROM spend WHERE state = 'ME'", [("ME",)]),
        ("SELECT * EXCLUDE (b) REPLACE (a + 1 AS a) FROM (SELECT 1 AS a, 2 AS b)", [(2,)]),
        ("SELECT * RENAME (a AS c) FROM (SELECT 1 AS a)", [(1,)]),
        ("FROM spend SELECT state QUALIFY row_number() OVER (ORDER BY amount DESC) = 1", [("ME",)]),
        (
            "SELECT state, count(*) FROM spend GROUP BY ROLLUP (state) ORDER BY ALL NULLS LAST",
            [("ME", 1), ("VT", 2), (None, 3)],
        ),
        ("SELECT count(*) FROM spend GROUP BY GROUPING SETS ((), (state)) ORDER BY 1", [(1,), (2,), (3,)]),
        ("SELECT sum(amount) FILTER (WHERE state = 'VT') FROM spend HAVING count(*) > 1", [(4,)]),
        ("SELECT count(*) FROM spend USING SAMPLE 3 ROWS", [(3,)]),
        ("SELECT DISTINCT ON (state) state FROM spend ORDER BY state", [("ME",), ("VT",)]),
        (
            "SELECT arg_max(state, amount), string_agg(state, ',' ORDER BY state) FROM spend",
            [("ME", "ME,VT,VT")],
        ),
        ("SELECT CASE WHEN true THEN 'COPY' ELSE 'x;y' END", [("COPY",)]),
        ("SELECT '; DROP TABLE spend; --'", [("; DROP TABLE spend; --",)]),
        ("SELECT $$read_csv('x'); COPY$$", [("read_csv('x'); COPY",)]),
        ('SELECT 1 AS "set", 2 AS "copy", 3 AS "now()"', [(1, 2, 3)]),
        ('SELECT t."user" FROM (SELECT 1 AS "user") AS t', [(1,)]),
        ("SELECT now, random, version FROM (SELECT 1 AS now, 2 AS random, 3 AS version)", [(1, 2, 3)]),
        ('SELECT "größe" FROM (SELECT 1 AS "größe")', [(1,)]),
        ("WITH 州 AS (SELECT '✓' AS x) SELECT x FROM 州", [("✓",)]),
        ('WITH pg AS (SELECT 1 AS i) SELECT i FROM "PG"', [(1,)]),
        ("SELECT /* nested /* ; */ */ 1 -- ; the end", [(1,)]),
        ("; SELECT 1;; -- done", [(1,)]),
        ("SELECT count(*) FROM unscoped.spend, main.contracts", [(3,)]),
        ("SELECT fiscal_year(DATE '2026-07-01', 'VT')", [(2027,)]),
        ("SELECT age(DATE '2026-06-30', DATE '2026-06-29') = INTERVAL 1 DAY", [(True,)]),
        ("SELECT getvariable('as_of')", [(dt.date(2026, 6, 30),)]),
        ("SELECT TRY_CAST('x' AS INTEGER) IS NULL, 1::DECIMAL(9, 2)::VARCHAR", [(True, "1.00")]),
        ("SELECT json_extract_string('{\"a\": [1]}', '$.a[0]')", [("1",)]),
        ("SELECT key FROM json_each('{\"a\": 1}')", [("a",)]),
        ("SELECT repeat('ab', 2), lpad('1', 3, '0'), rpad('1', 3, '0')", [("abab", "001", "100")]),
        ("SELECT repeat([1], 2), repeat('', 5), repeat(NULL, 2)", [([1, 1], "", None)]),
        (
            "SELECT state, repeat('█', count(*)::INTEGER) FROM spend GROUP BY 1 ORDER BY 1",
            [("ME", "█"), ("VT", "██")],
        ),
        ("SELECT range(3), range(1, 3), range(5, 1, -2)", [([0, 1, 2], [1, 2], [5, 3])]),
        (
            "SELECT unnest(generate_series(DATE '2026-01-01', DATE '2026-02-01', INTERVAL 1 MONTH))::DATE",
            [(dt.date(2026, 1, 1),), (dt.date(2026, 2, 1),)],
        ),
        ("SELECT count(*) FROM range(2000000)", [(2_000_000,)]),
        ("SELECT levenshtein('kitten', 'sitting')", [(3,)]),
        ("SELECT printf('%05.1f', 2.25), format('{:>4}', 'x')", [("002.2", "   x")]),
        ("SELECT '2026-01-01 00:00:00+05'::TIMESTAMPTZ::DATE", [(dt.date(2025, 12, 31),)]),
        ("SELECT 5!, -(-1), 2 ** 3, NOT true", [(120, 1, 8, False)]),
    ],
)
def test_an_innocent_statement_has_its_rows(
    service: QueryService, sql: str, rows: list[tuple[object, ...]]
) -> None:
    assert answer(service, sql) == rows


def shipped() -> list[Path]:
    """Return every file of SQL that runs as a request: measures, and the queries that ship."""
    return [*sorted(MEASURES_FOLDER.glob("*.sql")), *sorted(bundled_folder("queries").glob("*.sql"))]


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_all_sql_that_ships_is_let_through(service: QueryService, path: Path) -> None:
    cursor = service.engine.cursor(Scope())
    try:
        check_statement(cursor, path.read_text(encoding="utf-8"), service.engine.tables)
    finally:
        cursor.close()


def test_there_is_sql_that_ships() -> None:
    assert len(shipped()) > 40

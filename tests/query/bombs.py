"""Sends bombs to a service over a portfolio in the folder given, and prints how each ended, as JSON.

It runs as a process of its own, so that the memory it takes is the bombs' alone, and none can end the tests.
"""

import json
import resource
import sys
import time
from pathlib import Path

from portfolio_tui.query.errors import QueryError
from portfolio_tui.query.saved_queries import ad_hoc
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest
from tests.tiny import opened, write_portfolio

TIME_LIMIT_SECONDS = 1.0

ENDLESS = {
    "cross join": "SELECT count(*) FROM range(1000000000) a(i), range(1000000000) b(j) WHERE hash(i + j) = 1",
    "sorted cross join": "SELECT i FROM range(1000000) AS a(i), range(1000000) AS b(j) ORDER BY hash(i * j)",
    "recursion": "WITH RECURSIVE r AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM r) SELECT count(*) FROM r",
    "distinct recursion": "WITH RECURSIVE r AS (SELECT 1 i UNION SELECT i + 1 FROM r) SELECT max(i) FROM r",
    "rows without end": "SELECT i FROM range(1000000000000) AS t(i) ORDER BY i DESC LIMIT 5",
    "text of texts": "SELECT string_agg('x' || i, ',') FROM range(10000000000) AS t(i)",
}
"""Statements that end when their time is up."""

TOO_LONG = {
    "repeat": "SELECT len(repeat('x', 3000000000))",
    "repeat by row": "SELECT sum(len(repeat('x', 10000000 + (i % 7)))) FROM range(100000) AS t(i)",
    "repeat of repeat": "SELECT repeat(repeat('x', 100000), 100000)",
    "repeat of a list": "SELECT len(repeat([1, 2], 1000000000))",
    "as a method": "SELECT 'x'.repeat(1000000000)",
    "lpad": "SELECT lpad('x', 2000000000, 'y')",
    "rpad": "SELECT rpad('x', 2000000000, 'y')",
    "range": "SELECT len(range(1000000000))",
    "range from": "SELECT len(range(-1, 1000000000))",
    "range by step": "SELECT len(range(0, 1000000000, 2))",
    "range of seconds": "SELECT range(DATE '0001-01-01', DATE '9999-12-31', INTERVAL 1 SECOND)",
    "series": "SELECT list_sum(generate_series(1, 400000000))",
    "unnested range": "SELECT unnest(range(4000000000))",
    "list_resize": "SELECT len(list_resize([1], 10000000000, 5))",
    "array_resize": "SELECT len(array_resize([1], 10000000000))",
    "levenshtein": "SELECT levenshtein(repeat('a', 100000), repeat('b', 100000))",
    "editdist3": "SELECT editdist3(repeat('a', 100000), repeat('b', 100000))",
    "damerau_levenshtein": "SELECT damerau_levenshtein(repeat('a', 30000), repeat('b', 30000))",
}
"""Single calls that would neither end in time nor within memory: refused as they run."""

TOO_LARGE = {
    "deep parentheses": f"SELECT {'(' * 99_999}1{')' * 99_999}",
    "deeper parentheses": f"SELECT {'(' * 150_000}1{')' * 150_000}",
    "deep lists": f"SELECT {'[' * 20_000}1{']' * 20_000}",
    "deep sub-queries": f"SELECT * FROM {'(SELECT * FROM ' * 900}spend{') AS a' * 900}",
    "deep scalar sub-queries": f"SELECT {'(SELECT ' * 300}1{')' * 300}",
    "many signs": f"SELECT {'- ' * 90_000}1",
    "many sums": f"SELECT 1{'+1' * 90_000}",
    "many casts": f"SELECT 1{'::INT' * 20_000}",
    "many tables": f"SELECT 1 FROM {', '.join(f'spend AS a{number}' for number in range(2_000))}",
    "many columns": f"SELECT {','.join('1' * 50_000)}",
    "many unions": f"SELECT 1{' UNION ALL SELECT 1' * 5_000}",
    "many names": f"SELECT a{'.b' * 20_000}",
    "many values": f"SELECT 1 IN ({','.join('1' * 99_000)})",
    "long text": f"SELECT '{'x' * 10_000_000}'",
    "long comment": f"SELECT 1 -- {'x' * 10_000_000}",
    "wide pattern": "SELECT printf('%2000000000d', 1)",
    "wide format": "SELECT format('{:2000000000}', 1)",
    "width of a column": "SELECT format('{:{}}', 1, 2000000000)",
}
"""Texts that parser or planner would not come to an end with: refused before they run."""


def main(folder: Path) -> None:
    """Send every bomb to a service over a tiny portfolio in `folder`, and a plain query after each."""
    write_portfolio(
        folder,
        as_of="2026-06-30",
        contracts=[{"contract_id": "c"}],
        spend=[{"state": "VT", "amount": "1.10", "spent_on": "2026-01-01", "contract_id": "c"}],
    )
    with opened(folder) as service:
        for name, sql in {**ENDLESS, **TOO_LONG, **TOO_LARGE}.items():
            started = time.monotonic()
            request = QueryRequest(
                1, ad_hoc(sql), Scope(), row_limit=10, time_limit_seconds=TIME_LIMIT_SECONDS
            )
            try:
                service.run(request)
                ending = "done"
            except QueryError as error:
                ending = f"{type(error).__name__}: {error}"
            seconds = time.monotonic() - started
            after = service.run(QueryRequest(2, ad_hoc("SELECT count(*) AS n FROM spend"), Scope()))
            sys.stdout.write(json.dumps([name, ending, seconds, after.table.to_pylist()]) + "\n")
    sys.stdout.write(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

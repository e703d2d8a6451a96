"""The limits of time, memory and size: what goes beyond ends in words, and the service goes on."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.query.bombs import ENDLESS, TIME_LIMIT_SECONDS, TOO_LARGE, TOO_LONG

pytestmark = pytest.mark.thorough

SLACK_SECONDS = 6.0
"""What a busy machine may take over the time limit; unstopped, each would take minutes at least."""

MOST_BYTES = 3 * 2**30
"""What the process may take at most, of which the engine's limit alone allows more."""


@pytest.fixture(scope="module")
def endings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return by name how each bomb ended, after how many seconds, and the rows of the query after it."""
    folder = tmp_path_factory.mktemp("bombs") / "tiny"
    done = subprocess.run(
        [sys.executable, "-m", "tests.query.bombs", str(folder)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *bombs, most_bytes = map(json.loads, done.stdout.splitlines())
    return {"bytes": most_bytes, **{name: ending for name, *ending in bombs}}


@pytest.mark.xdist_group("bombs")
@pytest.mark.parametrize("name", [*ENDLESS, *TOO_LONG, *TOO_LARGE])
def test_a_bomb_ends_in_time_and_the_next_query_works(endings: dict[str, Any], name: str) -> None:
    ending, seconds, after = endings[name]
    assert seconds < TIME_LIMIT_SECONDS + SLACK_SECONDS
    assert after == [{"n": 1}]
    if name in ENDLESS:
        assert ending == "QueryTimedOutError: SQL: stopped after 1 s. Narrow the scope and try again."
    elif name in TOO_LONG:
        assert ending.startswith("QueryFailedError: SQL: Invalid Input Error: ")
        assert " at most " in ending or "Shorten them." in ending
    else:
        assert ending.startswith(("FenceError: ", "QueryTimedOutError: "))


@pytest.mark.xdist_group("bombs")
def test_no_bomb_takes_more_memory_than_the_engine_may(endings: dict[str, Any]) -> None:
    assert endings["bytes"] < MOST_BYTES


SMALL_BACKSTOP = """
import resource
import sys
from pathlib import Path

import portfolio_tui.query.memory_backstop as backstop
from portfolio_tui.query.errors import QueryFailedError
from portfolio_tui.query.saved_queries import ad_hoc
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest
from tests.tiny import opened, write_portfolio

backstop.HEADROOM_BYTES = 2**29
folder = write_portfolio(Path(sys.argv[1]), as_of="2026-06-30", contracts=[{"contract_id": "c"}], spend=[])
with opened(folder) as service:
    kept = resource.getrlimit(resource.RLIMIT_DATA)[0]
    sql = "SELECT list_transform(range(10000), lambda x: list_transform(range(100000), lambda y: x))"
    try:
        service.run(QueryRequest(1, ad_hoc(sql), Scope()))
    except QueryFailedError as error:
        print(str(error).partition(" (")[0])
    print(service.run(QueryRequest(2, ad_hoc("SELECT 1 AS one"), Scope())).table.to_pylist())
with opened(folder):
    assert resource.getrlimit(resource.RLIMIT_DATA)[0] == kept
"""


@pytest.mark.xdist_group("bombs")
def test_what_the_engine_does_not_count_ends_at_the_backstop(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SMALL_BACKSTOP, str(tmp_path / "tiny")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "SQL: needs more memory than there is. Narrow the scope and try again.",
        "[{'one': 1}]",
    ], done.stderr

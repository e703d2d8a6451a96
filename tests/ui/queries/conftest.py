"""What the tests of the Queries area share: folders of their own, three bundled queries, ways to look."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
import pytest

from portfolio_tui.query.errors import QueryCancelledError
from portfolio_tui.query.running_query import RunningQuery
from portfolio_tui.query.service import QueryRequest, QueryService
from tests.ui.portfolio_fixture import write_small_portfolio

ENDLESS_ROWS = "range(10000000)"
BUNDLED = {
    "by-state": """\
-- title: Spend by state
-- description: What each state spent, the largest first.
SELECT state, sum(amount) AS amount FROM spend GROUP BY state ORDER BY amount DESC
""",
    "ending": """\
-- title: Contracts ending
-- description: Contracts that end within some days of the as-of date.
-- param days: integer = 180 "Days ahead" (min 1) (max 3650)
-- param alliance: alliance? "Alliance" (choices: SELECT alliance_id, name FROM alliances ORDER BY name)
SELECT contract_id, title, ends_on
FROM contracts
WHERE ends_on BETWEEN $as_of AND $as_of + $days AND ($alliance IS NULL OR alliance_id = $alliance)
ORDER BY ends_on
""",
    "of-a-state": """\
-- title: Lines of a state
-- description: Every line of one state.
-- param in_state: state "State"
SELECT spent_on, contract_id, amount FROM spend WHERE state = $in_state ORDER BY spent_on
""",
}


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep settings and state in the test's own folder, and have three small queries bundled."""
    monkeypatch.setattr(platformdirs, "user_state_dir", lambda _application: str(tmp_path / "state"))
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda _application: str(tmp_path / "config"))
    bundled = tmp_path / "bundled"
    bundled.mkdir()
    for name, text in BUNDLED.items():
        (bundled / f"{name}.sql").write_text(text, encoding="utf-8")
    monkeypatch.setattr("portfolio_tui.query.saved_queries.bundled_folder", lambda _name: bundled)
    return tmp_path


@pytest.fixture
def own_small(tmp_path: Path) -> Path:
    """The small portfolio in a folder of the test's own, which it may change."""
    return write_small_portfolio(tmp_path / "small")


@pytest.fixture(autouse=True)
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an endless query wait until it is stopped, without keeping the processors busy meanwhile.

    That the engine stops a real one is tested with the service.
    """
    running_before = QueryService.running

    @contextmanager
    def running(service: QueryService, request: QueryRequest) -> Iterator[RunningQuery]:
        if ENDLESS_ROWS not in request.query.sql:
            with running_before(service, request) as query:
                yield query
            return
        under_way = service._start(request)
        try:
            under_way.stop.wait()
            raise QueryCancelledError(f"{request.query.title}: cancelled.")
        finally:
            service._finish(request)

    monkeypatch.setattr(QueryService, "running", running)


@pytest.fixture
def yours(tmp_path: Path) -> Path:
    """The folder of the user's own queries."""
    folder = tmp_path / "config" / "queries"
    folder.mkdir(parents=True)
    return folder

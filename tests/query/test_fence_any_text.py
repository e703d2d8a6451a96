"""Any text at all: it gives rows or an error in words, leaves no file, and does not end the service."""

import tempfile
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio_tui.query.errors import QueryError
from portfolio_tui.query.saved_queries import ad_hoc
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest, QueryService
from tests.query.fence_attacks import ATTACKS
from tests.tiny import opened, write_portfolio

pytestmark = pytest.mark.thorough

SIGNS = "( ) [ ] { } , ; . ' \" $$ -- /* */ * = < > + - :: : $ ? # @ ! % ^ & | ~ \\ \n \t \x00 \ufeff é 州"
WORDS = """
    SELECT FROM WHERE WITH RECURSIVE AS UNION ALL VALUES PIVOT UNPIVOT ON IN USING DESCRIBE SUMMARIZE SHOW
    TABLES COPY INSERT UPDATE DELETE SET CREATE DROP ATTACH PRAGMA CALL EXPLAIN TO lambda
    spend contracts state amount unscoped main x 1 2.5 'x' NULL count( sum( range( read_csv( query(
"""
PIECES = [*SIGNS.split(" "), *WORDS.split()]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    root = tmp_path_factory.mktemp("any")
    (root / "here").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root / "here")
        patch.setattr(tempfile, "tempdir", str(root / "here"))
        folder = write_portfolio(
            root / "tiny",
            as_of="2026-06-30",
            contracts=[{"contract_id": "c"}],
            spend=[{"state": "VT", "amount": "1.10", "spent_on": "2026-01-01", "contract_id": "c"}],
        )
        with opened(folder) as running:
            yield running
        assert list((root / "here").iterdir()) == []
        assert sorted(path.name for path in folder.iterdir()) == [
            "contracts.parquet",
            "portfolio.toml",
            "spend.parquet",
        ]


def try_out(service: QueryService, sql: str) -> None:
    """Run `sql`, which may be refused in words, and a plain query after it."""
    request = QueryRequest(1, ad_hoc(sql), Scope(), row_limit=5, time_limit_seconds=5)
    with suppress(QueryError):
        service.run(request)
    after = service.run(QueryRequest(2, ad_hoc("SELECT count(*) AS n FROM spend"), Scope()))
    assert after.table.to_pylist() == [{"n": 1}]


ONE_SERVICE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(sql=st.text(alphabet=st.characters(), max_size=60))
@ONE_SERVICE
def test_any_characters(service: QueryService, sql: str) -> None:
    try_out(service, sql)


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=20))
@ONE_SERVICE
def test_any_words_of_sql(service: QueryService, pieces: list[str]) -> None:
    try_out(service, " ".join(pieces))


@given(attack=st.sampled_from(sorted(ATTACKS)), start=st.integers(0, 60), length=st.integers(0, 60))
@ONE_SERVICE
def test_any_part_of_an_attack(service: QueryService, attack: str, start: int, length: int) -> None:
    try_out(service, attack[start : start + length])

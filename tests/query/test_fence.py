"""The fence under attack: each statement is refused in words, no file changes, and the next query works."""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.documented_sql import DocumentedSQL
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.errors import FenceError, QueryError
from portfolio_tui.query.fence import refuses_function
from portfolio_tui.query.saved_queries import ad_hoc
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest, QueryService
from tests.query.fence_attacks import ATTACKS
from tests.tiny import write_portfolio

pytestmark = pytest.mark.thorough

an_arrow_table = pa.table({"secret": [1]})
"""A Python object that SQL must not see."""


@dataclass(frozen=True)
class Besieged:
    """A service under attack, and the folder that holds its portfolio and everything it could write to."""

    service: QueryService
    root: Path

    def run(self, sql: str) -> list[dict[str, object]]:
        """Run `sql` over everything and return its rows."""
        request = QueryRequest(1, ad_hoc(sql), Scope())
        rows: list[dict[str, object]] = self.service.run(request).table.to_pylist()
        return rows

    def filled(self, text: str) -> str:
        """Put the paths that an attack aims at into its text."""
        places = {
            "inside": self.root / "tiny" / "spend.parquet",
            "link": self.root / "tiny" / "link.parquet",
            "beside": self.root / "beside" / "secret.parquet",
            "new": self.root / "tiny" / "new.csv",
        }
        return text.format(**places)

    def files(self) -> dict[Path, str]:
        """Return every file and folder there is, with what is in it."""
        return {
            path: hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
            for path in self.root.rglob("*")
        }


@pytest.fixture(scope="module", params=["summed", "read in place", "may write an extract"])
def besieged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    root = tmp_path_factory.mktemp("siege")
    folder = write_portfolio(
        root / "tiny",
        as_of="2026-06-30",
        contracts=[{"contract_id": "c", "alliance_id": "a", "title": "C"}],
        spend=[{"state": "VT", "amount": "1.10", "spent_on": "2026-01-01", "contract_id": "c"}],
    )
    for name in ("beside", "here", "temporary"):
        (root / name).mkdir()
    pq.write_table(an_arrow_table, root / "beside" / "secret.parquet")
    (root / "tiny" / "link.parquet").symlink_to(root / "beside" / "secret.parquet")
    portfolio = open_portfolio(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root / "here")
        patch.setattr(tempfile, "tempdir", str(root / "temporary"))
        if request.param == "summed":
            engine = open_engine(portfolio)
        elif request.param == "read in place":
            engine = open_engine(portfolio, summed_lines_at_most=0)
        else:
            engine = open_engine(portfolio, writable=(root / "here" / "extract.parquet",))
        service = QueryService(engine)
        yield Besieged(service, root)
        service.close()


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_an_attack_is_refused_in_words_and_changes_nothing(besieged: Besieged, attack: str) -> None:
    before = besieged.files()
    with pytest.raises(FenceError) as caught:
        besieged.run(besieged.filled(attack))
    assert str(caught.value).startswith(besieged.filled(ATTACKS[attack]))
    assert besieged.files() == before
    assert besieged.run("SELECT count(*) AS n FROM spend") == [{"n": 1}]


def test_there_are_more_than_a_hundred_attacks() -> None:
    assert len(ATTACKS) > 100


@pytest.mark.parametrize(
    "sql",
    [
        "WITH x AS (COPY (SELECT 1) TO '{new}') SELECT * FROM x",
        "SELECT * FROM '{inside}'",
        "SELECT 1) TO '{new}' (FORMAT csv); --",
        "SELECT 1; COPY (SELECT 1) TO '{new}'",
    ],
)
def test_what_is_read_in_pieces_is_fenced_alike(besieged: Besieged, sql: str) -> None:
    before = besieged.files()
    request = QueryRequest(1, ad_hoc(besieged.filled(sql)), Scope())
    with pytest.raises(FenceError), besieged.service.running(request) as running:
        running.batches().read_all()
    assert besieged.files() == before


def test_a_saved_query_is_fenced_alike(besieged: Besieged) -> None:
    sql = besieged.filled("WITH x AS (COPY (SELECT 1) TO '{new}') SELECT * FROM x")
    saved = DocumentedSQL("saved", Path("saved.sql"), sql, {"title": "Saved", "description": "Saved"})
    with pytest.raises(FenceError, match=r"^COPY is refused\."):
        besieged.service.run(QueryRequest(1, saved, Scope()))


def test_a_value_is_never_read_as_sql_or_as_a_file(besieged: Besieged) -> None:
    path = besieged.filled("{beside}")
    request = QueryRequest(1, ad_hoc("SELECT $path AS path"), Scope(), {"path": path})
    assert besieged.service.run(request).table.to_pylist() == [{"path": path}]


@pytest.mark.parametrize(
    ("sql", "written"),
    [
        ("SELECT 1 AS one;", 1),
        ("; SELECT 1 AS one -- ; and no more", 1),
        ("-- first\nSELECT ';' AS one /* ; */ ; -- last", 1),
        ("SELECT unnest([1, 2]) AS one -- the end", 2),
    ],
)
def test_an_extract_holds_the_whole_statement(tmp_path: Path, sql: str, written: int) -> None:
    folder = write_portfolio(tmp_path / "tiny", contracts=[{"contract_id": "c"}], spend=[])
    target = tmp_path / "extract.parquet"
    service = QueryService(open_engine(open_portfolio(folder), writable=(target,)))
    try:
        with service.running(QueryRequest(1, ad_hoc(sql), Scope())) as running:
            assert running.copy_parquet(target) == written
    finally:
        service.close()
    assert pq.read_table(target).column_names == ["one"]


def test_an_engine_that_may_write_an_extract_writes_nothing_else(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path / "tiny", contracts=[{"contract_id": "c"}], spend=[])
    service = QueryService(open_engine(open_portfolio(folder), writable=(tmp_path / "extract.parquet",)))
    try:
        request = QueryRequest(1, ad_hoc("SELECT 1 AS one"), Scope())
        with pytest.raises(QueryError), service.running(request) as running:
            running.copy_parquet(tmp_path / "other.parquet")
    finally:
        service.close()
    assert not (tmp_path / "other.parquet").exists()


def test_a_mistake_is_shown_with_a_caret_under_its_place(besieged: Besieged) -> None:
    with pytest.raises(FenceError) as caught:
        besieged.run("SELECT 1,\n'Zürich 州' AS \"Ünï\", 2 2\nFROM spend")
    assert str(caught.value).splitlines() == [
        'syntax error at or near "2"',
        "",
        "LINE 2: 'Zürich 州' AS \"Ünï\", 2 2",
        "                                ^",
    ]


def test_of_a_long_line_only_what_is_around_the_mistake_is_shown(besieged: Besieged) -> None:
    with pytest.raises(FenceError) as caught:
        besieged.run(f"SELECT {'1, ' * 1000}2 2, {'3, ' * 1000}4")
    _, _, line, caret = str(caught.value).splitlines()
    assert len(line) < 200
    assert line[caret.index("^") :].startswith("2, 3, 3")


def test_whatever_is_not_the_same_each_time_is_refused() -> None:
    """The engine says which of its functions are not; a new one must be looked at here."""
    rows = duckdb.execute(
        "SELECT DISTINCT lower(function_name) FROM duckdb_functions()"
        " WHERE function_type IN ('scalar', 'aggregate') AND (stability <> 'CONSISTENT' OR has_side_effects)"
    ).fetchall()
    assert {name for (name,) in rows if not refuses_function(name)} == {"error", "getvariable"}


def test_every_macro_of_the_engine_that_asks_about_it_is_refused() -> None:
    rows = duckdb.execute(
        "SELECT function_name FROM duckdb_functions() WHERE function_type = 'macro' AND regexp_matches("
        " macro_definition, 'duckdb_|pg_|current_|now\\(|random\\(')"
    ).fetchall()
    assert {name for (name,) in rows if not refuses_function(name)} == set()


def test_the_engines_own_tables_have_the_names_that_are_refused() -> None:
    """A table that a WITH elsewhere names, and that is in no schema of ours, must be none of the engine's."""
    rows = duckdb.execute(
        "SELECT view_name FROM duckdb_views() WHERE schema_name <> 'information_schema'"
        " AND NOT regexp_matches(view_name, '^(duckdb_|pg_|pragma_|sqlite_)')"
    ).fetchall()
    assert rows == []

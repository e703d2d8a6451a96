"""Further columns of a user's tables, whatever they are called, change no figure of ours."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from portfolio_tui.bundled import bundled_demo, bundled_folder
from portfolio_tui.checks.check import all_checks
from portfolio_tui.measures.measure import all_measures
from portfolio_tui.portfolio.manifest import MANIFEST_FILE
from portfolio_tui.portfolio.schema import TABLES
from portfolio_tui.query.documented_sql import DocumentedSQL, read_documented_sql
from portfolio_tui.query.errors import QueryError
from portfolio_tui.query.lazy_views import FOLDER, VIEWS, text_of_view
from portfolio_tui.query.parameter_values import values_from
from portfolio_tui.query.saved_queries import ad_hoc
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest, QueryService
from tests.tiny import opened

pytestmark = pytest.mark.thorough

NAMED = re.compile(r"\bAS (?:CAST )?([a-z][a-z_]+)\b|([a-z][a-z_]+) AS \(")
WRITTEN = {"state": "VT", "alliance": "naspo", "contract": "naspo-0001", "fiscal_year": "2026"}
FEW = Scope(states=("VT", "NM"))


def queries() -> dict[str, DocumentedSQL]:
    """Return every documented SQL that ships: measures, rules and saved queries, by name."""
    saved = {path.stem: read_documented_sql(path) for path in sorted(bundled_folder("queries").glob("*.sql"))}
    return {**all_measures(), **{check.id: check.query for check in all_checks()}, **saved}


def names_used() -> list[str]:
    """Return every name that the SQL gives to a column or a part of itself."""
    texts = [query.sql for query in queries().values()]
    texts += [text_of_view(name) for name in VIEWS]
    texts += [path.read_text(encoding="utf-8") for path in FOLDER.glob("*.sql")]
    found = {name for text in texts for groups in NAMED.findall(text) for name in groups if name}
    return sorted(found)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    with opened(copied(tmp_path_factory.mktemp("plain"), [])) as service:
        yield service


@pytest.fixture(scope="module")
def widened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    with opened(copied(tmp_path_factory.mktemp("widened"), names_used())) as service:
        yield service


def copied(folder: Path, further: list[str]) -> Path:
    """Copy the demo into `folder`, every thirtieth line of it, each table with `further` columns of text."""
    (folder / MANIFEST_FILE).write_bytes((bundled_demo() / MANIFEST_FILE).read_bytes())
    for table in TABLES:
        source = bundled_demo() / f"{table.name}.parquet"
        source = source if source.exists() else bundled_demo() / table.name
        if not source.exists():
            continue
        rows = pq.read_table(source)
        if table.name == "spend":
            rows = rows.take(pa.array(range(0, rows.num_rows, 30)))
        for name in further:
            if name not in rows.column_names:
                rows = rows.append_column(name, pa.repeat(pa.scalar("further"), rows.num_rows))
        pq.write_table(rows, folder / f"{table.name}.parquet")
    return folder


def rows(service: QueryService, query: DocumentedSQL, scope: Scope) -> pa.Table | str:
    """Return what `query` gives, or in words why it cannot run."""
    needed = [one for one in query.parameters if not one.optional and one.default is None]
    written = {one.name: WRITTEN.get(one.type, "22") for one in needed}
    try:
        return service.run(QueryRequest(1, query, scope, values_from(query, written, scope))).table
    except QueryError as error:
        return str(error)


@pytest.mark.parametrize("name", sorted(queries()))
def test_no_further_column_changes_what_is_found(
    name: str, plain: QueryService, widened: QueryService
) -> None:
    query = queries()[name]
    for scope in (Scope(), FEW):
        expected, found = rows(plain, query, scope), rows(widened, query, scope)
        assert not isinstance(expected, str), expected
        assert not isinstance(found, str), found
        assert found.schema == expected.schema
        assert sorted(map(str, found.to_pylist())) == sorted(map(str, expected.to_pylist()))


def test_sql_of_ones_own_sees_them(widened: QueryService) -> None:
    sql = "SELECT contract_id, status, state FROM contracts ORDER BY contract_id LIMIT 1"
    query = ad_hoc(sql)
    (row,) = widened.run(QueryRequest(1, query, FEW)).table.to_pylist()
    assert (row["status"], row["state"]) == ("further", "further")
    joined = "SELECT count(*) AS n FROM monthly_spend JOIN contracts USING (contract_id) WHERE status > ''"
    assert widened.run(QueryRequest(2, ad_hoc(joined), FEW)).table.to_pylist()[0]["n"] > 0
    ours = replace(ad_hoc("FROM contracts"), sees_further_columns=False)
    assert "status" not in widened.run(QueryRequest(3, ours, FEW)).table.column_names

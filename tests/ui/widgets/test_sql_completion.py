"""Completion of SQL: what is offered where, what is quoted, and that no text makes it fail."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.query.catalog import Catalog, CatalogColumn, CatalogTable
from portfolio_tui.query.fence import refuses_function
from portfolio_tui.ui.widgets.sql_completion import OFFERED, Completion, complete
from portfolio_tui.ui.widgets.sql_editor_tokens import tokens
from portfolio_tui.ui.widgets.sql_editor_words import AFTER_TABLE, FUNCTIONS, KEYWORDS, RESERVED


def table(name: str, *columns: str, schema: str = "") -> CatalogTable:
    """Return a table of text columns."""
    told = tuple(CatalogColumn(column, "VARCHAR", f"{column} of {name}") for column in columns)
    return CatalogTable(schema, name, f"All {name}.", told)


CATALOG = Catalog(
    (
        table("contracts", "contract_id", "title", "ends_on", 'Buyer\'s "Co" [b]', "order"),
        table("spend", "contract_id", "amount", "spent_on"),
        table("vendors", "vendor_id", "name"),
        table("contracts", "contract_id", "title", schema="unscoped"),
    ),
    (CatalogColumn("fiscal_year", "INTEGER", "The year in which it ends."),),
)


def completion(marked: str) -> Completion | None:
    """Return what is offered where `marked` has a bar, which is not part of the text."""
    position = marked.index("|")
    return complete(marked.replace("|", "", 1), position, CATALOG)


def offered(marked: str) -> list[str]:
    """Return the texts that are offered where `marked` has a bar."""
    found = completion(marked)
    return [] if found is None else [offer.text for offer in found.offers]


@pytest.mark.parametrize(
    ("marked", "first"),
    [
        ("se|", ["select"]),
        ("SE|", ["SELECT"]),
        ("SELECT ti| FROM contracts", ["title"]),
        ("SELECT * FROM con|", ["contracts", "unscoped.contracts"]),
        ("SELECT * FROM spend JOIN ve|", ["vendors"]),
        ("SELECT * FROM spend, ve|", ["vendors"]),
        ("SELECT * FROM unscoped.c|", ["contracts"]),
        ("SELECT * FROM contracts wh|", ["where"]),
        ("SELECT * FROM (SELECT 1) le|", ["left"]),
        ("SELECT am| FROM spend", ["amount"]),
        ("SELECT am|", ["amount"]),
        ("SELECT su| FROM spend", ["sum("]),
        ("SELECT su|(amount) FROM spend", ["sum"]),
        ("SELECT fi| FROM spend", ["fiscal_year(", "first("]),
        ("WITH late AS (SELECT 1) SELECT * FROM la|", ["late"]),
        ("WITH late AS MATERIALIZED (SELECT 1) SELECT * FROM la|", ["late"]),
        ("-- con\nSELECT * /* FROM spend */ FROM con|", ["contracts"]),
    ],
)
def test_what_fits_best_is_offered_first(marked: str, first: list[str]) -> None:
    assert offered(marked)[: len(first)] == first


@pytest.mark.parametrize(
    ("marked", "columns"),
    [
        ("SELECT c.| FROM contracts AS c", ["contract_id", "title", "ends_on"]),
        ("SELECT C.| FROM contracts c", ["contract_id", "title", "ends_on"]),
        ("SELECT contracts.| FROM contracts", ["contract_id", "title", "ends_on"]),
        ("SELECT contracts.|", ["contract_id", "title", "ends_on"]),
        ("SELECT * FROM spend s JOIN contracts c ON c.contract_id = s.|", ["contract_id", "amount"]),
        ("SELECT u.| FROM unscoped.contracts AS u", ["contract_id", "title"]),
        ("SELECT unscoped.contracts.|", ["contract_id", "title"]),
        ('SELECT "c 1".| FROM contracts AS "c 1"', ["contract_id", "title", "ends_on"]),
        ("SELECT c.t| FROM contracts c", ["title"]),
        ("SELECT c.on| FROM contracts c", ["ends_on"]),
    ],
)
def test_behind_a_dot_are_the_columns_of_the_table_meant(marked: str, columns: list[str]) -> None:
    assert offered(marked)[: len(columns)] == columns


@pytest.mark.parametrize(
    "marked",
    [
        "SELECT 'con|'",
        "SELECT 'it''s con|",
        "-- con|",
        "/* con|",
        'SELECT "con|"',
        "SELECT $con|",
        "SELECT 12|",
        "SELECT amount AS con|",
        "SELECT con|tracts",
        "SELECT nobody.|",
        "SELECT a.b.c.|",
        "SELECT sum|",
        "SELECT * FROM spend wher|x",
        "SELECT zzz|",
    ],
)
def test_nothing_is_offered_where_it_would_be_in_the_way(marked: str) -> None:
    assert offered(marked) == []


def test_columns_of_the_tables_named_come_before_those_of_others() -> None:
    texts = offered("SELECT co| FROM spend")
    assert texts[0] == "contract_id"
    assert texts.index("contract_id") < texts.index("count(") < texts.index("contracts")
    columns = offered("SELECT | FROM vendors")
    assert columns[:2] == ["vendor_id", "name"]


def test_names_that_are_not_plain_are_quoted() -> None:
    assert offered("SELECT bu| FROM contracts") == ['"Buyer\'s ""Co"" [b]"']
    assert '"order"' in offered("SELECT c.o| FROM contracts c")
    assert '"order"' not in offered("SELECT * FROM contracts c o|")


def test_a_word_that_is_whole_is_not_pressed_into_another() -> None:
    found = completion("SELECT contract_id FROM contracts ORDER BY or|")
    assert found is not None
    assert found.is_whole
    found = completion("SELECT con| FROM contracts")
    assert found is not None
    assert (found.start, found.typed, found.is_whole) == (7, "con", False)
    assert len(found.offers) <= OFFERED


@given(text=st.text(), position=st.integers(-2, 60))
def test_any_text_can_be_completed_anywhere(text: str, position: int) -> None:
    found = complete(text, position, CATALOG)
    assert found is None or text[found.start : found.start + len(found.typed)] == found.typed


SQL_PIECES = st.sampled_from(
    [
        "SELECT ",
        "FROM ",
        "contracts",
        " c",
        ".",
        ",",
        "(",
        ")",
        "'",
        '"',
        "--",
        "/*",
        "$",
        "$$",
        "\n",
        " AS ",
        "co",
    ]
)


@given(pieces=st.lists(SQL_PIECES), position=st.integers(0, 80))
def test_broken_statements_can_be_completed_and_lose_no_character(pieces: list[str], position: int) -> None:
    text = "".join(pieces)
    assert "".join(token.text for token in tokens(text)) == text
    found = complete(text, position, CATALOG)
    assert found is None or found.start + len(found.typed) == position


@given(text=st.text())
def test_tokens_put_together_are_the_text(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("e'it\\'s' x", ["string", "space", "word"]),
        ("$$ ' $$ x", ["string", "space", "word"]),
        ("$tag$ $$ $tag$x", ["string", "word"]),
        ('"a""b" $as_of 1.5e-3', ["quoted", "space", "parameter", "space", "number"]),
        ("'open -- x", ["string"]),
        ("/* a */ 1", ["comment", "space", "number"]),
    ],
)
def test_tokens_are_told_apart(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokens(text)] == kinds


def test_the_editor_knows_the_words_of_the_engine() -> None:
    with duckdb.connect() as connection:
        rows = connection.execute("SELECT keyword_name, keyword_category FROM duckdb_keywords()").fetchall()
    kept = {name.upper() for name, category in rows if category in {"reserved", "type_function"}}
    assert kept - RESERVED == set()
    assert set(KEYWORDS) - {name.upper() for name, _ in rows} == {"DATE"}
    assert set(AFTER_TABLE) - set(KEYWORDS) == set()


def test_every_function_offered_is_one_that_the_fence_lets_through() -> None:
    with duckdb.connect() as connection:
        rows = connection.execute("SELECT DISTINCT function_name FROM duckdb_functions()").fetchall()
    grammar = {"coalesce", "extract", "nullif", "unnest", "fiscal_year"}
    windows = {"row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead"}
    windows |= {"first_value", "last_value", "nth_value"}
    assert set(FUNCTIONS) - {name for (name,) in rows} - grammar - windows == set()
    assert [name for name in FUNCTIONS if refuses_function(name)] == []

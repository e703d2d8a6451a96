"""How single values read in a grid: in a cell, whole, and plain."""

import datetime as dt
import json
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.ui.figures import MINUS
from portfolio_tui.ui.plain_text import cell_width
from portfolio_tui.ui.widgets.grid_rows import grid_rows
from portfolio_tui.ui.widgets.grid_values import WIDEST_CELL, title_of
from portfolio_tui.ui.widgets.json_text import json_text

DAY = dt.date(2026, 6, 30)
READINGS = [
    (pa.array([Decimal("1234567.5")], pa.decimal128(18, 2)), "1,234,567.50", "1234567.50"),
    (pa.array([Decimal("-0.002500")], pa.decimal128(9, 6)), f"{MINUS}0.002500", "-0.002500"),
    (pa.array([Decimal(10) ** 37], pa.decimal128(38, 0)), f"10{',000' * 12}", f"1{'0' * 37}"),
    (pa.array([-(2**63)]), f"{MINUS}9,223,372,036,854,775,808", "-9223372036854775808"),
    (pa.array([1234567.25]), "1,234,567.25", "1234567.25"),
    (pa.array([1e22]), "1e+22", "1e+22"),
    (pa.array([float("-inf")]), f"{MINUS}inf", "-inf"),
    (pa.array([float("nan")]), "nan", "nan"),
    (pa.array([True]), "yes", "yes"),
    (pa.array([DAY]), "2026-06-30", "2026-06-30"),
    (pa.array([90], pa.timestamp("s")), "1970-01-01 00:01:30", None),
    (pa.array([1], pa.timestamp("ns")), "1970-01-01 00:00:00.000000001", None),
    (pa.array([0], pa.timestamp("us", "UTC")), "1970-01-01 00:00:00Z", None),
    (pa.array([dt.time(9, 5)]), "09:05:00", None),
    (pa.array([[Decimal("1.50"), None]]), "[1.50, null]", None),
    (pa.array([[]], pa.list_(pa.int64())), "[]", None),
    (pa.array([{"state": "VT", "on": DAY}]), '{"state": "VT", "on": "2026-06-30"}', None),
    (pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())), '{"k": 1}', None),
    (pa.array([b"\x00\xff"]), "00ff", None),
    (pa.array(["VT"]).dictionary_encode(), "VT", "VT"),
    (pa.array(["a\tb\x1b"]), "a␉b␛", "a\tb\x1b"),
]


@pytest.mark.parametrize(("values", "cell", "plain"), READINGS, ids=lambda value: str(value)[:30])
def test_a_value_reads_so(values: pa.Array, cell: str, plain: str | None) -> None:
    rows = grid_rows(pa.table({"value": values}))
    assert rows.cell(0, 0) == cell
    assert rows.plain(0, 0) == (cell if plain is None else plain)
    assert rows.columns[0].width >= cell_width(cell)


@pytest.mark.parametrize("name", ["fiscal_year", "Year", "contract_id", "zip", "po_number", "category_code"])
def test_whole_numbers_that_name_something_are_not_grouped(name: str) -> None:
    assert grid_rows(pa.table({name: [2026]})).cell(0, 0) == "2026"
    assert grid_rows(pa.table({name: [2026.5]})).cell(0, 0) == "2,026.5"
    assert grid_rows(pa.table({f"{name}_count": [2026]})).cell(0, 0) == "2,026"


def test_a_long_text_is_cut_in_the_cell_and_whole_elsewhere() -> None:
    text = "ab\ncd" * 100_000
    rows = grid_rows(pa.table({"text": [text]}))
    assert rows.cell(0, 0) == f"{('ab␊cd' * 8)[:39]}…"
    assert rows.columns[0].width == WIDEST_CELL
    whole = rows.whole(0, 0)
    assert whole is not None
    assert whole.splitlines()[:2] == ["ab", "cdab"]
    assert whole.splitlines()[-1] == "… and 400,000 more characters"
    assert rows.plain(0, 0) == text


def test_a_nested_value_is_laid_out_on_lines_where_it_is_whole() -> None:
    rows = grid_rows(pa.table({"value": [{"states": ["VT", "N\nH"], "none": []}]}))
    assert rows.whole(0, 0) == '{\n  "states": [\n    "VT",\n    "N\\nH"\n  ],\n  "none": []\n}'


SIMPLE = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False)
NESTED = st.recursive(SIMPLE, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


@given(NESTED, st.integers(0, 3))
def test_nested_values_are_the_json_they_should_be(value: object, indent: int) -> None:
    assert json.loads(json_text(value, indent)) == value


def test_decimals_in_nested_values_keep_every_digit() -> None:
    assert json_text([Decimal("12345678901234567890.10")]) == "[12345678901234567890.10]"


@given(st.lists(st.none() | st.text(max_size=60), max_size=4))
def test_every_text_is_one_safe_line_within_the_widest_cell(texts: list[str | None]) -> None:
    rows = grid_rows(pa.table({"text": pa.array(texts, pa.string())}))
    for row, text in enumerate(texts):
        cell = rows.cell(row, 0)
        assert (cell is None) == (text is None)
        assert cell is None or cell_width(cell) <= WIDEST_CELL
        assert cell is None or len(cell.splitlines()) <= 1
        assert rows.plain(row, 0) == text


@pytest.mark.parametrize(
    ("name", "title"), [("spent_on", "Spent on"), ("po_number", "Po number"), ("\x1b[2J", "␛[2J"), ("", "")]
)
def test_a_columns_name_becomes_its_title(name: str, title: str) -> None:
    assert title_of(name) == title

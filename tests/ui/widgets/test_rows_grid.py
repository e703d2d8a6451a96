"""The grid for rows as they are: every text is made safe before it is shown."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.widgets.rows_grid import safe_table, title_of


def test_texts_are_made_safe_and_everything_else_is_left_alone() -> None:
    table = pa.table(
        {
            "vendor": ["ACME", "[red]x[/]\x1b[2J\n", None, "اسم\u202e", "ACME"],
            "amount": pa.array([Decimal("1.10"), None, Decimal("-2.00"), None, None], pa.decimal128(18, 2)),
            "day": [dt.date(2026, 6, 30), None, None, None, None],
        }
    )
    safe = safe_table(table)
    assert safe.column("vendor").to_pylist() == ["ACME", "[red]x[/]␛[2J␊", None, "اسم�", "ACME"]
    assert safe.column("amount").equals(table.column("amount"))
    assert safe.column("day").equals(table.column("day"))
    assert safe.column_names == table.column_names


def test_plain_and_empty_tables_come_back_as_they_are() -> None:
    plain = pa.table({"text": ["a", None, "b"]})
    assert safe_table(plain).equals(plain)
    empty = pa.table({"text": pa.array([], pa.string()), "number": pa.array([], pa.int64())})
    assert safe_table(empty).equals(empty)
    assert safe_table(pa.table({"text": pa.array([None, None], pa.string())})).num_rows == 2


@given(st.lists(st.lists(st.none() | st.text(max_size=4), max_size=4), min_size=1, max_size=3))
def test_every_text_is_shown_as_everywhere_else(chunks: list[list[str | None]]) -> None:
    column = pa.chunked_array([pa.array(chunk, pa.string()) for chunk in chunks])
    safe = safe_table(pa.table({"text": column}))
    expected = [None if text is None else shown(text) for chunk in chunks for text in chunk]
    assert safe.column("text").to_pylist() == expected


@pytest.mark.parametrize(
    ("name", "title"), [("spent_on", "Spent on"), ("po_number", "Po number"), ("\x1b[2J", "␛[2J"), ("", "")]
)
def test_a_columns_name_becomes_its_title(name: str, title: str) -> None:
    assert title_of(name) == title

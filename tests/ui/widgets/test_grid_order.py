"""Sorting and searching the rows of a result: against plain Python, for every kind of value."""

from collections.abc import Sequence
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.ui.widgets.grid_layout import first_in_sight, grid_layout
from portfolio_tui.ui.widgets.grid_ranges import CellRange, range_text
from portfolio_tui.ui.widgets.grid_rows import GridRows, UnsortableError, grid_rows
from portfolio_tui.ui.widgets.grid_search import Matches, Search, find

NUMBERS = st.lists(st.none() | st.integers(-3, 3), max_size=12)


def numbered(values: Sequence[object], type_: pa.DataType) -> GridRows:
    """Return rows of `values` beside their numbers, in several chunks."""
    middle = len(values) // 2
    chunks = [pa.array(values[:middle], type_), pa.array(values[middle:], type_)]
    return grid_rows(pa.table({"value": pa.chunked_array(chunks), "number": list(range(len(values)))}))


def numbers(rows: GridRows) -> list[int]:
    """Return the rows' numbers in the order shown."""
    return [int(rows.plain(row, 1) or "") for row in range(rows.row_count)]


@given(NUMBERS, st.booleans())
def test_equal_rows_keep_their_order_and_no_value_comes_last(
    values: list[int | None], descending: bool
) -> None:
    present = [at for at, value in enumerate(values) if value is not None]
    present.sort(key=lambda at: values[at] or 0, reverse=descending)
    expected = present + [at for at, value in enumerate(values) if value is None]
    rows = numbered(values, pa.int64())
    assert numbers(rows.sorted(0, descending=descending)) == expected
    assert numbers(rows.sorted(0, descending=descending).unsorted()) == list(range(len(values)))


SORTABLE = [
    ([10, 9, None], pa.int64(), [1, 0, 2]),
    ([Decimal("10.00"), Decimal("9.50"), None], pa.decimal128(18, 2), [1, 0, 2]),
    ([10.0, float("nan"), None, 9.5], pa.float64(), [3, 0, 1, 2]),
    (["b", "A", None, "a", "B"], pa.string(), [1, 3, 0, 4, 2]),
    ([True, None, False], pa.bool_(), [2, 0, 1]),
    ([20, 10, None], pa.date32(), [1, 0, 2]),
    ([20, 10, None], pa.timestamp("us", "UTC"), [1, 0, 2]),
    ([b"b", b"a", None], pa.binary(), [1, 0, 2]),
    ([None, None], pa.null(), [0, 1]),
    (["b", "a", None], pa.dictionary(pa.int8(), pa.string()), [1, 0, 2]),
]


@pytest.mark.parametrize(("values", "type_", "expected"), SORTABLE, ids=lambda value: str(value)[:30])
def test_every_kind_that_has_an_order_is_sorted_by_it(
    values: list[object], type_: pa.DataType, expected: list[int]
) -> None:
    assert numbers(numbered(values, type_).sorted(0, descending=False)) == expected


@pytest.mark.parametrize("type_", [pa.list_(pa.int64()), pa.struct([("a", pa.int64())])], ids=str)
def test_nested_values_have_no_order(type_: pa.DataType) -> None:
    with pytest.raises(UnsortableError, match="Value"):
        numbered([None], type_).sorted(0, descending=False)


def found(rows: GridRows, search: Search) -> Matches:
    """Return what is found where somebody waits for it."""
    matches = find(rows, search, lambda: False)
    assert matches is not None
    return matches


@given(st.lists(st.none() | st.sampled_from(["ab", "B", "", "a.b", "12"]), max_size=12), st.booleans())
def test_all_rows_with_the_text_are_found_wherever_they_stand(
    texts: list[str | None], descending: bool
) -> None:
    rows = numbered(texts, pa.string()).sorted(0, descending=descending)
    matches = found(rows, Search("b", 0))
    expected = [row for row in range(rows.row_count) if "b" in (rows.plain(row, 0) or "").lower()]
    assert matches.shown_at.to_pylist() == expected
    unsorted = matches.in_order_of(rows.unsorted())
    assert unsorted.shown_at.to_pylist() == [
        at for at, text in enumerate(texts) if text and "b" in text.lower()
    ]
    for place, row in enumerate(expected):
        assert matches.number_of(row) == place + 1
        assert matches.after(row) == expected[(place + 1) % len(expected)]
        assert matches.before(row) == expected[place - 1]


LOOKED_FOR = [
    ("1,234", [Decimal("1234.50"), Decimal("234.51")], pa.decimal128(9, 2), [0]),
    ("$1,234.5", [Decimal("1234.50"), Decimal("1234.05")], pa.decimal128(9, 2), [0]),
    ("abc", [1, 2], pa.int64(), []),
    ("E+22", [1e22, 1.0], pa.float64(), [0]),
    ("yes", [True, None, False], pa.bool_(), [0]),
    ("o", [True, None, False], pa.bool_(), [2]),
    ("-06-", [20_634, 0], pa.date32(), [0]),
    ("june", [20_634, 0], pa.date32(), []),
    ("[1, 2", [[1, 2], [12], None], pa.list_(pa.int64()), [0]),
    ("FF", [b"\xff", b"\x0f"], pa.binary(), [0]),
    (".*", ["a.*b", "ab"], pa.string(), [0]),
    ("ÉCOLE", ["école", "ecole"], pa.string(), [0]),
    ("x", [None, None], pa.null(), []),
]


@pytest.mark.parametrize(
    ("text", "values", "type_", "expected"), LOOKED_FOR, ids=lambda value: str(value)[:20]
)
def test_every_kind_is_searched_as_it_reads(
    text: str, values: list[object], type_: pa.DataType, expected: list[int]
) -> None:
    rows = numbered(values, type_)
    search = Search(text, 0)
    assert found(rows, search).shown_at.to_pylist() == expected
    seen = [row for row in range(len(values)) if search.finds(rows.plain(row, 0), 0, rows.columns[0])]
    assert seen == expected


def test_a_search_ends_once_nobody_waits_for_it() -> None:
    assert find(numbered(["a", "b"], pa.string()), Search("a"), lambda: True) is None


def test_copied_cells_lie_on_lines_of_their_own_whatever_is_in_them() -> None:
    table = pa.table([pa.array(["a\tb\r\nc", None]), pa.array([1, 2])], names=["x\ty", "n"])
    rows = grid_rows(table)
    assert range_text(rows, CellRange.between((1, 1), (0, 0))) == "x y\tn\na b c\t1\n\t2"


WIDTHS = st.lists(st.integers(1, 40), min_size=1, max_size=12)


@given(WIDTHS, st.integers(0, 12), st.integers(0, 12), st.integers(0, 150), st.data())
def test_the_wanted_column_is_in_sight_wherever_there_is_room(
    widths: list[int], pinned: int, first: int, room: int, data: st.DataObject
) -> None:
    wanted = data.draw(st.integers(0, len(widths) - 1))
    layout = grid_layout(widths, pinned, first_in_sight(widths, pinned, first, room, wanted), room)
    assert all(cells.start + cells.width <= room for cells in layout.placed)
    indexes = [cells.index for cells in layout.placed]
    assert indexes == sorted(set(indexes))
    if room > 110:
        (cells,) = [cells for cells in layout.placed if cells.index == wanted]
        assert cells.width == widths[wanted]

"""Columns share the width out among themselves, and give way whole."""

from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.ui.widgets.cells import Cell, Column
from portfolio_tui.ui.widgets.column_layout import placed_columns


def column(
    key: str, width: int, *, flex: int = 0, limit: int | None = None, priority: int = 5
) -> Column[None]:
    return Column(key, key, lambda _: Cell(""), width, flex=flex, max_width=limit, priority=priority)


COLUMNS = st.lists(
    st.builds(
        column,
        st.text("abc", min_size=1, max_size=12),
        st.integers(1, 40),
        flex=st.integers(0, 3),
        limit=st.none() | st.integers(1, 60),
        priority=st.integers(0, 9),
    ),
    min_size=1,
    max_size=10,
)


def test_flexible_columns_take_what_is_left_in_proportion_up_to_their_limit() -> None:
    columns = [column("a", 5), column("b", 5, flex=3), column("c", 5, flex=1, limit=8)]
    widths = [placed.width for placed in placed_columns(columns, 40)]
    assert widths == [5, 22, 8]
    assert [placed.start for placed in placed_columns(columns, 40)] == [1, 8, 32]


def test_the_lowest_priority_goes_first_and_of_equals_the_last() -> None:
    columns = [column("a", 10, priority=9), column("b", 10), column("c", 10, priority=1), column("d", 10)]
    kept = {
        width: "".join(placed.column.key for placed in placed_columns(columns, width))
        for width in (47, 46, 34, 22, 5)
    }
    assert kept == {47: "abcd", 46: "abd", 34: "ab", 22: "a", 5: "a"}


@given(COLUMNS, st.integers(0, 200))
def test_columns_never_overlap_and_never_leave_the_width(columns: list[Column[None]], width: int) -> None:
    placed = placed_columns(columns, width)
    assert placed
    ends = [at.start + at.width for at in placed]
    starts = [at.start for at in placed[1:]]
    assert all(end + 2 <= start for end, start in zip(ends, starts, strict=False))
    assert max(ends) <= max(width, 1)

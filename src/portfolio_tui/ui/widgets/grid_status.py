"""The line beneath a grid: where the cursor is, how many rows there are, what is sorted, found, marked."""

from typing import TYPE_CHECKING

from portfolio_tui.ui.figures import count
from portfolio_tui.ui.plain_text import clip, shown
from portfolio_tui.ui.theme import Run, Runs

if TYPE_CHECKING:
    from portfolio_tui.ui.widgets.grid_search import Matches, Search
    from portfolio_tui.ui.widgets.rows_grid import RowsGrid

_WIDEST_NAME = 24
_APART = "   "


def status_runs(grid: "RowsGrid", *, truncated: bool) -> Runs:
    """Return the line about a grid, which holds the first rows only where `truncated`.

    What matters least comes last, where a narrow line is cut off.
    """
    parts: list[Runs] = [(Run(grid.said, "strong"),)] if grid.said else []
    parts.append(_position(grid, truncated=truncated))
    if grid.busy:
        parts.append((Run(grid.busy, "accent"),))
    if grid.look.search is not None and grid.matches is not None:
        parts.append(_found(grid, grid.look.search, grid.matches))
    if grid.marked is not None:
        parts.append((Run(f"{grid.marked.size} marked", "strong"), Run(" · y copies", "muted")))
    if grid.look.sorted_by is not None:
        parts.append(_order(grid, *grid.look.sorted_by))
    parts.append(_column(grid))
    runs: list[Run] = []
    for part in parts:
        runs += [Run(_APART), *part] if runs else part
    return tuple(runs)


def _position(grid: "RowsGrid", *, truncated: bool) -> Runs:
    total = count(grid.rows.row_count)
    if not grid.has_cell:
        return (Run("No rows", "muted"),)
    row = Run(f"Row {count(grid.cursor[0] + 1)}", "plain")
    if truncated:
        return (row, Run(f" of the first {total}", "running-out"))
    return (row, Run(f" of {total}", "muted"))


def _found(grid: "RowsGrid", search: "Search", matches: "Matches") -> Runs:
    text = Run(f"“{clip(shown(search.text), _WIDEST_NAME)}” ", "muted")
    if not matches.count:
        return (text, Run("in no row", "over"))
    number = matches.number_of(grid.cursor[0])
    at = f"{count(number)} of {count(matches.count)}" if number else f"in {count(matches.count)}"
    rows = " row" if matches.count == 1 else " rows"
    return (text, Run(at + rows, "strong"), Run(" · n N", "muted"))


def _order(grid: "RowsGrid", column: int, descending: bool) -> Runs:
    return (Run(f"{'▼' if descending else '▲'} {_name(grid, column)}", "muted"),)


def _column(grid: "RowsGrid") -> Runs:
    if not grid.rows.columns:
        return ()
    column = grid.cursor[1]
    place = f" column {count(column + 1)} of {count(len(grid.rows.columns))}"
    return (Run(_name(grid, column), "muted"), Run(place, "faint"))


def _name(grid: "RowsGrid", column: int) -> str:
    return clip(grid.rows.columns[column].title, _WIDEST_NAME)

"""The lines of a ledger as runs of text: its header, its rows, and the notes shown in their place."""

from collections.abc import Sequence
from textwrap import wrap

from portfolio_tui.ui.plain_text import cell_width, clip, fit, shown
from portfolio_tui.ui.theme import Run, Runs
from portfolio_tui.ui.widgets.cells import Cell, RowT
from portfolio_tui.ui.widgets.column_layout import GAP, GUTTER, PlacedColumn

_ASCENDING, _DESCENDING = "▲", "▼"
_CURSOR_MARK = "▌"


def header_line(placed: Sequence[PlacedColumn[RowT]], sort_key: str | None, *, descending: bool) -> Runs:
    """Return the titles over their columns; the mark of the sort order stands beside its title."""
    runs: list[Run] = []
    position = 0
    for at in placed:
        title = clip(shown(at.column.title), at.width)
        mark = "" if at.column.key != sort_key else _DESCENDING if descending else _ASCENDING
        if mark and cell_width(title) < at.width:
            title = f" {title}" if at.column.align == "right" else f"{title} "
        # The mark may reach into the gap: after a text's title, before a figure's.
        right = at.column.align == "right"
        start = at.start - len(mark) if right else at.start
        width = at.width + len(mark)
        text = fit(mark + title, width, "right") if right else fit(title + mark, width)
        runs += [Run(" " * (start - position)), Run(text, "accent" if mark else "muted")]
        position = start + width
    return tuple(runs)


def row_line(placed: Sequence[PlacedColumn[RowT]], row: RowT, *, at_cursor: bool) -> Runs:
    """Return the cells of `row` in their columns, with a mark in the gutter where the cursor is."""
    runs = [Run(_CURSOR_MARK if at_cursor else " ", "accent")]
    for index, at in enumerate(placed):
        if index:
            runs.append(Run(" " * GAP))
        runs.extend(_cell_runs(at.column.cell(row), at))
    return tuple(runs)


def note_lines(text: str, width: int) -> list[str]:
    """Return `text` wrapped to `width` cells, line by line."""
    room = max(1, width - GUTTER)
    return [
        " " * GUTTER + clip(line, room)
        for paragraph in text.splitlines()
        for line in wrap(shown(paragraph), room) or [""]
    ]


def _cell_runs(cell: Cell, at: PlacedColumn[RowT]) -> Runs:
    if cell.draw is not None:
        return cell.draw(at.width)
    return (Run(fit(shown(cell.text), at.width, at.column.align), cell.ink),)

"""The lines of a grid as pieces of text: its header and its rows, each piece in an ink on a surface."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from portfolio_tui.ui.figures import MISSING
from portfolio_tui.ui.plain_text import ELLIPSIS, cell_width, clip, fit
from portfolio_tui.ui.theme import Ink
from portfolio_tui.ui.widgets.column_layout import GAP, GUTTER
from portfolio_tui.ui.widgets.grid_layout import PINNED_GAP, GridLayout
from portfolio_tui.ui.widgets.grid_ranges import CellRange

if TYPE_CHECKING:
    from portfolio_tui.ui.widgets.grid_rows import GridRows
    from portfolio_tui.ui.widgets.grid_search import Search
    from portfolio_tui.ui.widgets.grid_values import GridColumn

Surface = Literal["", "grid--line", "grid--marked", "grid--cursor"]

_ASCENDING, _DESCENDING = "▲", "▼"
_CURSOR_MARK = "▌"
_PIN_LINE = "│"
_MORE_LEFT, _MORE_RIGHT = "◂", "▸"


class Piece(NamedTuple):
    """A piece of one line: its text, its ink, and what it lies on."""

    text: str
    ink: Ink = "plain"
    surface: Surface = ""


@dataclass(frozen=True)
class Look:
    """What decides how rows look, beside their values."""

    cursor: tuple[int, int]
    marked: CellRange | None
    search: "Search | None"
    sorted_by: tuple[int, bool] | None


def header_pieces(columns: "Sequence[GridColumn]", layout: GridLayout, look: Look, width: int) -> list[Piece]:
    """Return the titles over their columns, and the marks of the order and of columns out of sight."""
    pieces: list[Piece] = []
    behind = ""
    for number, cells in enumerate(layout.placed):
        column = columns[cells.index]
        before, title, after = _marked_title(column, _mark(look, cells.index), cells.width)
        gap = _gap(layout, number).text
        if layout.more_left and number == layout.pinned:
            gap = _MORE_LEFT.center(len(gap))
        pieces.append(Piece(behind + gap[len(behind) : len(gap) - len(before)] + before, "muted"))
        ink: Ink = "accent" if cells.index == look.cursor[1] else "muted"
        pieces.append(Piece(fit(title, cells.width, column.align), ink))
        behind = after
    pieces.append(Piece(behind, "muted"))
    if not layout.more_right:
        return pieces
    return [*_cut(pieces, width - 1), Piece(_MORE_RIGHT, "accent")]


def row_pieces(rows: "GridRows", row: int, layout: GridLayout, look: Look) -> list[Piece]:
    """Return the cells of the shown `row` in their columns."""
    at_cursor = row == look.cursor[0]
    line: Surface = "grid--line" if at_cursor else ""
    pieces = []
    for number, cells in enumerate(layout.placed):
        gap = _gap(layout, number) if number or not at_cursor else Piece(_CURSOR_MARK, "accent")
        pieces.append(gap._replace(surface=line))
        text = rows.cell(row, cells.index)
        column = rows.columns[cells.index]
        whole = MISSING if text is None else text
        if column.is_number and cell_width(whole) > cells.width:
            whole = ELLIPSIS  # the first digits of a number would be another number
        shown_text = fit(whole, cells.width, column.align)
        ink = "faint" if text is None else _ink(rows, row, cells.index, look)
        pieces.append(Piece(shown_text, ink, _surface(row, cells.index, line, look)))
    return pieces


def _ink(rows: "GridRows", row: int, index: int, look: Look) -> Ink:
    """Return the ink of a value: what is searched for stands out."""
    search = look.search
    if search is None or search.column not in {None, index}:
        return "plain"
    return "accent" if search.finds(rows.plain(row, index), index, rows.columns[index]) else "plain"


def _surface(row: int, index: int, line: Surface, look: Look) -> Surface:
    if (row, index) == look.cursor:
        return "grid--cursor"
    return "grid--marked" if look.marked is not None and (row, index) in look.marked else line


def _gap(layout: GridLayout, number: int) -> Piece:
    """Return what stands before a column: a line where the pinned ones end and others scroll."""
    if not number:
        return Piece(" " * GUTTER)
    if number == layout.pinned:
        return Piece(_PIN_LINE.center(PINNED_GAP), "faint")
    return Piece(" " * GAP)


def _mark(look: Look, index: int) -> str:
    if look.sorted_by is None or look.sorted_by[0] != index:
        return ""
    return _DESCENDING if look.sorted_by[1] else _ASCENDING


def _marked_title(column: "GridColumn", mark: str, width: int) -> tuple[str, str, str]:
    """Return a title with the mark of the order in it; without room it goes into the gap before or behind."""
    title = clip(column.title, width)
    if not mark:
        return "", title, ""
    if cell_width(title) + len(mark) + 1 <= width:
        return "", f"{mark} {title}" if column.is_number else f"{title} {mark}", ""
    return (mark, title, "") if column.is_number else ("", title, mark)


def _cut(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """Return the pieces cut or padded to `width` cells."""
    kept: list[Piece] = []
    left = max(0, width)
    for piece in pieces:
        size = cell_width(piece.text)
        kept.append(piece if size <= left else piece._replace(text=fit(piece.text[:left], left)))
        left -= min(size, left)
    return [*kept, Piece(" " * left)]

"""Cells copied out of a grid: which they are, and their text as a spreadsheet takes it."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portfolio_tui.ui.figures import count
from portfolio_tui.ui.plain_text import shown

if TYPE_CHECKING:
    from portfolio_tui.ui.widgets.grid_rows import GridRows

MOST_CELLS = 20_000
"""More are not copied: few terminals take a longer text, and an extract is what is wanted then."""

MOST_CHARACTERS = 1_000_000
_BETWEEN_CELLS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True)
class CellRange:
    """A rectangle of cells between two corners, both of them in it."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def between(cls, corner: tuple[int, int], other: tuple[int, int]) -> "CellRange":
        """Return the range between two cells given as row and column, in any order."""
        (row, column), (other_row, other_column) = corner, other
        return cls(
            min(row, other_row), min(column, other_column), max(row, other_row), max(column, other_column)
        )

    def __contains__(self, cell: tuple[int, int]) -> bool:
        row, column = cell
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    @property
    def row_count(self) -> int:
        """How many rows it has."""
        return self.bottom - self.top + 1

    @property
    def column_count(self) -> int:
        """How many columns it has."""
        return self.right - self.left + 1

    @property
    def size(self) -> str:
        """Its size in words: "3 rows × 2 columns"."""
        return f"{_of(self.row_count, 'row')} × {_of(self.column_count, 'column')}"


def range_text(rows: "GridRows", cells: CellRange) -> str:
    """Return the cells as lines of tab-separated values under their columns' names; no value is empty.

    No control character is left: tabs and line breaks inside a value become a blank, others a stand-in.
    """
    columns = range(cells.left, cells.right + 1)
    lines = ["\t".join(one_line(rows.columns[column].name) for column in columns)]
    lines += (
        "\t".join(one_line(rows.plain(row, column) or "") for column in columns)
        for row in range(cells.top, cells.bottom + 1)
    )
    return "\n".join(lines)


def one_line(text: str) -> str:
    """Return `text` on one line, fit to be pasted."""
    return shown(_BETWEEN_CELLS.sub(" ", text))


def _of(number: int, noun: str) -> str:
    return f"{count(number)} {noun}" if number == 1 else f"{count(number)} {noun}s"

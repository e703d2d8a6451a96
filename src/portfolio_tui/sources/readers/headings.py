"""The line of headings: which one it is, and the names that it gives the columns."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

LINES_SEARCHED = 50
"""How many records may stand above the headings: a title, the day of the report, a note."""

BLANKS_OF_HEADINGS = " \t\r\n\0\ufeff"
"""Blanks, paddings of NUL and byte order marks, which are no part of a heading."""


@dataclass(frozen=True)
class Headings:
    """The names of a file's columns, each once, and which of them are made up or stand there again.

    `cells` are the headings as they stand in the file, without blanks around them.
    """

    cells: tuple[str, ...]
    names: tuple[str, ...]
    unnamed: tuple[str, ...]
    repeated: tuple[str, ...]

    def stand_again_in(self, cells: Sequence[str]) -> bool:
        """Tell whether a record repeats the headings, as files put together from several do."""
        return cells[0].strip(BLANKS_OF_HEADINGS) == self.cells[0] and stripped(cells) == self.cells


def stripped(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the cells without blanks, paddings of NUL or byte order marks around them."""
    return tuple(cell.strip(BLANKS_OF_HEADINGS) for cell in cells)


def place_of_headings(records: Sequence[Sequence[str]], wanted: Collection[str]) -> int:
    """Return which of the first records are the headings: the first that has most of the wanted columns."""
    return max(range(len(records)), key=lambda place: wanted_in(records[place], wanted), default=0)


def wanted_in(cells: Sequence[str], wanted: Collection[str]) -> int:
    """Count the wanted columns that a record names, however it writes them."""
    return len(({plain_heading(name) for name in wanted} & {plain_heading(cell) for cell in cells}) - {""})


@lru_cache(maxsize=10_000)
def plain_heading(heading: str) -> str:
    """Return a heading without capitals, blanks and signs: `Purchase Amount` is `purchaseamount`."""
    return re.sub(r"[\W_]+", "", heading.lower())


def unnamed_column(position: int) -> str:
    """Return what a column without a heading is called; the first column is 1."""
    return f"(column {position}, no heading)"


NUMBERS_OF_ROWS = unnamed_column(1)
"""An unnamed column in front of all others, in which some programs write the number of each row."""


def headings_of(cells: Sequence[str]) -> Headings:
    """Return the names that a line of headings gives; empty ones are named by their place."""
    names: list[str] = []
    unnamed: list[str] = []
    repeated: list[str] = []
    plain = stripped(cells)
    for position, cell in enumerate(plain, start=1):
        name = cell or unnamed_column(position)
        if not cell:
            unnamed.append(name)
        elif name in names:
            repeated.append(name)
        while name in names:
            name = f"{name} (column {position})"
        names.append(name)
    return Headings(plain, tuple(names), tuple(unnamed), tuple(repeated))

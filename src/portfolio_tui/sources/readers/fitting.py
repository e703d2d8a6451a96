"""Tells the records that are rows from those that only stand between them: totals, headings, blanks."""

import re
import string
from collections.abc import Sequence
from functools import lru_cache

import polars as pl

from portfolio_tui.sources.readers.gathering import Row
from portfolio_tui.sources.readers.headings import BLANKS_OF_HEADINGS, Headings
from portfolio_tui.sources.readers.source_rows import RejectedRow

_TOTAL = re.compile(r"(?:(?:grand|overall|report|sub)[ -]?)?totals?:?", re.IGNORECASE)
_FIRST_OF_TOTALS = "TtGgOoRrSs\u017f"
_LETTERS_AND_DIGITS = frozenset(string.ascii_letters + string.digits)
_BLANKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
"""What `str.strip` takes for blank; Polars by itself does not take all of it."""

_PLACE = "place in the block"


def fitted(number: int, raw_text: str, cells: Sequence[str], headings: Headings) -> Row | RejectedRow:
    """Return the record as a row as wide as the headings, or rejected with the reason why it is none."""
    width = len(headings.names)
    if len(cells) == width and cells[0][:1] in _sure_signs(headings.cells[0][:1]) and "\0" not in raw_text:
        return Row(number, raw_text, cells)
    if has_nul := "\0" in raw_text:
        cells = [cell.strip("\0") for cell in cells]
    reason = objection(cells, headings)
    if has_nul and not reason and any("\0" in cell for cell in cells):
        reason = "holds a NUL character within a cell"
    if reason:
        return RejectedRow(number, raw_text, reason)
    return Row(number, raw_text, cells if len(cells) == width else cells[:width])


@lru_cache
def _sure_signs(first_of_headings: str) -> frozenset[str]:
    """Return the first characters, for speed, of records that are neither empty nor headings nor totals."""
    return _LETTERS_AND_DIGITS - {*_FIRST_OF_TOTALS, first_of_headings}


def objection(cells: Sequence[str], headings: Headings) -> str:
    """Return why a record is no row, or an empty text where it is one."""
    width = len(headings.names)
    if len(cells) < width or (len(cells) > width and any(cell.strip() for cell in cells[width:])):
        return "is a total" if _is_total(cells) else _other_width(len(cells), width)
    if not any(cell.strip() for cell in cells):
        return "is empty"
    if headings.stand_again_in(cells):
        return "repeats the headings"
    if _is_total(cells) and not all(cell.strip() for cell in cells):
        return "is a total"
    return ""


def rows_in_doubt(cells: pl.DataFrame, headings: Headings) -> list[int]:
    """Return the places of those records, as wide as the headings, to which `objection` may object."""
    first = pl.col(cells.columns[0])
    is_sure = first.str.head(1).is_in(_sure_signs(headings.cells[0][:1])).fill_null(value=False)
    unsure = cells.with_row_index(_PLACE).filter(~is_sure)
    if not unsure.height:
        return []
    is_heading = first.str.strip_chars(BLANKS_OF_HEADINGS) == headings.cells[0]
    is_blank = first.is_null() | (first.str.strip_chars(_BLANKS) == "")
    may_be_total = first.str.contains_any(["total"], ascii_case_insensitive=True)
    doubted = unsure.filter(is_heading | is_blank | may_be_total)
    first_text = pl.coalesce(
        pl.when(pl.col(name).str.strip_chars(_BLANKS) != "").then(name) for name in cells.columns
    )
    is_total = first_text.str.strip_chars(_BLANKS).str.contains(f"(?i)^{_TOTAL.pattern}$")
    is_left = is_heading | first_text.is_null() | is_total
    return doubted.filter(is_left)[_PLACE].to_list()


def _other_width(count: int, width: int) -> str:
    return f"has {count} cells where the headings are {width}"


def _is_total(cells: Sequence[str]) -> bool:
    """Tell whether the first text of a record is the word total, alone: `TOTAL TRANSIT INC` is a name."""
    first = next((text for cell in cells if (text := cell.strip())), "")
    return _TOTAL.fullmatch(first) is not None

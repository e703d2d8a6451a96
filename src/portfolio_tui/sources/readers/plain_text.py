"""Reads text of which it is sure how the exact way would read it, a block at a time and much quicker.

The exact way is Python's csv module, which tells what is wrong with each record. Here a block is looked at as
a whole, and left to the exact way wherever there is any doubt: a stray quotation mark, a record of another
width, a blank line, a NUL, mixed line ends, the mark of a merge conflict.
"""

import codecs
import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl
import pyarrow as pa

from portfolio_tui.sources.readers.blocks import LONGEST_LINE
from portfolio_tui.sources.readers.conflicts import FIRST_SIGN
from portfolio_tui.sources.readers.fitting import objection, rows_in_doubt
from portfolio_tui.sources.readers.headings import Headings
from portfolio_tui.sources.readers.source_rows import RejectedRow

_QUOTE, _NEWLINE, _RETURN, _SPACE = b'"\n\r '
_BEYOND_ASCII = 0x80
_FIRST_OF_SPACES = (0xC2, 0xE1, 0xE2, 0xE3)
"""What each white space beyond ASCII starts with in UTF-8."""


@dataclass(frozen=True)
class PlainRows:
    """The records of a block: those that are rows, with their numbers, and those that are none.

    `length` is how many bytes of the block they take; `count` how many records they are. Where they
    `have_only_spaces`, no other white space stands in them.
    """

    texts: pl.DataFrame
    numbers: pl.Series
    rejected: tuple[RejectedRow, ...]
    raw_texts: "PlainTexts"
    length: int
    count: int
    have_only_spaces: bool


@dataclass(frozen=True)
class PlainTexts:
    """Finds the text of a record of a plain block, when it is asked for."""

    block: bytes
    first_number: int

    def __call__(self, numbers: Sequence[int]) -> list[str]:
        """Return the texts of the records of these numbers, without their line ends."""
        octets = _octets(self.block)
        ends = (octets == _NEWLINE).arg_true()
        quotes = (octets == _QUOTE).arg_true()
        if quotes.len():
            ends = ends.filter(quotes.search_sorted(ends) % 2 == 0)
        places = pl.Series([number - self.first_number for number in numbers], dtype=pl.Int64)
        starts = [0 if place == 0 else ends[place - 1] + 1 for place in places]
        return [
            self.block[start : ends[place]].rstrip(b"\r\n").decode()
            for start, place in zip(starts, places, strict=True)
        ]


def plain_rows(block: bytes, delimiter: str, headings: Headings, first_number: int) -> PlainRows | None:
    """Return the records of a block that starts with one, None where any is in doubt.

    A record that the block holds only the start of is left out.
    """
    if len(headings.names) < 2 or not _has_plain_characters(block):
        return None
    whole = block if block.endswith(b"\n") else block + b"\n"
    octets = _octets(whole)
    is_quote = octets == _QUOTE
    quotes = int(is_quote.sum())
    if quotes % 2:
        length = _end_of_records(octets, is_quote)
        return plain_rows(block[:length], delimiter, headings, first_number) if length else None
    kept_quotes = _quotes_within_cells(octets, is_quote, delimiter)
    cells = None if kept_quotes is None else _cells(whole, delimiter, headings.names)
    if cells is None or kept_quotes is None:
        return None
    if not _accounts_for(cells, whole, quotes - kept_quotes):
        return None
    rows = _rows(cells, PlainTexts(whole, first_number), headings, first_number)
    have_only_spaces = _have_only_spaces(cells, octets, whole, delimiter)
    return replace(rows, length=len(block), have_only_spaces=have_only_spaces)


def _has_plain_characters(block: bytes) -> bool:
    return (
        not block.startswith(codecs.BOM_UTF8)
        and b"\0" not in block
        and (b"<" not in block or FIRST_SIGN not in block)
        and (b"\r" not in block or block.count(b"\r") == block.count(b"\r\n"))
    )


def _octets(block: bytes) -> pl.Series:
    array = pa.Array.from_buffers(pa.uint8(), len(block), [None, pa.py_buffer(block)])
    return pl.Series("octets", array)


def _end_of_records(octets: pl.Series, is_quote: pl.Series) -> int:
    """Return where the last record ends, none of whose quotation marks is left open."""
    ends = (octets == _NEWLINE).arg_true()
    outside = ends.filter(is_quote.arg_true().search_sorted(ends) % 2 == 0)
    return int(outside[-1]) + 1 if outside.len() else 0


def _quotes_within_cells(octets: pl.Series, is_quote: pl.Series, delimiter: str) -> int | None:
    """Count the quotation marks that stand, doubled, for one in a cell; None where one is astray.

    Each opens or closes a cell in turn; a doubled one closes it and opens it again.
    """
    is_border = (octets == ord(delimiter)) | (octets == _NEWLINE)
    is_at_start = is_border.shift(1, fill_value=True).filter(is_quote).gather_every(2)
    is_doubled = is_quote.shift(1, fill_value=False).filter(is_quote).gather_every(2)
    is_before = is_border | is_quote | (octets == _RETURN)
    is_at_end = is_before.shift(-1, fill_value=False).filter(is_quote).gather_every(2, 1)
    return int(is_doubled.sum()) if (is_at_start | is_doubled).all() and is_at_end.all() else None


def _cells(block: bytes, delimiter: str, names: Sequence[str]) -> pl.DataFrame | None:
    try:
        return pl.read_csv(
            block,
            has_header=False,
            separator=delimiter,
            schema=dict.fromkeys(names, pl.String()),
            extra_columns="raise",
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None


def _accounts_for(cells: pl.DataFrame, block: bytes, quotes_dropped: int) -> bool:
    """Tell whether every byte of the block is of a cell, or of what stands between cells as wide as headings.

    No record has more cells than there are headings, so that none can have fewer where all bytes add up.
    """
    lengths = pl.all().str.len_bytes()
    found: tuple[int, ...] = cells.select(
        lengths.sum(), lengths.max().fill_null(0).name.prefix("longest ")
    ).row(0)
    together, longest = found[: cells.width], found[cells.width :]
    line_end = 2 if b"\r" in block else 1
    between = cells.height * (cells.width - 1 + line_end)
    return (
        sum(together) + between + quotes_dropped == len(block)
        and max(longest) <= csv.field_size_limit()
        and 2 * sum(longest) + cells.width < LONGEST_LINE
    )


def _have_only_spaces(cells: pl.DataFrame, octets: pl.Series, block: bytes, delimiter: str) -> bool:
    """Tell whether the cells surely hold no control characters, and no white space beyond ASCII."""
    between = (2 if b"\r" in block else 1) + (cells.width - 1 if delimiter == "\t" else 0)
    beyond = octets.filter(octets >= _BEYOND_ASCII)
    has_foreign_spaces = beyond.is_in(_FIRST_OF_SPACES).any()
    return not has_foreign_spaces and (octets < _SPACE).sum() == cells.height * between


def _rows(cells: pl.DataFrame, raw_texts: PlainTexts, headings: Headings, first_number: int) -> PlainRows:
    numbers = pl.int_range(first_number, first_number + cells.height, dtype=pl.Int64, eager=True)
    doubted = rows_in_doubt(cells, headings)
    reasons = {place: objection([cell or "" for cell in cells.row(place)], headings) for place in doubted}
    refused = [place for place, reason in reasons.items() if reason]
    rows = PlainRows(
        cells, numbers, (), raw_texts, len(raw_texts.block), cells.height, have_only_spaces=False
    )
    if not refused:
        return rows
    told = raw_texts([first_number + place for place in refused])
    rejected = tuple(
        RejectedRow(first_number + place, text, reasons[place])
        for place, text in zip(refused, told, strict=True)
    )
    is_row = ~numbers.is_in([row.source_row for row in rejected])
    return replace(rows, texts=cells.filter(is_row), numbers=numbers.filter(is_row), rejected=rejected)

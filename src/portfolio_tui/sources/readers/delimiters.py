"""Finds the character between the cells of a file of text."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from itertools import islice

from portfolio_tui.sources.readers.headings import LINES_SEARCHED, wanted_in

DELIMITERS: Mapping[str, str] = {"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|"}
"""The delimiters that a profile can name."""

_Merit = tuple[int, bool, int, int]


def find_delimiter(sample: str, wanted: Collection[str]) -> str:
    """Return the name of the delimiter of a text that starts with `sample`.

    It is the one that yields a line with most wanted headings; of equal ones, the one that cuts the first
    lines into several cells most evenly; comma where none does.
    """
    return max(DELIMITERS, key=lambda name: _merit(sample, DELIMITERS[name], frozenset(wanted)))


def _merit(sample: str, delimiter: str, wanted: frozenset[str]) -> _Merit:
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    with suppress(csv.Error):
        records.extend(record for record in islice(reader, LINES_SEARCHED) if record)
    most_wanted = max((wanted_in(record, wanted) for record in records), default=0)
    widths = Counter(len(record) for record in records if len(record) > 1)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    heading_is_cut = bool(records) and len(records[0]) > 1
    return most_wanted, heading_is_cut, count, width

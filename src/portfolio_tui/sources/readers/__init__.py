"""Readers, one a file format, which turn a file's bytes into rows of text."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.delimited import read_delimited
from portfolio_tui.sources.readers.delimiters import DELIMITERS
from portfolio_tui.sources.readers.encodings import ENCODINGS
from portfolio_tui.sources.readers.json_rows import read_json, read_json_lines
from portfolio_tui.sources.readers.parquet import read_parquet
from portfolio_tui.sources.readers.recognising import recognised
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceRows, in_larger_parts, together
from portfolio_tui.sources.readers.workbook import read_workbook

Reader = Callable[[SourceFile, Layout], Iterator[SourceRows]]

READERS: Mapping[str, Reader] = {
    "csv": read_delimited,
    "json": read_json,
    "jsonl": read_json_lines,
    "xlsx": read_workbook,
    "parquet": read_parquet,
}
"""The reader of each format that a profile can name."""


def read_in_parts(file: SourceFile, layout: Layout) -> Iterator[SourceRows]:
    """Read `file` in the format that `layout` names, else in the one it is recognised by.

    Yields its rows in their order, so many at a time as fit in memory easily, and at least once. Raises
    SourceError when it is no data, or cannot be read as a whole.
    """
    found = recognised(file, layout.format)
    return in_larger_parts(READERS[found](file, replace(layout, format=found)))


def read_source(file: SourceFile, layout: Layout) -> SourceRows:
    """Read all the rows of `file`, which is held in memory; raises as `read_in_parts` does."""
    return together(read_in_parts(file, layout))


__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "READERS",
    "Reader",
    "SourceFile",
    "SourceRows",
    "read_in_parts",
    "read_source",
]

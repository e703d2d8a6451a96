"""Readers, one a file format, which turn a file's bytes into rows of text."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.delimited import read_delimited
from portfolio_tui.sources.readers.delimiters import DELIMITERS
from portfolio_tui.sources.readers.encodings import ENCODINGS
from portfolio_tui.sources.readers.json_rows import read_json, read_json_lines
from portfolio_tui.sources.readers.parquet import read_parquet
from portfolio_tui.sources.readers.recognising import recognised
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceRows
from portfolio_tui.sources.readers.workbook import read_workbook

Reader = Callable[[SourceFile, Layout], SourceRows]

READERS: Mapping[str, Reader] = {
    "csv": read_delimited,
    "json": read_json,
    "jsonl": read_json_lines,
    "xlsx": read_workbook,
    "parquet": read_parquet,
}
"""The reader of each format that a profile can name."""


def read_source(file: SourceFile, layout: Layout) -> SourceRows:
    """Read the rows of `file` in the format that `layout` names, else in the one it is recognised by.

    Raises SourceError when it is no data, or cannot be read as a whole.
    """
    found = recognised(file, layout.format)
    return READERS[found](file, replace(layout, format=found))


__all__ = ["DELIMITERS", "ENCODINGS", "READERS", "Reader", "SourceFile", "SourceRows", "read_source"]

"""Readers, one a file format, which turn a file's bytes into rows of text."""

from collections.abc import Callable, Mapping
from pathlib import Path

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.delimited import ENCODINGS, read_delimited
from portfolio_tui.sources.readers.source_rows import SourceRows

Reader = Callable[[Path, Layout], SourceRows]

READERS: Mapping[str, Reader] = {"csv": read_delimited}
"""The reader of each format that a profile can name."""

__all__ = ["ENCODINGS", "READERS", "Reader", "SourceRows"]

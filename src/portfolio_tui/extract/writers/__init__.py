"""Writers, one module a format: NAME, SUFFIX, IS_TEXT and `write`, as `writer.Writer` says.

Parquet has none: the engine writes it itself, with all its threads, which is quicker than any stream.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import cast

from portfolio_tui.extract.writers.writer import Writer

PARQUET = "parquet"
ON_SCREEN = "table"
"""The one format that is for reading on a screen and not for a file."""


@cache
def writers() -> Mapping[str, Writer]:
    """Return every writer under its name, in the order of the names."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    found = [cast(Writer, module) for module in modules if hasattr(module, "NAME")]
    return MappingProxyType({writer.NAME: writer for writer in sorted(found, key=lambda writer: writer.NAME)})


def file_formats() -> tuple[str, ...]:
    """Return the names of the formats that a file can have: Parquet first."""
    return (PARQUET, *(name for name in writers() if name != ON_SCREEN))


def suffix_of(name: str) -> str:
    """Return the suffix that files of the format `name` have, with its dot."""
    return ".parquet" if name == PARQUET else writers()[name].SUFFIX

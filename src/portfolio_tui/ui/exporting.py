"""What the export dialog asks of the extracts: names, sizes, and the writing itself."""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.errors import UserError
from portfolio_tui.ui.plain_text import folded
from portfolio_tui.ui.session import Session
from portfolio_tui.ui.shown_rows import ShownRows

if TYPE_CHECKING:
    from portfolio_tui.extract.cancellation import Cancellation
    from portfolio_tui.extract.extract import ExtractReport
    from portfolio_tui.extract.plan import ExtractPlan
    from portfolio_tui.extract.progress import OnProgress

FORMATS: Mapping[str, tuple[str, str]] = {
    "parquet": ("Parquet", ".parquet"),
    "csv": ("CSV", ".csv"),
    "xlsx": ("Excel", ".xlsx"),
    "jsonl": ("JSON lines", ".jsonl"),
    "json": ("JSON", ".json"),
    "arrow": ("Arrow", ".arrow"),
}
"""The formats offered: what people call each, and its suffix."""


@dataclass(frozen=True)
class Foretold:
    """What an extract will be: rows, about how many bytes, and the columns left out for people's sake."""

    rows: int
    bytes: int
    left_out: tuple[str, ...]


def folder_to_start_in() -> Path:
    """Return the folder in which the program was started; the temporary one where that is gone."""
    try:
        return Path.cwd()
    except OSError:
        return Path(tempfile.gettempdir())


def file_name(shown: ShownRows, format_name: str) -> str:
    """Return the name that an extract starts with: "Alliance totals" is alliance-totals.parquet."""
    stem = re.sub(r"[^a-z0-9]+", "-", folded(shown.title).replace("'", "")).strip("-") or "extract"
    return stem[:60] + FORMATS[format_name][1]


def with_suffix_of(path: str, format_name: str) -> str:
    """Return `path` with the suffix of the format, in place of that of another format."""
    for _, suffix in FORMATS.values():
        if path.lower().endswith(suffix):
            path = path[: -len(suffix)]
            break
    return path + FORMATS[format_name][1]


@dataclass(frozen=True)
class ExportJob:
    """One extract to write: of what, where, in which format."""

    session: Session
    shown: ShownRows
    target: Path
    format_name: str
    replace: bool = False
    personal_columns: tuple[str, ...] = ()

    def plan(self) -> "ExtractPlan":
        """Return the plan of the extract. Raises UserError."""
        from portfolio_tui.extract.plan import ExtractPlan

        return ExtractPlan(
            self.session.portfolio,
            self.shown.query(),
            self.target,
            self.format_name,
            parameters=self.shown.parameters,
            scope=self.shown.scope,
            replace=self.replace,
            personal_columns=self.personal_columns,
            kept=self.shown.kept,
        )

    def write(self, on_progress: "OnProgress", cancellation: "Cancellation") -> "ExtractReport | str":
        """Write it and return what was written, or why nothing was; call it in a worker thread."""
        from portfolio_tui.extract.extract import write_extract

        try:
            return write_extract(self.plan(), on_progress, cancellation)
        except UserError as error:
            return str(error)


def foretell(session: Session, number: int, shown: ShownRows, format_name: str) -> Foretold | str:
    """Return what the extract will be, or why it cannot be; call it in a worker thread."""
    from portfolio_tui.extract.expecting import expected

    try:
        found = expected(
            session.service, number, ExportJob(session, shown, Path("extract"), format_name).plan()
        )
    except UserError as error:
        return str(error)
    return Foretold(found.rows, found.bytes, found.left_out)

"""Drafts: SQL that was changed in the dashboard and not yet saved as a query; they outlive the program.

A draft belongs to a portfolio and to the query it began as a copy of, or to none. Where there is no folder to
write, none are kept, and the dashboard says so before one is lost.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from portfolio_tui.portfolio.text_files import replace_text
from portfolio_tui.query.state_files import state_of

_NO_QUERY = "sql"


@dataclass(frozen=True)
class Drafts:
    """The drafts in one folder, each under the name of the query that it changes, or none."""

    folder: Path | None

    def read(self, name: str = "") -> str | None:
        """Return the draft that changes the query `name`; None where there is none."""
        path = self._path(name)
        try:
            return None if path is None else path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def keep(self, name: str, text: str) -> bool:
        """Keep `text` as the draft that changes the query `name`; return whether that was possible."""
        path = self._path(name)
        if path is None:
            return False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_text(path, text)
        except OSError:
            return False
        return True

    def drop(self, name: str = "") -> None:
        """Forget the draft that changes the query `name`."""
        path = self._path(name)
        try:
            if path is not None:
                path.unlink(missing_ok=True)
        except OSError:
            return

    def has(self, name: str = "") -> bool:
        """Tell whether there is a draft that changes the query `name`."""
        path = self._path(name)
        try:
            return path is not None and path.is_file()
        except OSError:
            return False

    def _path(self, name: str) -> Path | None:
        """Return the file of a draft: any name of a query gives one, that of no query another."""
        if self.folder is None:
            return None
        mark = f"query-{sha256(name.encode('utf-8', 'replace')).hexdigest()[:16]}" if name else _NO_QUERY
        return self.folder / f"{mark}.sql"


def drafts_of(portfolio_folder: Path) -> Drafts:
    """Return the drafts of the portfolio in that folder."""
    state = state_of(portfolio_folder)
    return Drafts(None if state is None else state / "drafts")

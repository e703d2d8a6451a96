"""A file to read: where its bytes lie, and what it is called."""

from dataclasses import dataclass
from pathlib import Path

from portfolio_tui.portfolio.file_marks import sha256_of
from portfolio_tui.sources.readers.encodings import escaped


@dataclass(frozen=True)
class SourceFile:
    """One file of data, which may have been unpacked from another.

    `path` is where its bytes lie, `shown` what messages call it (`reports.zip/FY-2019-Q4.csv`), and `name`
    what the portfolio calls it.
    """

    path: Path
    shown: Path
    name: str

    @classmethod
    def plain(cls, path: Path) -> "SourceFile":
        """Return the file at `path`, called by its own name."""
        return cls(path, path, escaped(path.name))

    def sha256(self) -> str:
        """Return the SHA-256 of its bytes: the same for a file and for its packed copy."""
        return sha256_of(self.path)

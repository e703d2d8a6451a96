"""What can be wrong with a portfolio, as values that say where and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from portfolio_tui.errors import UserError


class Severity(Enum):
    """Whether a problem keeps a portfolio from opening (error) or is shown beside its figures (warning)."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One thing found wrong: where it lies, what was expected there, and what was found."""

    severity: Severity
    message: str
    table: str | None = None
    file: Path | None = None
    column: str | None = None
    expected: str | None = None
    found: str | None = None

    def __str__(self) -> str:
        """Say the problem in one line, with every part that is known."""
        places = [
            f"table {self.table}" if self.table else "",
            f"file {self.file}" if self.file else "",
            f"column {self.column}" if self.column else "",
        ]
        where = ", ".join(place for place in places if place)
        text = f"{where}: {self.message}" if where else self.message
        if self.expected is not None:
            text += f" Expected {self.expected}, found {self.found or 'nothing'}."
        return text


class PortfolioError(UserError):
    """A portfolio that cannot be opened; carries every problem found, warnings among them."""

    def __init__(self, folder: Path, problems: Sequence[Problem]) -> None:
        self.folder = folder
        self.problems = tuple(problems)
        super().__init__(self._message())

    def _message(self) -> str:
        lines = [f"  {problem.severity.value}: {problem}" for problem in self.problems]
        return "\n".join([f"{self.folder} cannot be opened as a portfolio:", *lines])

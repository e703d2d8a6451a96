"""What a screen shows, as it can be run again to its end: for extracts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from portfolio_tui.extract.kept_rows import KeptRows
from portfolio_tui.measures.measure import Measure
from portfolio_tui.query.scope import Scope

if TYPE_CHECKING:
    from portfolio_tui.query.documented_sql import DocumentedSQL


@dataclass(frozen=True)
class ShownRows:
    """The rows of one panel: the measure or the query they come from, with its values and its scope."""

    source: "Measure[Any] | DocumentedSQL"
    parameters: Mapping[str, Any]
    scope: Scope
    row_count: int = 0
    kept: KeptRows | None = None

    def counted(self, value: object) -> "ShownRows":
        """Return the same with the number of rows that came, where `value` holds a measure's rows."""
        return replace(self, row_count=len(value)) if isinstance(value, tuple) else self

    @property
    def title(self) -> str:
        """What people call the measure or the query."""
        return self.source.header["title"]

    @property
    def name(self) -> str:
        """The name of the measure or the query."""
        return self.source.name

    def query(self) -> "DocumentedSQL":
        """Return the documented SQL; takes a moment for a measure, whose SQL is then read."""
        return self.source.query if isinstance(self.source, Measure) else self.source

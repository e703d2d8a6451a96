"""What a writer of one format offers, and the shapes that formats share."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from portfolio_tui.query.running_query import OutputColumn, ResultColumn, RunningQuery

OnRows = Callable[[int], None]
"""Is told, now and then, how many rows were written so far; may raise to stop the writing."""


class Writer(Protocol):
    """A module in `portfolio_tui.extract.writers`: writes the rows of a query in one format.

    It imports what is heavy only inside `write`. `write` takes the columns that are to be written, which may
    be fewer than the query has, writes bytes to `sink` as the rows come, in bounded memory, and returns how
    many rows there were. It neither closes nor seeks `sink`, and raises UserError where the rows do not fit
    the format.
    """

    NAME: str
    SUFFIX: str
    IS_TEXT: bool

    def write(
        self, query: "RunningQuery", columns: "Sequence[ResultColumn]", sink: BinaryIO, on_rows: OnRows
    ) -> int:
        """Write the rows to `sink` and return how many there were."""


def spreadsheet_columns(columns: "Sequence[ResultColumn]") -> "list[OutputColumn]":
    """Return `columns` in the shapes that a spreadsheet reads and never runs.

    Numbers, dates, times and truth values are as they are, nested values JSON text, all else harmless text.
    """
    from portfolio_tui.query.running_query import OutputColumn, Shape

    def shape(column: "ResultColumn") -> Shape:
        if column.is_nested:
            return Shape.JSON_TEXT
        return Shape.PLAIN if column.type.startswith(_SAFE_TYPES) else Shape.HARMLESS

    return [OutputColumn(column.name, shape(column)) for column in columns]


_SAFE_TYPES = (
    "BOOLEAN",
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
    "BIGNUM",
    "DECIMAL",
    "FLOAT",
    "DOUBLE",
    "DATE",
    "TIME",
)

"""What a profile says: how the columns of a kind of file become the portfolio's tables.

`portfolio_tui.sources.profile_toml` reads these values from a TOML file and checks them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portfolio_tui.portfolio.schema import FLOW_TABLES, Table

QUARTER_COLUMNS = ("amount", "spent_on", "grain", "period_start", "period_end")
"""The columns of `spend` that a profile with quarters fills by itself."""


@dataclass(frozen=True)
class FromColumn:
    """The text of one column of the file, put through a map of values where there is one."""

    column: str
    values: Mapping[str, str] | None = None
    otherwise: str | None = None
    """What a text outside `values` becomes: "" leaves the cell empty, None makes it unreadable."""


@dataclass(frozen=True)
class FirstOf:
    """The text of the first of several columns that is not empty."""

    columns: tuple[str, ...]


@dataclass(frozen=True)
class Joined:
    """The texts of several columns, put together; empty when one of them is."""

    columns: tuple[str, ...]
    separator: str


@dataclass(frozen=True)
class Constant:
    """The same text in every row; dates are written YYYY-MM-DD."""

    text: str


@dataclass(frozen=True)
class PeriodInFileName:
    """The last day of the fiscal quarter in the file's name, as in `FY-{fiscal_year}-Q{quarter}`."""

    pattern: str
    year_starts_in_month: int


@dataclass(frozen=True)
class ContentKey:
    """An id made from the texts of the columns that tell a record from the others of `source`."""

    source: str
    columns: tuple[str, ...]


Origin = FromColumn | FirstOf | Joined | Constant | PeriodInFileName | ContentKey
"""Where the values of one column of the portfolio come from."""


@dataclass(frozen=True)
class TableMapping:
    """Which columns of one of the portfolio's tables are filled, and from where."""

    table: Table
    origins: Mapping[str, Origin]

    @property
    def is_flow(self) -> bool:
        """Whether this is the table of the file's figures (`spend` or `balances`)."""
        return self.table.name in FLOW_TABLES


@dataclass(frozen=True)
class Layout:
    """How the bytes of a file become rows; what is None is told from the file.

    `format`, `encoding` and `delimiter` are names that a profile can give. `records` is the path to the list
    of records in a JSON document, `sheet` the name of a workbook's sheet. `wanted` are the columns that the
    file must have; they tell the headings from what stands above them.
    """

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    records: str | None = None
    sheet: str | None = None
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Formats:
    """How dates and amounts are written; `dates` are tried in turn."""

    dates: tuple[str, ...]
    decimal_mark: str


@dataclass(frozen=True)
class Quarters:
    """Four columns of amounts, one a quarter of the year in `year_column`; each becomes a row of `spend`."""

    year_column: str
    year_starts_in_month: int
    amount_columns: tuple[str, ...]


@dataclass(frozen=True)
class Fold:
    """How rows that share the key of the flow table become one record.

    The first row is kept, or the one whose `earliest` comes first. A further row is folded into it when its
    columns in `same` are equal and its amounts in `not_more` are no greater; otherwise it is set aside. A
    column in `empty_if_differing` becomes empty where the rows disagree. Columns are named `table.column`.
    """

    earliest: str | None
    same: tuple[str, ...]
    not_more: tuple[str, ...]
    empty_if_differing: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """Everything that is known about one kind of file."""

    name: str
    file: Path
    title: str
    portfolio_name: str
    currency: str
    notes: str
    layout: Layout
    formats: Formats
    tables: tuple[TableMapping, ...]
    quarters: Quarters | None
    fold: Fold | None

    @property
    def flow(self) -> TableMapping:
        """The mapping of the file's figures."""
        return next(mapping for mapping in self.tables if mapping.is_flow)

    @property
    def described(self) -> tuple[TableMapping, ...]:
        """The mappings of what the figures are about: alliances, contracts, vendors, entities."""
        return tuple(mapping for mapping in self.tables if not mapping.is_flow)

    def file_columns(self) -> tuple[str, ...]:
        """Return the columns that a file of this kind must have, each once."""
        names: dict[str, None] = {}
        for mapping in self.tables:
            for origin in mapping.origins.values():
                names.update(dict.fromkeys(columns_of(origin)))
        if self.quarters is not None:
            names.update(dict.fromkeys([self.quarters.year_column, *self.quarters.amount_columns]))
        return tuple(names)


def columns_of(origin: Origin) -> tuple[str, ...]:
    """Return the columns of the file from which a value is made."""
    match origin:
        case FromColumn(column=column):
            return (column,)
        case FirstOf(columns=columns) | Joined(columns=columns) | ContentKey(columns=columns):
            return columns
        case Constant() | PeriodInFileName():
            return ()

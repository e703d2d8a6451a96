"""What a profile says: how the columns of a kind of file become the portfolio's tables.

`portfolio_tui.sources.profile_toml` reads these values from a TOML file and checks them.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.schema import FLOW_TABLES, TABLES, Table
from portfolio_tui.sources.ocds.settings import OpenContracting

FILL_IN = "FILL IN"
"""What stands in a profile that was guessed where only the user knows what belongs there."""

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
    """The text of the first of several columns that is not empty; `otherwise` where all of them are."""

    columns: tuple[str, ...]
    otherwise: str | None = None


@dataclass(frozen=True)
class Joined:
    """The texts of several columns, put together.

    It is empty when one of them is, unless `where_empty` says what stands in an empty one's place.
    """

    columns: tuple[str, ...]
    separator: str
    where_empty: str | None = None


@dataclass(frozen=True)
class WordsIn:
    """What the first of `words` means that stands in the texts of some columns, in any case of letters.

    A word must stand alone or before figures: `PEPPM` is in `Bid # PEPPM201`, not in `PEPPMINT`. Where none
    does, the value is `otherwise`, None leaving it empty.
    """

    columns: tuple[str, ...]
    words: Mapping[str, str]
    otherwise: str | None = None


@dataclass(frozen=True)
class EachState:
    """The states listed in a column, one record of the table for each."""

    column: str


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
class FiscalYear:
    """The last day of the fiscal year in a column, or its first day."""

    column: str
    year_starts_in_month: int
    is_first_day: bool = False


@dataclass(frozen=True)
class DayInFileName:
    """The day in the file's name, as in `contracts_{day}`; `{month}` is the last day of a month."""

    pattern: str


@dataclass(frozen=True)
class ContentKey:
    """An id made from the texts of the columns that tell a record from the others of `source`."""

    source: str
    columns: tuple[str, ...]


Origin = (
    FromColumn
    | FirstOf
    | Joined
    | WordsIn
    | EachState
    | FiscalYear
    | Constant
    | PeriodInFileName
    | DayInFileName
    | ContentKey
)
"""Where the values of one column of the portfolio come from."""


@dataclass(frozen=True)
class Condition:
    """Tells rows by the text of one column: whether it is one of `texts`, "" being an empty cell."""

    column: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class RowChoice:
    """Which rows count: those that meet `only`, less those that meet `never`."""

    only: Condition | None = None
    never: Condition | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file by which rows are chosen."""
        return tuple(condition.column for condition in (self.only, self.never) if condition is not None)


@dataclass(frozen=True)
class TableMapping:
    """Which columns of one of the portfolio's tables are filled, and from where.

    A table may be filled in several ways, as `vendors` by contractors and by resellers; `number` tells them
    apart. `choice` says which rows feed it, where not all of them do. What it tells of a key `gives_way` to
    what any other file tells: a report of sales knows little of a contract.
    """

    table: Table
    origins: Mapping[str, Origin]
    number: int = 1
    choice: RowChoice | None = None
    gives_way: bool = False

    @property
    def prefix(self) -> str:
        """What its columns are called among those of all tables, before the dot."""
        return self.table.name if self.number == 1 else f"{self.table.name} {self.number}"

    @property
    def states_column(self) -> str | None:
        """The column of the file that lists states, where each gives a record."""
        listed = (origin.column for origin in self.origins.values() if isinstance(origin, EachState))
        return next(listed, None)

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
    """How rows that share the profile's key become one record.

    The first row is kept, or the one whose `earliest` comes first, or whose `latest` comes last. A further
    row is folded into it when its columns in `same` are equal and its amounts in `not_more` are no greater;
    otherwise it is set aside. A column in `empty_if_differing` becomes empty where the rows disagree, one in
    `together` holds the texts of all of them. Columns are named `table.column`.
    """

    earliest: str | None
    same: tuple[str, ...]
    not_more: tuple[str, ...]
    empty_if_differing: tuple[str, ...]
    latest: str | None = None
    together: tuple[str, ...] = ()

    @property
    def placed_by(self) -> str | None:
        """The date by which the rows of a record are put in order, where they are."""
        return self.earliest or self.latest


@dataclass(frozen=True)
class Report:
    """What one report is: the rows of figures whose columns in `same` are equal and not empty.

    A file that brings rows of a report brings it whole. `version` is the date that is later in a newer
    version of a report; without one, what is imported later is newer.
    """

    same: tuple[str, ...]
    version: str | None = None


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
    quarters: Quarters | None = None
    fold: Fold | None = None
    report: Report | None = None
    choice: RowChoice | None = None
    """Which rows are records; the others are set aside."""
    other_headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What a column may be headed instead, by the name that the profile has for it."""
    may_lack: tuple[str, ...] = ()
    """Columns that a file may be without; they are empty then."""
    ocds: OpenContracting | None = None
    """Where the files are in the Open Contracting Data Standard: whose they are."""
    unfinished: tuple[str, ...] = ()
    """The keys that hold FILL_IN; nothing is imported before they are filled in."""
    report_day: dt.date | None = None
    """The day of the report, where it was told outside the rows."""

    def refuse_unfinished(self) -> None:
        """Raise UserError where a guess left something for the user to fill in."""
        if self.unfinished:
            raise UserError(
                f"The profile {self.file} is not finished: {FILL_IN} stands in {', '.join(self.unfinished)}. "
                "Write there what belongs there, and import again."
            )

    @property
    def alliances_by_words(self) -> tuple[str, ...]:
        """The ids of the alliances that are told apart by words in a description."""
        origins = (mapping.origins.get("alliance_id") for mapping in self.tables)
        return tuple(
            text
            for origin in origins
            if isinstance(origin, WordsIn)
            for text in (*origin.words.values(), origin.otherwise)
            if text is not None
        )

    @property
    def flow(self) -> TableMapping | None:
        """The mapping of the file's figures; None for a list without figures."""
        return next((mapping for mapping in self.tables if mapping.is_flow), None)

    @property
    def table_names(self) -> tuple[str, ...]:
        """The tables that an import fills, or starts empty: contracts and one of figures always."""
        mapped = {mapping.table.name for mapping in self.tables}
        needed = {"contracts", "spend" if self.flow is None else self.flow.table.name}
        return tuple(table.name for table in TABLES if table.name in mapped | needed)

    @property
    def key(self) -> tuple[str, ...]:
        """What rows of the same record share, written `table.column`: the figures' key, else the contract's.

        Empty where an id is made for each row, and where there are neither figures nor contracts.
        """
        return key_of(self.tables)

    @property
    def described(self) -> tuple[TableMapping, ...]:
        """The mappings of what the figures are about: alliances, contracts, vendors, entities."""
        return tuple(mapping for mapping in self.tables if not mapping.is_flow)

    @property
    def places(self) -> Mapping[str, str]:
        """The places beside the 56 jurisdictions where the buyers are, by their codes."""
        if self.ocds is None or self.ocds.state is None or self.ocds.place is None:
            return {}
        return {self.ocds.state: self.ocds.place}

    def file_columns(self) -> tuple[str, ...]:
        """Return the columns that a file of this kind must have, each once."""
        names: dict[str, None] = {}
        for mapping in self.tables:
            for origin in mapping.origins.values():
                names.update(dict.fromkeys(columns_of(origin)))
        for choice in (self.choice, *(mapping.choice for mapping in self.tables)):
            names.update(dict.fromkeys(choice.columns if choice is not None else ()))
        if self.quarters is not None:
            names.update(dict.fromkeys([self.quarters.year_column, *self.quarters.amount_columns]))
        return tuple(names)

    def headings(self) -> tuple[str, ...]:
        """Return every heading by which the profile knows a column."""
        columns = self.file_columns()
        return (*columns, *(name for column in columns for name in self.other_headings.get(column, ())))


def key_of(tables: Sequence[TableMapping]) -> tuple[str, ...]:
    """Return what rows of the same record share: see `Profile.key`."""
    flow = next((mapping for mapping in tables if mapping.is_flow), None)
    if flow is None:
        has_contracts = any(mapping.table.name == "contracts" for mapping in tables)
        return ("contracts.contract_id",) if has_contracts else ()
    if any(isinstance(origin, ContentKey) for origin in flow.origins.values()):
        return ()
    return tuple(f"{flow.table.name}.{column}" for column in flow.table.key)


def columns_of(origin: Origin) -> tuple[str, ...]:
    """Return the columns of the file from which a value is made."""
    match origin:
        case FromColumn(column=column) | EachState(column=column) | FiscalYear(column=column):
            return (column,)
        case FirstOf(columns=columns) | Joined(columns=columns) | WordsIn(columns=columns):
            return columns
        case ContentKey(columns=columns):
            return columns
        case Constant() | PeriodInFileName() | DayInFileName():
            return ()


def written_texts(origin: Origin) -> Iterator[str]:
    """Yield every value that a profile itself gives a column, those that are not empty."""
    match origin:
        case Constant(text=text):
            yield text
        case FromColumn(values=Mapping() as values, otherwise=otherwise):
            yield from (text for text in [*values.values(), otherwise] if text)
        case FirstOf(otherwise=str() as otherwise):
            yield otherwise
        case WordsIn(words=words, otherwise=otherwise):
            yield from (text for text in [*words.values(), otherwise] if text)
        case _:
            return

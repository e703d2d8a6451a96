"""Reads one column of the portfolio out of the texts of a file's rows."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from portfolio_tui.portfolio.schema import Kind
from portfolio_tui.sources.cells import UnreadableError
from portfolio_tui.sources.column_parsers import ANYTHING, CellParser
from portfolio_tui.sources.profile import (
    Constant,
    ContentKey,
    DayInFileName,
    EachState,
    FirstOf,
    FiscalYear,
    FromColumn,
    Joined,
    Origin,
    PeriodInFileName,
    RowChoice,
    WordsIn,
    columns_of,
)
from portfolio_tui.sources.readers.source_rows import SourceRows

POLARS_TYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.DATE: pl.Date(),
    Kind.MONEY: pl.Decimal(18, 2),
    Kind.RATE: pl.Decimal(9, 6),
    Kind.QUANTITY: pl.Decimal(18, 4),
    Kind.INTEGER: pl.Int64(),
    Kind.BOOLEAN: pl.Boolean(),
}


@dataclass(frozen=True)
class Reading:
    """One column of values, and the texts that could not be read, in the same order as the rows."""

    name: str
    label: str
    values: pl.Series
    texts: pl.Series
    reasons: pl.Series
    is_essential: bool

    @property
    def has_faults(self) -> bool:
        """Whether there is any text that could not be read."""
        return self.reasons.null_count() < self.reasons.len()


def read_column(
    source: SourceRows, name: str, origin: Origin, parser: CellParser, kind: Kind, *, is_essential: bool
) -> Reading:
    """Read what `origin` gives in each row, under `name`, with what cannot be read and why.

    The texts of `source` are clean.
    """
    texts = source.texts.select(text_of(origin, pl.col)).to_series()
    if isinstance(origin, Constant):
        texts = texts.new_from_index(0, source.positions.height)
    values, reasons = _parsed(texts, parser, POLARS_TYPES[kind])
    label = ", ".join(columns_of(origin)) or name
    return Reading(name, label, values, texts, reasons, is_essential)


def text_of(origin: Origin, cell: Callable[[str], pl.Expr] | None = None) -> pl.Expr:
    """Return the text that an origin gives in each row; `cell` gives that of a column, cleaned by default."""
    cell = cell or clean
    match origin:
        case FromColumn(column=column) | EachState(column=column) | FiscalYear(column=column):
            return cell(column)
        case FirstOf(columns=columns, otherwise=otherwise):
            return pl.coalesce([*(cell(column) for column in columns), pl.lit(otherwise, pl.String)])
        case Joined(columns=columns, separator=separator, where_empty=where_empty):
            cells = [cell(column) for column in columns]
            if where_empty is not None:
                cells = [cell.fill_null(where_empty) for cell in cells]
            return pl.concat_str(cells, separator=separator)
        case WordsIn():
            return _first_word(origin, cell)
        case Constant(text=text):
            return pl.lit(text)
        case PeriodInFileName() | DayInFileName() | ContentKey():
            raise TypeError(f"{type(origin).__name__} has no text of its own")


def _first_word(origin: WordsIn, cell: Callable[[str], pl.Expr]) -> pl.Expr:
    together = pl.concat_str([cell(column) for column in origin.columns], separator="\n", ignore_nulls=True)
    found = pl.lit(origin.otherwise, pl.String)
    for word, meaning in reversed(tuple(origin.words.items())):
        pattern = rf"(?i)(?:^|[^\p{{L}}\p{{N}}]){_pattern(word)}(?:$|[^\p{{L}}])"
        found = pl.when(together.str.contains(pattern)).then(pl.lit(meaning)).otherwise(found)
    return found


def _pattern(word: str) -> str:
    """Return the pattern of a word, or of several with any blanks between them."""
    return r"\s+".join(re.escape(part) for part in word.split())


def is_chosen(choice: RowChoice) -> pl.Expr:
    """Tell for each row of texts whether a profile's choice takes it."""
    chosen = pl.lit(value=True)
    if choice.only is not None:
        chosen &= clean(choice.only.column).fill_null("").is_in(choice.only.texts)
    if choice.never is not None:
        chosen &= ~clean(choice.never.column).fill_null("").is_in(choice.never.texts)
    return chosen


def clean(column: str) -> pl.Expr:
    """Return the text of a column of the file without blanks around it; blank is empty."""
    stripped = pl.col(column).str.strip_chars()
    return pl.when(stripped != "").then(stripped)


_FIRST_PLAIN = "!"
"""The first character after the blank: what comes before it is blank, or starts so."""


def cleaned(texts: pl.DataFrame, *, have_only_spaces: bool) -> pl.DataFrame:
    """Return the texts without blanks around them, and empty where they are blank.

    Where no blanks but spaces can stand around them, only columns that have some are touched.
    """
    names = texts.columns
    if have_only_spaces:
        has_some = ((pl.all() < _FIRST_PLAIN) | pl.all().str.ends_with(" ")).any()
        names = [column.name for column in texts.select(has_some).iter_columns() if column[0]]
    return texts.with_columns(clean(name) for name in names)


def _parsed(texts: pl.Series, parser: CellParser, dtype: pl.DataType) -> tuple[pl.Series, pl.Series]:
    """Return the values of `texts`, and for those that cannot be read the reasons; each text is read once."""
    no_reasons = pl.repeat(None, texts.len(), dtype=pl.String, eager=True)
    if parser.plain == ANYTHING:
        return texts, no_reasons
    is_plain = None if parser.plain is None else texts.str.contains(parser.plain)
    if is_plain is not None and is_plain.all():
        return texts.cast(dtype), no_reasons
    values: dict[str, object] = {}
    reasons: dict[str, str] = {}
    for text in (texts if is_plain is None else texts.filter(~is_plain)).unique().drop_nulls().to_list():
        try:
            values[text] = parser.parse(text)
        except UnreadableError as error:
            reasons[text] = str(error)
    read = _replaced(texts, values, dtype)
    if is_plain is not None:
        read = read.zip_with(~is_plain.fill_null(value=False), texts.set(~is_plain, None).cast(dtype))
    return read, _replaced(texts, reasons, pl.String())


def _replaced(texts: pl.Series, by_text: dict[str, object] | dict[str, str], dtype: pl.DataType) -> pl.Series:
    if not by_text:
        return pl.repeat(None, texts.len(), dtype=dtype, eager=True)
    old = pl.Series(list(by_text), dtype=pl.String)
    new = pl.Series(list(by_text.values()), dtype=dtype)
    return texts.replace_strict(old, new, default=None, return_dtype=dtype)

"""Reads one column of the portfolio out of the texts of a file's rows."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from portfolio_tui.portfolio.schema import Kind
from portfolio_tui.sources.cells import UnreadableError
from portfolio_tui.sources.column_parsers import CellParser, PlainTexts
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
    """One column of values, and the texts that could not be read, in the same order as the rows.

    `reasons` tell why some could not; where all could there are none.
    """

    name: str
    label: str
    values: pl.Series
    texts: pl.Series
    reasons: pl.Series | None
    is_essential: bool


def read_column(
    source: SourceRows, name: str, origin: Origin, parser: CellParser, kind: Kind, *, is_essential: bool
) -> Reading:
    """Read what `origin` gives in each row, under `name`, with what cannot be read and why.

    The texts of `source` are clean.
    """
    texts = _texts(source.texts, origin)
    values, reasons = _parsed(texts, parser, POLARS_TYPES[kind])
    if isinstance(origin, Constant):
        rows = source.positions.height
        values, texts = values.new_from_index(0, rows), texts.new_from_index(0, rows)
        reasons = None if reasons is None else reasons.new_from_index(0, rows)
    label = ", ".join(columns_of(origin)) or name
    return Reading(name, label, values, texts, reasons, is_essential)


def _texts(texts: pl.DataFrame, origin: Origin) -> pl.Series:
    if isinstance(origin, FromColumn):
        return texts.get_column(origin.column)
    return texts.select(text_of(origin, pl.col)).to_series()


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


def _parsed(texts: pl.Series, parser: CellParser, dtype: pl.DataType) -> tuple[pl.Series, pl.Series | None]:
    """Return the values of `texts`, and for those that cannot be read the reasons; each text is read once."""
    if parser.parse is str:
        return texts, None
    if parser.plain is None:
        return _parsed_one_by_one(texts, parser.parse, dtype)
    values = _plain_values(texts, parser.plain)
    if values.null_count() == texts.null_count():
        return values, None
    left = texts.set(values.is_not_null(), None)
    others, reasons = _parsed_one_by_one(left, parser.parse, dtype)
    return values.zip_with(values.is_not_null(), others), reasons


def _plain_values(texts: pl.Series, plain: PlainTexts) -> pl.Series:
    is_plain = texts.str.contains(plain.pattern)
    return plain.values(texts if is_plain.all() else texts.set(~is_plain, None))


def _parsed_one_by_one(
    texts: pl.Series, parse: Callable[[str], object], dtype: pl.DataType
) -> tuple[pl.Series, pl.Series | None]:
    values: dict[str, object] = {}
    reasons: dict[str, str] = {}
    for text in texts.unique().drop_nulls().to_list():
        try:
            values[text] = parse(text)
        except UnreadableError as error:
            reasons[text] = str(error)
    return _replaced(texts, values, dtype), _replaced(texts, reasons, pl.String()) if reasons else None


def _replaced(texts: pl.Series, by_text: dict[str, object] | dict[str, str], dtype: pl.DataType) -> pl.Series:
    if not by_text:
        return pl.repeat(None, texts.len(), dtype=dtype, eager=True)
    old = pl.Series(list(by_text), dtype=pl.String)
    new = pl.Series(list(by_text.values()), dtype=dtype)
    return texts.replace_strict(old, new, default=None, return_dtype=dtype)

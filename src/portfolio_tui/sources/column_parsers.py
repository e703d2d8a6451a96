"""Finds how the cells of each of the portfolio's columns are read."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import polars as pl

from portfolio_tui.portfolio.schema import Column, Kind
from portfolio_tui.sources.calendar import quarter_bounds
from portfolio_tui.sources.cells import (
    UnreadableError,
    parse_boolean,
    parse_date,
    parse_decimal,
    parse_integer,
    parse_year,
    shown,
)
from portfolio_tui.sources.profile import (
    FILL_IN,
    Constant,
    FiscalYear,
    Formats,
    FromColumn,
    Origin,
    written_texts,
)
from portfolio_tui.sources.states import state_code

_ISO = "YYYY-MM-DD"
_PLACES_AND_DIGITS = {Kind.MONEY: (2, 18), Kind.RATE: (6, 9), Kind.QUANTITY: (4, 18)}
_ISO_DAY = r"^(?:19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$"


@dataclass(frozen=True)
class PlainTexts:
    """Texts that Polars reads by itself, much faster, as they would be read one by one.

    They match `pattern`; where `values` gives none for one, it has to be read by itself after all.
    """

    pattern: str
    values: Callable[[pl.Series], pl.Series]


@dataclass(frozen=True)
class CellParser:
    """How the cells of a column are read.

    `parse` turns a text into its value, None for empty, or raises UnreadableError; where it is `str`, texts
    are taken as they are. `plain` are those for which it need not be called.
    """

    parse: Callable[[str], object]
    plain: PlainTexts | None = None


def cell_parser(column: Column, origin: Origin, formats: Formats) -> CellParser:
    """Return how the cells that `origin` gives for `column` are read."""
    if isinstance(origin, FromColumn) and origin.values is not None:
        return CellParser(partial(_mapped, origin=origin, parse=_parse(column, origin, formats)))
    if isinstance(origin, FiscalYear):
        return CellParser(partial(_fiscal_year_day, origin=origin))
    if FILL_IN in written_texts(origin):
        return CellParser(partial(_unless_unfinished, parse=_parse(column, origin, formats), origin=origin))
    parse = _parse(column, origin, formats)
    return CellParser(parse, _plain(column.kind, formats))


def amount_parser(formats: Formats) -> CellParser:
    """Return how amounts of money are read."""
    return CellParser(partial(parse_decimal, mark=formats.decimal_mark), _plain(Kind.MONEY, formats))


def _plain(kind: Kind, formats: Formats) -> PlainTexts | None:
    if kind is Kind.DATE and _ISO in formats.dates:
        return PlainTexts(_ISO_DAY, _iso_days)
    if kind in _PLACES_AND_DIGITS and formats.decimal_mark == ".":
        places, digits = _PLACES_AND_DIGITS[kind]
        pattern = rf"^-?[0-9]{{1,{digits - places}}}(\.[0-9]{{1,{places}}})?$"
        return PlainTexts(pattern, partial(_numbers, dtype=pl.Decimal(digits, places)))
    return None


def _iso_days(texts: pl.Series) -> pl.Series:
    return texts.str.to_date("%Y-%m-%d", strict=False)


def _numbers(texts: pl.Series, dtype: pl.DataType) -> pl.Series:
    return texts.cast(dtype, strict=False)


def _parse(column: Column, origin: Origin, formats: Formats) -> Callable[[str], object]:
    match column.kind:
        case Kind.TEXT:
            return _parse_text(column)
        case Kind.DATE:
            return partial(parse_date, formats=(_ISO,) if isinstance(origin, Constant) else formats.dates)
        case Kind.MONEY | Kind.RATE | Kind.QUANTITY:
            places, digits = _PLACES_AND_DIGITS[column.kind]
            return partial(parse_decimal, mark=formats.decimal_mark, places=places, digits=digits)
        case Kind.INTEGER:
            return parse_integer
        case Kind.BOOLEAN:
            return parse_boolean


def _parse_text(column: Column) -> Callable[[str], object]:
    if column.refers_to == "jurisdictions":
        return state_code
    if column.choices:
        return partial(_one_of, allowed=column.choices, what=f"one of {', '.join(column.choices)}")
    return str


def _one_of(text: str, allowed: tuple[str, ...], what: str) -> str:
    if text not in allowed:
        raise UnreadableError(f"{shown(text)} is not {what}")
    return text


def _fiscal_year_day(text: str, origin: FiscalYear) -> dt.date:
    year = parse_year(text)
    first_day, _ = quarter_bounds(year, 1, origin.year_starts_in_month)
    _, last_day = quarter_bounds(year, 4, origin.year_starts_in_month)
    return first_day if origin.is_first_day else last_day


def _unless_unfinished(text: str, parse: Callable[[str], object], origin: Origin) -> object:
    """Read a text, but for what the user is still to fill in, which stands for whatever it will be."""
    if isinstance(origin, FromColumn):
        return _mapped(text, origin, partial(_unless_unfinished, parse=parse, origin=Constant(FILL_IN)))
    return text if text == FILL_IN else parse(text)


def _mapped(text: str, origin: FromColumn, parse: Callable[[str], object]) -> object:
    values = origin.values or {}
    result = values.get(text)
    if result is None:
        alike = (value for known, value in values.items() if known.casefold() == text.casefold())
        result = next(alike, origin.otherwise)
    if result is None:
        raise UnreadableError(f"{shown(text)} is not among the values that the profile knows")
    return parse(result) if result else None

"""Reads from a profile where the values of one column come from."""

from dataclasses import replace

from portfolio_tui.portfolio.schema import FLOW_TABLES, Column, Kind, Table
from portfolio_tui.query.nearest import or_nearest
from portfolio_tui.sources.cells import UnreadableError
from portfolio_tui.sources.column_parsers import cell_parser
from portfolio_tui.sources.profile import (
    FILL_IN,
    Constant,
    ContentKey,
    DayInFileName,
    EachState,
    FirstOf,
    FiscalYear,
    Formats,
    FromColumn,
    Joined,
    Origin,
    PeriodInFileName,
    WordsIn,
    written_texts,
)
from portfolio_tui.sources.toml_section import Section

_ONE_A_CONTRACT = ("alliances", "contracts", "vendors", *FLOW_TABLES)


def read_origin(section: Section, column: Column, table: Table, formats: Formats) -> Origin:
    """Return where the section of `table` takes its `column` from; raises ProfileError where it cannot."""
    if isinstance(section.value(column.name), str):
        return FromColumn(section.text(column.name))
    given = section.section(column.name)
    origin = _origin_of(given)
    given.finish()
    if isinstance(origin, FiscalYear) and column.name == "period_start":
        origin = replace(origin, is_first_day=True)
    fault = _fault(origin, column, table)
    if fault:
        raise section.error(column.name, fault)
    _check_texts(section, column, origin, formats)
    return origin


def _origin_of(given: Section) -> Origin:
    chosen = [kind for kind in ORIGIN_KINDS if given.has(kind)]
    if len(chosen) == 1:
        return ORIGIN_KINDS[chosen[0]](given)
    for key in given.names:
        if key not in ORIGIN_KINDS:
            raise given.error(key, f"is not known here. {or_nearest(key, ORIGIN_KINDS)}")
    raise given.error("", f"must have exactly one of the keys {', '.join(ORIGIN_KINDS)}.")


def _from_column(given: Section) -> Origin:
    values = given.map_of_texts("values") if given.has("values") else None
    otherwise = given.text("otherwise", "") if values and given.has("otherwise") else None
    return FromColumn(given.text("column"), values, otherwise)


def _constant(given: Section) -> Origin:
    return Constant(given.scalar("value"))


def _first_of(given: Section) -> Origin:
    return FirstOf(given.texts("first_of"), given.optional_text("otherwise"))


def _joined(given: Section) -> Origin:
    where_empty = given.text("where_empty", "") if given.has("where_empty") else None
    return Joined(given.texts("join"), given.text("with", " "), where_empty)


def _words_in(given: Section) -> Origin:
    otherwise = given.text("otherwise", "") if given.has("otherwise") else None
    words = given.map_of_texts("words")
    for word in words:
        if not word.strip():
            raise given.error("words", "must not hold an empty word.")
    return WordsIn(given.texts("words_in"), words, otherwise or None)


def _each_state(given: Section) -> Origin:
    return EachState(given.text("states_in"))


def _fiscal_year(given: Section) -> Origin:
    return FiscalYear(given.text("fiscal_year"), given.month("year_starts_in_month"))


def _key_of(given: Section) -> Origin:
    return ContentKey(given.text("source"), given.texts("key_of"))


def _quarter_in_file_name(given: Section) -> Origin:
    pattern = _pattern(given, "quarter_in_file_name", ("{fiscal_year}", "{quarter}"))
    return PeriodInFileName(pattern, given.month("year_starts_in_month"))


def _day_in_file_name(given: Section) -> Origin:
    part = "{month}" if "{month}" in given.text("day_in_file_name") else "{day}"
    return DayInFileName(_pattern(given, "day_in_file_name", (part,)))


def _pattern(given: Section, key: str, parts: tuple[str, ...]) -> str:
    pattern = given.text(key)
    for part in parts:
        if pattern.count(part) != 1:
            raise given.error(key, f'must hold {part} once, not "{pattern}".')
    return pattern


ORIGIN_KINDS = {
    "column": _from_column,
    "value": _constant,
    "first_of": _first_of,
    "join": _joined,
    "words_in": _words_in,
    "states_in": _each_state,
    "fiscal_year": _fiscal_year,
    "quarter_in_file_name": _quarter_in_file_name,
    "day_in_file_name": _day_in_file_name,
    "key_of": _key_of,
}
"""How each kind of origin is read, by the key that tells it from the others."""


def _fault(origin: Origin, column: Column, table: Table) -> str:
    match origin:
        case PeriodInFileName() | DayInFileName():
            if column.kind is not Kind.DATE or table.name not in FLOW_TABLES:
                return "cannot come from the file's name; only a date of the figures can."
        case ContentKey():
            if column.name != "spend_id":
                return "cannot be a key_of; only spend_id can."
        case FiscalYear():
            if column.kind is not Kind.DATE:
                return "cannot be a fiscal_year; only a date can."
        case EachState():
            if column.name != "state" or table.name in _ONE_A_CONTRACT:
                return "cannot be states_in; only the state of a table with a row for each state can."
        case _:
            pass
    return ""


def _check_texts(section: Section, column: Column, origin: Origin, formats: Formats) -> None:
    """Read the values written in the profile itself, so that a wrong one is told before any file is read."""
    plain = Constant("") if isinstance(origin, Constant) else FromColumn("")
    parse = cell_parser(column, plain, formats).parse
    for text in written_texts(origin):
        try:
            if text != FILL_IN:
                parse(text)
        except UnreadableError as error:
            raise section.error(column.name, f"holds a value that it cannot have: {error}.") from error

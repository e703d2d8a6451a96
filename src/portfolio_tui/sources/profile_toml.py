"""Reads a profile from its TOML file and refuses whatever could not work, naming file and key."""

from collections.abc import Mapping
from pathlib import Path

from portfolio_tui.portfolio.schema import FLOW_TABLES, TABLES, Column, Kind, Table, table_named
from portfolio_tui.query.nearest import or_nearest
from portfolio_tui.sources.cells import DATE_FORMATS, UnreadableError
from portfolio_tui.sources.column_parsers import cell_parser
from portfolio_tui.sources.profile import (
    QUARTER_COLUMNS,
    Constant,
    ContentKey,
    FirstOf,
    Fold,
    Formats,
    FromColumn,
    Joined,
    Layout,
    Origin,
    PeriodInFileName,
    Profile,
    Quarters,
    TableMapping,
)
from portfolio_tui.sources.readers import DELIMITERS, ENCODINGS, READERS
from portfolio_tui.sources.report_section import report_of
from portfolio_tui.sources.toml_section import Section

AMOUNT_NOTATIONS = {"1,234.56": ".", "1.234,56": ","}
MAPPABLE_TABLES = tuple(table.name for table in TABLES if table.key)


def read_profile(file: Path) -> Profile:
    """Read the profile in `file`; raises ProfileError, which names the key at fault."""
    return _profile(Section.of_file(file), file)


def profile_of_text(text: str, file: Path) -> Profile:
    """Read the profile in `text`, which errors call `file`; raises ProfileError, which names the key."""
    return _profile(Section.of_text(text, file), file)


def _profile(top: Section, file: Path) -> Profile:
    formats = _formats(top.optional_section("formats"))
    quarters = _quarters(top.optional_section("quarters"))
    tables = _tables(top, formats, has_quarters=quarters is not None)
    profile = Profile(
        name=file.stem,
        file=file,
        title=top.text("title"),
        portfolio_name=top.text("portfolio_name"),
        currency=top.text("currency", "USD"),
        notes=top.text("notes", "").strip(),
        layout=_layout(top.optional_section("file")),
        formats=formats,
        tables=tables,
        quarters=quarters,
        fold=_fold(top.optional_section("fold"), tables),
        report=report_of(top.optional_section("report"), tables, quarters),
    )
    top.finish()
    return profile


def _layout(section: Section | None) -> Layout:
    if section is None:
        return Layout()
    layout = Layout(
        format=section.optional_choice("format", READERS),
        encoding=section.optional_choice("encoding", ENCODINGS),
        delimiter=section.optional_choice("delimiter", DELIMITERS),
        records=section.optional_text("records"),
        sheet=section.optional_text("sheet"),
    )
    section.finish()
    return layout


def _formats(section: Section | None) -> Formats:
    if section is None:
        return Formats(("YYYY-MM-DD",), ".")
    dates = section.texts("dates", ("YYYY-MM-DD",))
    for name in dates:
        if name not in DATE_FORMATS:
            raise section.error("dates", f'cannot hold "{name}". {or_nearest(name, DATE_FORMATS)}')
    formats = Formats(dates, AMOUNT_NOTATIONS[section.choice("amounts", AMOUNT_NOTATIONS, "1,234.56")])
    section.finish()
    return formats


def _quarters(section: Section | None) -> Quarters | None:
    if section is None:
        return None
    amounts = section.texts("amounts")
    if len(amounts) != 4:
        raise section.error("amounts", f"must name four columns, one a quarter, not {len(amounts)}.")
    quarters = Quarters(section.text("year"), section.month("year_starts_in_month"), amounts)
    section.finish()
    return quarters


def _tables(top: Section, formats: Formats, *, has_quarters: bool) -> tuple[TableMapping, ...]:
    found = top.section("tables").sections(MAPPABLE_TABLES)
    flows = [name for name in FLOW_TABLES if name in found]
    if "contracts" not in found or len(flows) != 1:
        raise top.error("tables", "must hold contracts, and either spend or balances.")
    if has_quarters and flows != ["spend"]:
        raise top.error("quarters", "needs [tables.spend].")
    filled = QUARTER_COLUMNS if has_quarters else ()
    mappings = tuple(_mapping(table_named(name), found[name], formats, filled) for name in found)
    if has_quarters and not _has_content_key(mappings):
        raise found["spend"].error("spend_id", "must be a key_of where [quarters] makes the rows.")
    for mapping in mappings:
        _check_references(mapping, {other.table.name: other for other in mappings}, found[mapping.table.name])
    return mappings


def _mapping(table: Table, section: Section, formats: Formats, filled: tuple[str, ...]) -> TableMapping:
    filled = filled if table.name == "spend" else ()
    columns = {column.name: column for column in table.columns if column.name not in filled}
    origins: dict[str, Origin] = {}
    for name in section.names:
        if name in filled:
            raise section.error(name, "is filled by [quarters]; leave it out.")
        if name not in columns:
            raise section.error(name, f"is no column of {table.name}. {or_nearest(name, columns)}")
        origins[name] = _origin(section, columns[name], table, formats)
    for column in columns.values():
        if column.required and column.name not in origins:
            raise section.error(column.name, "is missing.")
    return TableMapping(table, origins)


def _origin(section: Section, column: Column, table: Table, formats: Formats) -> Origin:
    if isinstance(section.value(column.name), str):
        return FromColumn(section.text(column.name))
    given = section.section(column.name)
    origin = _origin_of(given)
    given.finish()
    if isinstance(origin, PeriodInFileName) and not (column.kind is Kind.DATE and table.name in FLOW_TABLES):
        raise section.error(column.name, "cannot come from the file's name; only a date of the figures can.")
    if isinstance(origin, ContentKey) and column.name != "spend_id":
        raise section.error(column.name, "cannot be a key_of; only spend_id can.")
    _check_texts(section, column, origin, formats)
    return origin


def _origin_of(given: Section) -> Origin:
    kinds = ("column", "value", "first_of", "join", "quarter_in_file_name", "key_of")
    chosen = [kind for kind in kinds if given.has(kind)]
    match chosen:
        case ["column"]:
            values = given.map_of_texts("values") if given.has("values") else None
            otherwise = given.text("otherwise", "") if values and given.has("otherwise") else None
            return FromColumn(given.text("column"), values, otherwise)
        case ["value"]:
            return Constant(given.scalar("value"))
        case ["first_of"]:
            return FirstOf(given.texts("first_of"))
        case ["join"]:
            return Joined(given.texts("join"), given.text("with", " "))
        case ["quarter_in_file_name"]:
            return _quarter_in_file_name(given)
        case ["key_of"]:
            return ContentKey(given.text("source"), given.texts("key_of"))
        case _:
            for key in given.names:
                if key not in kinds:
                    raise given.error(key, f"is not known here. {or_nearest(key, kinds)}")
            raise given.error("", f"must have exactly one of the keys {', '.join(kinds)}.")


def _quarter_in_file_name(given: Section) -> PeriodInFileName:
    pattern = given.text("quarter_in_file_name")
    for part in ("{fiscal_year}", "{quarter}"):
        if pattern.count(part) != 1:
            raise given.error("quarter_in_file_name", f'must hold {part} once, not "{pattern}".')
    return PeriodInFileName(pattern, given.month("year_starts_in_month"))


def _check_texts(section: Section, column: Column, origin: Origin, formats: Formats) -> None:
    """Read the values written in the profile itself, so that a wrong one is told before any file is read."""
    match origin:
        case Constant(text=text):
            texts, parser = [text], cell_parser(column, origin, formats)
        case FromColumn(column=source, values=Mapping() as values, otherwise=otherwise):
            texts = [text for text in [*values.values(), otherwise] if text]
            parser = cell_parser(column, FromColumn(source), formats)
        case _:
            return
    for text in texts:
        try:
            parser.parse(text)
        except UnreadableError as error:
            raise section.error(column.name, f"holds a value that it cannot have: {error}.") from error


def _check_references(mapping: TableMapping, mapped: Mapping[str, TableMapping], section: Section) -> None:
    for name, origin in mapping.origins.items():
        target = mapping.table.column(name).refers_to
        if target is None or target == "jurisdictions":
            continue
        if target not in mapped:
            raise section.error(name, f"names a row of {target}, so [tables.{target}] is needed.")
        key = mapped[target].table.key[0]
        if mapped[target].origins[key] != origin:
            raise section.error(name, f"must be mapped exactly as [tables.{target}] {key} is.")


def _has_content_key(tables: tuple[TableMapping, ...]) -> bool:
    return any(isinstance(mapping.origins.get("spend_id"), ContentKey) for mapping in tables)


def _fold(section: Section | None, tables: tuple[TableMapping, ...]) -> Fold | None:
    if section is None:
        return None
    fold = Fold(
        earliest=section.text("earliest") if section.has("earliest") else None,
        same=section.texts("same", ()),
        not_more=section.texts("not_more", ()),
        empty_if_differing=section.texts("empty_if_differing", ()),
    )
    section.finish()
    if _has_content_key(tables):
        raise section.error("", "is for rows that share a key; with a key_of each row has its own.")
    named = {
        "earliest": (fold.earliest,) if fold.earliest else (),
        "same": fold.same,
        "not_more": fold.not_more,
        "empty_if_differing": fold.empty_if_differing,
    }
    mapped = {
        f"{mapping.table.name}.{name}": mapping.table.column(name)
        for mapping in tables
        for name in mapping.origins
    }
    for key, columns in named.items():
        for column in columns:
            if column not in mapped:
                raise section.error(key, f'cannot name "{column}". {or_nearest(column, mapped)}')
            _check_folded(section, key, column, mapped[column])
    return fold


def _check_folded(section: Section, key: str, name: str, column: Column) -> None:
    if key == "earliest" and column.kind is not Kind.DATE:
        raise section.error(key, f"must name a date, which {name} is not.")
    if key == "not_more" and column.kind not in {Kind.MONEY, Kind.QUANTITY, Kind.RATE, Kind.INTEGER}:
        raise section.error(key, f"must name numbers, which {name} is not.")
    if key == "empty_if_differing" and column.required:
        raise section.error(key, f"cannot empty {name}, which every row must have.")

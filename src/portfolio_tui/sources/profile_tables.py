"""Reads from a profile which of the portfolio's tables are filled, and how."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portfolio_tui.portfolio.schema import ALLIANCE_KINDS, ALLIANCES, FLOW_TABLES, TABLES, Table, table_named
from portfolio_tui.query.nearest import or_nearest
from portfolio_tui.sources.profile import (
    FILL_IN,
    QUARTER_COLUMNS,
    Condition,
    Constant,
    ContentKey,
    Formats,
    FromColumn,
    Origin,
    RowChoice,
    TableMapping,
    WordsIn,
    columns_of,
    written_texts,
)
from portfolio_tui.sources.profile_origins import read_origin
from portfolio_tui.sources.toml_section import Section

MAPPABLE_TABLES = tuple(table.name for table in TABLES)
_NO_COLUMNS = ("rows", "gives_way")
_FILLED_ONCE = ("alliances", "contracts", *FLOW_TABLES)


@dataclass(frozen=True)
class Alliance:
    """An alliance that a profile names itself, for contracts to belong to."""

    alliance_id: str
    name: str
    kind: str
    url: str
    note: str


def read_alliances(top: Section) -> tuple[Alliance, ...]:
    """Return what the profile says of alliances in [[alliances]]."""
    kinds = (*ALLIANCE_KINDS, FILL_IN)
    alliances: list[Alliance] = []
    for section in top.records("alliances"):
        if any(section.text("id") == alliance.alliance_id for alliance in alliances):
            raise section.error("id", f'"{section.text("id")}" is there already.')
        alliances.append(
            Alliance(
                section.text("id"),
                section.text("name"),
                section.choice("kind", kinds),
                section.text("url", ""),
                section.text("note", ""),
            )
        )
        section.finish()
    return tuple(alliances)


@dataclass(frozen=True)
class Given:
    """What a profile says of all its tables together; `state` is None where it does not say."""

    formats: Formats
    has_quarters: bool
    state: str | None
    alliances: tuple[Alliance, ...]


def read_tables(top: Section, given: Given) -> tuple[TableMapping, ...]:
    """Return the mappings in [tables]; raises ProfileError, which names the key, where they cannot work."""
    sections = top.section("tables").sections_or_lists(MAPPABLE_TABLES)
    flows = [name for name in FLOW_TABLES if name in sections]
    if len(flows) > 1:
        raise top.error("tables", "must hold either spend or balances, not both.")
    if given.has_quarters and flows != ["spend"]:
        raise top.error("quarters", "needs [tables.spend].")
    mappings: list[TableMapping] = []
    for name, of_table in sections.items():
        if len(of_table) > 1 and name in _FILLED_ONCE:
            raise of_table[1].error("", f"fills {name} a second time; only what is described can be.")
        mappings += [
            replace(_mapping(table_named(name), section, given), number=number)
            for number, section in enumerate(of_table, start=1)
        ]
    if given.alliances:
        mappings = [*_alliance_mappings(top, sections, mappings, given.alliances), *mappings]
    if given.has_quarters and not _has_content_key(mappings):
        raise sections["spend"][0].error("spend_id", "must be a key_of where [quarters] makes the rows.")
    for mapping in mappings:
        if mapping.table.name in sections:
            _check_references(mapping, mappings, sections[mapping.table.name][mapping.number - 1])
    return tuple(mappings)


def _mapping(table: Table, section: Section, given: Given) -> TableMapping:
    choice = read_choice(section.optional_section("rows"))
    gives_way = section.truth("gives_way")
    if gives_way and (not table.key or table.name in FLOW_TABLES):
        raise section.error("gives_way", f"is for what is described, which {table.name} is not.")
    origins = _origins(table, section, given)
    mapping = TableMapping(table, origins, choice=choice, gives_way=gives_way)
    if mapping.states_column is not None and table.key:
        key = origins[table.key[0]]
        if mapping.states_column not in columns_of(key):
            raise section.error(table.key[0], f"must name {mapping.states_column}, to differ for each state.")
    return mapping


def _origins(table: Table, section: Section, given: Given) -> dict[str, Origin]:
    """Return where each column of a table comes from; every required one does from somewhere."""
    filled = QUARTER_COLUMNS if given.has_quarters and table.name == "spend" else ()
    columns = {column.name: column for column in table.columns if column.name not in filled}
    origins: dict[str, Origin] = {}
    for name in section.names:
        if name in _NO_COLUMNS:
            continue
        if name in filled:
            raise section.error(name, "is filled by [quarters]; leave it out.")
        if name not in columns:
            raise section.error(name, f"is no column of {table.name}. {or_nearest(name, columns)}")
        origins[name] = read_origin(section, columns[name], table, given.formats)
    origins |= {name: origin for name, origin in _given_once(table, given) if name not in origins}
    by_words = origins.get("alliance_id")
    if given.alliances and isinstance(by_words, WordsIn) and by_words.otherwise is None:
        origins["alliance_id"] = replace(by_words, otherwise=given.alliances[0].alliance_id)
    for column in columns.values():
        if column.required and column.name not in origins:
            raise section.error(column.name, "is missing.")
    return origins


def _given_once(table: Table, given: Given) -> Iterator[tuple[str, Origin]]:
    """Yield the columns that the profile gives for all tables: the state, and an only alliance."""
    names = {column.name: column.required for column in table.columns}
    if given.state is not None and "state" in names and (names["state"] or table.name == "entities"):
        yield "state", Constant(given.state)
    if len(given.alliances) == 1 and names.get("alliance_id") and table is not ALLIANCES:
        yield "alliance_id", Constant(given.alliances[0].alliance_id)


def read_choice(section: Section | None) -> RowChoice | None:
    """Return which rows a section with `only` and `never` chooses."""
    if section is None:
        return None
    only, never = (_condition(section.optional_section(key)) for key in ("only", "never"))
    section.finish()
    if only is None and never is None:
        raise section.error("", "must hold only, or never, or both.")
    return RowChoice(only, never)


def _condition(section: Section | None) -> Condition | None:
    if section is None:
        return None
    condition = Condition(section.text("column"), section.texts_or_blanks("is"))
    section.finish()
    return condition


def _alliance_mappings(
    top: Section,
    sections: Mapping[str, Sequence[Section]],
    mappings: Sequence[TableMapping],
    alliances: Sequence[Alliance],
) -> list[TableMapping]:
    """Return mappings of the table of alliances, one for each way in which other tables name them."""
    if "alliances" in sections:
        raise top.error("alliances", "and [tables.alliances] cannot both be there.")
    known = {alliance.alliance_id: alliance for alliance in alliances}
    ways: list[Origin] = []
    for mapping in mappings:
        origin = mapping.origins.get("alliance_id")
        if origin is None or origin in ways:
            continue
        section = sections[mapping.table.name][mapping.number - 1]
        if not isinstance(origin, Constant | FromColumn | WordsIn):
            raise section.error("alliance_id", "must be a value, a column or words_in beside [[alliances]].")
        for named in written_texts(origin):
            if named not in known:
                wrong = f'names the alliance "{named}", which is not in [[alliances]].'
                raise section.error("alliance_id", f"{wrong} {or_nearest(named, known)}")
        ways.append(origin)
    return [
        TableMapping(ALLIANCES, dict(_alliance_columns(way, known)), number=number)
        for number, way in enumerate(ways, start=1)
    ]


def _alliance_columns(origin: Origin, known: Mapping[str, Alliance]) -> Iterator[tuple[str, Origin]]:
    yield "alliance_id", origin
    yield "name", _renamed(origin, {each: alliance.name for each, alliance in known.items()})
    yield "kind", _renamed(origin, {each: alliance.kind for each, alliance in known.items()})
    for name in ("url", "note"):
        values = {each: getattr(alliance, name) for each, alliance in known.items()}
        if any(values.values()):
            yield name, _renamed(origin, values)


def _renamed(origin: Origin, values: Mapping[str, str]) -> Origin:
    """Return the origin of what `values` has for the value that `origin` gives."""
    match origin:
        case Constant(text=text):
            return Constant(values[text])
        case FromColumn(column=column, values=Mapping() as ids, otherwise=otherwise):
            renamed = {text: values.get(each, "") for text, each in ids.items()}
            return FromColumn(column, renamed, None if otherwise is None else values.get(otherwise, ""))
        case FromColumn(column=column):
            return FromColumn(column, values)
        case WordsIn(columns=columns, words=words, otherwise=otherwise):
            renamed = {word: values[each] for word, each in words.items()}
            return WordsIn(columns, renamed, None if otherwise is None else values[otherwise])
        case _:
            raise TypeError(f"alliances are not named by {type(origin).__name__}")


def _check_references(mapping: TableMapping, mappings: Sequence[TableMapping], section: Section) -> None:
    for name, origin in mapping.origins.items():
        target = mapping.table.column(name).refers_to
        if target is None or target == "jurisdictions":
            continue
        keys = [other.origins[other.table.key[0]] for other in mappings if other.table.name == target]
        if not keys:
            raise section.error(name, f"names a row of {target}, so [tables.{target}] is needed.")
        if origin not in keys:
            key = table_named(target).key[0]
            raise section.error(name, f"must be mapped exactly as [tables.{target}] {key} is.")


def _has_content_key(tables: Sequence[TableMapping]) -> bool:
    return any(isinstance(mapping.origins.get("spend_id"), ContentKey) for mapping in tables)

"""Reads a profile from its TOML file and refuses whatever could not work, naming file and key."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from portfolio_tui.query.nearest import or_nearest
from portfolio_tui.sources.cells import DATE_FORMATS, UnreadableError
from portfolio_tui.sources.ocds.section import (
    ONE_PROCESS,
    open_contracting_tables,
    read_open_contracting,
)
from portfolio_tui.sources.ocds.settings import FORMAT
from portfolio_tui.sources.profile import FILL_IN, Formats, Layout, Profile, Quarters, written_texts
from portfolio_tui.sources.profile_fold import read_fold
from portfolio_tui.sources.profile_tables import Given, read_alliances, read_choice, read_tables
from portfolio_tui.sources.readers import DELIMITERS, ENCODINGS, READERS
from portfolio_tui.sources.report_section import report_of
from portfolio_tui.sources.states import state_code
from portfolio_tui.sources.toml_section import Section

TOP_KEYS = (
    "title",
    "portfolio_name",
    "currency",
    "notes",
    "state",
    "alliances",
    "file",
    "formats",
    "headings",
    "rows",
    "tables",
    "quarters",
    "fold",
    "report",
    FORMAT,
)
"""What a profile may hold at its top."""

AMOUNT_NOTATIONS = {"1,234.56": ".", "1.234,56": ","}


def read_profile(file: Path) -> Profile:
    """Read the profile in `file`; raises ProfileError, which names the key at fault."""
    return _profile(Section.of_file(file), file)


def profile_of_text(text: str, file: Path) -> Profile:
    """Read the profile in `text`, which errors call `file`; raises ProfileError, which names the key."""
    return _profile(Section.of_text(text, file), file)


def _profile(top: Section, file: Path) -> Profile:
    top.know(TOP_KEYS)
    formats = _formats(top.optional_section("formats"))
    quarters = _quarters(top.optional_section("quarters"))
    of_file = top.optional_section("file")
    may_lack = () if of_file is None else of_file.texts("may_lack", ())
    layout = _layout(of_file)
    state = top.optional_text("state") if layout.format == FORMAT else _state(top)
    given = Given(formats, quarters is not None, state, read_alliances(top))
    ocds = read_open_contracting(top, given) if layout.format == FORMAT else None
    tables = read_tables(top, given) if ocds is None else open_contracting_tables()
    profile = Profile(
        name=file.stem,
        file=file,
        title=top.text("title"),
        portfolio_name=top.text("portfolio_name"),
        currency=top.text("currency", "USD" if ocds is None else ""),
        notes=top.text("notes", "").strip(),
        layout=layout,
        formats=formats,
        tables=tables,
        quarters=quarters,
        fold=read_fold(top.optional_section("fold"), tables),
        ocds=ocds,
        choice=read_choice(top.optional_section("rows")),
        report=report_of(top.optional_section("report"), tables, quarters) if ocds is None else ONE_PROCESS,
    )
    other_headings = _other_headings(top.optional_section("headings"), profile)
    for column in may_lack:
        if of_file is not None and column not in profile.file_columns():
            raise of_file.error("may_lack", _not_used(column, profile))
    top.finish()
    profile = replace(profile, other_headings=other_headings, may_lack=may_lack)
    return replace(profile, unfinished=tuple(_unfinished(profile, given)))


def _state(top: Section) -> str | None:
    text = top.optional_text("state")
    if text is None or text == FILL_IN:
        return text
    try:
        return state_code(text)
    except UnreadableError as error:
        raise top.error("state", f"cannot be that: {error}.") from error


def _unfinished(profile: Profile, given: Given) -> Iterator[str]:
    """Yield the keys that a guess left to be filled in."""
    if FILL_IN in {profile.title, profile.portfolio_name, profile.currency}:
        yield "title, portfolio_name or currency"
    if given.state == FILL_IN:
        yield "state"
    if profile.ocds is not None and profile.ocds.place == FILL_IN:
        yield "ocds.place"
    for alliance in given.alliances:
        fields = {"id": alliance.alliance_id, "name": alliance.name, "kind": alliance.kind}
        yield from (f"alliances.{key}" for key, text in fields.items() if text == FILL_IN)
    of_alliances = {"alliance_id", "name", "kind"} if given.alliances else set()
    for mapping in profile.tables:
        for name, origin in mapping.origins.items():
            is_told = name in of_alliances or (name == "state" and given.state == FILL_IN)
            if FILL_IN in written_texts(origin) and not is_told:
                yield f"tables.{mapping.table.name}.{name}"


def _other_headings(section: Section | None, profile: Profile) -> dict[str, tuple[str, ...]]:
    if section is None:
        return {}
    for column in section.names:
        if column not in profile.file_columns():
            raise section.error(column, _not_used(column, profile))
    return {column: section.texts(column) for column in section.names}


def _not_used(column: str, profile: Profile) -> str:
    return f'names "{column}", a column that no table takes. {or_nearest(column, profile.file_columns())}'


def _layout(section: Section | None) -> Layout:
    if section is None:
        return Layout()
    layout = Layout(
        format=section.optional_choice("format", (*READERS, FORMAT)),
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

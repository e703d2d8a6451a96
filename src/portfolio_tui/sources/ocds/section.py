"""Reads what a profile says of files in the Open Contracting Data Standard."""

import re

from portfolio_tui.portfolio.schema import table_named
from portfolio_tui.sources.cells import UnreadableError
from portfolio_tui.sources.ocds.settings import OCID, TABLES, OpenContracting
from portfolio_tui.sources.profile import FILL_IN, Report, TableMapping
from portfolio_tui.sources.profile_tables import Given
from portfolio_tui.sources.states import state_code
from portfolio_tui.sources.toml_section import Section

ONE_PROCESS = Report(same=(OCID,))
"""What is read of a process is all that there is of it: an import brings each process whole."""

_OTHER_PLACE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


def read_open_contracting(top: Section, given: Given) -> OpenContracting:
    """Return the settings of a profile whose format is `ocds`; raises ProfileError, which names the key."""
    if len(given.alliances) != 1:
        raise top.error("alliances", "must name the one alliance whose contracts the files hold.")
    if top.has("tables"):
        raise top.error("tables", "is for files of columns; the standard itself says what feeds which table.")
    section = top.optional_section("ocds")
    place = prefix = None
    if section is not None:
        place, prefix = section.optional_text("place"), section.optional_text("ocid_prefix")
        section.finish()
    (alliance,) = given.alliances
    state = _state(top, given.state, place)
    return OpenContracting(
        alliance.alliance_id,
        alliance.name,
        alliance.kind,
        alliance.url,
        alliance.note,
        state=state,
        place=place,
        ocid_prefix=prefix,
    )


def open_contracting_tables() -> tuple[TableMapping, ...]:
    """Return the tables that the standard fills, each without columns of a file."""
    return tuple(TableMapping(table_named(name), {}) for name in TABLES)


def _state(top: Section, text: str | None, place: str | None) -> str | None:
    if text is None or text == FILL_IN:
        return text
    try:
        return state_code(text)
    except UnreadableError as error:
        if not _OTHER_PLACE.fullmatch(text):
            message = f"is wrong: {error}, nor the code of another place as ISO 3166-2 writes it, MX-CMX."
            raise top.error("state", message) from error
    if place is None:
        raise top.error("state", f'is no state of the US, so [ocds] place must say what "{text}" is called.')
    return text

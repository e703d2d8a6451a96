"""Reads the section `[report]` of a profile: what one report is, and which version of it is newer."""

from collections.abc import Sequence

from portfolio_tui.portfolio.schema import Kind
from portfolio_tui.query.nearest import or_nearest
from portfolio_tui.sources.profile import QUARTER_COLUMNS, Quarters, Report, TableMapping
from portfolio_tui.sources.toml_section import Section


def report_of(
    section: Section | None, tables: Sequence[TableMapping], quarters: Quarters | None
) -> Report | None:
    """Return what the section says, or None without one; raises ProfileError, which names the key."""
    if section is None:
        return None
    same, version = section.texts("same"), section.optional_text("version")
    section.finish()
    flow = next((mapping for mapping in tables if mapping.is_flow), None)
    if flow is None:
        raise section.error("", "is about figures, so [tables.spend] or [tables.balances] is needed.")
    name = flow.table.name
    filled = [*flow.origins, *(QUARTER_COLUMNS if quarters is not None else ())]
    columns = {f"{name}.{column}": flow.table.column(column) for column in filled}
    for key, given in (("same", same), ("version", () if version is None else (version,))):
        for column in given:
            if column not in columns:
                raise section.error(key, f'cannot name "{column}". {or_nearest(column, columns)}')
    if version is not None and columns[version].kind is not Kind.DATE:
        raise section.error("version", f"must name a date, which {version} is not.")
    bare = tuple(columns[column].name for column in same)
    return Report(bare, None if version is None else columns[version].name)

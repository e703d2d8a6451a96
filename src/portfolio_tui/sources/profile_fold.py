"""Reads the section `[fold]` of a profile: how rows with the same key become one record."""

from collections.abc import Sequence

from portfolio_tui.portfolio.schema import Column, Kind
from portfolio_tui.query.nearest import or_nearest
from portfolio_tui.sources.profile import Fold, TableMapping, key_of
from portfolio_tui.sources.toml_section import Section


def read_fold(section: Section | None, tables: Sequence[TableMapping]) -> Fold | None:
    """Return what the section says, or None without one; raises ProfileError, which names the key."""
    if section is None:
        return None
    fold = Fold(
        earliest=section.optional_text("earliest"),
        latest=section.optional_text("latest"),
        same=section.texts("same", ()),
        not_more=section.texts("not_more", ()),
        empty_if_differing=section.texts("empty_if_differing", ()),
        together=section.texts("together", ()),
    )
    section.finish()
    if key_of(tables) == ():
        raise section.error("", "is for rows that share a key; with a key_of each row has its own.")
    if fold.earliest and fold.latest:
        raise section.error("latest", "and earliest cannot both be there.")
    named = {
        "earliest": (fold.earliest,) if fold.earliest else (),
        "latest": (fold.latest,) if fold.latest else (),
        "same": fold.same,
        "not_more": fold.not_more,
        "empty_if_differing": fold.empty_if_differing,
        "together": fold.together,
    }
    mapped = {
        f"{mapping.prefix}.{name}": mapping.table.column(name)
        for mapping in tables
        for name in mapping.origins
        if mapping.states_column is None
    }
    for key, columns in named.items():
        for column in columns:
            if column not in mapped:
                raise section.error(key, f'cannot name "{column}". {or_nearest(column, mapped)}')
            _check_folded(section, key, column, mapped[column])
    return fold


def _check_folded(section: Section, key: str, name: str, column: Column) -> None:
    if key in {"earliest", "latest"} and column.kind is not Kind.DATE:
        raise section.error(key, f"must name a date, which {name} is not.")
    if key == "not_more" and column.kind not in {Kind.MONEY, Kind.QUANTITY, Kind.RATE, Kind.INTEGER}:
        raise section.error(key, f"must name numbers, which {name} is not.")
    if key == "empty_if_differing" and column.required:
        raise section.error(key, f"cannot empty {name}, which every row must have.")
    if key == "together" and (column.kind is not Kind.TEXT or column.choices or column.refers_to):
        raise section.error(key, f"must name free text, which {name} is not.")

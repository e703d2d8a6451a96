"""Reads tables that have a record for each state in a list: their columns hold lists, one element a state."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from portfolio_tui.sources.column_parsers import cell_parser
from portfolio_tui.sources.column_reading import Reading, clean, read_column
from portfolio_tui.sources.profile import ContentKey, Formats, TableMapping
from portfolio_tui.sources.readers.source_rows import SourceRows
from portfolio_tui.sources.states import listed_states

_TEXT = "text"
_STATES = "states"
_UNREAD = "unread"
_PLACE = "place in the file"


@dataclass(frozen=True)
class StateLists:
    """The columns of one table, each a list with an element a state, and the readings to take notes from."""

    columns: tuple[pl.Series, ...]
    readings: tuple[Reading, ...]


def read_state_lists(source: SourceRows, mapping: TableMapping, formats: Formats) -> StateLists:
    """Read a table whose records are the states that its `states_column` lists in each row."""
    column = mapping.states_column
    if column is None:
        raise ValueError(f"{mapping.prefix} lists no states")
    texts = source.texts.select(clean(column).alias(_TEXT)).to_series()
    read = texts.to_frame().join(_read(texts), on=_TEXT, how="left", maintain_order="left")
    each = pl.DataFrame({_PLACE: pl.int_range(texts.len(), eager=True), _STATES: read[_STATES]})
    each = each.explode(_STATES).drop_nulls(_STATES)
    places = each[_PLACE]
    single = replace(
        source,
        texts=source.texts[places].with_columns(each[_STATES].alias(column)),
        positions=source.positions[places],
    )
    columns = list(_columns(single, mapping, formats, places, texts.len()))
    return StateLists(tuple(columns), (_faults(mapping, column, texts, read),))


def _read(texts: pl.Series) -> pl.DataFrame:
    """Return for each distinct text the states that it lists and the parts that name none."""
    distinct = texts.drop_nulls().unique().to_list()
    read = [listed_states(text) for text in distinct]
    schema = {_TEXT: pl.String(), _STATES: pl.List(pl.String()), _UNREAD: pl.List(pl.String())}
    return pl.DataFrame(
        {
            _TEXT: distinct,
            _STATES: [list(codes) for codes, _ in read],
            _UNREAD: [list(unread) for _, unread in read],
        },
        schema=schema,
    )


def _columns(
    single: SourceRows, mapping: TableMapping, formats: Formats, places: pl.Series, height: int
) -> Iterator[pl.Series]:
    for name, origin in mapping.origins.items():
        if isinstance(origin, ContentKey):
            continue
        column = mapping.table.column(name)
        label = f"{mapping.prefix}.{name}"
        parser = cell_parser(column, origin, formats)
        values = read_column(single, label, origin, parser, column.kind, is_essential=False).values
        lists = pl.DataFrame({_PLACE: places, label: values}).group_by(_PLACE, maintain_order=True).all()
        rows = pl.DataFrame({_PLACE: pl.int_range(height, eager=True)})
        yield rows.join(lists, on=_PLACE, how="left", maintain_order="left")[label]


def _faults(mapping: TableMapping, column: str, texts: pl.Series, read: pl.DataFrame) -> Reading:
    unread = read[_UNREAD].list.join(", ")
    reasons = read.select(
        pl.when(unread != "").then(pl.format("holds {}, which names no state", unread))
    ).to_series()
    name = f"{mapping.prefix}.{column}"
    return Reading(name, column, texts, texts, reasons, is_essential=False)

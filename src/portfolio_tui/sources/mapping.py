"""Maps the rows of a file to typed values, and tells apart the rows that cannot be read.

A row is set aside when something it cannot do without is unreadable or missing: an amount, or a required
column of a table that it feeds. Any other unreadable value leaves its cell empty, and is noted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from portfolio_tui.portfolio.schema import Column, Kind
from portfolio_tui.sources.cells import parse_year, shown
from portfolio_tui.sources.column_parsers import CellParser, amount_parser, cell_parser
from portfolio_tui.sources.column_reading import Reading, clean, cleaned, is_chosen, read_column
from portfolio_tui.sources.naming import columns_of_profile
from portfolio_tui.sources.profile import Constant, ContentKey, FromColumn, Profile, RowChoice, TableMapping
from portfolio_tui.sources.readers.headings import NUMBERS_OF_ROWS
from portfolio_tui.sources.readers.source_rows import RAW_TEXT, SOURCE_ROW, SourceRows
from portfolio_tui.sources.state_lists import read_state_lists

NOTE_SCHEMA = {SOURCE_ROW: pl.Int64(), "column": pl.String(), RAW_TEXT: pl.String(), "reason": pl.String()}
"""What is noted of a row set aside or of a cell not read; `raw_text` is the row's or the cell's."""

QUARTER_YEAR = "quarters.year"
QUARTER_AMOUNTS = tuple(f"quarters.{number}" for number in (1, 2, 3, 4))
KEY_TEXT = "key_text"
"""The texts from which `spend_id` is made, put together."""

PRICES = ("unit_price", "list_price", "contract_price")
"""Money that is never summed: where one cannot be read, its cell is left empty."""

_DAYS_OF_FIGURES = ("spend.spent_on", "balances.as_of")

KEY_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class MappedRows:
    """The rows of one file as values, in columns named `table.column`, and what could not be read."""

    rows: pl.DataFrame
    set_aside: pl.DataFrame
    cells: pl.DataFrame


def map_rows(source: SourceRows, profile: Profile) -> MappedRows:
    """Read every cell that the profile names. Raises SourceError when the file lacks one of its columns."""
    source = _with_columns_of(source, profile)
    source, left_out = _chosen(source, profile.choice)
    readings = list(_readings(source, profile))
    rows = source.positions.with_columns([reading.values.alias(reading.name) for reading in readings])
    for mapping in profile.tables:
        if mapping.states_column is not None:
            lists = read_state_lists(source, mapping, profile.formats)
            rows = rows.with_columns(lists.columns)
            readings += lists.readings
    rows = _without_rows_not_chosen(rows, source, profile)
    key = None if profile.flow is None else profile.flow.origins.get("spend_id")
    if isinstance(key, ContentKey):
        rows = rows.with_columns(_key_text(source.texts, key).alias(KEY_TEXT))
    faults = _rows_set_aside(source, rows, profile, readings)
    set_aside = pl.concat([left_out, faults]).sort(SOURCE_ROW)
    is_kept = ~pl.col(SOURCE_ROW).is_in(set_aside[SOURCE_ROW].to_list())
    noted = (note for each in readings if not each.is_essential for note in _unread(source, each))
    cells = pl.concat([pl.DataFrame(schema=NOTE_SCHEMA), *noted, *_under_no_heading(source)])
    kept = rows.filter(is_kept) if set_aside.height else rows
    return MappedRows(kept, set_aside, cells.filter(is_kept).unique(maintain_order=True))


def rejected_rows(source: SourceRows) -> pl.DataFrame:
    """Return the records that are no rows as rows set aside."""
    return pl.DataFrame(
        [(row.source_row, None, row.raw_text, row.reason) for row in source.rejected],
        schema=NOTE_SCHEMA,
        orient="row",
    )


def _with_columns_of(source: SourceRows, profile: Profile) -> SourceRows:
    """Return the rows with every column that the profile names, under the name that it has for it, clean."""
    found = columns_of_profile(source.file_name, source.texts.columns, source.repeated, profile)
    others = [name for name in source.unnamed if name not in found.values()]
    lacking = [name for name in profile.file_columns() if name not in found]
    texts = source.texts.select(
        *(pl.col(heading).alias(column) for column, heading in found.items()),
        *(pl.lit(None, pl.String).alias(column) for column in lacking),
        *others,
    )
    return replace(source, texts=cleaned(texts, have_only_spaces=source.have_only_spaces))


def _chosen(source: SourceRows, choice: RowChoice | None) -> tuple[SourceRows, pl.DataFrame]:
    """Return the rows that a profile takes for records, and notes of those that it leaves out."""
    notes = pl.DataFrame(schema=NOTE_SCHEMA)
    if choice is None:
        return source, notes
    mask = source.texts.select(is_chosen(choice).alias("is_chosen")).to_series()
    for condition, told in ((choice.only, "is not"), (choice.never, "is")):
        if condition is not None:
            left = (
                ~is_chosen(RowChoice(only=condition))
                if told == "is not"
                else ~is_chosen(RowChoice(never=condition))
            )
            names = " or ".join(shown(text) if text else "empty" for text in condition.texts)
            reason = f"the profile leaves out rows whose {condition.column} {told} {names}"
            told_mask = source.texts.select(left.alias("left")).to_series()
            notes = pl.concat([notes, _note(source, told_mask, condition.column, reason)])
    kept = replace(source, texts=source.texts.filter(mask), positions=source.positions.filter(mask))
    return kept, notes.unique(SOURCE_ROW, keep="first", maintain_order=True)


def _rows_of(source: SourceRows, mapping: TableMapping) -> SourceRows:
    """Return the rows with empty texts where they do not feed the table."""
    if mapping.choice is None:
        return source
    return replace(source, texts=source.texts.with_columns(pl.when(is_chosen(mapping.choice)).then(pl.all())))


def _without_rows_not_chosen(rows: pl.DataFrame, source: SourceRows, profile: Profile) -> pl.DataFrame:
    """Empty the columns of tables that take some rows only where a row is none of those.

    The day of the figures stays: it is also that of what the row describes.
    """
    for mapping in profile.tables:
        if mapping.choice is not None:
            mask = source.texts.select(is_chosen(mapping.choice).alias("is_chosen")).to_series()
            of_table = [name for name in rows.columns if name.startswith(f"{mapping.prefix}.")]
            names = [name for name in of_table if name not in _DAYS_OF_FIGURES]
            rows = rows.with_columns(pl.when(mask).then(pl.col(name)).alias(name) for name in names)
    return rows


def _readings(source: SourceRows, profile: Profile) -> Iterator[Reading]:
    read: dict[str, Reading] = {}
    for mapping in profile.tables:
        if mapping.states_column is not None:
            continue
        chosen = _rows_of(source, mapping)
        for name, origin in mapping.origins.items():
            if not isinstance(origin, ContentKey):
                column = mapping.table.column(name)
                label, is_essential = f"{mapping.prefix}.{name}", _is_essential(column, mapping)
                alike = repr((origin, column.kind, column.refers_to, column.choices, mapping.choice))
                if alike not in read or isinstance(origin, Constant):
                    parser = cell_parser(column, origin, profile.formats)
                    read[alike] = read_column(
                        chosen, label, origin, parser, column.kind, is_essential=is_essential
                    )
                yield replace(read[alike], name=label, is_essential=is_essential)
    if profile.quarters is not None:
        year = FromColumn(profile.quarters.year_column)
        yield read_column(source, QUARTER_YEAR, year, CellParser(parse_year), Kind.INTEGER, is_essential=True)
        amount = amount_parser(profile.formats)
        for name, column_name in zip(QUARTER_AMOUNTS, profile.quarters.amount_columns, strict=True):
            yield read_column(source, name, FromColumn(column_name), amount, Kind.MONEY, is_essential=True)


def _is_essential(column: Column, mapping: TableMapping) -> bool:
    """Tell whether a row cannot do without the column: tables without a key go without the record instead."""
    is_summed = column.kind is Kind.MONEY and column.name not in PRICES
    return (column.required and bool(mapping.table.key)) or is_summed


def _key_text(texts: pl.DataFrame, key: ContentKey) -> pl.Series:
    cells = [pl.col(column).fill_null("") for column in key.columns]
    together = pl.concat_str([pl.lit(key.source), *cells], separator=KEY_SEPARATOR)
    return texts.select(together.alias(KEY_TEXT)).to_series()


def _rows_set_aside(
    source: SourceRows, rows: pl.DataFrame, profile: Profile, readings: list[Reading]
) -> pl.DataFrame:
    """Return one note for each row that lacks something essential, with all that is wrong with it."""
    faults = [pl.DataFrame(schema=NOTE_SCHEMA)]
    faults += [note for each in readings if each.is_essential for note in _unread(source, each)]
    labels = {reading.name: reading.label for reading in readings}
    readings_by_name = {reading.name: reading for reading in readings}
    for mapping in profile.tables:
        for name in _required(mapping, labels):
            if not rows[name].null_count():
                continue
            is_missing = _is_empty(rows, readings_by_name[name]) & _feeds(source, rows, profile, mapping)
            faults.append(_note(source, is_missing, labels[name], reason="is empty"))
    if profile.quarters is not None:
        is_missing = _is_empty(rows, readings_by_name[QUARTER_YEAR])
        faults.append(_note(source, is_missing, labels[QUARTER_YEAR], reason="is empty"))
    return (
        pl.concat(faults)
        .unique(maintain_order=True)
        .group_by(SOURCE_ROW, maintain_order=True)
        .agg(
            pl.col("column").unique(maintain_order=True).str.join(", "),
            pl.col("reason").unique(maintain_order=True).str.join("; "),
        )
        .join(source.positions, on=SOURCE_ROW)
        .select(*NOTE_SCHEMA)
        .sort(SOURCE_ROW)
    )


def _required(mapping: TableMapping, labels: dict[str, str]) -> list[str]:
    if not mapping.table.key:
        return []
    names = [f"{mapping.prefix}.{column.name}" for column in mapping.table.required_columns]
    return [name for name in names if name in labels]


def _feeds(source: SourceRows, rows: pl.DataFrame, profile: Profile, mapping: TableMapping) -> pl.Series:
    """Tell for each row whether it gives the table a record: others than the main one where they have a key.

    The main table is that of the figures; of a list without figures, that of the contracts.
    """
    is_main = mapping.is_flow or (profile.flow is None and mapping.table.name == "contracts")
    if is_main and mapping.choice is not None:
        return source.texts.select(is_chosen(mapping.choice).alias("feeds")).to_series()
    if is_main:
        return pl.repeat(value=True, n=rows.height, eager=True)
    return rows[f"{mapping.prefix}.{mapping.table.key[0]}"].is_not_null()


def _is_empty(rows: pl.DataFrame, reading: Reading) -> pl.Series:
    """Tell for each row whether it has no value there, nor a text that could not be read."""
    is_empty = rows[reading.name].is_null()
    return is_empty if reading.reasons is None else is_empty & reading.reasons.is_null()


def _unread(source: SourceRows, reading: Reading) -> Iterator[pl.DataFrame]:
    """Yield the notes of the texts that could not be read, where there are any."""
    if reading.reasons is not None:
        is_unread = reading.reasons.is_not_null()
        yield _note(source, is_unread, reading.label, reading.reasons, reading.texts)


def _under_no_heading(source: SourceRows) -> Iterator[pl.DataFrame]:
    """Yield notes of values under no heading; in front of all headings these are the rows' numbers."""
    for name in source.unnamed:
        if name == NUMBERS_OF_ROWS:
            continue
        texts = source.texts.select(clean(name)).to_series()
        reason = "stands under no heading; the row may be shifted"
        yield _note(source, texts.is_not_null(), name, reason, texts)


def _note(
    source: SourceRows,
    mask: pl.Series,
    label: str,
    reason: str | pl.Series,
    texts: pl.Series | None = None,
) -> pl.DataFrame:
    return source.positions.select(
        SOURCE_ROW,
        pl.lit(label).alias("column"),
        (pl.col(RAW_TEXT) if texts is None else texts.alias(RAW_TEXT)),
        (pl.lit(reason) if isinstance(reason, str) else reason).alias("reason"),
    ).filter(mask)

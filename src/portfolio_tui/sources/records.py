"""Makes the records of the portfolio's tables out of the rows of a file."""

import hashlib
from collections.abc import Mapping

import polars as pl

from portfolio_tui.portfolio.schema import Table
from portfolio_tui.sources.calendar import quarter_bounds
from portfolio_tui.sources.folding import FoldedRows
from portfolio_tui.sources.mapping import KEY_SEPARATOR, KEY_TEXT, QUARTER_AMOUNTS, QUARTER_YEAR
from portfolio_tui.sources.profile import QUARTER_COLUMNS, ContentKey, Profile, Quarters, TableMapping
from portfolio_tui.sources.readers.source_rows import RAW_TEXT, SOURCE_ROW

SOURCE_FILE = "source_file"
REPORTED_ON = "reported_on"
"""A further column of the tables that describe: the day of the newest report behind a row."""

_ID_BYTES = 12


def records_by_table(rows: FoldedRows, profile: Profile, file_name: str) -> Mapping[str, pl.DataFrame]:
    """Return the records of each table that the profile maps, one a key.

    The figures and the contracts come from the rows kept; vendors, entities and alliances from the folded
    ones too, so that a vendor named only on a folded line is not lost.
    """
    kept = _told_apart(rows.kept, profile)
    everything = pl.concat([rows.kept, rows.folded])
    if profile.quarters is None:
        figures = kept
        days = everything.select(SOURCE_ROW, _day_of(profile).alias(REPORTED_ON))
    else:
        figures = _quarterly(kept, profile.quarters)
        days = _newest_quarters(figures)
    records: dict[str, pl.DataFrame] = {}
    for mapping in profile.described:
        of_rows = rows.kept if mapping.table.name == "contracts" else everything
        further = [_described(of_rows, mapping, days)]
        if mapping.table.name in records:
            further.insert(0, records[mapping.table.name])
        records[mapping.table.name] = _newest(pl.concat(further, how="diagonal"), mapping.table)
    if profile.flow is not None:
        records[profile.flow.table.name] = _figures(figures, profile, profile.flow, file_name)
    return records


def _told_apart(rows: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Add to the texts from which ids are made how often they stood in the file before.

    Identical lines of one report are legitimate and stay apart; read again, each gets the same id.
    """
    if KEY_TEXT not in rows.columns:
        return rows
    same = [KEY_TEXT] if profile.quarters is None else [KEY_TEXT, QUARTER_YEAR]
    occurrence = pl.int_range(pl.len()).over(same).cast(pl.String)
    return rows.with_columns(pl.concat_str(KEY_TEXT, occurrence, separator=KEY_SEPARATOR).alias(KEY_TEXT))


def _day_of(profile: Profile) -> pl.Expr:
    if profile.flow is None:
        return pl.lit(profile.report_day, dtype=pl.Date)
    return pl.col("balances.as_of" if profile.flow.table.name == "balances" else "spend.spent_on")


def _newest_quarters(figures: pl.DataFrame) -> pl.DataFrame:
    """Return for each row of the file its last quarter with an amount; quarters of 0.00 do not count."""
    spent = figures.filter(pl.col("spend.amount") != 0)
    return spent.group_by(SOURCE_ROW).agg(pl.col("spend.spent_on").max().alias(REPORTED_ON))


def _quarterly(rows: pl.DataFrame, quarters: Quarters) -> pl.DataFrame:
    """Return a row for each quarter of each row that holds an amount, its days beside it."""
    rows = rows.drop(RAW_TEXT)
    unpivoted = rows.unpivot(
        on=QUARTER_AMOUNTS,
        index=[name for name in rows.columns if name not in QUARTER_AMOUNTS],
        variable_name="quarter",
        value_name="spend.amount",
    ).filter(pl.col("spend.amount").is_not_null())
    return unpivoted.join(_quarter_days(rows, quarters), on=[QUARTER_YEAR, "quarter"]).with_columns(
        pl.col("spend.period_end").alias("spend.spent_on"),
        pl.lit("quarter").alias("spend.grain"),
        pl.concat_str(KEY_TEXT, QUARTER_YEAR, "quarter", separator=KEY_SEPARATOR).alias(KEY_TEXT),
    )


def _quarter_days(rows: pl.DataFrame, quarters: Quarters) -> pl.DataFrame:
    days = [
        (year, name, *quarter_bounds(year, quarter, quarters.year_starts_in_month))
        for year in rows[QUARTER_YEAR].unique().sort().to_list()
        for quarter, name in enumerate(QUARTER_AMOUNTS, start=1)
    ]
    schema = {
        QUARTER_YEAR: pl.Int64,
        "quarter": pl.String,
        "spend.period_start": pl.Date,
        "spend.period_end": pl.Date,
    }
    return pl.DataFrame(days, schema=schema, orient="row")


def _described(rows: pl.DataFrame, mapping: TableMapping, days: pl.DataFrame) -> pl.DataFrame:
    """Return a record for each row that names one, with the row and its day."""
    records = rows.join(days, on=SOURCE_ROW, how="left").select(SOURCE_ROW, REPORTED_ON, *_columns(mapping))
    if mapping.states_column is not None:
        lists = [name for name in records.columns if name not in {SOURCE_ROW, REPORTED_ON}]
        records = records.explode(lists)
    needed = [column.name for column in mapping.table.required_columns if not mapping.table.key]
    return records.drop_nulls([mapping.table.key[0]] if mapping.table.key else needed)


def _newest(records: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return one record for each key, that of the newest row that names it; without a key, each once."""
    key = list(table.key) or [name for name in records.columns if name not in {SOURCE_ROW, REPORTED_ON}]
    return (
        records.sort(pl.col(REPORTED_ON), SOURCE_ROW, descending=[True, False], nulls_last=True)
        .unique(key, keep="first", maintain_order=True)
        .drop(SOURCE_ROW)
    )


def _figures(figures: pl.DataFrame, profile: Profile, flow: TableMapping, file_name: str) -> pl.DataFrame:
    columns = _columns(flow)
    if profile.quarters is not None:
        columns += [pl.col(f"spend.{name}").alias(name) for name in QUARTER_COLUMNS]
    if KEY_TEXT in figures.columns:
        ids = [_digest(text) for text in figures[KEY_TEXT].to_list()]
        figures = figures.with_columns(pl.Series("spend_id", ids, pl.String))
        columns.append(pl.col("spend_id"))
    records = figures.select(*columns, SOURCE_ROW, pl.lit(file_name).alias(SOURCE_FILE))
    if flow.choice is None:
        return records
    return records.drop_nulls([name for name in records.columns if flow.table.column(name).required])


def _columns(mapping: TableMapping) -> list[pl.Expr]:
    return [
        pl.col(f"{mapping.prefix}.{name}").alias(name)
        for name, origin in mapping.origins.items()
        if not isinstance(origin, ContentKey)
    ]


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=_ID_BYTES).hexdigest()

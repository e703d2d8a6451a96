"""Makes the records of the table of figures out of the rows of a file."""

import polars as pl

from portfolio_tui.sources.calendar import quarter_bounds
from portfolio_tui.sources.mapping import QUARTER_AMOUNTS, QUARTER_YEAR
from portfolio_tui.sources.profile import QUARTER_COLUMNS, ContentKey, Quarters, TableMapping
from portfolio_tui.sources.readers.source_rows import RAW_TEXT, SOURCE_ROW

SOURCE_FILE = "source_file"
REPORTED_ON = "reported_on"
"""A further column of the tables that describe: the day of the newest report behind a row."""

CONTENT_ID = "content_id"
"""The id that the texts of a row make, the same for identical lines."""

OCCURRENCE = "occurrence"
"""How many identical lines the file has up to a row, the row among them."""

_QUARTER = "quarter"


def figures_of(
    rows: pl.DataFrame, flow: TableMapping, quarters: Quarters | None, file_name: str
) -> pl.DataFrame:
    """Return the records of the table of figures, typed as it is; with quarters, one for each amount.

    The ids that are made of texts tell identical lines of one report apart: they are legitimate and stay.
    """
    columns = columns_of_table(flow)
    if quarters is not None:
        rows = _quarterly(rows, quarters)
        columns += [pl.col(f"spend.{name}").alias(name) for name in QUARTER_COLUMNS]
    if CONTENT_ID in rows.columns:
        quarter = pl.col(_QUARTER).str.replace("quarters.", "-Q", literal=True)
        content_id = pl.col(CONTENT_ID) if quarters is None else pl.concat_str(CONTENT_ID, quarter)
        columns.append(_told_apart(content_id).alias("spend_id"))
    records = rows.select(*columns, SOURCE_ROW, pl.lit(file_name).alias(SOURCE_FILE))
    if flow.choice is None:
        return records
    return records.drop_nulls([name for name in records.columns if flow.table.column(name).required])


def columns_of_table(mapping: TableMapping) -> list[pl.Expr]:
    """Return the columns of a table out of rows that have them as `table.column`."""
    return [
        pl.col(f"{mapping.prefix}.{name}").alias(name)
        for name, origin in mapping.origins.items()
        if not isinstance(origin, ContentKey)
    ]


def _told_apart(content_id: pl.Expr) -> pl.Expr:
    """Return ids that end in `-2`, `-3` for the second and third of identical lines."""
    return (
        pl.when(pl.col(OCCURRENCE) > 1).then(pl.format("{}-{}", content_id, OCCURRENCE)).otherwise(content_id)
    )


def _quarterly(rows: pl.DataFrame, quarters: Quarters) -> pl.DataFrame:
    """Return a row for each quarter of each row that holds an amount, its days beside it."""
    rows = rows.drop(RAW_TEXT)
    unpivoted = rows.unpivot(
        on=QUARTER_AMOUNTS,
        index=[name for name in rows.columns if name not in QUARTER_AMOUNTS],
        variable_name=_QUARTER,
        value_name="spend.amount",
    ).filter(pl.col("spend.amount").is_not_null())
    return unpivoted.join(_quarter_days(rows, quarters), on=[QUARTER_YEAR, _QUARTER]).with_columns(
        pl.col("spend.period_end").alias("spend.spent_on"), pl.lit("quarter").alias("spend.grain")
    )


def _quarter_days(rows: pl.DataFrame, quarters: Quarters) -> pl.DataFrame:
    days = [
        (year, name, *quarter_bounds(year, quarter, quarters.year_starts_in_month))
        for year in rows[QUARTER_YEAR].unique().sort().to_list()
        for quarter, name in enumerate(QUARTER_AMOUNTS, start=1)
    ]
    schema = {
        QUARTER_YEAR: pl.Int64,
        _QUARTER: pl.String,
        "spend.period_start": pl.Date,
        "spend.period_end": pl.Date,
    }
    return pl.DataFrame(days, schema=schema, orient="row")

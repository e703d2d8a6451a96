"""Gathers what the rows of a file describe, alliances, contracts, vendors, entities, part by part."""

from collections.abc import Mapping

import polars as pl

from portfolio_tui.portfolio.schema import Table, table_named
from portfolio_tui.sources.parts import by_themselves
from portfolio_tui.sources.profile import Profile, TableMapping
from portfolio_tui.sources.readers.source_rows import SOURCE_ROW
from portfolio_tui.sources.records import REPORTED_ON, columns_of_table

_RANK = "rank"
_ROWS_RANKED = 1 << 40
_DAYS_BEFORE_1970 = 100_000
_HELD_AT_LEAST = 100_000


class DescribedRecords:
    """One record for each key of the tables that describe: that of the newest row that names it."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._found: dict[str, list[pl.DataFrame]] = {}
        self._held: dict[str, int] = {}

    def take(self, kept: pl.DataFrame, folded: pl.DataFrame, figures: pl.DataFrame) -> None:
        """Take the records that rows name; `figures` are those made of the rows kept.

        Contracts come from the rows kept; vendors, entities and alliances from the folded ones too, so that
        a vendor named only on a folded line is not lost.
        """
        dated = self._dated(kept, figures)
        everything = pl.concat([dated, self._dated(folded, figures)]) if folded.height else dated
        for mapping in self._profile.described:
            rows = dated if mapping.table.name == "contracts" else everything
            found = self._found.setdefault(mapping.table.name, [])
            found.append(by_themselves(_newest(_records(rows, mapping), mapping.table)))
            self._compact(mapping.table)

    def tables(self) -> Mapping[str, pl.DataFrame]:
        """Return the records of each table."""
        return {
            mapping.table.name: _newest(
                pl.concat(self._found[mapping.table.name], how="diagonal"), mapping.table
            ).drop(SOURCE_ROW)
            for mapping in self._profile.described
        }

    def first_contracts(self, count: int) -> pl.DataFrame:
        """Return the first contracts in the order of the file, each with the row that it stands in."""
        found = self._found.get("contracts")
        if not found:
            return pl.DataFrame()
        together = _newest(pl.concat(found, how="diagonal"), table_named("contracts"))
        return together.sort(SOURCE_ROW).head(count).drop(REPORTED_ON)

    def _dated(self, rows: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
        if self._profile.quarters is None:
            return rows.with_columns(_day_of(self._profile).alias(REPORTED_ON))
        return rows.join(_newest_quarters(figures), on=SOURCE_ROW, how="left", maintain_order="left")

    def _compact(self, table: Table) -> None:
        """Leave one record a key whenever twice as many are held as there were keys before."""
        found = self._found[table.name]
        if sum(records.height for records in found) > self._held.get(table.name, _HELD_AT_LEAST):
            found[:] = [_newest(pl.concat(found, how="diagonal"), table)]
            self._held[table.name] = max(_HELD_AT_LEAST, 2 * found[0].height)


def _day_of(profile: Profile) -> pl.Expr:
    if profile.flow is None:
        return pl.lit(profile.report_day, dtype=pl.Date)
    return pl.col("balances.as_of" if profile.flow.table.name == "balances" else "spend.spent_on")


def _newest_quarters(figures: pl.DataFrame) -> pl.DataFrame:
    """Return for each row of the file its last quarter with an amount; quarters of 0.00 do not count."""
    spent = figures.filter(pl.col("amount") != 0)
    return spent.group_by(SOURCE_ROW).agg(pl.col("spent_on").max().alias(REPORTED_ON))


def _records(rows: pl.DataFrame, mapping: TableMapping) -> pl.DataFrame:
    """Return a record for each row that names one, with the row and its day."""
    day = pl.lit(None, pl.Date).alias(REPORTED_ON) if mapping.gives_way else pl.col(REPORTED_ON)
    records = rows.select(SOURCE_ROW, day, *columns_of_table(mapping))
    if mapping.states_column is not None:
        lists = [name for name in records.columns if name not in {SOURCE_ROW, REPORTED_ON}]
        records = records.explode(lists)
    needed = [column.name for column in mapping.table.required_columns if not mapping.table.key]
    return records.drop_nulls([mapping.table.key[0]] if mapping.table.key else needed)


def _newest(records: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return one record for each key, that of the newest row that names it; without a key, each once."""
    key = list(table.key) or [name for name in records.columns if name not in {SOURCE_ROW, REPORTED_ON}]
    day = pl.col(REPORTED_ON).cast(pl.Int64) + _DAYS_BEFORE_1970
    rank = day.fill_null(0) * _ROWS_RANKED + (_ROWS_RANKED - 1 - pl.col(SOURCE_ROW))
    ranks = records.lazy().select(*key, rank.alias(_RANK)).group_by(key).agg(pl.col(_RANK).max())
    number = _ROWS_RANKED - 1 - pl.col(_RANK) % _ROWS_RANKED
    newest = records.lazy().join(ranks.select(number.alias(SOURCE_ROW)), on=SOURCE_ROW, how="semi")
    return newest.sort(rank, descending=True).unique(key, keep="first", maintain_order=True).collect()

"""Tells how the rows of a contract that stands in several rows belong together."""

from collections.abc import Iterator, Mapping

import polars as pl

from portfolio_tui.sources.cells import UnreadableError, parse_date, parse_decimal
from portfolio_tui.sources.guessing.toml_text import Line, text, texts

_AMOUNTS = ("ceiling_amount", "ordered_amount", "paid_amount")


def fold_lines(
    rows: pl.DataFrame, key: str, targets: Mapping[str, str], dates: tuple[str, ...], mark: str
) -> tuple[Line, ...]:
    """Return the lines of `[fold]` for rows of which several share the text in `key`; none where none do.

    `targets` are the columns of the file by the portfolio's column that each fills, `table.column`.
    """
    of_several = rows.filter(pl.col(key).is_not_null() & (pl.len().over(key) > 1))
    if not of_several.height:
        return ()
    differing = {target: _differs(of_several, key, column) for target, column in targets.items()}
    return tuple(_lines(of_several, key, targets, differing, _Reading(dates, mark)))


def _differs(rows: pl.DataFrame, key: str, column: str) -> bool:
    return bool(rows.group_by(key).agg(pl.col(column).n_unique())[column].max() != 1)


def _lines(
    rows: pl.DataFrame, key: str, targets: Mapping[str, str], differing: Mapping[str, bool], read: "_Reading"
) -> Iterator[Line]:
    amounts = [name for name in targets if name.split(".")[1] in _AMOUNTS]
    same = [name for name in amounts if not differing[name]]
    start, end = "contracts.starts_on", "contracts.ends_on"
    repeated = f'{rows[key].n_unique():,} texts of "{key}" stand in several rows'
    if (
        differing.get(start)
        and not differing.get(end, False)
        and _are_nested(rows, key, targets, amounts, read)
    ):
        yield Line("earliest", text(start), f"{repeated}, with later starts and smaller amounts")
        yield Line("same", texts([end]) if end in targets else "[]")
        yield Line("not_more", texts(amounts))
        return
    if differing.get(end):
        yield Line("latest", text(end), f"{repeated} with other ends; the latest holds")
    elif amounts and len(same) < len(amounts):
        yield Line("same", texts(amounts), f"{repeated} with other amounts: such rows are set aside")
    else:
        yield Line("same", texts(same), f"{repeated}, and the amounts of each agree")
    if differing.get("contracts.title"):
        yield Line("together", texts(["contracts.title"]), "The rows of a contract differ in it.")
    if differing.get("contracts.vendor_id"):
        yield Line("empty_if_differing", texts(["contracts.vendor_id"]), "Some contracts have several.")


class _Reading:
    """Reads days and amounts as the profile will, None where they cannot be."""

    def __init__(self, dates: tuple[str, ...], mark: str) -> None:
        self._dates = dates
        self._mark = mark

    def day(self, cell: str | None) -> object:
        try:
            return None if cell is None else parse_date(cell, self._dates)
        except UnreadableError:
            return None

    def amount(self, cell: str | None) -> object:
        try:
            return None if cell is None else parse_decimal(cell, mark=self._mark)
        except UnreadableError:
            return None


def _are_nested(
    rows: pl.DataFrame, key: str, targets: Mapping[str, str], amounts: list[str], read: _Reading
) -> bool:
    """Tell whether a later start has no greater an amount in every contract."""
    starts = pl.Series("start", [read.day(cell) for cell in rows[targets["contracts.starts_on"]]], pl.Date)
    ordered = rows.with_columns(starts).sort("start")
    for name in amounts:
        values = [read.amount(cell) for cell in ordered[targets[name]]]
        frame = ordered.select(key).with_columns(pl.Series("value", values, pl.Decimal(38, 2)))
        rises = frame.select((pl.col("value") > pl.col("value").shift(1).over(key)).any()).item()
        if rises:
            return False
    return bool(amounts)

"""Folds the rows that share a key into one record, and sets aside those that only look as if they did."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from portfolio_tui.sources.mapping import NOTE_SCHEMA
from portfolio_tui.sources.profile import Fold, Profile
from portfolio_tui.sources.readers.source_rows import SOURCE_ROW

_IS_KEPT = "is_kept"
_REASON = "reason"
_BETWEEN_TEXTS = "; "


@dataclass(frozen=True)
class FoldedRows:
    """The rows kept, one a record; those folded into them; and notes of those set aside."""

    kept: pl.DataFrame
    folded: pl.DataFrame
    set_aside: pl.DataFrame


def fold_rows(rows: pl.DataFrame, profile: Profile) -> FoldedRows:
    """Keep one row for each key of the figures' table, and fold the rows into it that are parts of it."""
    key = list(profile.key)
    if not key:
        return FoldedRows(rows, rows.clear(), pl.DataFrame(schema=NOTE_SCHEMA))
    grouped = _widest_first(rows, profile.fold).with_columns(
        (pl.int_range(pl.len()).over(key) == 0).alias(_IS_KEPT)
    )
    judged = grouped.with_columns(pl.when(~pl.col(_IS_KEPT)).then(_reason(profile.fold, key)).alias(_REASON))
    set_aside = judged.filter(pl.col(_REASON).is_not_null())
    together = judged.filter(pl.col(_REASON).is_null())
    if profile.fold is not None:
        together = together.with_columns(
            pl.when(pl.col(name).n_unique().over(key) == 1).then(pl.col(name)).alias(name)
            for name in profile.fold.empty_if_differing
        ).with_columns(
            pl.col(name)
            .unique(maintain_order=True)
            .drop_nulls()
            .str.join(_BETWEEN_TEXTS)
            .over(key)
            .alias(name)
            for name in profile.fold.together
        )
    in_file_order = together.sort(SOURCE_ROW).drop(_REASON)
    return FoldedRows(
        kept=in_file_order.filter(_IS_KEPT).drop(_IS_KEPT),
        folded=in_file_order.filter(~pl.col(_IS_KEPT)).drop(_IS_KEPT),
        set_aside=set_aside.with_columns(column=pl.lit(None, pl.String))
        .select(*NOTE_SCHEMA)
        .sort(SOURCE_ROW),
    )


def _widest_first(rows: pl.DataFrame, fold: Fold | None) -> pl.DataFrame:
    if fold is None or fold.placed_by is None:
        return rows.sort(SOURCE_ROW)
    greatest_first = [pl.col(name) for name in fold.not_more]
    return rows.sort(
        [pl.col(fold.placed_by), *greatest_first, SOURCE_ROW],
        descending=[fold.latest is not None, *(True for _ in greatest_first), False],
        nulls_last=True,
    )


def _reason(fold: Fold | None, key: list[str]) -> pl.Expr:
    """Say why a further row of a group is no part of the row kept; null where it is."""
    kept_row = pl.col(SOURCE_ROW).first().over(key)
    if fold is None:
        return pl.format("repeats the key of row {}", kept_row)
    return pl.coalesce([pl.lit(None, pl.String), *_objections(fold, key, kept_row)])


def _objections(fold: Fold, key: list[str], kept_row: pl.Expr) -> Iterator[pl.Expr]:
    if fold.earliest is not None:
        is_missing = pl.col(fold.earliest).is_null()
        yield _where(
            is_missing, f"shares the key of row {{}} but has no {fold.earliest} to place it by", kept_row
        )
    for name in fold.same:
        differs = pl.col(name).ne_missing(pl.col(name).first().over(key))
        yield _where(differs, f"shares the key of row {{}} but its {name} differs", kept_row)
    for name in fold.not_more:
        is_greater = pl.col(name).fill_null(0) > pl.col(name).first().over(key).fill_null(0)
        yield _where(is_greater, f"shares the key of row {{}} but its {name} is greater", kept_row)


def _where(condition: pl.Expr, message: str, row: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(pl.format(message, row))

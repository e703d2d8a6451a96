"""Brings the rows of a file under their keys: folds those that share one, or tells them apart."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import polars as pl

from portfolio_tui.sources.content_ids import ContentIds
from portfolio_tui.sources.folding import FoldedRows, fold_rows
from portfolio_tui.sources.mapping import KEY_SEPARATOR, KEY_TEXT, QUARTER_YEAR
from portfolio_tui.sources.parts import KeyParts, Parts
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.readers.source_rows import SOURCE_ROW
from portfolio_tui.sources.records import CONTENT_ID, OCCURRENCE, with_occurrences

HandOn = Callable[[pl.DataFrame, pl.DataFrame], None]
"""Is given rows that are kept, each a record, and rows that are folded into kept ones."""


class KeyedRows(Protocol):
    """What becomes of the rows of a file for their keys."""

    def take(self, rows: pl.DataFrame) -> None:
        """Take the next rows of the file."""

    def finish(self) -> FoldedRows | None:
        """Hand on what is left, and return the rows that share a key with others, where there are any."""


class FoldedByKey:
    """Rows that bring their key: those that share one are folded into a record, or set aside."""

    def __init__(self, profile: Profile, folder: Path, hand_on: HandOn) -> None:
        self._profile = profile
        self._hand_on = hand_on
        self._parts = Parts(folder, "rows")
        self._keys = KeyParts(folder, profile.key)
        self._held: pl.DataFrame | None = None

    def take(self, rows: pl.DataFrame) -> None:
        """Take the next rows of the file; those before them go to disk."""
        self._set_down()
        self._held = rows

    def finish(self) -> FoldedRows | None:
        """Hand on all rows, once it is known which keys stand in the file more than once."""
        if self._held is None:
            return None
        if not self._parts.paths:
            return self._fold(self._held)
        self._set_down()
        numbers = self._keys.repeated().select(SOURCE_ROW)
        sharing = []
        for rows in self._parts:
            self._hand_on(rows.join(numbers, on=SOURCE_ROW, how="anti"), rows.clear())
            sharing.append(rows.join(numbers, on=SOURCE_ROW, how="semi"))
        return self._fold(pl.concat(sharing)) if numbers.height else None

    def _set_down(self) -> None:
        if self._held is not None:
            self._parts.write(self._held)
            self._keys.take(self._held)

    def _fold(self, rows: pl.DataFrame) -> FoldedRows:
        folded = fold_rows(rows, self._profile)
        self._hand_on(folded.kept, folded.folded)
        return folded


class ToldApart:
    """Rows whose ids are made of their texts: all are kept, and identical ones counted."""

    def __init__(
        self, profile: Profile, folder: Path, hand_on: HandOn, ids: ContentIds, figures: Parts
    ) -> None:
        self._same = [KEY_TEXT] if profile.quarters is None else [KEY_TEXT, QUARTER_YEAR]
        self._hand_on = hand_on
        self._ids = ids
        self._figures = figures
        self._keys = KeyParts(folder, [CONTENT_ID], [OCCURRENCE])
        self._held: pl.DataFrame | None = None
        self._has_several = False

    def take(self, rows: pl.DataFrame) -> None:
        """Hand on the next rows of the file, counted as if no other had come before."""
        texts = rows.select(pl.concat_str(self._same, separator=KEY_SEPARATOR)).to_series()
        named = rows.drop(KEY_TEXT).with_columns(self._ids.of(texts).alias(CONTENT_ID))
        counted = named.with_columns(_occurrences(named[CONTENT_ID]))
        self._set_down()
        self._held = counted.select(SOURCE_ROW, CONTENT_ID, OCCURRENCE)
        self._hand_on(counted, counted.clear())

    def finish(self) -> FoldedRows | None:
        """Count anew the lines that stand in several parts, and mend their ids."""
        if self._has_several:
            self._set_down()
            found = self._keys.repeated()
            counted = found.with_columns(_occurrences(found[CONTENT_ID]).alias("counted"))
            changed = counted.filter(pl.col("counted") != pl.col(OCCURRENCE))
            self._mend(changed.select(SOURCE_ROW, pl.col("counted").alias(OCCURRENCE)))
        return None

    def _set_down(self) -> None:
        if self._held is not None:
            self._keys.take(self._held)
            self._has_several = True

    def _mend(self, changed: pl.DataFrame) -> None:
        if not changed.height:
            return
        for path in self._figures.paths:
            figures = pl.read_parquet(path, memory_map=False)
            within = changed.filter(
                pl.col(SOURCE_ROW).is_between(figures[SOURCE_ROW].min(), figures[SOURCE_ROW].max())
            )
            if within.height:
                with_occurrences(figures, within).write_parquet(path)


class AllKept:
    """Rows that are records each, without a key."""

    def __init__(self, hand_on: HandOn) -> None:
        self._hand_on = hand_on

    def take(self, rows: pl.DataFrame) -> None:
        """Hand on the next rows of the file."""
        self._hand_on(rows, rows.clear())

    def finish(self) -> FoldedRows | None:
        """Do nothing: all was handed on."""
        return None


def _occurrences(ids: pl.Series) -> pl.Series:
    """Count for each id how often it stands there up to its place."""
    ones = pl.repeat(1, ids.len(), dtype=pl.Int64, eager=True).alias(OCCURRENCE)
    is_repeated = ids.hash().is_duplicated()
    if not is_repeated.any():
        return ones
    counted = pl.DataFrame({CONTENT_ID: ids.filter(is_repeated)}).select(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(CONTENT_ID).alias(OCCURRENCE)
    )
    places = is_repeated.arg_true()
    return ones.scatter(places, counted.to_series())

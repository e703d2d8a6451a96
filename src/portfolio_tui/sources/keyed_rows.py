"""Brings the rows of a file under their keys: folds those that share one, or tells them apart."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import polars as pl

from portfolio_tui.sources.folding import FoldedRows, fold_rows
from portfolio_tui.sources.parts import Parts
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.records import CONTENT_ID, OCCURRENCE
from portfolio_tui.sources.seen_before import SeenBefore

_HASH = "hash"
_PLACE = "place"
_PARTS_TOGETHER = 50
_FIRST = pl.lit(1, pl.Int64)

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
        self._seen = SeenBefore()
        self._doubted: list[pl.Series] = []
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
        repeated = self._repeated()
        sharing: list[pl.DataFrame] = []
        for part in self._parts:
            rows = part.drop(_HASH)
            if repeated.height:
                sharing.append(part.join(repeated, on=_HASH, how="semi").drop(_HASH))
                rows = part.join(repeated, on=_HASH, how="anti", maintain_order="left").drop(_HASH)
            self._hand_on(rows, rows.clear())
        self._parts.remove()
        return self._fold(pl.concat(sharing)) if sharing else None

    def _set_down(self) -> None:
        if self._held is not None:
            rows = self._held.with_columns(pl.struct(self._profile.key).hash().alias(_HASH))
            self._doubted.append(rows[_HASH].filter(self._seen.take(rows[_HASH])))
            self._parts.write(rows)

    def _repeated(self) -> pl.DataFrame:
        """Return the hashes of the keys that stand in the file more than once."""
        doubted = pl.concat(self._doubted).unique().to_frame()
        hashes = (pl.read_parquet(path, columns=[_HASH]) for path in self._parts.paths)
        found = pl.concat([part.join(doubted, on=_HASH, how="semi") for part in hashes])
        return found.filter(pl.col(_HASH).is_duplicated()).unique()

    def _fold(self, rows: pl.DataFrame) -> FoldedRows:
        folded = fold_rows(rows, self._profile)
        self._hand_on(folded.kept, folded.folded)
        return folded


class ToldApart:
    """Rows that have the ids made of their texts: all are kept, and identical ones counted."""

    def __init__(self, folder: Path, hand_on: HandOn) -> None:
        self._hand_on = hand_on
        self._seen = SeenBefore()
        self._handed_on = Parts(folder, "keys")
        self._doubted = Parts(folder, "doubted")

    def take(self, rows: pl.DataFrame) -> None:
        """Hand on the next rows of the file, but for those that may have a twin before them."""
        named = rows.with_columns(_FIRST.alias(OCCURRENCE))
        hashes = rows[CONTENT_ID].hash()
        is_doubted = self._seen.take(hashes)
        if is_doubted.any():
            self._doubted.add(named.filter(is_doubted))
            named, hashes = named.filter(~is_doubted), hashes.filter(~is_doubted)
        self._handed_on.add(hashes.alias(_HASH).to_frame())
        self._hand_on(named, named.clear())

    def finish(self) -> FoldedRows | None:
        """Hand on the rows that were held back, each with the number of its likes up to it."""
        if self._doubted.paths:
            counted = self._counted()
            taken = 0
            for rows in self._doubted:
                told = rows.with_columns(counted.slice(taken, rows.height))
                taken += rows.height
                self._hand_on(told, told.clear())
        self._doubted.remove()
        self._handed_on.remove()
        return None

    def _counted(self) -> pl.Series:
        """Count for each row held back, in their order, how many of its likes stand in the file up to it.

        Numbers stand for the ids, of which there may be millions.
        """
        ids = (pl.read_parquet(path, columns=[CONTENT_ID]).to_series() for path in self._doubted.paths)
        rows = pl.concat([each.hash().alias(_HASH) for each in ids]).to_frame().with_row_index(_PLACE)
        likes = rows.sort(_HASH, maintain_order=True)
        number = pl.int_range(pl.len(), dtype=pl.Int64)
        first = pl.when(pl.col(_HASH).ne_missing(pl.col(_HASH).shift(1))).then(number).forward_fill()
        is_after_first = pl.col(_HASH).is_in(self._found(likes.select(_HASH)).implode())
        occurrence = (number - first + 1 + is_after_first.cast(pl.Int64)).alias(OCCURRENCE)
        return likes.select(_PLACE, occurrence).sort(_PLACE)[OCCURRENCE]

    def _found(self, asked: pl.DataFrame) -> pl.Series:
        """Return those of the numbers asked for that rows handed on have."""
        paths = self._handed_on.paths
        found = [asked.clear()]
        for start in range(0, len(paths), _PARTS_TOGETHER):
            handed_on = pl.read_parquet(list(paths[start : start + _PARTS_TOGETHER]))
            found.append(handed_on.join(asked, on=_HASH, how="semi"))
        return pl.concat(found)[_HASH]


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

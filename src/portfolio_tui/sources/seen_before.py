"""Tells which values may have been seen before, of however many, in a fixed amount of memory."""

import polars as pl

_PLACES = 1 << 28


class SeenBefore:
    """Remembers values by marking one place among many for each: who finds it marked may have been there.

    Of values seen before none is missed. Of new ones some are doubted: two in a hundred of ten million
    values, one in six of a hundred million. It takes 256 MB where there are so many.
    """

    def __init__(self) -> None:
        self._is_marked: pl.Series | None = None

    def take(self, hashes: pl.Series) -> pl.Series:
        """Return for each of `hashes` whether it may have been taken before, or stands here before it."""
        if self._is_marked is None:
            self._is_marked = pl.zeros(_PLACES, dtype=pl.UInt8, eager=True)
        places = hashes % _PLACES
        was_marked = self._is_marked.gather(places) != 0
        self._is_marked.scatter(places, 1)
        return was_marked | ~places.is_first_distinct()

"""Tells which values may have been seen before, of however many, in a fixed amount of memory."""

import polars as pl

_PLACES = 1 << 27


class SeenBefore:
    """Remembers values by two places among many: who finds both taken may have been there before.

    Of values seen before none is missed. Of new ones a few are doubted, two in a hundred after ten million.
    """

    def __init__(self) -> None:
        self._is_taken: pl.Series | None = None

    def take(self, hashes: pl.Series) -> pl.Series:
        """Return for each of `hashes` whether it may have been taken before, or stands here before it."""
        if self._is_taken is None:
            self._is_taken = pl.zeros(_PLACES, dtype=pl.UInt8, eager=True)
        places = hashes % _PLACES, (hashes // _PLACES) % _PLACES
        first, second = (self._is_taken.gather(place) for place in places)
        for place in places:
            self._is_taken.scatter(place, 1)
        return (first + second == 2) | ~hashes.is_first_distinct()

"""Makes ids of records out of their texts: the same for the same texts, whenever they are read."""

from types import TracebackType
from typing import Self

import duckdb
import polars as pl
import pyarrow as pa

from portfolio_tui.sources.mapping import KEY_SEPARATOR, KEY_TEXT, QUARTER_YEAR
from portfolio_tui.sources.records import CONTENT_ID

_IDS = "SELECT substr(md5(content), 1, 24) AS content_id FROM contents"


class ContentIds:
    """Digests texts many at a time: 24 hexadecimal digits of their MD5, which guards nothing here."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(config={"python_enable_replacements": False, "threads": 1})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def in_place_of_texts(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return mapped rows with the id of their texts in the place of these, where they have any."""
        if KEY_TEXT not in rows.columns:
            return rows
        texts = rows[KEY_TEXT]
        if QUARTER_YEAR in rows.columns:
            texts = rows.select(pl.concat_str(KEY_TEXT, QUARTER_YEAR, separator=KEY_SEPARATOR)).to_series()
        return rows.drop(KEY_TEXT).with_columns(self._of(texts))

    def _of(self, texts: pl.Series) -> pl.Series:
        self._connection.register("contents", _as_it_is(texts.alias("content")))
        return pl.Series(CONTENT_ID, self._connection.sql(_IDS).to_arrow_table()["content_id"])


def _as_it_is(texts: pl.Series) -> pa.Table:
    """Return texts for the engine without a copy of them."""
    return texts.to_frame().to_arrow(compat_level=pl.CompatLevel.newest())

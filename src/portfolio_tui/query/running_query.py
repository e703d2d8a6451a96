"""A query under way: what its columns are, and its rows as they come, in pieces that fit in memory."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from portfolio_tui.query.plan_text import plan_text
from portfolio_tui.query.raw_views import literal, quoted
from portfolio_tui.query.statement_text import in_parentheses, without_semicolon

ROWS_AT_ONCE = 65_536
_RUN_BY_SPREADSHEETS = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 spreadsheets take the wide signs too
_SIGNS_TO_QUOTE = ('"', ",", "\n", "\r")
_TOO_WIDE = re.compile(r"\bU?HUGEINT\b(?=[^\"']*(?:(?:\"[^\"]*\"|'[^']*')[^\"']*)*$)")
"""The types of whole numbers that Parquet would round, outside the quotes that names of fields stand in."""


@dataclass(frozen=True)
class ResultColumn:
    """A column of a result: its name, which no other column has, and its type in the engine's words."""

    name: str
    type: str

    @property
    def is_nested(self) -> bool:
        """Whether its values are lists, structs or maps."""
        return self.type.endswith("]") or self.type.startswith(("STRUCT", "MAP", "UNION", "VARIANT"))

    @property
    def is_text(self) -> bool:
        """Whether its values are text."""
        return self.type == "VARCHAR"

    @property
    def is_exact_number(self) -> bool:
        """Whether its values are whole or decimal numbers, whose sum does not depend on their order."""
        return self.type.startswith("DECIMAL") or self.type.endswith("INT") or self.type == "INTEGER"


class Shape(Enum):
    """How the values of a column are given out."""

    PLAIN = auto()
    """As they are."""
    TEXT = auto()
    """As text."""
    JSON_TEXT = auto()
    """As JSON text, for nested values."""
    HARMLESS = auto()
    """As text that no spreadsheet runs as a formula: an apostrophe stands before what one would run."""


@dataclass(frozen=True)
class OutputColumn:
    """A column to give out, and the shape of its values."""

    name: str
    shape: Shape = Shape.PLAIN


class RunningQuery:
    """The one statement of a request, on its cursor; use it inside the `with` that gave it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any]) -> None:
        """Take the SQL of one statement and the values it takes; raises duckdb.Error when it cannot run."""
        self._cursor = cursor
        self._values = dict(values)
        self._observed: tuple[str, ...] = ()
        self._on_batch: Callable[[pa.RecordBatch], None] = _nobody
        self._relation = _bound(cursor, without_semicolon(sql), self._values)
        self._rows = in_parentheses(sql)
        if len({name.lower() for name in self._relation.columns}) < len(self._relation.columns):
            self._relation = cursor.sql(f"FROM {self._rows}", params=self._values)
        self.columns = tuple(
            ResultColumn(name, str(kind))
            for name, kind in zip(self._relation.columns, self._relation.types, strict=True)
        )
        """The result's columns, in order; of several with one name the later ones have a number behind it."""

    def table(self, row_limit: int | None = None) -> tuple[pa.Table, bool]:
        """Return the rows, at most `row_limit`, and whether there were more."""
        if row_limit is None:
            return self._relation.to_arrow_table(), False
        limited = self._relation.limit(row_limit + 1).to_arrow_table()
        return limited.slice(0, row_limit), limited.num_rows > row_limit

    def batches(
        self, columns: Sequence[OutputColumn] | None = None, rows_at_once: int = ROWS_AT_ONCE
    ) -> pa.RecordBatchReader:
        """Return a reader of the rows, so many at once; read it to its end before anything else."""
        return self._read(_selection(columns), rows_at_once)

    def json_objects(
        self, names: Sequence[str], before: str = "", after: str = "\n", rows_at_once: int = ROWS_AT_ONCE
    ) -> Iterator[tuple[int, memoryview]]:
        """Yield the rows, so many at once: how many there are, and each as a JSON object on one line.

        `before` and `after` stand around each object. Numbers are exact; one that is none is `NaN`.
        """
        members = ", ".join(f"{quoted(name)} := {quoted(name)}" for name in names)
        line = f"concat({literal(before)}, to_json(struct_pack({members})), {literal(after)})"
        for batch in self._read(line, rows_at_once):
            yield batch.num_rows, _text_of(batch)

    def plan(self) -> str:
        """Return how the engine would find the rows, a step a line; nothing runs."""
        return plan_text(self._relation.explain(format="json"))

    def observe(self, columns: Sequence[str], on_batch: Callable[[pa.RecordBatch], None]) -> None:
        """Give `on_batch` the plain values of `columns` of all rows that are read, whatever their shape."""
        self._observed, self._on_batch = tuple(columns), on_batch

    def csv_lines(
        self, columns: Sequence[OutputColumn], rows_at_once: int = ROWS_AT_ONCE
    ) -> Iterator[tuple[int, memoryview]]:
        """Yield the rows, so many at once: how many there are, and their lines of comma-separated values.

        A cell has quotes around it where it needs them; a missing value is nothing, an empty text `""`.
        """
        cells = [_cell(f"cell {number}", column.shape) for number, column in enumerate(columns)]
        between = ", ',', "
        line = f"concat({between.join(cells)}, chr(10))"
        for batch in self._read(line, rows_at_once, [_expression(column) for column in columns]):
            yield batch.num_rows, _text_of(batch)

    def _read(self, selection: str, rows_at_once: int, cells: Sequence[str] = ()) -> pa.RecordBatchReader:
        """Read `selection`; where `cells` are given it is made of those, named "cell 0" and so on."""
        relation, plain = self._relation, [quoted(name) for name in self._observed]
        if cells:
            named = [f"{cell} AS {quoted(f'cell {number}')}" for number, cell in enumerate(cells)]
            named += [f"{name} AS {quoted(f'observed {number}')}" for number, name in enumerate(plain)]
            relation = relation.project(", ".join(named))
            plain = [quoted(f"observed {number}") for number in range(len(plain))]
        reader = relation.project(", ".join([selection, *plain])).to_arrow_reader(rows_at_once)
        if not self._observed:
            return reader
        given = len(reader.schema) - len(self._observed)

        def batches() -> Iterator[pa.RecordBatch]:
            for batch in reader:
                self._on_batch(batch.select(range(given, len(batch.schema))).rename_columns(self._observed))
                yield batch.select(range(given))

        return pa.RecordBatchReader.from_batches(pa.schema(list(reader.schema)[:given]), batches())

    def copy_parquet(
        self,
        path: Path,
        columns: Sequence[ResultColumn] | None = None,
        metadata: Mapping[str, str] | None = None,
        partition_by: Sequence[str] = (),
    ) -> int:
        """Write the rows as zstd-compressed Parquet, with `metadata` in each file, and return how many.

        `path` is one that the engine may write: a file, or with `partition_by` a folder. What Parquet would
        round, whole numbers past 64 bits, becomes a decimal number.
        """
        selection = ", ".join(_exact(column) for column in (self.columns if columns is None else columns))
        options = ["FORMAT parquet", "COMPRESSION zstd"]
        if metadata:
            pairs = ", ".join(f"{literal(key)}: {literal(text)}" for key, text in metadata.items())
            options.append(f"KV_METADATA {{{pairs}}}")
        if partition_by:
            options.append(f"PARTITION_BY ({', '.join(map(quoted, partition_by))})")
        else:
            options.append("USE_TMP_FILE false")
        rows = self._cursor.execute(
            f"COPY (SELECT {selection} FROM {self._rows}) "  # noqa: S608 the fence let it through
            f"TO {literal(str(path))} ({', '.join(options)})",
            self._values,
        ).fetchall()
        return int(rows[0][0])


def _text_of(batch: pa.RecordBatch) -> memoryview:
    """Return the texts of the first column, put together as they lie in memory: none is missing."""
    _, ends, text = batch.column(0).buffers()
    length = memoryview(ends).cast("B").cast("i")[batch.num_rows]
    return memoryview(text)[:length]


def _nobody(_batch: pa.RecordBatch) -> None:
    """Look at no rows."""


def harmless(text: str) -> str:
    """Return `text`, a column's name for one, in the shape HARMLESS."""
    return f"'{text}" if text.startswith(_RUN_BY_SPREADSHEETS) else text


def _bound(
    cursor: duckdb.DuckDBPyConnection, statement: str, values: Mapping[str, Any]
) -> duckdb.DuckDBPyRelation:
    try:
        return cursor.sql(statement, params=values)
    except (duckdb.BinderException, duckdb.CatalogException):
        cursor.execute(statement, values)  # fails alike, and says in which line and where in it
        raise


def _selection(columns: Sequence[OutputColumn] | None) -> str:
    if columns is None:
        return "*"
    return ", ".join(f"{_expression(column)} AS {quoted(column.name)}" for column in columns)


def _exact(column: ResultColumn) -> str:
    """Return `column` in a type that Parquet holds without loss."""
    name = quoted(column.name)
    if column.type == "TIME WITH TIME ZONE":
        return f"CAST({name} AS VARCHAR) AS {name}"
    exact_type = _TOO_WIDE.sub("DECIMAL(38,0)", column.type)
    return name if exact_type == column.type else f"CAST({name} AS {exact_type}) AS {name}"


def _expression(column: OutputColumn) -> str:
    name = quoted(column.name)
    if column.shape is Shape.TEXT:
        return f"CAST({name} AS VARCHAR)"
    if column.shape is Shape.JSON_TEXT:
        return f"CAST(to_json({name}) AS VARCHAR)"
    if column.shape is Shape.HARMLESS:
        text = f"CAST({name} AS VARCHAR)"
        signs = ", ".join(str(ord(sign)) for sign in _RUN_BY_SPREADSHEETS)
        return f"CASE WHEN unicode({text}) IN ({signs}) THEN '''' || {text} ELSE {text} END"
    return name


def _cell(name: str, shape: Shape) -> str:
    """Return the SQL of a cell of comma-separated values; numbers, dates and the like need no quotes."""
    cell = quoted(name)
    if shape is Shape.PLAIN:
        return f"CAST({cell} AS VARCHAR)"
    needs_quotes = " OR ".join(f"contains({cell}, chr({ord(sign)}))" for sign in _SIGNS_TO_QUOTE)
    return (
        f"CASE WHEN {cell} = '' THEN '\"\"' WHEN {needs_quotes} "
        f"THEN '\"' || replace({cell}, '\"', '\"\"') || '\"' ELSE {cell} END"
    )

"""Compares the rows of an extract with those of another of the same format, whatever their order."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa

from portfolio_tui.extract.plan import PARTITION_COLUMNS
from portfolio_tui.extract.provenance import Provenance
from portfolio_tui.extract.provenance_files import parts_of
from portfolio_tui.extract.sheet_rows import write_sheet_lines
from portfolio_tui.extract.totals import ORDINARY_DIGITS, digits_and_scale
from portfolio_tui.query.raw_views import literal, pattern_of, quoted
from portfolio_tui.query.running_query import ResultColumn

_FOLDER = Path(__file__).parent
_MEMORY = "1GB"
_LONGEST_LINE = 64 * 1024 * 1024
_FIRST_CELL = "regexp_extract(line, '^A:[a-zA-Z]*:([^' || chr(31) || ']*)', 1)"
_NO_SIGN_OF_JSON = "\x01"
"""Stands in no line of JSON, so that each is one column."""


@dataclass(frozen=True)
class Compared:
    """How the rows differ: so many then and now, gone, added, and restated.

    A row is restated when its first column is still there with other values; `examples` are some of these.
    Where rows differ, `totals_then` has the totals of the rows of then as they are, of ordinary columns.
    """

    rows_then: int
    rows_now: int
    gone: int
    added: int
    restated: int
    examples: tuple[str, ...]
    totals_then: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def are_same(self) -> bool:
        """Whether both have the same rows, each as often."""
        return not (self.gone or self.added or self.restated)


@dataclass(frozen=True)
class _Side:
    """Where rows are read from, in SQL: what makes a row, its first column, and its totals by name."""

    source: str
    columns: str
    key: str
    numbers: Mapping[str, str] = field(default_factory=dict)


def compare(
    then: Path,
    now: Path,
    provenance: Provenance,
    columns_now: Sequence[ResultColumn],
    on_connected: Callable[[Callable[[], None]], None],
) -> Compared:
    """Return how the rows in `now` differ from those in `then`, which `provenance` describes.

    Both have columns of the same names. `on_connected` is given what interrupts the comparing. Raises
    duckdb.Error when a file cannot be read.
    """
    types_then = {column.name: column.type for column in provenance.columns}
    changed = frozenset(column.name for column in columns_now if types_then[column.name] != column.type)
    with (
        tempfile.TemporaryDirectory(prefix="portfolio-tui-") as folder,
        _connection(Path(folder), (then, now)) as connection,
    ):
        on_connected(connection.interrupt)
        reading = _Reading(connection, provenance, columns_now, changed, Path(folder))
        for name, path in (("side_then", then), ("side_now", now)):
            side = reading.side(name, path)
            template = _sql("compared_side.sql").replace("{side}", name)
            connection.execute(
                template.replace("{columns}", side.columns)
                .replace("{key}", side.key)
                .replace("{source}", side.source)
            )
        ((rows_then, rows_now, gone, added, restated, examples),) = connection.execute(
            _sql("compared_rows.sql")
        ).fetchall()
        compared = Compared(
            rows_then, rows_now, int(gone), int(added), int(restated), tuple(map(str, examples))
        )
        if compared.are_same:
            return compared
        return replace(compared, totals_then=_totals(connection, reading.side("side_then", then)))


@contextmanager
def _connection(folder: Path, extracts: Sequence[Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection that reaches both extracts, a folder for what it sets aside, and nothing else."""
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
            "preserve_insertion_order": False,
            "memory_limit": _MEMORY,
            "temp_directory": str(folder / "spilled"),
        }
    )
    files = [path for extract in extracts for path in parts_of(extract)]
    paths = {str(path.absolute()) for path in files} | {pattern_of(path) for path in files}
    try:
        connection.execute("SET allowed_paths = $paths", {"paths": sorted(paths)})
        connection.execute("SET allowed_directories = $folders", {"folders": [f"{folder}/"]})
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


@dataclass(frozen=True)
class _Reading:
    """How both sides are read: columns whose type has `changed` are compared as text.

    Types that go into SQL are those of `columns_now`, which the engine gave: a document can say anything.
    """

    connection: duckdb.DuckDBPyConnection
    provenance: Provenance
    columns_now: Sequence[ResultColumn]
    changed: frozenset[str]
    folder: Path

    def side(self, name: str, path: Path) -> _Side:
        """Return how the rows at `path` are read; `name` is that of the side."""
        columns = self.provenance.columns
        match self.provenance.format:
            case "parquet":
                return _typed_side(_parquet(path, self.provenance, self.columns_now), columns, self.changed)
            case "arrow":
                self.connection.register(f"{name}_file", _arrow_reader(path))
                return _typed_side(f"{name}_file", columns, self.changed)
            case "csv":
                fields = [f"c{number}" for number in range(len(columns))]
                return _Side(_csv(path, fields), ", ".join(fields), fields[0], _sums(columns, fields))
            case "xlsx":
                lines = self.folder / f"{name}.lines"
                write_sheet_lines(path, lines)
                return _Side(_lines(lines), "line", _FIRST_CELL)
            case _:
                fields = [f"json_extract_string(line, {literal(_pointer(column))})" for column in columns]
                return _Side(_objects(path), "line", fields[0], _sums(columns, fields))


def _typed_side(source: str, columns: Sequence[ResultColumn], changed: frozenset[str]) -> _Side:
    expressions = [_comparable(column, changed) for column in columns]
    names = [quoted(column.name) for column in columns]
    return _Side(source, ", ".join(expressions), names[0], _sums(columns, names))


def _sums(columns: Sequence[ResultColumn], fields: Sequence[str]) -> dict[str, str]:
    """Return what sums up each column whose sum cannot overflow, under its name."""
    sums = {}
    for column, text in zip(columns, fields, strict=True):
        digits, scale = digits_and_scale(column)
        if column.is_exact_number and digits <= ORDINARY_DIGITS:
            sums[column.name] = f"sum(CAST({text} AS DECIMAL(38, {scale})))"
    return sums


def _totals(connection: duckdb.DuckDBPyConnection, side: _Side) -> dict[str, Decimal]:
    if not side.numbers:
        return {}
    (sums,) = connection.execute(
        f"SELECT {', '.join(side.numbers.values())} FROM {side.source}"  # noqa: S608 names are quoted
    ).fetchall()
    return {name: Decimal(total or 0) for name, total in zip(side.numbers, sums, strict=True)}


def _pointer(column: ResultColumn) -> str:
    """Return the JSON pointer of a column in its row's object."""
    return "/" + column.name.replace("~", "~0").replace("/", "~1")


def _comparable(column: ResultColumn, changed: frozenset[str]) -> str:
    """Return the value to compare: sums of binary fractions differ in their last digits from run to run."""
    name = quoted(column.name)
    if column.type in {"FLOAT", "DOUBLE"}:
        return f"printf('%.{6 if column.type == 'FLOAT' else 12}g', {name})"
    return f"CAST({name} AS VARCHAR)" if column.name in changed else name


def _parquet(path: Path, provenance: Provenance, columns_now: Sequence[ResultColumn]) -> str:
    files = ", ".join(literal(pattern_of(part)) for part in parts_of(path))
    by = {PARTITION_COLUMNS[word] for word in provenance.partition_by}
    types = ", ".join(f"{literal(column.name)}: {column.type}" for column in columns_now if column.name in by)
    hive = f"hive_partitioning = true, hive_types = {{{types}}}" if by else "hive_partitioning = false"
    return f"read_parquet([{files}], {hive})"


def _arrow_reader(path: Path) -> pa.RecordBatchReader:
    file = pa.ipc.open_file(pa.memory_map(str(path)))
    batches = (file.get_batch(number) for number in range(file.num_record_batches))
    return pa.RecordBatchReader.from_batches(file.schema, batches)


def _csv(path: Path, fields: Sequence[str]) -> str:
    columns = ", ".join(f"{literal(field)}: 'VARCHAR'" for field in fields)
    return (
        f"read_csv({literal(pattern_of(path))}, columns = {{{columns}}}, auto_detect = false, header = true, "
        "delim = ',', quote = '\"', escape = '\"', new_line = '\\n', allow_quoted_nulls = false, "
        f"max_line_size = {_LONGEST_LINE}, parallel = false)"
    )


def _lines(path: Path) -> str:
    return (
        f"read_csv({literal(pattern_of(path))}, columns = {{'line': 'VARCHAR'}}, auto_detect = false, "
        f"header = false, delim = {literal(_NO_SIGN_OF_JSON)}, quote = '', escape = '', new_line = '\\n', "
        f"max_line_size = {_LONGEST_LINE})"
    )


def _objects(path: Path) -> str:
    """Return the lines of a JSON file that are objects, without the commas between them."""
    objects = "SELECT rtrim(line, ',') AS line FROM"
    return f"({objects} {_lines(path)} WHERE line LIKE '{{%') AS objects"


def _sql(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")

"""Reads documented SQL: a `.sql` file whose leading comments say what it means and which parameters it takes.

Measures, checks and saved queries all have this one format:

    -- title: Contracts expiring
    -- description: Contracts whose current term ends within N days of the as-of date.
    -- param days: integer = 180 "Days ahead"
    SELECT ...

A line that starts with `--` and three spaces goes on with the line before it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portfolio_tui.errors import UserError

KEYS = ("title", "description", "formula", "denominator", "leaves out", "source")
TYPES = (
    "text",
    "integer",
    "decimal",
    "date",
    "boolean",
    "state",
    "alliance",
    "contract",
    "fiscal_year",
)
ALWAYS_THERE = "as_of"


@dataclass(frozen=True)
class Parameter:
    """A value that the SQL takes: its type, whether it may be left out, its default and its label."""

    name: str
    type: str
    is_list: bool
    optional: bool
    default: str | None
    label: str


@dataclass(frozen=True)
class DocumentedSQL:
    """One documented SQL file: its name (the file's stem), header, parameters and statement."""

    name: str
    path: Path
    sql: str
    header: Mapping[str, str]
    parameters: tuple[Parameter, ...] = field(default=())

    @property
    def title(self) -> str:
        """What people call it."""
        return self.header["title"]


class HeaderError(UserError):
    """A documented SQL file whose header is not as it should be; names file and line."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        self.path = path
        self.line = line
        super().__init__(f"{path}, line {line}: {message}")


def read_documented_sql(path: Path) -> DocumentedSQL:
    """Read one file; raises HeaderError when its header is wrong or does not match its SQL."""
    lines = _read_text(path).split("\n")
    reader, body_start = _read_lines(path, lines)
    sql = "\n".join(lines[body_start - 1 :]).strip()
    _compare_parameters(path, body_start, sql, reader.parameters)
    return DocumentedSQL(path.stem, path, sql, reader.header, tuple(reader.parameters))


def read_header(path: Path) -> Mapping[str, str]:
    """Read one file's header alone, for which no engine is loaded; raises HeaderError when it is wrong."""
    return _read_lines(path, _read_text(path).split("\n"))[0].header


def read_folder(folder: Path) -> dict[str, DocumentedSQL]:
    """Read every `.sql` file in `folder`, by name; raises HeaderError for the first that is wrong."""
    return {path.stem: read_documented_sql(path) for path in sorted(folder.glob("*.sql"))}


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise HeaderError(path, line, "the text is not UTF-8. Save the file as UTF-8.") from error
    except OSError as error:
        raise HeaderError(path, 1, f"the file cannot be read ({error.strerror}).") from error


def _read_lines(path: Path, lines: Sequence[str]) -> tuple["_HeaderReader", int]:
    """Return the header that `lines` start with, and the number of the line after it."""
    reader = _HeaderReader(path)
    body_start = len(lines) + 1
    for number, line in enumerate(lines, start=1):
        if not line.startswith("--"):
            body_start = number
            break
        reader.read(number, line)
    for key in ("title", "description"):
        if not reader.header.get(key):
            raise HeaderError(path, 1, f'the header has no "{key}". Add a line "-- {key}: …".')
    return reader, body_start


_NAME = re.compile("[a-z][a-z0-9_]*")
_PARAMETER = re.compile(
    r"(?P<type>[a-z_]+)(?P<is_list>\[\])?(?P<optional>\?)?(?:\s*=\s*(?P<default>[^\"]*?))?"
    r"(?:\s*\"(?P<label>[^\"]*)\")?\s*"
)


class _HeaderReader:
    """Collects a header line by line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.header: dict[str, str] = {}
        self.parameters: list[Parameter] = []
        self._last_key = ""

    def read(self, number: int, line: str) -> None:
        """Take in one comment line; raises HeaderError when it says nothing that is known."""
        if line.startswith("--   "):
            self._go_on(number, line)
        elif line.startswith("-- param "):
            parameter = _read_parameter(self.path, number, line)
            if parameter.name in {earlier.name for earlier in self.parameters}:
                raise HeaderError(
                    self.path, number, f"the parameter {parameter.name} is there twice. Keep one."
                )
            self.parameters.append(parameter)
            self._last_key = ""
        else:
            self._start_key(number, line)

    def _go_on(self, number: int, line: str) -> None:
        if not self._last_key:
            raise HeaderError(self.path, number, "nothing to go on with. Start the header with a title.")
        self.header[self._last_key] += " " + line[2:].strip()

    def _start_key(self, number: int, line: str) -> None:
        key, colon, text = line.removeprefix("--").partition(":")
        key = key.strip()
        if not colon or key not in KEYS:
            known = ", ".join(KEYS)
            raise HeaderError(
                self.path, number, f"{line!r} is no header line. The keys are {known} and param."
            )
        if key in self.header:
            raise HeaderError(self.path, number, f"{key} is there twice. Keep one.")
        self.header[key] = text.strip()
        self._last_key = key


def _read_parameter(path: Path, number: int, line: str) -> Parameter:
    name, colon, rest = line.removeprefix("-- param ").partition(":")
    matched = _PARAMETER.fullmatch(rest.strip())
    if not colon or matched is None or not _NAME.fullmatch(name.strip()):
        raise HeaderError(path, number, 'a parameter is written `-- param NAME: TYPE = DEFAULT "Label"`.')
    if matched["type"] not in TYPES:
        raise HeaderError(
            path, number, f"there is no type {matched['type']!r}. The types are {', '.join(TYPES)}."
        )
    return Parameter(
        name=name.strip(),
        type=matched["type"],
        is_list=bool(matched["is_list"]),
        optional=bool(matched["optional"]),
        default=matched["default"],
        label=matched["label"] or name.strip().replace("_", " ").capitalize(),
    )


def _compare_parameters(path: Path, line: int, sql: str, parameters: Iterable[Parameter]) -> None:
    import duckdb  # the headers alone are wanted before the engine is loaded

    try:
        statements = duckdb.extract_statements(sql)
    except (duckdb.Error, ValueError) as error:
        raise HeaderError(path, line, f"the SQL cannot be parsed. {error}") from error
    if len(statements) != 1:
        raise HeaderError(path, line, f"one statement is needed, {len(statements)} are there.")
    used = set(statements[0].named_parameters) - {ALWAYS_THERE}
    declared = {parameter.name for parameter in parameters} - {ALWAYS_THERE}
    for name in sorted(used - declared):
        raise HeaderError(path, line, f"${name} is used and not declared. Add `-- param {name}: TYPE`.")
    for name in sorted(declared - used):
        raise HeaderError(
            path, line, f"the parameter {name} is declared and not used. Use ${name} or drop it."
        )

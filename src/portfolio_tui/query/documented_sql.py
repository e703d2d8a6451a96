"""Reads documented SQL: a `.sql` file whose leading comments say what it means and which parameters it takes.

Measures, checks and saved queries all have this one format:

    -- title: Contracts expiring
    -- description: Contracts whose current term ends within N days of the as-of date.
    -- param days: integer = 180 "Days ahead" (min 1)
    SELECT ...

A line that starts with `--` and three spaces goes on with the line before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.query.parameters import ALWAYS_THERE, Parameter, read_parameter

_PARAMETER = "-- param "


@dataclass(frozen=True)
class HeaderKeys:
    """What the header of one kind of documented SQL must say, and what it may say beside that."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """Every key of such a header."""
        return self.required + self.optional


QUERY_KEYS = HeaderKeys(
    required=("title", "description"), optional=("formula", "denominator", "leaves out", "source")
)
"""The header of a measure or a saved query."""

KEYS = QUERY_KEYS.known


@dataclass(frozen=True)
class DocumentedSQL:
    """One documented SQL file: its name (the file's stem), header, parameters and statement.

    SQL of the user's own sees the further columns of the portfolio's tables; what ships does not, so that
    none of them is taken for a column of ours, whatever it is called.
    """

    name: str
    path: Path
    sql: str
    header: Mapping[str, str]
    parameters: tuple[Parameter, ...] = field(default=())
    sees_further_columns: bool = False

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


def read_documented_sql(path: Path, keys: HeaderKeys = QUERY_KEYS) -> DocumentedSQL:
    """Read one file; raises HeaderError when its header is wrong or does not match its SQL."""
    return documented_sql(path, _read_text(path), keys)


def documented_sql(path: Path, text: str, keys: HeaderKeys = QUERY_KEYS) -> DocumentedSQL:
    """Return what the `text` of the file at `path` documents; raises HeaderError when it is wrong."""
    lines = text.split("\n")
    reader, body_start = _read_lines(path, lines, keys)
    sql = "\n".join(lines[body_start - 1 :]).strip()
    parameters = reader.parameters()
    _compare_parameters(path, body_start, sql, parameters)
    declared = tuple(parameter for _, parameter in parameters.values())
    return DocumentedSQL(path.stem, path, sql, reader.header, declared)


def read_header(path: Path) -> Mapping[str, str]:
    """Read one file's header alone, for which no engine is loaded; raises HeaderError when it is wrong."""
    return _read_lines(path, _read_text(path).split("\n"), QUERY_KEYS)[0].header


def read_folder(folder: Path, keys: HeaderKeys = QUERY_KEYS) -> dict[str, DocumentedSQL]:
    """Read every `.sql` file in `folder`, by name; raises HeaderError for the first that is wrong."""
    return {path.stem: read_documented_sql(path, keys) for path in sorted(folder.glob("*.sql"))}


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise HeaderError(path, line, "the text is not UTF-8. Save the file as UTF-8.") from error
    except OSError as error:
        raise HeaderError(path, 1, f"the file cannot be read ({error.strerror}).") from error


def _read_lines(path: Path, lines: Sequence[str], keys: HeaderKeys) -> tuple["_HeaderReader", int]:
    """Return the header that `lines` start with, and the number of the line after it."""
    reader = _HeaderReader(path, keys)
    body_start = len(lines) + 1
    for number, line in enumerate(lines, start=1):
        if not line.startswith("--"):
            body_start = number
            break
        reader.read(number, line)
    for key in keys.required:
        if not reader.header.get(key):
            raise HeaderError(path, 1, f'the header has no "{key}". Add a line "-- {key}: …".')
    return reader, body_start


class _HeaderReader:
    """Collects a header line by line."""

    def __init__(self, path: Path, keys: HeaderKeys) -> None:
        self.path = path
        self.keys = keys.known
        self.header: dict[str, str] = {}
        self._declarations: list[tuple[int, str]] = []
        self._last_key = ""

    def read(self, number: int, line: str) -> None:
        """Take in one comment line; raises HeaderError when it says nothing that is known."""
        if line.startswith("--   "):
            self._go_on(number, line[2:].strip())
        elif line.startswith(_PARAMETER):
            self._declarations.append((number, line.removeprefix(_PARAMETER)))
            self._last_key = _PARAMETER
        else:
            self._start_key(number, line)

    def parameters(self) -> dict[str, tuple[int, Parameter]]:
        """Return the parameters declared, with their lines; raises HeaderError when one is wrong."""
        found: dict[str, tuple[int, Parameter]] = {}
        for number, declaration in self._declarations:
            try:
                parameter = read_parameter(declaration)
            except UserError as error:
                raise HeaderError(self.path, number, str(error)) from error
            if parameter.name in found:
                raise HeaderError(
                    self.path, number, f"the parameter {parameter.name} is there twice. Keep one."
                )
            found[parameter.name] = (number, parameter)
        return found

    def _go_on(self, number: int, text: str) -> None:
        if not self._last_key:
            raise HeaderError(self.path, number, "nothing to go on with. Start the header with a title.")
        if self._last_key == _PARAMETER:
            first, declaration = self._declarations.pop()
            self._declarations.append((first, f"{declaration} {text}"))
        else:
            self.header[self._last_key] += f" {text}"

    def _start_key(self, number: int, line: str) -> None:
        key, colon, text = line.removeprefix("--").partition(":")
        key = key.strip()
        if not colon or key not in self.keys:
            known = ", ".join(self.keys)
            raise HeaderError(
                self.path, number, f"{line!r} is no header line. The keys are {known} and param."
            )
        if key in self.header:
            raise HeaderError(self.path, number, f"{key} is there twice. Keep one.")
        self.header[key] = text.strip()
        self._last_key = key


def _compare_parameters(
    path: Path, line: int, sql: str, parameters: Mapping[str, tuple[int, Parameter]]
) -> None:
    used = _parameters_used(path, line, sql)
    for name in sorted(used - set(parameters)):
        raise HeaderError(path, line, f"${name} is used and not declared. Add `-- param {name}: TYPE`.")
    for name, (declared_on, parameter) in parameters.items():
        if name not in used:
            raise HeaderError(
                path, declared_on, f"the parameter {name} is declared and not used. Use ${name} or drop it."
            )
        choices = parameter.choices.sql if parameter.choices is not None else None
        if choices is not None and _parameters_used(path, declared_on, choices):
            raise HeaderError(
                path, declared_on, f"the choices of {name} take no parameter but ${ALWAYS_THERE}."
            )


def _parameters_used(path: Path, line: int, sql: str) -> set[str]:
    """Return the names that the one statement of `sql` takes; raises HeaderError when it cannot be parsed."""
    import duckdb  # the headers alone are wanted before the engine is loaded

    try:
        statements = duckdb.extract_statements(sql)
    except (duckdb.Error, ValueError) as error:
        raise HeaderError(path, line, f"the SQL cannot be parsed. {error}") from error
    if len(statements) != 1:
        raise HeaderError(path, line, f"one statement is needed, {len(statements)} are there.")
    return set(statements[0].named_parameters) - {ALWAYS_THERE}

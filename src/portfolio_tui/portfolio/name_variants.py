"""What a reviewer decided on names that look alike: `name_variants.csv` in the portfolio's folder.

Each line of the file names two ids, of vendors or of entities, and says `merge` (the first is the second),
`apart` (they are two) or nothing yet. The tables on disk stay as they are; the engine shows every row of a
merged id under the id that it was merged into. Taking a line out undoes it.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portfolio_tui.portfolio.problems import Problem, Severity

FILE_NAME = "name_variants.csv"
COLUMNS = (
    "kind",
    "id",
    "name",
    "lines",
    "amount",
    "proposed_id",
    "proposed_name",
    "proposed_lines",
    "proposed_amount",
    "why",
    "decision",
)
"""The columns of the file; only kind, both ids and the decision are read, and further ones are kept."""

TABLE_OF_KIND = {"vendor": "vendors", "entity": "entities"}
"""What the kind of a line says: which table its ids are of."""

MERGE, APART = "merge", "apart"
GUARDED = ("=", "+", "-", "@", "\t", "\r", "'")
"""How a cell starts that has an apostrophe before it, which is no part of it: spreadsheets run formulas."""

_NEEDED = ("kind", "id", "proposed_id", "decision")
MEND = "Mend the line or take it out; until then it changes nothing."
"""What to do about a line that cannot be used."""


@dataclass(frozen=True)
class VariantLine:
    """One line of the file: its number there, and its cells by column, as text."""

    number: int
    cells: Mapping[str, str]

    @property
    def kind(self) -> str:
        """`vendor` or `entity`."""
        return self.cells["kind"].strip().lower()

    @property
    def id(self) -> str:
        """The id that is to be merged."""
        return self.cells["id"].strip()

    @property
    def proposed_id(self) -> str:
        """The id that it is to be merged into."""
        return self.cells["proposed_id"].strip()

    @property
    def decision(self) -> str:
        """`merge`, `apart`, or empty where nobody has decided."""
        return self.cells["decision"].strip().lower()


@dataclass(frozen=True)
class NameVariants:
    """The file as it was read: its columns, its lines, and those with a decision that can be used."""

    path: Path = Path(FILE_NAME)
    is_readable: bool = True
    delimiter: str = ","
    columns: tuple[str, ...] = COLUMNS
    lines: tuple[VariantLine, ...] = ()
    decided: tuple[VariantLine, ...] = ()

    @property
    def tables(self) -> frozenset[str]:
        """The tables of which a line says that ids be merged."""
        return frozenset(TABLE_OF_KIND[line.kind] for line in self.decided if line.decision == MERGE)


def read_name_variants(folder: Path) -> tuple[NameVariants, list[Problem]]:
    """Read the file in `folder` and what is wrong with it, by line; where there is none, it has no lines."""
    path = folder / FILE_NAME
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return NameVariants(path), []
    except OSError as error:
        return _unreadable(path, f"cannot be read ({error.strerror or error}), so nothing is merged.")
    except UnicodeDecodeError:
        return _unreadable(path, "the text is not UTF-8, so nothing is merged. Save it as CSV in UTF-8.")
    try:
        return _from_text(path, text)
    except csv.Error as error:
        return _unreadable(path, f"this is no CSV ({error}), so nothing is merged.")


def _from_text(path: Path, text: str) -> tuple[NameVariants, list[Problem]]:
    first_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns = tuple(name.strip().lower() for name in next(reader, []))
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        what = f"line 1: the heading lacks {', '.join(missing)}, so nothing is merged."
        return _unreadable(path, f"{what} The columns are {', '.join(COLUMNS)}.")
    lines, decided, problems = [], [], []
    number = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            filled = map(_plain, [*cells, *[""] * (len(columns) - len(cells))])
            line = VariantLine(number, dict(zip(columns, filled, strict=False)))
            lines.append(line)
            fault = _fault(line) if len(cells) <= len(columns) else "there are more cells than headings."
            if fault is not None:
                problems.append(_problem(path, f"line {number}: {fault} {MEND}"))
            elif line.decision:
                decided.append(line)
        number = reader.line_num + 1
    return NameVariants(path, True, delimiter, columns, tuple(lines), tuple(decided)), problems


def _unreadable(path: Path, message: str) -> tuple[NameVariants, list[Problem]]:
    return NameVariants(path, is_readable=False), [_problem(path, message)]


def _fault(line: VariantLine) -> str | None:
    """Return what is wrong with a line as it stands, whatever ids there are, or None."""
    if line.kind not in TABLE_OF_KIND:
        return f"the kind is {line.kind!r}, and must be {' or '.join(TABLE_OF_KIND)}."
    if line.decision not in {"", MERGE, APART}:
        return f"the decision is {line.decision!r}, and must be {MERGE}, {APART} or nothing."
    if line.decision and not (line.id and line.proposed_id):
        return "it has a decision and lacks one of its two ids."
    if line.decision and line.id == line.proposed_id:
        return f"it names {line.id} twice."
    return None


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in GUARDED else cell


def _problem(path: Path, message: str) -> Problem:
    return Problem(Severity.WARNING, message, file=path)

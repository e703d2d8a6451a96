"""The rules: documented SQL whose rows are findings, records that somebody should look at.

Each rule is one file in `rules/`. Its header says its id, title, severity, version, what it means, why it
matters, what it leaves out, and which tables it needs; its rows start with the columns `FINDING_COLUMNS`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.schema import TABLES
from portfolio_tui.query.documented_sql import (
    DocumentedSQL,
    HeaderError,
    HeaderKeys,
    documented_sql,
    read_folder,
)
from portfolio_tui.query.nearest import or_nearest

FOLDER = Path(__file__).parent / "rules"
CHECK_KEYS = HeaderKeys(
    required=("id", "title", "severity", "version", "description", "why", "leaves out"), optional=("needs",)
)
"""The header of a rule."""

FINDING_COLUMNS = (
    ("finding", "VARCHAR", "A key of the finding, made of ids, that stays the same from run to run."),
    ("contract_id", "VARCHAR", "The contract it is about; empty where it is about none or several."),
    ("state", "VARCHAR", "The state; empty where it is about none or several."),
    ("vendor_id", "VARCHAR", "The seller; empty where it is about none or several."),
    ("entity_id", "VARCHAR", "The buyer; empty where it is about none or several."),
    ("day", "DATE", "The day on which it began, or is due."),
    ("amount_at_stake", "DECIMAL(38,2)", "How much money it touches, never below zero; empty for none."),
    ("direction", "VARCHAR", "`over` or `under` where money is off that way; the two are never netted."),
    ("summary", "VARCHAR", "What was found, in one sentence."),
    ("row_table", "VARCHAR", "The table of the rows behind it; empty where a row is missing."),
    ("row_ids", "VARCHAR[]", "The ids of those rows, or their keys, the parts joined by a bar."),
)
"""The columns that the rows of every rule start with: name, type, and what it means."""


class Severity(StrEnum):
    """How much a finding weighs, the heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Check:
    """One rule."""

    query: DocumentedSQL
    severity: Severity
    version: int
    needs: tuple[str, ...]
    """The tables without whose rows the rule has nothing to go by."""

    @property
    def id(self) -> str:
        """What the rule is called for short, as P01."""
        return self.query.header["id"]

    @property
    def title(self) -> str:
        """What people call it."""
        return self.query.title


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every rule, by id; raises HeaderError when one is wrong."""
    return tuple(check_of(query) for query in read_folder(FOLDER, CHECK_KEYS).values())


def read_check(path: Path, text: str) -> Check:
    """Return the rule that the `text` of the file at `path` documents; raises HeaderError."""
    return check_of(documented_sql(path, text, CHECK_KEYS))


def check_of(query: DocumentedSQL) -> Check:
    """Return the rule in `query`, whose header has the keys of one; raises HeaderError."""
    header = query.header
    if not re.fullmatch(r"[A-Z]\d\d", header["id"]) or not query.name.startswith(f"{header['id'].lower()}_"):
        raise HeaderError(
            query.path, 1, f'the id is "{header["id"]}". Name the file by it, as p01_words.sql.'
        )
    if header["severity"] not in set(Severity):
        raise HeaderError(query.path, 1, f"the severity is none of {', '.join(Severity)}.")
    if not re.fullmatch(r"[1-9]\d{0,4}", header["version"]):
        raise HeaderError(query.path, 1, "the version is no whole number. Start with 1.")
    needs = tuple(name.strip() for name in header.get("needs", "").split(",") if name.strip())
    tables = {table.name for table in TABLES}
    for name in needs:
        if name not in tables:
            raise HeaderError(
                query.path, 1, f"it needs {name!r}, which is no table. {or_nearest(name, tables)}"
            )
    return Check(query, Severity(header["severity"]), int(header["version"]), needs)


def choose_checks(rules: Iterable[str] = (), severities: Iterable[Severity] = ()) -> Sequence[Check]:
    """Return the rules that are named, by id or file name, and have one of the severities; no name means all.

    Raises UserError, with the nearest, when a name is no rule's.
    """
    known = {name: check for check in all_checks() for name in (check.id.lower(), check.query.name)}
    chosen = set()
    for rule in rules:
        if rule.lower() not in known:
            raise UserError(f"There is no rule {rule!r}. {_nearest(rule, known)}")
        chosen.add(known[rule.lower()].id)
    wanted = set(severities)
    return [
        check
        for check in all_checks()
        if (not chosen or check.id in chosen) and (not wanted or check.severity in wanted)
    ]


def _nearest(rule: str, known: Iterable[str]) -> str:
    ids = [name for name in known if "_" not in name]
    words = [name for name in known if "_" in name]
    return or_nearest(rule, words if len(rule) > 4 else ids)

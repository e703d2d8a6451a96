"""What an extract came from: all that it takes to make it again, and to tell whether it was altered."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from portfolio_tui.errors import UserError
from portfolio_tui.extract.kept_rows import KeptRows
from portfolio_tui.query.documented_sql import DocumentedSQL
from portfolio_tui.query.running_query import ResultColumn
from portfolio_tui.query.scope import Scope

KEY = "portfolio-tui"
"""The key of the document in the metadata of a Parquet file."""

VERSION = 1

_UNREADABLE = (
    AttributeError,
    InvalidOperation,
    KeyError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    UserError,
)
"""What a document that is none can lead to."""


class ProvenanceError(UserError):
    """A file without provenance, or with one that cannot be read."""


@dataclass(frozen=True)
class RecordedValue:
    """The value of a parameter: its type, one of a parameter's types, and the value or values as text."""

    type: str
    value: str | tuple[str, ...] | None

    def typed(self) -> Any:  # noqa: ANN401 the type depends on the parameter
        """Return the value as the query takes it; raises ProvenanceError where it is of another type."""
        if self.value is None:
            return None
        try:
            if isinstance(self.value, str):
                return _typed(self.type, self.value)
            return [_typed(self.type, text) for text in self.value]
        except (ValueError, InvalidOperation) as error:
            raise ProvenanceError(f"{self.value!r} is recorded as {self.type}, and is none.") from error


@dataclass(frozen=True)
class Provenance:
    """The origin of one extract, and what is in it.

    `totals` has the sum of each column of whole or decimal numbers; `data_sha256` is of the file without this
    document or, of a folder, of its files' paths and sums.
    """

    portfolio: str
    fingerprint: str
    synthetic: bool
    query: str
    title: str
    sql: str
    parameters: Mapping[str, RecordedValue]
    scope: Scope
    as_of: dt.date
    kept: KeptRows | None
    partition_by: tuple[str, ...]
    format: str
    columns: tuple[ResultColumn, ...]
    left_out: tuple[str, ...]
    software: Mapping[str, str]
    rows: int = 0
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    data_sha256: str = ""
    sees_further_columns: bool = False

    def to_json(self) -> str:
        """Return the document, with a digest of itself."""
        values = self._values()
        return json.dumps(values | {"digest": _digest(values)})

    def _values(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "portfolio": self.portfolio,
            "fingerprint": self.fingerprint,
            "synthetic": self.synthetic,
            "query": self.query,
            "title": self.title,
            "sql": self.sql,
            "sees_further_columns": self.sees_further_columns,
            "parameters": {
                name: {"type": recorded.type, "value": recorded.value}
                for name, recorded in self.parameters.items()
            },
            "scope": self.scope.values(),
            "as_of": self.as_of.isoformat(),
            "kept": None if self.kept is None else {"column": self.kept.column, "values": self.kept.values},
            "partition_by": self.partition_by,
            "format": self.format,
            "columns": [{"name": column.name, "type": column.type} for column in self.columns],
            "left_out": self.left_out,
            "software": dict(self.software),
            "rows": self.rows,
            "totals": {name: format(total, "f") for name, total in self.totals.items()},
            "data_sha256": self.data_sha256,
        }


@dataclass(frozen=True)
class ReadProvenance:
    """A provenance as it was read, and whether the document is still the one that was written."""

    provenance: Provenance
    is_untouched: bool


def read_provenance_document(text: str) -> ReadProvenance:
    """Return what the document `text` says; raises ProvenanceError where it is none."""
    try:
        values = json.loads(text)
        digest = values.pop("digest", None)
        _check_version(values["version"])
        return ReadProvenance(_from_values(values), digest == _digest(values))
    except ProvenanceError:
        raise
    except _UNREADABLE as error:
        raise ProvenanceError(f"The provenance cannot be read ({type(error).__name__}: {error}).") from error


def recorded_values(query: DocumentedSQL, parameters: Mapping[str, Any]) -> dict[str, RecordedValue]:
    """Return each parameter that `query` declares with its value of `parameters`, as text."""
    return {
        parameter.name: RecordedValue(parameter.type, _recorded(parameters.get(parameter.name)))
        for parameter in query.parameters
    }


def _check_version(version: object) -> None:
    if version != VERSION:
        raise ProvenanceError(
            f"The provenance is of version {version}, which this program does not know. "
            "Use a newer portfolio-tui."
        )


def _digest(values: Mapping[str, Any]) -> str:
    """Return a SHA-256 of the document's `values`, whatever their order and the spaces between them."""
    text = json.dumps(values, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _recorded(value: object) -> str | tuple[str, ...] | None:
    if value is None:
        return None
    if isinstance(value, list | tuple):
        return tuple(_text(item) for item in value)
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _typed(kind: str, text: str) -> Any:  # noqa: ANN401 the type depends on the parameter
    if kind in {"integer", "fiscal_year"}:
        return int(text)
    if kind == "decimal":
        return Decimal(text)
    if kind == "date":
        return dt.date.fromisoformat(text)
    if kind == "boolean":
        return {"yes": True, "no": False}.get(text, text)
    return text


def _from_values(values: Mapping[str, Any]) -> Provenance:
    kept = values["kept"]
    return Provenance(
        portfolio=str(values["portfolio"]),
        fingerprint=str(values["fingerprint"]),
        synthetic=bool(values["synthetic"]),
        query=str(values["query"]),
        title=str(values["title"]),
        sql=str(values["sql"]),
        sees_further_columns=bool(values["sees_further_columns"]),
        parameters={
            str(name): RecordedValue(str(recorded["type"]), _read_value(recorded["value"]))
            for name, recorded in values["parameters"].items()
        },
        scope=Scope.from_values(values["scope"]),
        as_of=dt.date.fromisoformat(values["as_of"]),
        kept=None if kept is None else KeptRows(str(kept["column"]), tuple(kept["values"])),
        partition_by=tuple(values["partition_by"]),
        format=str(values["format"]),
        columns=tuple(ResultColumn(str(one["name"]), str(one["type"])) for one in values["columns"]),
        left_out=tuple(str(name) for name in values["left_out"]),
        software={str(name): str(version) for name, version in values["software"].items()},
        rows=int(values["rows"]),
        totals={str(name): _total(total) for name, total in values["totals"].items()},
        data_sha256=str(values["data_sha256"]),
    )


def _total(text: str) -> Decimal:
    total = Decimal(text)
    if not total.is_finite():
        raise ValueError(f"{text!r} is no total")
    return total


def _read_value(value: object) -> str | tuple[str, ...] | None:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return None if value is None else str(value)

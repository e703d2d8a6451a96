"""Reads and writes `portfolio.toml`, which says what a portfolio folder is."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from portfolio_tui.portfolio.problems import PortfolioError, Problem, Severity

MANIFEST_FILE = "portfolio.toml"


@dataclass(frozen=True)
class Manifest:
    """A portfolio's name, currency, notes, sources, default as-of date and whether it is synthetic.

    `places` are those beside the 56 jurisdictions in which it has buyers, by their codes (`MX-CMX`).
    """

    name: str
    currency: str = "USD"
    notes: str = ""
    synthetic: bool = False
    as_of: dt.date | None = None
    sources: tuple[str, ...] = field(default=())
    places: Mapping[str, str] = field(default_factory=dict)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the portfolio in `folder`; one without a file is called after its folder.

    Raises PortfolioError when the file is not TOML, is not readable, or a key has the wrong type.
    """
    path = folder / MANIFEST_FILE
    if not path.exists():
        return Manifest(name=folder.resolve().name)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise PortfolioError(folder, [_problem(path, f"cannot be read: {error}.")]) from error
    problems = [
        Problem(
            Severity.ERROR,
            f"the key {key} has the wrong type.",
            file=path,
            expected=expected,
            found=_kind(value),
        )
        for key, value in values.items()
        if (expected := _expected_kind(key)) is not None and _kind(value) != expected
    ]
    if problems:
        raise PortfolioError(folder, problems)
    return Manifest(
        name=values.get("name", folder.resolve().name),
        currency=values.get("currency", "USD"),
        notes=values.get("notes", ""),
        synthetic=values.get("synthetic", False),
        as_of=values.get("as_of"),
        sources=tuple(str(source) for source in values.get("sources", [])),
        places={code: str(name) for code, name in values.get("places", {}).items()},
    )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write `manifest` as the `portfolio.toml` of `folder`."""
    values: dict[str, Any] = {
        "name": manifest.name,
        "currency": manifest.currency,
        "notes": manifest.notes,
        "synthetic": manifest.synthetic,
        "sources": list(manifest.sources),
    }
    if manifest.as_of is not None:
        values["as_of"] = manifest.as_of
    if manifest.places:
        values["places"] = dict(manifest.places)
    (folder / MANIFEST_FILE).write_text(tomli_w.dumps(values), encoding="utf-8")


_KINDS = {
    "name": "text",
    "currency": "text",
    "notes": "text",
    "synthetic": "true or false",
    "as_of": "date",
    "sources": "list",
    "places": "table",
}


def _expected_kind(key: str) -> str | None:
    return _KINDS.get(key)


def _kind(value: object) -> str:
    names = {str: "text", bool: "true or false", dt.date: "date", list: "list", dict: "table"}
    return names.get(type(value), type(value).__name__)


def _problem(path: Path, message: str) -> Problem:
    return Problem(Severity.ERROR, message, file=path)

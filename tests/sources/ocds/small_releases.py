"""Small releases written for the tests, and a way to read them and look at what they gave."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import polars as pl

from portfolio_tui.sources.ocds.reading import OpenContractingRead, read_open_contracting
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.unpacking import LeftOut, source_files

PROFILE = """
title = "Open contracting for tests"
portfolio_name = "Open contracting"
currency = "USD"
state = "OR"

[[alliances]]
id = "portland"
name = "City of Portland"
kind = "local"

[file]
format = "ocds"
"""

Json = dict[str, Any]


def payment(number: int, amount: object = 100, date: str = "2020-02-01", **more: object) -> Json:
    """Return a transaction of version 1.1, in dollars."""
    return {"id": f"t{number}", "date": date, "value": {"amount": amount, "currency": "USD"}, **more}


def contract(identity: object = "c1", payments: Sequence[object] = (), **more: object) -> Json:
    """Return a contract of the award `a1`, with its payments."""
    found: Json = {"id": identity, "awardID": "a1", "status": "active", **more}
    if payments:
        found["implementation"] = {"transactions": list(payments)}
    return found


def release(
    date: str | None = "2020-01-01T00:00:00Z",
    *,
    ocid: str = "ocds-1-1",
    release_id: str = "r1",
    **more: object,
) -> Json:
    """Return a release with the parts in `more`."""
    dated = {} if date is None else {"date": date}
    return {"ocid": ocid, "id": release_id, **dated, "tag": ["contract"], **more}


PARTIES: Json = {
    "parties": [
        {
            "id": "b",
            "name": "Bureau of Parks",
            "identifier": {"scheme": "US-OR", "id": "7"},
            "roles": ["buyer"],
        },
        {"id": "s", "name": "Acme", "identifier": {"scheme": "US-DUNS", "id": "42"}, "roles": ["supplier"]},
    ],
    "buyer": {"id": "b", "name": "Bureau of Parks"},
    "tender": {"id": "t", "title": "Mowing of parks", "mainProcurementCategory": "services"},
    "awards": [{"id": "a1", "title": "Mowing", "suppliers": [{"id": "s", "name": "Acme"}]}],
}
"""The buyer, the tender and the award of `contract`, as version 1.1 writes them."""


@dataclass(frozen=True)
class Given:
    """What files gave, each table over all files."""

    read: OpenContractingRead

    def counts(self) -> list[tuple[int, int, int, int]]:
        """Return for each file how many rows it has, and how many are kept, set aside and folded."""
        outcomes = [read.outcome for read in self.read.reads]
        return [(each.rows_read, each.kept, each.set_aside, each.folded) for each in outcomes]

    def table(self, name: str, *columns: str) -> list[tuple[object, ...]]:
        """Return the rows of a table, sorted, of the columns named."""
        frames = [read.described[name] for read in self.read.reads if name in read.described]
        frames += [pl.read_parquet(part) for read in self.read.reads for part in read.figures.get(name, ())]
        rows = pl.concat(frames).select(columns).rows() if frames else []
        return sorted(rows, key=str)

    def notes(self, name: str) -> list[tuple[int, str, str]]:
        """Return the notes of a kind: the row, the part that is meant, and the reason."""
        found = [read.notes[name] for read in self.read.reads]
        frames = [pl.read_parquet(notes) if isinstance(notes, Path) else notes for notes in found]
        return pl.concat(frames).select("source_row", pl.col("column").fill_null(""), "reason").rows()


def read_files(
    folder: Path,
    files: Mapping[str, object],
    profile: str = PROFILE,
    portfolio: Path | None = None,
    currency: str = "",
) -> Given:
    """Write each value as JSON, or text or bytes as they are, and read the files by `profile`."""
    sources = Path(mkdtemp(dir=folder))
    for name, content in files.items():
        path = sources / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    profile_file = sources.parent / "open.toml"
    profile_file.write_text(profile, encoding="utf-8")
    scratch = Path(mkdtemp(dir=folder))
    found = source_files([sources / name for name in files], scratch)
    return Given(
        read_open_contracting(
            (file for file in found if not isinstance(file, LeftOut)),
            read_profile(profile_file),
            scratch,
            portfolio=portfolio,
            currency=currency,
        )
    )

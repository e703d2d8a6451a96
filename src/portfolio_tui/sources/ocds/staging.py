"""Keeps releases on disk between reading and merging, and hands them out a process at a time."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.errors import UserError
from portfolio_tui.query.raw_views import literal, pattern_of
from portfolio_tui.sources.ocds.dates import instant_of
from portfolio_tui.sources.ocds.rows import ReleaseRows
from portfolio_tui.sources.ocds.shapes import Json

EARLIER = -1
"""The number of the file of releases that an earlier import read."""

_SCHEMA = pa.schema(
    [
        ("ocid", pa.string()),
        ("instant", pa.string()),
        ("release_id", pa.string()),
        ("is_compiled", pa.bool_()),
        ("digest", pa.string()),
        ("version", pa.string()),
        ("source_file", pa.string()),
        ("file_number", pa.int64()),
        ("first_row", pa.int64()),
        ("row_count", pa.int64()),
        ("content", pa.string()),
    ]
)
_IN_ORDER = Path(__file__).parent / "in_order.sql"
_KEPT = Path(__file__).parent / "kept_releases.sql"
_OCIDS = Path(__file__).parent / "ocids.sql"
_CHARACTERS_AT_ONCE = 16_000_000
_RELEASES_AT_ONCE = 500
_MEMORY = "400MB"
_DIGEST_BYTES = 16


@dataclass(frozen=True)
class StagedRelease:
    """A release that was read, and where it stands: its file, and the first of its rows there.

    `instant` is its moment in UTC, empty where it has none. `digest` is the same for the same contents,
    `version` the one that it or its package states. `row_count` is 0 where it has no contracts.
    """

    ocid: str
    instant: str
    release_id: str
    is_compiled: bool
    digest: str
    version: str
    source_file: str
    file_number: int
    first_row: int
    row_count: int
    release: Json


class Staging:
    """A file of releases that is written while files are read, and then read a process at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "releases.parquet"
        self._writer = pq.ParquetWriter(self._path, _SCHEMA, compression="zstd")
        self._held: list[dict[str, object]] = []
        self._characters = 0

    def add(self, staged: StagedRelease, content: str) -> None:
        """Write a release with its `content`, the text of its JSON."""
        values = {name: getattr(staged, name) for name in _SCHEMA.names if name != "content"}
        self._held.append({**values, "content": content})
        self._characters += len(content)
        if self._characters > _CHARACTERS_AT_ONCE:
            self._write()

    def finish(self) -> None:
        """Write what is held; nothing can be added then."""
        self._write()
        self._writer.close()

    def close(self) -> None:
        """Let go of the database, of which nothing can be asked then."""
        self._database.close()

    def processes(
        self, versions: Mapping[int, str], earlier: Path | None = None
    ) -> Iterator[tuple[str, list[StagedRelease]]]:
        """Yield each contracting process: its ocid and its releases, the oldest first, each once.

        `versions` are those that the files state, by number; `earlier` is a file of releases, of which
        those of processes that were read now belong in as well.
        """
        for ocid, group in groupby(self._in_order(earlier), key=lambda staged: staged.ocid):
            releases: dict[str, StagedRelease] = {}
            for staged in group:
                stated = staged.version or versions.get(staged.file_number, "")
                releases.setdefault(staged.digest, replace(staged, version=stated))
            yield ocid, list(releases.values())

    def kept(self, versions: Mapping[int, str], earlier: Path | None = None) -> Path | None:
        """Write the earlier releases and the new ones together; return the file, None where none is new."""
        target = self._folder / "kept.parquet"
        before = earlier or self._none()
        parameters = {
            "staged": pattern_of(self._path),
            "earlier": pattern_of(before),
            "versions": [versions.get(number, "") for number in range(max(versions, default=0) + 1)],
        }
        sql = _KEPT.read_text(encoding="utf-8").replace("'{target}'", literal(str(target)))
        with self._cursor(earlier) as cursor:
            cursor.execute(sql, parameters)
        has_new = pq.read_metadata(target).num_rows > pq.read_metadata(before).num_rows
        return target if has_new else None

    def ocids(self) -> Path:
        """Write the ocids of the processes that were read now; return the file."""
        target = self._folder / "ocids.parquet"
        sql = _OCIDS.read_text(encoding="utf-8").replace("'{target}'", literal(str(target)))
        with self._cursor(None) as cursor:
            cursor.execute(sql, {"staged": pattern_of(self._path)})
        return target

    def _none(self) -> Path:
        path = self._folder / "none.parquet"
        pq.write_table(_SCHEMA.empty_table(), path)
        return path

    @contextmanager
    def _cursor(self, earlier: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
        try:
            with self._database.cursor() as cursor:
                yield cursor
        except duckdb.Error as error:
            reason = str(error).split("\n", maxsplit=1)[0].rstrip(".")
            beside = "" if earlier is None else f" Is {earlier} as an import wrote it?"
            raise UserError(f"The releases cannot be put in order ({reason}).{beside}") from error

    @cached_property
    def _database(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(
            config={
                "memory_limit": _MEMORY,
                "threads": 2,
                "temp_directory": str(self._folder / "sorting"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )

    def _in_order(self, earlier: Path | None) -> Iterator[StagedRelease]:
        with self._cursor(earlier) as cursor:
            parameters = {
                "staged": pattern_of(self._path),
                "releases": [pattern_of(path) for path in (self._path, earlier) if path is not None],
            }
            cursor.execute(_IN_ORDER.read_text(encoding="utf-8"), parameters)
            while rows := cursor.fetchmany(_RELEASES_AT_ONCE):
                for row in rows:
                    yield _staged(row)

    def _write(self) -> None:
        if self._held:
            self._writer.write_table(pa.Table.from_pylist(self._held, schema=_SCHEMA))
        self._held.clear()
        self._characters = 0


def staged_release(
    rows: ReleaseRows, *, is_compiled: bool, version: str, source_file: str, file_number: int, first_row: int
) -> tuple[StagedRelease, str]:
    """Return a release ready to be staged, and its contents as text."""
    content = json.dumps(rows.release, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    digest = hashlib.blake2b(f"{is_compiled}{content}".encode(), digest_size=_DIGEST_BYTES).hexdigest()
    staged = StagedRelease(
        ocid=str(rows.release["ocid"]),
        instant=instant_of(rows.release.get("date")),
        release_id=str(rows.release.get("id") or ""),
        is_compiled=is_compiled,
        digest=digest,
        version=version,
        source_file=source_file,
        file_number=file_number,
        first_row=first_row,
        row_count=rows.count,
        release=rows.release,
    )
    return staged, content


def _staged(row: tuple[Any, ...]) -> StagedRelease:
    values = dict(zip(_SCHEMA.names, row, strict=True))
    content = values.pop("content")
    return StagedRelease(**values, release=json.loads(content))

"""Tells what an import did, as a small aligned text."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from portfolio_tui.sources.cells import printable
from portfolio_tui.sources.notes import CELLS_NOT_READ, ROWS_SET_ASIDE
from portfolio_tui.sources.outcome import Examples, FileOutcome, ImportOutcome, Note, Restatement

_SHOWN = 5
_HEADINGS = ("file", "read", "kept", "set aside", "folded", "read as")


def summary(outcome: ImportOutcome, folder: Path) -> str:
    """Return the rows by file, the records by table, and the first of what was restated or not read."""
    lines = [*_file_lines(outcome.files), ""]
    lines += [
        f"{table.name}: {table.added:,} new, {table.replaced:,} replaced, {table.same:,} as they were"
        for table in outcome.tables
    ]
    lines += _listed(
        "left out, as the name is not that of a file of data", outcome.left_out, len(outcome.left_out)
    )
    lines += _listed(
        "figures restated", [_restated(one) for one in outcome.restated.first], outcome.restated.total
    )
    lines += _noted(
        "rows could not be read and are set aside; they are in", ROWS_SET_ASIDE, outcome.set_aside
    )
    lines += _noted(
        "cells of kept rows could not be read; they are in", CELLS_NOT_READ, outcome.cells_not_read
    )
    lines += [
        "",
        f"{folder} is up to date." if outcome.has_changed else f"Nothing new: {folder} is unchanged.",
    ]
    return "\n".join(printable(line) for line in lines)


def _file_lines(files: Sequence[FileOutcome]) -> Iterator[str]:
    rows = [(file.file_name, *_counts(file), file.read_as) for file in files]
    if len(files) > 1:
        totals = [f"{sum(counts):,}" for counts in zip(*map(_numbers, files), strict=True)]
        rows.append(("all", *totals, ""))
    texts = [_HEADINGS, *rows]
    widths = [max(len(row[position]) for row in texts) for position in range(len(_HEADINGS))]
    for name, *counts, read_as in texts:
        cells = [count.rjust(width) for count, width in zip(counts, widths[1:], strict=False)]
        yield "  ".join([name.ljust(widths[0]), *cells, read_as]).rstrip()


def _numbers(file: FileOutcome) -> tuple[int, int, int, int]:
    return file.rows_read, file.kept, file.set_aside, file.folded


def _counts(file: FileOutcome) -> tuple[str, ...]:
    return tuple(f"{number:,}" for number in _numbers(file))


def _restated(one: Restatement) -> str:
    old, new = (value if value is not None else "empty" for value in (one.old, one.new))
    return f"{one.key}: {one.column} {old} -> {new}"


def _noted(what: str, name: str, notes: Examples[Note]) -> Iterator[str]:
    lines = [
        f"{note.file_name} row {note.source_row}{f', {note.column}' if note.column else ''}: {note.reason}"
        for note in notes.first
    ]
    yield from _listed(f"{what} {name}.parquet", lines, notes.total)


def _listed(what: str, lines: Sequence[str], total: int) -> Iterator[str]:
    if not total:
        return
    yield ""
    yield f"{total:,} {what}:"
    shown = lines[:_SHOWN]
    yield from (f"  {line}" for line in shown)
    if total > len(shown):
        yield f"  and {total - len(shown):,} more"

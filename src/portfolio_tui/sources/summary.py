"""Tells what an import did, would do, or what taking it back does, as a small aligned text."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from portfolio_tui.sources.cells import printable
from portfolio_tui.sources.notes import CELLS_NOT_READ, ROWS_SET_ASIDE
from portfolio_tui.sources.outcome import FileOutcome, ImportOutcome, KeptRow, Note, Restatement
from portfolio_tui.sources.undoing import UndoOutcome

_SHOWN = 5
_HEADINGS = ("file", "read", "kept", "set aside", "folded", "read as")


def summary(outcome: ImportOutcome, folder: Path) -> str:
    """Return the rows by file, the records by table, and the first of what was restated or not read."""
    lines = [*_counts_of(outcome), *_changes(outcome), *_not_read(outcome), ""]
    lines.append(
        f"{folder} is up to date." if outcome.has_changed else f"Nothing new: {folder} is unchanged."
    )
    return _printable(lines)


def preview_summary(outcome: ImportOutcome, folder: Path) -> str:
    """Return what an import would do, with examples of the rows of each kind."""
    lines = [*_counts_of(outcome), *_changes(outcome)]
    lines += _listed(
        "row would be kept",
        "rows would be kept",
        [_kept(row) for row in outcome.kept.first],
        outcome.kept.total,
    )
    lines += _listed(
        "row would be folded", "rows would be folded", _with_texts(outcome.folded.first), outcome.folded.total
    )
    lines += _listed(
        "row cannot be read and would be set aside",
        "rows cannot be read and would be set aside",
        _with_texts(outcome.set_aside.first),
        outcome.set_aside.total,
    )
    lines += _listed(
        "cell of a kept row cannot be read and would be empty",
        "cells of kept rows cannot be read and would be empty",
        _with_texts(outcome.cells_not_read.first),
        outcome.cells_not_read.total,
    )
    would = f"{folder} would be changed" if outcome.has_changed else f"{folder} would stay as it is"
    return _printable([*lines, "", f"{would}; nothing was written."])


def undo_summary(outcome: UndoOutcome, folder: Path, *, is_done: bool) -> str:
    """Return which import is taken back, or would be, and what that does."""
    logged = outcome.logged
    files = ", ".join(file.outcome.file_name for file in logged.files)
    by = f"Import {logged.number} of {files} by the profile {logged.profile}"
    lines = [f"{by} {'was' if is_done else 'would be'} taken back:"]
    for table in logged.tables:
        done = table.outcome
        if done.added or done.replaced or done.withdrawn:
            rows = "row" if done.added == 1 else "rows"
            lines.append(
                f"  {done.name}: {done.added:,} {rows} less, {done.replaced:,} as they were before, "
                f"{done.withdrawn:,} back{_from_to(table.amount_after, table.amount_before)}"
            )
    is_empty = not outcome.put_back
    if is_done:
        end = f"{folder} is empty again." if is_empty else f"{folder} is as it was before."
    else:
        end = "Nothing was changed."
    return _printable([*lines, "", end])


def _counts_of(outcome: ImportOutcome) -> Iterator[str]:
    yield from _file_lines(outcome.files)
    yield ""
    totals = {total.table: _from_to(total.before, total.after) for total in outcome.totals}
    for table in outcome.tables:
        counts = [f"{table.added:,} new", f"{table.replaced:,} replaced", f"{table.same:,} as they were"]
        if table.withdrawn:
            counts.append(f"{table.withdrawn:,} withdrawn")
        if table.superseded:
            counts.append(f"{table.superseded:,} of an older version of their report")
        yield f"{table.name}: {', '.join(counts)}{totals.get(table.name, '')}"


def _changes(outcome: ImportOutcome) -> Iterator[str]:
    left_out = "left out, as the name is not that of a file of data"
    yield from _listed(left_out, left_out, outcome.left_out, len(outcome.left_out))
    restated, withdrawn = outcome.restated, outcome.withdrawn
    yield from _listed(
        "figure restated", "figures restated", [_restated(one) for one in restated.first], restated.total
    )
    yield from _listed(
        "row withdrawn, which the newer version of its report does not hold",
        "rows withdrawn, which the newer version of their report does not hold",
        [_restated(one) for one in withdrawn.first],
        withdrawn.total,
    )


def _not_read(outcome: ImportOutcome) -> Iterator[str]:
    rows, cells = outcome.set_aside, outcome.cells_not_read
    yield from _listed(
        f"row could not be read and is set aside; it is in {ROWS_SET_ASIDE}.parquet",
        f"rows could not be read and are set aside; they are in {ROWS_SET_ASIDE}.parquet",
        [_note_line(note) for note in rows.first],
        rows.total,
    )
    yield from _listed(
        f"cell of a kept row could not be read; it is in {CELLS_NOT_READ}.parquet",
        f"cells of kept rows could not be read; they are in {CELLS_NOT_READ}.parquet",
        [_note_line(note) for note in cells.first],
        cells.total,
    )


def _from_to(before: Decimal | None, after: Decimal | None) -> str:
    if before == after:
        return ""
    amounts = [f"{amount:,.2f}" for amount in (before, after) if amount is not None]
    return f"; total {' -> '.join(amounts)}"


def _kept(row: KeptRow) -> str:
    values = ", ".join(f"{name} {value}" for name, value in row.values)
    return f"{row.file_name} row {row.source_row}: {values}"


def _with_texts(notes: Sequence[Note]) -> list[str]:
    return [f"{_note_line(note)}: {note.raw_text}" for note in notes]


def _printable(lines: Iterable[str]) -> str:
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
    by = "" if one.difference is None else f" ({one.difference:+,.2f})"
    return f"{one.key}: {one.column} {old} -> {new}{by}"


def _note_line(note: Note) -> str:
    column = f", {note.column}" if note.column else ""
    return f"{note.file_name} row {note.source_row}{column}: {note.reason}"


def _listed(one: str, several: str, lines: Sequence[str], total: int) -> Iterator[str]:
    if not total:
        return
    yield ""
    yield f"{total:,} {one if total == 1 else several}:"
    shown = lines[:_SHOWN]
    yield from (f"  {line}" for line in shown)
    if total > len(shown):
        yield f"  and {total - len(shown):,} more"

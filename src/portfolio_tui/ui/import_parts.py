"""An import's outcome as lists: its files, its tables, and examples of the rows that want a look."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING

from portfolio_tui.ui.figures import MISSING, count
from portfolio_tui.ui.theme import Ink
from portfolio_tui.ui.widgets.cells import Cell, Column

if TYPE_CHECKING:
    from portfolio_tui.sources.outcome import Examples, ImportOutcome, Note, Restatement

PARTS = (
    ("files", "Files"),
    ("tables", "Tables"),
    ("set-aside", "Set aside"),
    ("folded", "Folded"),
    ("changed", "Changed"),
    ("cells", "Cells not read"),
    ("kept", "Kept"),
    ("left-out", "Left out"),
)
"""Key and label of each list."""


@dataclass(frozen=True)
class PartRow:
    """A line of a list: its number, the texts of its columns, and what it says in full."""

    number: int
    texts: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    """Label and text of each thing to tell of the row, whole."""


@dataclass(frozen=True)
class Part:
    """One list: how many there are, its columns, and the first of its rows."""

    total: int
    columns: tuple[Column[PartRow], ...]
    rows: tuple[PartRow, ...]
    empty: str
    is_long: bool = True
    """Whether its texts are too long for a line of a list, so that the row at the cursor is told whole."""


def part_of(outcome: "ImportOutcome", key: str) -> Part:
    """Return the list `key` of an import's outcome; KeyError where there is none."""
    return _MAKERS[key](outcome)


@dataclass(frozen=True)
class _Title:
    """A column's title and width; figures stand on the right."""

    title: str
    width: int
    flex: int = 0
    is_figure: bool = False
    ink: Ink = "plain"
    priority: int = 5


def _part(
    total: int,
    titles: tuple[_Title, ...],
    rows: Iterable[tuple[str, ...]],
    empty: str,
    *,
    is_long: bool = True,
) -> Part:
    names = [title.title for title in titles]
    listed = tuple(
        PartRow(number, texts, tuple(zip(names, texts, strict=False))) for number, texts in enumerate(rows)
    )
    columns = tuple(_column(position, title) for position, title in enumerate(titles))
    empty = f"There are {count(total)}." if total else empty
    return Part(total, columns, listed, empty, is_long)


def _column(position: int, title: _Title) -> Column[PartRow]:
    return Column(
        f"c{position}",
        title.title,
        lambda row: Cell(row.texts[position], title.ink),
        title.width,
        flex=title.flex,
        priority=title.priority,
        align="right" if title.is_figure else "left",
        sortable=False,
    )


def _files(outcome: "ImportOutcome") -> Part:
    figures = ("Read", "Kept", "Set aside", "Folded")
    titles = (
        _Title("File", 16, flex=3, priority=9),
        *(_Title(title, 9, is_figure=True, priority=8) for title in figures),
        _Title("Read as", 12, flex=1, ink="muted", priority=3),
    )
    rows = (
        (
            file.file_name,
            count(file.rows_read),
            count(file.kept),
            count(file.set_aside),
            count(file.folded),
            file.read_as,
        )
        for file in outcome.files
    )
    return _part(len(outcome.files), titles, rows, "No file was read.", is_long=False)


def _tables(outcome: "ImportOutcome") -> Part:
    counts = ("New", "Replaced", "Withdrawn", "Same")
    titles = (
        _Title("Table", 16, flex=1, priority=9),
        *(_Title(title, 9, is_figure=True, priority=8) for title in counts),
        _Title("Of older reports", 16, is_figure=True, priority=3),
        *(_Title(title, 20, is_figure=True, priority=4) for title in ("Total before", "Total after")),
    )
    totals = {total.table: (_amount(total.before), _amount(total.after)) for total in outcome.totals}
    rows = (
        (
            table.name,
            count(table.added),
            count(table.replaced),
            count(table.withdrawn),
            count(table.same),
            count(table.superseded),
            *totals.get(table.name, ("", "")),
        )
        for table in outcome.tables
    )
    return _part(len(outcome.tables), titles, rows, "No table.", is_long=False)


def _amount(total: Decimal | None) -> str:
    return MISSING if total is None else f"{total:,}"


_NOTE_TITLES = (
    _Title("File", 12, flex=1, ink="muted", priority=3),
    _Title("Row", 7, is_figure=True, priority=9),
    _Title("Column", 10, flex=1, priority=6),
    _Title("Why", 24, flex=4, priority=8),
    _Title("Text", 16, flex=3, ink="muted", priority=7),
)


def _noted(examples: "Examples[Note]", empty: str) -> Part:
    rows = (
        (PurePath(note.file_name).name, count(note.source_row), note.column, note.reason, note.raw_text)
        for note in examples.first
    )
    return _part(examples.total, _NOTE_TITLES, rows, empty)


def _set_aside(outcome: "ImportOutcome") -> Part:
    return _noted(outcome.set_aside, "No row is set aside.")


def _folded(outcome: "ImportOutcome") -> Part:
    return _noted(outcome.folded, "No row is folded into another.")


def _cells(outcome: "ImportOutcome") -> Part:
    return _noted(outcome.cells_not_read, "Every cell of the rows kept could be read.")


def _kept(outcome: "ImportOutcome") -> Part:
    titles = (
        _Title("File", 12, flex=1, ink="muted", priority=3),
        _Title("Row", 7, is_figure=True, priority=9),
        _Title("As it is kept", 40, flex=4, priority=8),
    )
    rows = []
    for number, row in enumerate(outcome.kept.first):
        name, place = PurePath(row.file_name).name, count(row.source_row)
        values = " · ".join(f"{column} {text}" for column, text in row.values)
        facts = (("File", name), ("Row", place), *row.values)
        rows.append(PartRow(number, (name, place, values), facts))
    part = _part(outcome.kept.total, titles, (), "No row is kept.")
    return Part(part.total, part.columns, tuple(rows), part.empty)


def _changed(outcome: "ImportOutcome") -> Part:
    titles = (
        _Title("Table", 9, ink="muted", priority=4),
        _Title("Key", 18, flex=2, priority=9),
        _Title("Column", 14, flex=1, priority=6),
        _Title("Was", 12, flex=1, is_figure=True, priority=7),
        _Title("Is", 12, flex=1, is_figure=True, priority=8),
        _Title("By", 11, is_figure=True, priority=5),
    )
    changes = (*outcome.restated.first, *outcome.withdrawn.first)
    rows = (
        (
            change.table,
            change.key,
            change.column,
            change.old or MISSING,
            _became(change),
            MISSING if change.difference is None else f"{change.difference:+,}",
        )
        for change in changes
    )
    total = outcome.restated.total + outcome.withdrawn.total
    return _part(total, titles, rows, "No figure of an earlier import changes.")


def _became(change: "Restatement") -> str:
    return "withdrawn" if change.is_withdrawn else change.new or MISSING


def _left_out(outcome: "ImportOutcome") -> Part:
    titles = (_Title("File", 40, flex=1),)
    empty = "No file is left out for its name."
    return _part(len(outcome.left_out), titles, ((name,) for name in outcome.left_out), empty, is_long=False)


_MAKERS: "dict[str, Callable[[ImportOutcome], Part]]" = {
    "files": _files,
    "tables": _tables,
    "set-aside": _set_aside,
    "folded": _folded,
    "changed": _changed,
    "cells": _cells,
    "kept": _kept,
    "left-out": _left_out,
}

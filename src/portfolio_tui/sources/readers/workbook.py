"""Reads a sheet of an Excel workbook (.xlsx)."""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from portfolio_tui.query.nearest import or_nearest
from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.fitting import fitted
from portfolio_tui.sources.readers.gathering import gathered
from portfolio_tui.sources.readers.headings import (
    LINES_SEARCHED,
    headings_of,
    place_of_headings,
    stripped,
)
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError, SourceRows
from portfolio_tui.sources.readers.typed_cells import number_text

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_Cells = list[str]


def read_workbook(file: SourceFile, layout: Layout) -> Iterator[SourceRows]:
    """Read the sheet that the profile names, else the one with its columns, else the only one with rows.

    Empty rows are skipped; days become `YYYY-MM-DD`, and the raw text of a row is CSV. Raises SourceError
    when the workbook is damaged or protected, or no sheet can be chosen.
    """
    from python_calamine import CalamineError, load_workbook

    try:
        with load_workbook(str(file.path)) as workbook:
            name = _chosen(workbook, file, layout)
            yield from _rows(workbook.get_sheet_by_name(name), file, layout, name)
    except (CalamineError, OSError) as error:
        raise SourceError(
            f"{file.shown} cannot be read as an Excel workbook: {error}. "
            "If it has a password, save it without."
        ) from error


def _rows(sheet: "CalamineSheet", file: SourceFile, layout: Layout, name: str) -> Iterator[SourceRows]:
    records = _records(sheet)
    first = list(islice(records, LINES_SEARCHED))
    if not first:
        raise SourceError(f'{file.shown}: the sheet "{name}" is empty. Nothing was imported.')
    place = place_of_headings(first, layout.wanted)
    headings = headings_of(first[place])
    above = f", {place} {'row' if place == 1 else 'rows'} above the headings" if place else ""
    fitting = (
        fitted(number, _line(cells), cells, headings)
        for number, cells in enumerate(chain(first[place + 1 :], records), start=1)
    )
    for rows in gathered(headings.names, fitting):
        yield SourceRows(
            file_name=file.name,
            texts=rows.texts,
            positions=rows.positions,
            raw_texts=rows.raw_texts,
            unnamed=headings.unnamed,
            repeated=headings.repeated,
            rejected=rows.rejected,
            read_as=f'xlsx, sheet "{name}"{above}',
            bytes_read=file.path.stat().st_size,
        )


def _chosen(workbook: "CalamineWorkbook", file: SourceFile, layout: Layout) -> str:
    names = workbook.sheet_names
    if layout.sheet is not None:
        if layout.sheet not in names:
            raise SourceError(
                f'{file.shown} has no sheet "{layout.sheet}". {or_nearest(layout.sheet, names)}'
            )
        return layout.sheet
    first = {name: _first_records(workbook, name) for name in names}
    with_rows = [name for name in names if first[name]]
    wanted = set(layout.wanted)
    fitting = [name for name in with_rows if any(wanted <= set(stripped(cells)) for cells in first[name])]
    chosen = fitting if wanted and fitting else with_rows
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        raise SourceError(f"{file.shown} is empty: none of its sheets holds a row. Nothing was imported.")
    raise SourceError(
        f"{file.shown} has several sheets: {', '.join(chosen)}. Name one of them in the profile: "
        f'[file] sheet = "{chosen[0]}".'
    )


def _first_records(workbook: "CalamineWorkbook", name: str) -> list[_Cells]:
    return list(islice(_records(workbook.get_sheet_by_name(name)), LINES_SEARCHED))


def _records(sheet: "CalamineSheet") -> Iterator[_Cells]:
    """Yield the texts of each row that is not empty."""
    for row in sheet.iter_rows():
        cells = [_text(value) for value in row]
        if any(cells):
            yield cells


def _text(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return number_text(value)
        case dt.datetime():
            is_day = value.time() == dt.time()
            return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
        case _:
            return str(value)


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()

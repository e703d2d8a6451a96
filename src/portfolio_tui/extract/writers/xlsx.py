"""A spreadsheet: one sheet, its header in place while one scrolls, dates as dates, no cell that is run.

Numbers that a spreadsheet would round (of more than 15 digits) and dates that it does not know are text.
"""

import datetime as dt
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

from portfolio_tui.errors import UserError

if TYPE_CHECKING:
    import pyarrow as pa
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from portfolio_tui.extract.writers.writer import OnRows
    from portfolio_tui.query.running_query import OutputColumn, ResultColumn, RunningQuery

NAME = "xlsx"
SUFFIX = ".xlsx"
IS_TEXT = False

ROWS_AT_MOST = 1_048_575
COLUMNS_AT_MOST = 16_384
LETTERS_AT_MOST = 32_767
_DIGITS_AT_MOST = 15
_ROWS_AT_ONCE = 8_192
_MADE_ON = dt.datetime(2000, 1, 1)  # noqa: DTZ001
"""Stands in the file instead of the day of writing, so that the same rows give the same bytes."""

_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 spreadsheets know no time zones
_FIRST_MOMENT = dt.datetime(1900, 3, 1)  # noqa: DTZ001
"""From here on all spreadsheets count days alike."""

Put = Callable[[int, int, Any], None]
"""Writes a value, which is not missing, into the cell of that row and column."""


def write(query: "RunningQuery", columns: "Sequence[ResultColumn]", sink: BinaryIO, on_rows: "OnRows") -> int:
    """Write the rows to `sink` as one sheet and return how many rows there were.

    Raises UserError when there are more rows, columns or letters in a cell than a sheet holds.
    """
    from xlsxwriter.workbook import Workbook

    from portfolio_tui.extract.writers.one_way import OneWay

    if len(columns) > COLUMNS_AT_MOST:
        raise _too_much(f"{COLUMNS_AT_MOST:,} columns", f"there are {len(columns):,}")
    with tempfile.TemporaryDirectory(prefix="portfolio-tui-") as folder:
        options = {"constant_memory": True, "tmpdir": folder, "use_zip64": True}
        workbook = Workbook(OneWay(sink), options)
        workbook.set_properties({"created": _MADE_ON})
        sheet = workbook.add_worksheet()
        with closing(sheet.row_data_fh):
            _write_header(workbook, sheet, [column.name for column in columns])
            puts = [_put_for(column, workbook, sheet) for column in columns]
            rows = 0
            for batch in query.batches(_shapes(columns), _ROWS_AT_ONCE):
                if rows + batch.num_rows > ROWS_AT_MOST:
                    raise _too_much(f"{ROWS_AT_MOST:,} rows and a header", "there are more")
                _write_rows(batch, puts, rows + 1)
                rows += batch.num_rows
                on_rows(rows)
            _close(workbook)
    return rows


def _close(workbook: "Workbook") -> None:
    """Write the sheet to its sink; raises what the sink raised."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        workbook.close()
    except FileCreateError as error:
        raise error.args[0] from None


def _shapes(columns: "Sequence[ResultColumn]") -> "list[OutputColumn]":
    """Return `columns` so that numbers and truth values come as they are and all else as text."""
    from portfolio_tui.extract.writers.writer import spreadsheet_columns
    from portfolio_tui.query.running_query import OutputColumn, Shape

    return [
        OutputColumn(shaped.name, Shape.TEXT)
        if shaped.shape is Shape.PLAIN and column.type.startswith(("DATE", "TIME"))
        else shaped
        for column, shaped in zip(columns, spreadsheet_columns(columns), strict=True)
    ]


def _write_header(workbook: "Workbook", sheet: "Worksheet", names: Sequence[str]) -> None:
    from portfolio_tui.query.running_query import harmless

    bold = workbook.add_format({"bold": True})
    for column, name in enumerate(names):
        _put_text(sheet, 0, column, harmless(name), bold)
    sheet.freeze_panes(1, 0)


def _write_rows(batch: "pa.RecordBatch", puts: Sequence[Put], first_row: int) -> None:
    """Write the cells of a batch row by row, the one order that is held in no memory."""
    cells = [column.to_pylist() for column in batch.columns]
    for row, values in enumerate(zip(*cells, strict=True), start=first_row):
        for column, (put, value) in enumerate(zip(puts, values, strict=True)):
            if value is not None:
                put(row, column, value)


def _put_for(column: "ResultColumn", workbook: "Workbook", sheet: "Worksheet") -> Put:
    """Return what writes the values of `column`."""
    if column.type == "BOOLEAN":
        return lambda row, at, value: sheet.write_boolean(row, at, value) and None
    if column.type in {"DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS"}:
        pattern = "yyyy-mm-dd" if column.type == "DATE" else "yyyy-mm-dd hh:mm:ss.000"
        return _number_put(sheet, workbook.add_format({"num_format": pattern}), _day_number)
    if column.is_exact_number:
        scale = int(column.type.rstrip(")").rpartition(",")[2]) if "," in column.type else 0
        pattern = f"0.{'0' * scale}" if scale else "0"
        return _number_put(sheet, workbook.add_format({"num_format": pattern}), _exact_number)
    if column.type in {"FLOAT", "DOUBLE"}:
        return _number_put(sheet, None, _finite_number)
    return lambda row, at, value: _put_text(sheet, row, at, str(value))


def _number_put(sheet: "Worksheet", style: "Format | None", number: Callable[[Any], float | None]) -> Put:
    """Return what writes a value as the number that it is, or as text where it has none."""

    def put(row: int, at: int, value: Any) -> None:  # noqa: ANN401 as the column's type has it
        found = number(value)
        if found is None:
            _put_text(sheet, row, at, str(value))
        else:
            sheet.write_number(row, at, found, style)

    return put


def _put_text(sheet: "Worksheet", row: int, at: int, text: str, style: "Format | None" = None) -> None:
    letters = len(text.encode("utf-16-le")) // 2
    if letters > LETTERS_AT_MOST:
        raise _too_much(f"{LETTERS_AT_MOST:,} letters in a cell", f"a text in row {row:,} has {letters:,}")
    sheet.write_string(row, at, text, style)


def _too_much(limit: str, found: str) -> UserError:
    return UserError(
        f"A spreadsheet holds at most {limit}, and {found}. Write csv or parquet, or narrow the scope."
    )


def _exact_number(value: Decimal | int) -> float | None:
    digits = str(abs(value)).replace(".", "").strip("0") if value else ""
    return float(value) if len(digits) <= _DIGITS_AT_MOST else None


def _finite_number(value: float) -> float | None:
    return value if value - value == 0 else None


def _day_number(text: str) -> float | None:
    """Return the number a spreadsheet has for a day, its time as a part of one; None where it has none."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:  # before the year 1 or after 9999, or infinite
        return None
    if moment < _FIRST_MOMENT or moment.microsecond % 1000:
        return None
    return (moment - _DAY_ZERO) / dt.timedelta(days=1)

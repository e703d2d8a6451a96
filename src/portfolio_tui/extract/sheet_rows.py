"""Reads the cells of a spreadsheet that this program wrote back as lines of text, to compare them."""

import re
import zipfile
from pathlib import Path
from typing import IO

_SHEET = "xl/worksheets/sheet1.xml"
_ROW_END = b"</row>"
_CELL = re.compile(
    rb'<c r="([A-Z]+)\d+"(?: s="\d+")?(?: t="(\w+)")?>(?:<is><t[^>]*>(.*?)</t></is>|<v>(.*?)</v>)</c>',
    re.DOTALL,
)
_BETWEEN_CELLS = b"\x1f"


def write_sheet_lines(path: Path, lines: Path) -> None:
    """Write each row of the spreadsheet at `path` but the header as a line of its cells to the file `lines`.

    Raises zipfile.BadZipFile, or KeyError where there is no sheet.
    """
    with zipfile.ZipFile(path) as book, book.open(_SHEET) as sheet, lines.open("wb") as written:
        left, is_header = b"", True
        while chunk := _next(sheet):
            *rows, left = (left + chunk).split(_ROW_END)
            for row in rows:
                if not is_header:
                    written.write(_line(row) + b"\n")
                is_header = False


def _next(sheet: IO[bytes]) -> bytes:
    return sheet.read(1 << 20)


def _line(row: bytes) -> bytes:
    """Return the cells of a row: column, kind and value of each."""
    cells = (b":".join((at, kind, text or value)) for at, kind, text, value in _CELL.findall(row))
    return _BETWEEN_CELLS.join(cells).replace(b"\n", b"&#10;").replace(b"\r", b"&#13;")

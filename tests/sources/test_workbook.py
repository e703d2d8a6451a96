"""Excel workbooks: which sheet is read, and what its typed cells become."""

import datetime as dt
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.readers import read_source
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError, SourceRows
from portfolio_tui.sources.unpacking import source_files
from tests.sources.small_files import HEADINGS, table, write_profile

Cell = str | int | float | bool | dt.date | None


def written(
    folder: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], name: str = "data.xlsx"
) -> SourceFile:
    workbook = xlsxwriter.Workbook(folder / name, {"strings_to_urls": False})
    day = workbook.add_format({"num_format": "mm/dd/yyyy"})
    for title, rows in sheets.items():
        sheet = workbook.add_worksheet(title)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if isinstance(value, dt.date):
                    sheet.write_datetime(row, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)
                else:
                    sheet.write(row, column, value)
    workbook.close()
    return SourceFile.plain(folder / name)


def read(
    folder: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], layout: Layout | None = None
) -> SourceRows:
    return read_source(written(folder, sheets), layout or Layout())


def test_typed_cells_become_the_text_that_profiles_read(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        {
            "Data": [
                ["id", "paid", "rate", "day", "stamp", "ok", "none"],
                [
                    "007",
                    1234.5,
                    0.1 + 0.2,
                    dt.date(2019, 6, 30),
                    dt.datetime.fromisoformat("2019-06-30T07:05:00"),
                    True,
                    None,
                ],
                [9007199254740991, -12, 1e-7, dt.date(1999, 12, 31), None, False, ""],
            ]
        },
    )
    assert rows.texts.rows() == [
        ("007", "1234.5", "0.3", "2019-06-30", "2019-06-30 07:05:00", "true", ""),
        ("9007199254740991", "-12", "0.0000001", "1999-12-31", "", "false", ""),
    ]
    assert rows.positions.row(0) == (1, "007,1234.5,0.3,2019-06-30,2019-06-30 07:05:00,true,")
    assert rows.read_as == 'xlsx, sheet "Data"'


def test_titles_empty_rows_and_totals_are_no_rows(tmp_path: Path) -> None:
    sheet: list[list[Cell]] = [
        ["Contracts of the city"],
        [],
        ["id", "paid", "note"],
        ["1", 5, "a, b"],
        [],
        ["Total", 5],
    ]
    rows = read(tmp_path, {"Data": sheet}, Layout(wanted=("paid", "id")))
    assert rows.texts.rows() == [("1", "5", "a, b")]
    assert [(row.source_row, row.raw_text, row.reason) for row in rows.rejected] == [
        (2, "Total,5,", "is a total")
    ]
    assert rows.read_as == 'xlsx, sheet "Data", 1 row above the headings'


def test_the_sheet_is_the_one_with_the_columns(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Cell]]] = {
        "Notes": [["About this file"]],
        "Empty": [],
        "Data": [["id"], ["1"]],
    }
    assert read(tmp_path, sheets, Layout(wanted=("id",))).texts.rows() == [("1",)]
    assert read(tmp_path, sheets, Layout(sheet="Data")).texts.rows() == [("1",)]
    with pytest.raises(
        SourceError, match=r"has several sheets: Notes, Data. Name one of them in the profile"
    ):
        read(tmp_path, sheets)
    with pytest.raises(SourceError, match=r'has no sheet "Date". Did you mean Data\?'):
        read(tmp_path, sheets, Layout(sheet="Date"))


def test_a_workbook_without_rows_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is empty: none of its sheets holds a row"):
        read(tmp_path, {"Data": []})
    with pytest.raises(SourceError, match='the sheet "Data" is empty'):
        read(tmp_path, {"Data": []}, Layout(sheet="Data"))


@pytest.mark.parametrize("kept", [100, 2000, -1])
def test_a_workbook_cut_short_is_an_error(tmp_path: Path, kept: int) -> None:
    file = written(tmp_path, {"Data": [["id"], ["1"]]})
    file.path.write_bytes(file.path.read_bytes()[:kept])
    with pytest.raises(SourceError, match=r"data.xlsx is damaged or was not downloaded to its end"):
        list(source_files([file.path], tmp_path))
    with pytest.raises(SourceError, match=r"data.xlsx cannot be read as an Excel workbook"):
        read_source(file, Layout())


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, {"Data": [["id"], ["1"]]})
    with zipfile.ZipFile(file.path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.bin", bytes(200_000_000))
    with pytest.raises(SourceError, match=r"data.xlsx unpacks to more than 250 times its size"):
        list(source_files([file.path], tmp_path))


def test_a_workbook_becomes_a_portfolio(tmp_path: Path) -> None:
    row: list[Cell] = [
        "007",
        "Salt",
        "ACME",
        dt.date(2018, 7, 1),
        "6/30/2019",
        1000,
        250.1,
        dt.date(2019, 3, 31),
    ]
    file = written(tmp_path, {"Data": [HEADINGS.split(","), row]})
    (outcome,) = import_files(
        [file.path], read_profile(write_profile(tmp_path)), tmp_path / "portfolio"
    ).files
    assert (outcome.rows_read, outcome.kept) == (1, 1)
    balances = table(
        tmp_path / "portfolio", "balances", "contract_id", "as_of", "ceiling_amount", "paid_amount"
    )
    assert balances == [("007", dt.date(2019, 3, 31), Decimal("1000.00"), Decimal("250.10"))]


CENTS = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents).scaleb(-2))
TEXT = st.text(st.characters(categories=["L", "N", "P", "Zs"], max_codepoint=0xFFFF), min_size=1, max_size=9)


@given(rows=st.lists(st.tuples(TEXT.filter(str.strip), CENTS), min_size=1, max_size=8))
@settings(max_examples=30, deadline=None)
def test_amounts_and_texts_of_a_sheet_come_back(
    rows: list[tuple[str, Decimal]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("xlsx")
    sheet: list[list[Cell]] = [["key", "name", "paid"]]
    sheet.extend(["k", name, float(cents)] for name, cents in rows)
    read_back = read(folder, {"Data": sheet}).texts
    assert [(name, Decimal(paid).quantize(Decimal("0.01"))) for _, name, paid in read_back.rows()] == rows

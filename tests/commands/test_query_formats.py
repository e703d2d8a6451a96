"""What `query` prints in each format, byte by byte, and the binary formats as they are read back."""

import csv
import datetime as dt
import io
import json
import math
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from portfolio_tui.cli import main
from portfolio_tui.extract.writers import xlsx
from tests.commands.query_folder import write_odd_portfolio

GOLDEN = Path(__file__).parent / "golden"
TEXT_FORMATS = {"table": "table.txt", "csv": "csv", "json": "json", "jsonl": "jsonl"}
AMOUNTS = [Decimal("9999999999999999.99"), None, Decimal("-0.01")]
DAYS = [dt.date(2024, 7, 1), dt.date(2025, 7, 1), dt.date(2026, 2, 28)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the portfolio once."""
    return write_odd_portfolio(tmp_path_factory.mktemp("formats") / "odd")


def printed(capfdbinary: pytest.CaptureFixture[bytes], *arguments: object) -> bytes:
    """Run a command that succeeds and return what it wrote to stdout."""
    assert main([str(argument) for argument in arguments]) == 0
    return capfdbinary.readouterr().out


def golden(name: str) -> bytes:
    """Return the bytes that are expected."""
    return (GOLDEN / name).read_bytes()


@pytest.mark.parametrize(("format_name", "suffix"), TEXT_FORMATS.items())
def test_text_is_as_it_ever_was(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], format_name: str, suffix: str
) -> None:
    query = ["query", "oddities", "--portfolio", folder, "--format", format_name]
    assert printed(capfdbinary, *query) == golden(f"oddities.{suffix}")
    assert printed(capfdbinary, *query, "-p", "since=2030-01-01") == golden(f"empty.{suffix}")


def test_a_table_and_csv_agree_cell_for_cell() -> None:
    names, *rows = csv.reader(io.StringIO(golden("oddities.csv").decode(), newline=""))
    header, rule, *lines = golden("oddities.table.txt").decode().splitlines()
    alike = ("contract_id", "ceiling_amount", "starts_on", "huge", "ratio", "is_new", "list")
    assert [rule.split("  ")[0], header[:11]] == ["─" * 11, "contract_id"]
    for line, row in zip(lines, rows, strict=True):
        cells = [row[names.index(name)] or "—" for name in alike]
        assert [cell for cell in cells if cell not in line.split()] == []


def test_json_is_strict_and_has_every_digit() -> None:
    def refuse(word: str) -> None:
        raise AssertionError(word)

    rows = json.loads(golden("oddities.json"), parse_float=Decimal, parse_constant=refuse)
    lines = [
        json.loads(line, parse_float=Decimal, parse_constant=refuse)
        for line in golden("oddities.jsonl").decode().splitlines()
    ]
    assert rows == lines
    assert [row["ceiling_amount"] for row in rows] == AMOUNTS
    assert rows[0]["huge"] == Decimal("1234567890123456789012345678.0123456789")
    assert [row["ratio"] for row in rows] == [Decimal("0.1"), None, None]


def test_an_arrow_file_has_the_values_as_they_are(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = printed(capfdbinary, "query", "oddities", "--portfolio", folder, "--format", "arrow")
    assert_values(pa.ipc.open_file(pa.BufferReader(data)).read_all())


def test_parquet_on_stdout_has_the_values_and_their_origin(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = printed(capfdbinary, "query", "oddities", "--portfolio", folder, "--format", "parquet")
    table = pq.read_table(pa.BufferReader(data))
    assert_values(table)
    assert json.loads(table.schema.metadata[b"portfolio-tui"])["query"] == "oddities"


def assert_values(table: pa.Table) -> None:
    """Check the values of the oddities, typed."""
    assert table["ceiling_amount"].to_pylist() == AMOUNTS
    assert table["starts_on"].to_pylist() == DAYS
    assert table["number"].to_pylist() == ['=HYPERLINK("http://x")', "", None]
    assert table["list"].to_pylist() == [[1, 2], None, None]
    first, second, third = table["ratio"].to_pylist()
    assert (first, math.isnan(second), third) == (0.1, True, None)
    assert table["=both, of it"].to_pylist()[2] == {"number": None, "amount": Decimal("-0.01")}


def test_a_spreadsheet_has_typed_cells_that_nothing_runs(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    arguments = ["query", "oddities", "--portfolio", folder, "--format", "xlsx"]
    data = printed(capfdbinary, *arguments)
    assert data == printed(capfdbinary, *arguments)  # nothing in it tells when it was made
    header, *rows = cells_of(data)
    assert header[:3] == ["contract_id", "title", "number"]
    assert header[-1] == "'=both, of it"
    assert rows[0][:7] == [
        "c1",
        'Tires, tubes and "services"',
        '\'=HYPERLINK("http://x")',
        "9999999999999999.99",
        45474.0,
        "1234567890123456789012345678.0123456789",
        0.1,
    ]
    assert rows[1][1:7] == ["Été\nau 日本", "", None, 45839.0, 0.5, "nan"]
    assert rows[2][2:5] == [None, -0.01, 46081.0]
    assert rows[2][7] is True
    assert rows[0][8] == "[1,2]"


def test_a_spreadsheet_has_days_that_it_does_not_know_as_text(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    sql = (
        "SELECT DATE '1900-02-28', DATE '1900-03-01', 'infinity'::DATE, DATE '12000-01-01', "
        "TIMESTAMP '2026-06-30 18:00:00', TIMESTAMP '2026-06-30 18:00:00.000001', TIME '01:02:03', "
        "123456789012345::BIGINT, 1234567890123456::BIGINT, '1.50'::DECIMAL(3, 2)"
    )
    data = printed(capfdbinary, "sql", sql, "--portfolio", folder, "--format", "xlsx")
    assert cells_of(data)[1] == [
        "1900-02-28",
        61.0,
        "infinity",
        "12000-01-01",
        46203.75,
        "2026-06-30 18:00:00.000001",
        "01:02:03",
        123456789012345.0,
        "1234567890123456",
        1.5,
    ]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        (
            "SELECT * FROM range(6) AS r(i)",
            "A spreadsheet holds at most 5 rows and a header, and there are more.",
        ),
        (
            "SELECT repeat('é', 32768) AS t",
            "A spreadsheet holds at most 32,767 letters in a cell, and a text in row 1 has 32,768.",
        ),
        (
            "SELECT 1 AS a, 2 AS b, 3 AS c, 4 AS d, 5 AS e, 6 AS f, 7 AS g, 8 AS h, 9 AS i, 10 AS j, 11 AS k",
            "A spreadsheet holds at most 10 columns, and there are 11.",
        ),
    ],
)
def test_what_no_spreadsheet_holds_is_refused(
    folder: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    sql: str,
    message: str,
) -> None:
    monkeypatch.setattr(xlsx, "ROWS_AT_MOST", 5)
    monkeypatch.setattr(xlsx, "COLUMNS_AT_MOST", 10)
    target = tmp_path / "rows.xlsx"
    assert main(["sql", sql, "--portfolio", str(folder), "-o", str(target)]) == 2
    assert capfd.readouterr().err == (
        f"portfolio-tui: {message} Write csv or parquet, or narrow the scope.\n"
    )
    assert list(tmp_path.iterdir()) == []


EVERY_KIND = (
    "SELECT '\\xAA'::BLOB, '101'::BIT, INTERVAL '-1 day', '0b7e9f4e-5a56-4f0e-8f1a-0d5a2f0b6a01'::UUID, "
    "'=b'::ENUM('=b'), TIME '01:02:03', TIMESTAMP_NS '2020-01-01 00:00:00.123456789', 'infinity'::DATE, "
    "'170141183460469231731687303715884105727'::HUGEINT, MAP {'a': 'nan'::DOUBLE}, [{'x': '-inf'::FLOAT}], "
    "union_value(k := 1), '{\"a\": [1.50, null]}'::JSON, NULL, 'a' AS same, 'b' AS SAME"
)


def test_every_kind_of_value_has_its_text(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    data = printed(capfdbinary, "sql", EVERY_KIND, "--portfolio", folder, "--format", "csv")
    header, row = csv.reader(io.StringIO(data.decode(), newline=""))
    assert header[-2:] == ["same", "SAME_1"]
    assert row == [
        r"\xAA",
        "101",
        "'-1 day",
        "0b7e9f4e-5a56-4f0e-8f1a-0d5a2f0b6a01",
        "'=b",
        "01:02:03",
        "2020-01-01 00:00:00.123456789",
        "infinity",
        "170141183460469231731687303715884105727",
        '{"a":NaN}',
        '[{"x":-Infinity}]',
        '{"k":1}',
        '{"a": [1.50, null]}',
        "",
        "a",
        "b",
    ]


def test_every_kind_of_value_has_its_json(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    data = printed(capfdbinary, "sql", EVERY_KIND, "--portfolio", folder, "--format", "jsonl")
    values = list(json.loads(data, parse_constant=pytest.fail).values())
    assert values[8:14] == [
        170141183460469231731687303715884105727,
        {"a": None},
        [{"x": None}],
        {"k": 1},
        {"a": [1.5, None]},
        None,
    ]
    assert values[:2] == [r"\xAA", "101"]


def cells_of(data: bytes) -> list[list[object]]:
    """Return the cells of the one sheet of a spreadsheet: texts, numbers, truth values, None where empty."""
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 written just now
    assert sheet.find(f".//{name}pane[@ySplit='1'][@state='frozen']") is not None
    assert sheet.find(f".//{name}f") is None
    rows: list[list[object]] = []
    for row in sheet.iter(f"{name}row"):
        cells: dict[int, object] = {}
        for cell in row.iter(f"{name}c"):
            letters = re.match("[A-Z]+", cell.attrib["r"])
            assert letters is not None
            (at,) = (ord(letter) - ord("A") for letter in letters[0])
            cells[at] = _value(cell, name)
        rows.append([cells.get(at) for at in range(10)])
    return rows


def _value(cell: ET.Element, name: str) -> object:
    kind = cell.attrib.get("t", "n")
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{name}t"))
    number = cell.findtext(f"{name}v")
    assert number is not None
    return number == "1" if kind == "b" else float(number)

"""Delimited text as publishers write it: encodings, line ends, quotes, ragged rows."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.delimited import read_delimited
from portfolio_tui.sources.readers.source_rows import SourceError, SourceRows


def read(folder: Path, content: bytes, encoding: str = "utf-8", delimiter: str = ",") -> SourceRows:
    path = folder / "file.csv"
    path.write_bytes(content)
    return read_delimited(path, Layout("csv", encoding, delimiter))


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_is_read(tmp_path: Path, line_end: bytes) -> None:
    rows = read(tmp_path, line_end.join([b"a,b", b"1,2", b"3,4", b""]))
    assert rows.texts.rows() == [("1", "2"), ("3", "4")]
    assert rows.positions.rows() == [(1, "1,2"), (2, "3,4")]


def test_line_ends_may_be_mixed_and_the_last_one_missing(tmp_path: Path) -> None:
    assert read(tmp_path, b"a,b\r\n1,2\r3,4\n5,6").texts.rows() == [("1", "2"), ("3", "4"), ("5", "6")]


def test_a_byte_order_mark_is_no_part_of_the_first_heading(tmp_path: Path) -> None:
    rows = read(tmp_path, "\ufeffid,name\n1,Caf\u00e9\n".encode())
    assert rows.texts.columns == ["id", "name"]
    assert rows.texts["name"].to_list() == ["Caf\u00e9"]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac-roman"])
def test_the_encoding_is_the_profiles(tmp_path: Path, encoding: str) -> None:
    content = "name\nCaf\u00e9\n".encode(encoding.replace("-", "_"))
    assert read(tmp_path, content, encoding).texts["name"].to_list() == ["Caf\u00e9"]


def test_bytes_of_another_encoding_are_told_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"file.csv: line 3 holds the byte 0xCA, which is not utf-8"):
        read(tmp_path, b"name\r\nplain\r\n\xca\r\n")


def test_a_quoted_newline_is_part_of_its_cell_and_its_raw_text(tmp_path: Path) -> None:
    rows = read(tmp_path, b'a,b\n"one\r\ntwo",2\n3,4\n')
    assert rows.texts.rows() == [("one\r\ntwo", "2"), ("3", "4")]
    assert rows.positions.rows() == [(1, '"one\r\ntwo",2'), (2, "3,4")]


def test_rows_of_another_width_are_rejected_with_their_text(tmp_path: Path) -> None:
    rows = read(tmp_path, b"a,b\n1,2\n3\n4,5,6\n7,8,\n,\n9,10\n")
    assert rows.texts.rows() == [("1", "2"), ("7", "8"), ("9", "10")]
    assert [(row.source_row, row.raw_text, row.reason) for row in rows.rejected] == [
        (2, "3", "has 1 cells where the headings are 2"),
        (3, "4,5,6", "has 3 cells where the headings are 2"),
        (5, ",", "is empty"),
    ]
    assert rows.row_count == 6


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    rows = read(tmp_path, b"\n\na,b\n\n1,2\n\n")
    assert rows.positions.rows() == [(1, "1,2")]
    assert rows.row_count == 1


def test_columns_without_a_heading_are_named_by_their_place(tmp_path: Path) -> None:
    rows = read(tmp_path, b"a,b,\n1,2,\n3,4,x\n")
    assert rows.unnamed == ("(column 3, no heading)",)
    assert rows.texts["(column 3, no heading)"].to_list() == ["", "x"]


def test_a_heading_that_stands_twice_is_told(tmp_path: Path) -> None:
    rows = read(tmp_path, b"a,b,a\n1,2,3\n")
    assert rows.repeated == ("a",)
    assert rows.texts["a"].to_list() == ["1"]


def test_text_after_a_closing_quotation_mark_rejects_its_row_alone(tmp_path: Path) -> None:
    rows = read(tmp_path, b'a,b\n"1"x,2\n3,4\n')
    assert rows.texts.rows() == [("3", "4")]
    assert [(row.source_row, row.raw_text) for row in rows.rejected] == [(1, '"1"x,2')]


def test_a_quotation_mark_never_closed_is_an_error_that_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="a quotation mark opened in line 3 is never closed"):
        read(tmp_path, b'a,b\n1,2\n"3,4\n5,6\n7,8\n')


def test_a_cell_without_end_is_an_error_that_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="line 2 holds a cell of more than 131,072 characters"):
        read(tmp_path, b"a,b\n" + b"x" * 200_000 + b",2\n")


def test_other_delimiters(tmp_path: Path) -> None:
    assert read(tmp_path, b"a\tb\n1,5\t2\n", delimiter="\t").texts.rows() == [("1,5", "2")]


@pytest.mark.parametrize("content", [b"", b"\n\n", b'"a"x,b\n1,2\n'])
def test_a_file_without_headings_is_an_error(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError, match="has no line of headings"):
        read(tmp_path, content)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"missing.csv cannot be read: No such file"):
        read_delimited(tmp_path / "missing.csv", Layout("csv", "utf-8", ","))


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read: Is a directory"):
        read_delimited(tmp_path, Layout("csv", "utf-8", ","))


def test_headings_alone_are_a_file_without_rows(tmp_path: Path) -> None:
    rows = read(tmp_path, b"a,b\n")
    assert rows.row_count == 0
    assert rows.texts.columns == ["a", "b"]


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(table=st.lists(st.tuples(CELLS, CELLS.filter(lambda cell: cell.strip() != "")), max_size=5))
def test_what_the_csv_module_writes_comes_back(
    table: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("a", "b"), *table])
    rows = read(tmp_path_factory.mktemp("csv"), text.getvalue().encode())
    assert rows.texts.rows() == table
    assert rows.rejected == ()

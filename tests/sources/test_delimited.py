"""Delimited text as publishers write it: encodings, line ends, quotes, ragged rows."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.delimited import read_delimited
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError, SourceRows, together


def read(folder: Path, content: bytes, encoding: str = "utf-8", delimiter: str = "comma") -> SourceRows:
    path = folder / "file.csv"
    path.write_bytes(content)
    return together(read_delimited(SourceFile.plain(path), Layout("csv", encoding, delimiter)))


def read_untold(folder: Path, content: bytes, wanted: tuple[str, ...] = ()) -> SourceRows:
    """Read a file of which the profile says nothing but the columns that it needs."""
    path = folder / "file.csv"
    path.write_bytes(content)
    return together(read_delimited(SourceFile.plain(path), Layout(wanted=wanted)))


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
    assert read(tmp_path, b"a\tb\n1,5\t2\n", delimiter="tab").texts.rows() == [("1,5", "2")]


@pytest.mark.parametrize("content", [b"", b"\n\n", b'"a"x,b\n1,2\n'])
def test_a_file_without_headings_is_an_error(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError, match="has no line of headings"):
        read(tmp_path, content)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"missing.csv cannot be read: No such file"):
        together(read_delimited(SourceFile.plain(tmp_path / "missing.csv"), Layout()))


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read: Is a directory"):
        together(read_delimited(SourceFile.plain(tmp_path), Layout()))


def test_headings_alone_are_a_file_without_rows(tmp_path: Path) -> None:
    rows = read(tmp_path, b"a,b\n")
    assert rows.row_count == 0
    assert rows.texts.columns == ["a", "b"]


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@given(table=st.lists(st.tuples(CELLS, CELLS.filter(lambda cell: cell.strip() != "")), max_size=5))
def test_what_the_csv_module_writes_comes_back(
    table: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("a", "b"), *table])
    rows = read(tmp_path_factory.mktemp("csv"), text.getvalue().encode())
    assert rows.texts.rows() == table
    assert rows.rejected == ()


@pytest.mark.parametrize("delimiter", ["comma", "tab", "semicolon", "pipe"])
def test_the_delimiter_is_told_from_the_file(tmp_path: Path, delimiter: str) -> None:
    sign = {"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|"}[delimiter]
    rows = read_untold(tmp_path, f'a{sign}b\n"1,5"{sign}"x; y|z"\n2{sign}3\n'.encode())
    assert rows.texts.row(1) == ("2", "3")
    assert rows.read_as == f"csv, utf-8, {delimiter}"


def test_amounts_with_decimal_commas_do_not_hide_a_semicolon(tmp_path: Path) -> None:
    rows = read_untold(tmp_path, b"id;net\n1;2,50\n2;3,75\n")
    assert rows.texts.rows() == [("1", "2,50"), ("2", "3,75")]


def test_what_stands_above_the_headings_is_passed_over_and_told(tmp_path: Path) -> None:
    content = b"Contracts; all, open, of the city\nAs of 2019\n\nid,name\n1,Salt\n"
    rows = read_untold(tmp_path, content, wanted=("name", "id"))
    assert rows.texts.rows() == [("1", "Salt")]
    assert rows.positions.rows() == [(1, "1,Salt")]
    assert rows.read_as == "csv, utf-8, comma, 2 lines above the headings"


def test_headings_with_a_column_too_few_are_told_from_what_stands_above(tmp_path: Path) -> None:
    rows = read_untold(tmp_path, b"Contracts, all, open\nid;name\n1;Salt\n", wanted=("name", "id", "paid"))
    assert rows.texts.columns == ["id", "name"]
    assert rows.texts.rows() == [("1", "Salt")]


def test_totals_and_repeated_headings_are_no_rows(tmp_path: Path) -> None:
    rows = read(tmp_path, b"id,name,paid\n1,Salt,5\nid,name,paid\n2,Sand,7\n,Grand Total:,12\nTotal,12\n")
    assert rows.texts.rows() == [("1", "Salt", "5"), ("2", "Sand", "7")]
    assert [(row.source_row, row.raw_text, row.reason) for row in rows.rejected] == [
        (2, "id,name,paid", "repeats the headings"),
        (4, ",Grand Total:,12", "is a total"),
        (5, "Total,12", "is a total"),
    ]


def test_a_name_that_starts_with_total_is_a_name(tmp_path: Path) -> None:
    rows = read(tmp_path, b"name,id\nTOTAL TRANSIT INC,\nTotal,7\n")
    assert rows.texts.rows() == [("TOTAL TRANSIT INC", ""), ("Total", "7")]


def test_the_first_half_of_a_published_merge_conflict_is_read(tmp_path: Path) -> None:
    content = b"id,paid\n1,5\n<<<<<<< HEAD\n2,7\n=======\n2,8\n3,9\n>>>>>>> fix, again\n4,1\n"
    rows = read(tmp_path, content)
    assert rows.texts.rows() == [("1", "5"), ("2", "7"), ("4", "1")]
    assert [(row.source_row, row.raw_text, row.reason.split(",")[0]) for row in rows.rejected] == [
        (2, "<<<<<<< HEAD", "is the mark of a merge conflict"),
        (4, "=======", "is the mark of a merge conflict"),
        (5, "2,8", "stands in the other half of a merge conflict"),
        (6, "3,9", "stands in the other half of a merge conflict"),
        (7, ">>>>>>> fix, again", "is the mark of a merge conflict"),
    ]
    assert rows.read_as == "csv, utf-8, comma, an unsettled merge conflict"


def test_a_merge_conflict_about_the_headings_keeps_the_first_ones(tmp_path: Path) -> None:
    content = b"<<<<<<< HEAD\nid,paid\n1,5\n=======\nid,paid\n1,6\n>>>>>>> other\n"
    rows = read_untold(tmp_path, content, wanted=("id", "paid"))
    assert rows.texts.rows() == [("1", "5")]
    assert rows.row_count == 5


def test_a_line_of_equals_signs_alone_is_no_conflict(tmp_path: Path) -> None:
    rows = read(tmp_path, b"id,paid\n=======\n1,5\n")
    assert [row.reason for row in rows.rejected] == ["has 1 cells where the headings are 2"]
    assert rows.texts.rows() == [("1", "5")]


def test_nul_that_pads_a_cell_is_dropped_and_nul_within_one_sets_its_row_aside(tmp_path: Path) -> None:
    rows = read(tmp_path, b"id,paid\n1\0\0,5\n2,6\0,7\n0\x000,5\n\0,\0\n")
    assert rows.texts.rows() == [("1", "5")]
    assert [(row.source_row, row.reason) for row in rows.rejected] == [
        (2, "has 3 cells where the headings are 2"),
        (3, "holds a NUL character within a cell"),
        (4, "is empty"),
    ]


def test_a_line_without_end_is_an_error_at_once(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    with path.open("wb") as file:
        file.writelines([b"a,b\n", *[b"x,y," * 250_000] * 100])
    with pytest.raises(SourceError, match=r"file.csv: line 2 has more than 1,000,000 characters"):
        together(read_delimited(SourceFile.plain(path), Layout()))

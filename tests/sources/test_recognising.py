"""Files that are not what they claim to be."""

import gzip
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers import read_source
from portfolio_tui.sources.readers.recognising import recognised
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError

PAGE = b"""\r\n<!DOCTYPE html>\n<html lang="en"><head><title>\n  503 Service
 Unavailable </title></head><body>Try again later, id, name</body></html>"""


def written(folder: Path, content: bytes, name: str = "report.csv") -> SourceFile:
    path = folder / name
    path.write_bytes(content)
    return SourceFile.plain(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "report.csv is empty: it holds no rows"),
        (b"\xef\xbb\xbf \r\n\r\n", "report.csv is empty: it holds no rows"),
        (bytes(5000), "report.csv is empty: it holds no rows"),
        (PAGE, 'it is a web page titled "503 Service Unavailable", perhaps an error message of the site'),
        (b"<html>\n<p>Forbidden</p>", "it is a web page, perhaps an error message of the site"),
        (b'<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>', "it is an XML document"),
        (b"%PDF-1.7\n1,2\n", "it is a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0", "it is a picture"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "an old Microsoft Office program; save it as .xlsx",
        ),
        (b"SQLite format 3\0" + bytes(100), "it is an SQLite database"),
        (b"\xfd7zXZ\0\0", "it is packed with xz; unpack it first"),
        (b"a.csv" + bytes(252) + b"ustar\0", "it is a tar archive; unpack it first"),
        (bytes(range(256)) * 20, "it is a binary file of an unknown kind"),
    ],
)
def test_a_file_that_is_no_data_is_refused_with_what_it_is(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(SourceError) as refused:
        read_source(written(tmp_path, content), Layout())
    assert reason in str(refused.value)
    with pytest.raises(SourceError):
        read_source(written(tmp_path, content), Layout(format="csv"))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"a,b\n1,2\n", "csv"),
        (b"<5 days,b\n1,2\n", "csv"),
        (b"[Vendor Name],[Amount]\n1,2\n", "csv"),
        (b'"{a}",b\n1,2\n', "csv"),
        ("a,b\n1,2\n".encode("utf-16"), "csv"),
        ("a,b\n1,2\n".encode("utf-16-le"), "csv"),
        (b"a,b\n1\0\0\0,2\n", "csv"),
        (b'[\n {"a": 1}]', "json"),
        (b"[]", "json"),
        (b'\xef\xbb\xbf{"data": [{"a": 1}]}', "json"),
        (b'{"a": 1}\n{"a": 2}\n', "jsonl"),
        (b"PAR1....", "parquet"),
    ],
)
def test_the_format_is_told_by_the_first_bytes_whatever_the_name(
    tmp_path: Path, content: bytes, found: str
) -> None:
    assert recognised(written(tmp_path, content, "data.txt"), None) == found


def test_one_json_object_under_the_name_of_json_lines_is_a_line(tmp_path: Path) -> None:
    assert recognised(written(tmp_path, b'{"a": 1}', "one.jsonl"), None) == "jsonl"


def test_a_named_format_that_the_file_is_not_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"is parquet, and the profile names the format csv"):
        recognised(written(tmp_path, b"PAR1...."), "csv")
    with pytest.raises(SourceError, match=r"is not xlsx, and the profile names the format xlsx"):
        recognised(written(tmp_path, b"a,b\n"), "xlsx")


def test_a_hundred_megabytes_in_one_line_are_refused_within_seconds(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    with path.open("wb") as file:
        file.writelines([b"id,name " * 131_072] * 100)
    started = time.process_time()
    with pytest.raises(SourceError, match="line 1 has more than 1,000,000 characters"):
        read_source(SourceFile.plain(path), Layout())
    assert time.process_time() - started < 5


@example(content=b"PAR1")
@example(content=b"PK\3\4")
@example(content=gzip.compress(b"a,b"))
@given(content=st.binary(max_size=300))
def test_any_bytes_are_rows_or_an_error_that_says_why(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert is_rows_or_refused(written(tmp_path_factory.mktemp("any"), content))


@pytest.mark.parametrize(
    "content",
    [b"{" * 90_000, b'{"a":' * 90_000, b"[" * 90_000 + b"{", b'[{"a":' + b"[" * 90_000, b'[{"a":' * 90_000],
    ids=["objects", "named objects", "lists", "a record", "records"],
)
def test_deep_nesting_is_an_error(tmp_path: Path, content: bytes) -> None:
    for name in ("deep.json", "deep.jsonl"):
        assert is_rows_or_refused(written(tmp_path, content, name))


def is_rows_or_refused(file: SourceFile) -> bool:
    """Tell whether a file is read into rows, or refused by an error that names it."""
    try:
        rows = read_source(file, Layout())
    except SourceError as error:
        return str(file.shown) in str(error)
    return rows.texts.height == rows.positions.height

"""The encoding of a file as it is told from its bytes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.delimited import read_delimited
from portfolio_tui.sources.readers.encodings import ENCODINGS, find_encoding
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import together

PLAIN = "id,vendor,paid\n" + "".join(f"{row:04},Vendor {row} LLC,{row}.50\n" for row in range(300))

FOREIGN = (
    "Café Olé Catering",
    "résumé review",
    "5 % discount – O\u2019Brien & Sons “Deluxe”",
    "HVAC 72° pipe®",
    "Peña Construction, Muñoz and García",
    "Montréal – Côté",
    "Work order\u00a0123",
    "CAFÉ OLÉ, PEÑA & MUÑOZ",
    "Acme™ • widgets…",
    "Élan Über Öl GmbH & Co",
    "straße",
    "© 2019 Acme",
)


def found(folder: Path, content: bytes) -> str:
    path = folder / "file.csv"
    path.write_bytes(content)
    return find_encoding(path).name


@pytest.mark.parametrize("text", FOREIGN)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac-roman"])
def test_one_foreign_text_in_a_plain_file_tells_the_encoding(
    tmp_path: Path, text: str, encoding: str
) -> None:
    written = f'{PLAIN}9999,"{text}",1.00\n{PLAIN}'
    content = written.encode(encoding.replace("-", "_"))
    told = found(tmp_path, content)
    assert content.decode(ENCODINGS[told]) == written
    assert told == encoding or text.startswith("©"), "that sign alone is the same byte in both"


def test_plain_text_is_utf_8(tmp_path: Path) -> None:
    assert found(tmp_path, PLAIN.encode()) == "utf-8"


@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)
def test_unicode_is_told_by_its_mark_or_its_shape(tmp_path: Path, codec: str, name: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("id,name\r\n1,Café\r\n".encode(codec))
    rows = together(read_delimited(SourceFile.plain(path), Layout()))
    assert rows.texts.rows() == [("1", "Café")]
    assert rows.read_as == f"csv, {name}, comma"


def test_the_bytes_of_mac_os_roman_are_read_as_its_letters(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"id,name\n1,Work\xcaorder\n2,Jo\x8bo and Mar\x92a\n3,Ju\x87rez\n")
    rows = together(read_delimited(SourceFile.plain(path), Layout()))
    assert rows.texts["name"].to_list() == ["Work\u00a0order", "João and María", "Juárez"]


def test_a_few_foreign_bytes_in_utf_8_set_their_rows_aside(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("id,name\n1,Café\n2,Olé\n".encode() + b"3,Pe\xf1a\n4,Salt\n")
    rows = together(read_delimited(SourceFile.plain(path), Layout()))
    assert rows.texts.rows() == [("1", "Café"), ("2", "Olé"), ("4", "Salt")]
    (rejected,) = rows.rejected
    assert (rejected.source_row, rejected.raw_text) == (3, "3,Pe\\xf1a")
    assert rejected.reason == "holds bytes that are not utf-8"


@given(content=st.binary(max_size=200))
def test_any_bytes_have_an_encoding_that_takes_them(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "file.csv"
    path.write_bytes(content)
    encoding = find_encoding(path)
    if not encoding.name.startswith("utf-16"):
        content.decode(encoding.codec, encoding.errors)

"""Archives and folders: what is in them is read, and what is broken or endless is refused at once."""

import datetime as dt
import gzip
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.errors import UserError
from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.outcome import ImportOutcome
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError
from portfolio_tui.sources.unpacking import LeftOut, source_files
from tests.sources.small_files import HEADINGS, contents, table, write_profile, write_rows

pytestmark = pytest.mark.thorough

FIRST = "007,Salt,ACME,7/1/2018,6/30/2019,1000,250,3/31/2019"
SECOND = "007,Salt,ACME,7/1/2018,6/30/2019,1000,300,6/30/2019"


def imported(folder: Path, *sources: Path) -> ImportOutcome:
    return import_files(sources, read_profile(write_profile(folder)), folder / "portfolio")


def rows_text(*rows: str) -> str:
    return "\n".join([HEADINGS, *rows, ""])


def packed(folder: Path, name: str, *members: tuple[str, str | bytes]) -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members:
            archive.writestr(member, content)
    return folder / name


def read_back(*sources: Path, scratch: Path) -> list[tuple[str, bytes]]:
    scratch.mkdir()
    files = source_files(sources, scratch)
    return [(file.name, file.path.read_bytes()) for file in files if isinstance(file, SourceFile)]


def test_a_gzip_file_is_read_as_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "report.csv.gz"
    path.write_bytes(gzip.compress(rows_text(FIRST).encode()))
    outcome = imported(tmp_path, path)
    assert [(file.file_name, file.kept) for file in outcome.files] == [("report.csv.gz", 1)]
    assert table(tmp_path / "portfolio", "balances", "source_file", "paid_amount") == [
        ("report.csv.gz", Decimal("250.00"))
    ]


def test_a_file_and_its_packed_copies_are_the_same_file(tmp_path: Path) -> None:
    plain = write_rows(tmp_path, [FIRST, "broken"])
    imported(tmp_path, plain)
    before = contents(tmp_path / "portfolio")
    again = tmp_path / "copy.csv.gz"
    again.write_bytes(gzip.compress(plain.read_bytes()))
    assert "set_aside.parquet" in before
    for copy in (again, packed(tmp_path, "copies.zip", ("inside.csv", plain.read_bytes()))):
        outcome = imported(tmp_path, copy)
        assert [(kind.name, kind.added, kind.replaced) for kind in outcome.tables] == [
            ("alliances", 0, 0),
            ("contracts", 0, 0),
            ("vendors", 0, 0),
            ("balances", 0, 0),
        ]
        after = contents(tmp_path / "portfolio")
        assert {name: after[name] for name in before} == before


def test_a_gzip_file_of_several_parts_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "report.csv.gz"
    path.write_bytes(gzip.compress(f"{HEADINGS}\n{FIRST}\n".encode()) + gzip.compress(f"{SECOND}\n".encode()))
    assert imported(tmp_path, path).files[0].kept == 2


def test_each_member_of_a_zip_archive_is_a_file_of_its_own(tmp_path: Path) -> None:
    path = packed(
        tmp_path,
        "reports.zip",
        ("2019/Q2.csv", rows_text(SECOND)),
        ("2019/Q1.csv", rows_text(FIRST)),
        ("2019/Q1.csv.gz", gzip.compress(rows_text(FIRST).encode())),
        ("__MACOSX/2019/._Q1.csv", b"\0\5\x16\7"),
        ("read me.pdf", b"%PDF-1.7"),
    )
    outcome = imported(tmp_path, path)
    assert [(file.file_name, file.rows_read, file.kept) for file in outcome.files] == [
        ("reports.zip/2019/Q1.csv", 1, 1),
        ("reports.zip/2019/Q1.csv.gz", 1, 1),
        ("reports.zip/2019/Q2.csv", 1, 1),
    ]
    assert outcome.left_out == (str(path / "read me.pdf"),)
    assert len(table(tmp_path / "portfolio", "balances", "paid_amount")) == 2


def test_a_folder_stands_for_the_files_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "old").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    write_rows(folder, [SECOND], "b.csv")
    write_rows(folder / "old", [FIRST], "a.CSV")
    write_rows(folder / ".hidden", ["broken"], "c.csv")
    (folder / "notes.docx").write_bytes(b"PK")
    outcome = imported(tmp_path, folder)
    assert [file.file_name for file in outcome.files] == ["b.csv", "old/a.CSV"]
    assert outcome.left_out == (str(folder / "notes.docx"),)


def test_a_name_that_is_no_text_is_written_with_escapes(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    path = folder / os.fsdecode(b"caf\xe9.csv")
    path.write_text(rows_text(FIRST, "broken"), encoding="utf-8")
    assert [file.file_name for file in imported(tmp_path, path, folder).files] == ["caf\\xe9.csv"] * 2
    assert table(tmp_path / "portfolio", "balances", "source_file") == [("caf\\xe9.csv",)]


def test_links_to_folders_are_left_out_and_told(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    write_rows(folder, [FIRST])
    (folder / "round.csv").symlink_to(folder)
    outcome = imported(tmp_path, folder)
    assert [file.file_name for file in outcome.files] == ["report.csv"]
    assert outcome.left_out == (str(folder / "round.csv"),)


def test_the_portfolio_is_no_source_of_itself(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    write_rows(folder, [FIRST])
    profile = read_profile(write_profile(tmp_path))
    import_files([folder], profile, folder / "portfolio")
    outcome = import_files([folder], profile, folder / "portfolio")
    assert [file.file_name for file in outcome.files] == ["report.csv"]
    assert not outcome.has_changed


@pytest.mark.parametrize("name", ["empty", "empty.zip", "only.zip"])
def test_a_folder_or_archive_without_data_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    packed(tmp_path, "empty.zip")
    packed(tmp_path, "only.zip", ("picture.png", b"\x89PNG"))
    with pytest.raises(SourceError, match=rf"{name} holds no file of data \(.csv, "):
        imported(tmp_path, tmp_path / name)
    assert not (tmp_path / "portfolio").exists()


def test_one_bad_member_refuses_the_whole_import(tmp_path: Path) -> None:
    path = packed(tmp_path, "reports.zip", ("a.csv", rows_text(FIRST)), ("b.csv", "<!DOCTYPE html><p>no</p>"))
    with pytest.raises(
        SourceError, match=r"reports.zip/b.csv is no data that can be imported: it is a web page"
    ):
        imported(tmp_path, path)
    assert not (tmp_path / "portfolio").exists()


@pytest.mark.parametrize("kept", [5, 12, 60, -9, -1])
def test_a_gzip_file_cut_short_is_an_error(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "report.csv.gz"
    path.write_bytes(gzip.compress(rows_text(FIRST, SECOND).encode())[:kept])
    with pytest.raises(SourceError, match=r"report.csv.gz is damaged or was not downloaded to its end"):
        imported(tmp_path, path)


@pytest.mark.parametrize("kept", [40, 150, -1])
def test_a_zip_archive_cut_short_is_an_error(tmp_path: Path, kept: int) -> None:
    path = packed(tmp_path, "reports.zip", ("a.csv", rows_text(FIRST)))
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(SourceError, match=r"reports.zip is damaged or was not downloaded to its end"):
        imported(tmp_path, path)


def test_a_zip_archive_with_a_changed_byte_is_an_error(tmp_path: Path) -> None:
    path = packed(tmp_path, "reports.zip", ("a.csv", rows_text(FIRST, SECOND)))
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"reports.zip is damaged"):
        imported(tmp_path, path)


def test_a_zip_archive_with_a_password_is_an_error(tmp_path: Path) -> None:
    path = packed(tmp_path, "reports.zip", ("a.csv", rows_text(FIRST)))
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"reports.zip has a password; unpack it first"):
        imported(tmp_path, path)


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.csv.gz"
    path.write_bytes(endless_gzip(mebibytes=2000))
    with pytest.raises(SourceError, match=r"report.csv.gz unpacks to more than 250 times its size"):
        imported(tmp_path, path)


def endless_gzip(mebibytes: int) -> bytes:
    """Return gzip data that unpacks to so much, made of one packed piece said over and over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    packer.compress(bytes(1 << 20))
    piece = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + piece * mebibytes


def test_a_zip_bomb_is_refused_though_no_member_is_one(tmp_path: Path) -> None:
    """Each of the members stays within the bounds of its size; all name the same packed bytes."""
    path = packed(tmp_path, "reports.zip", ("a.csv", "x" * 3_000_000))
    overlap(path, copies=40)
    with pytest.raises(SourceError, match=r"reports.zip unpacks to more than 250 times its size"):
        list(source_files([path], tmp_path))


def overlap(path: Path, copies: int) -> None:
    """List the only member of a zip archive many times over."""
    content = path.read_bytes()
    start = content.index(b"PK\1\2")
    end = content.index(b"PK\5\6")
    entry = content[start:end]
    closing = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, copies, copies, len(entry) * copies, start, 0)
    path.write_bytes(content[:start] + entry * copies + closing)


def test_an_archive_in_an_archive_is_opened_once(tmp_path: Path) -> None:
    inner = packed(tmp_path, "inner.zip", ("a.csv", rows_text(FIRST)))
    outer = packed(tmp_path, "outer.zip", ("inner.zip", inner.read_bytes()))
    third = packed(tmp_path, "third.zip", ("outer.zip", outer.read_bytes()))
    assert [file.file_name for file in imported(tmp_path, outer).files] == ["outer.zip/inner.zip/a.csv"]
    with pytest.raises(SourceError, match="is an archive within an archive within an archive"):
        imported(tmp_path, third)


def test_names_that_lead_out_of_the_archive_stay_names(tmp_path: Path) -> None:
    path = packed(tmp_path, "reports.zip", ("../../escaped.csv", rows_text(FIRST)))
    (file,) = imported(tmp_path, path).files
    assert file.file_name == "reports.zip/../../escaped.csv"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [
        "portfolio",
        "positions.toml",
        "reports.zip",
    ]


@pytest.mark.parametrize("name", ["missing.csv", "missing"])
def test_what_is_not_there_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match=rf"{name} cannot be read: No such file or directory"):
        imported(tmp_path, tmp_path / name)


def test_the_day_given_is_that_of_one_report(tmp_path: Path) -> None:
    text = (tmp_path / "positions.toml").name
    profile_text = write_profile(tmp_path).read_text(encoding="utf-8")
    dated = profile_text.replace(
        'as_of = "day"',
        'as_of = { quarter_in_file_name = "FY-{fiscal_year}-Q{quarter}", year_starts_in_month = 7 }',
    )
    profile = read_profile(write_profile(tmp_path, dated, Path(text).stem))
    path = packed(
        tmp_path, "r.zip", ("FY-2019-Q1.csv", rows_text(FIRST)), ("FY-2019-Q2.csv", rows_text(FIRST))
    )
    import_files([path], profile, tmp_path / "portfolio")
    days = [str(day) for (day,) in table(tmp_path / "portfolio", "balances", "as_of")]
    assert days == ["2018-09-30", "2018-12-31"]
    with pytest.raises(UserError, match="The day that is given is that of one report"):
        import_files([path], profile, tmp_path / "portfolio", profile_day())


def test_a_portfolio_is_not_imported_into_itself(tmp_path: Path) -> None:
    imported(tmp_path, write_rows(tmp_path, [FIRST]))
    before = contents(tmp_path / "portfolio")
    with pytest.raises(SourceError, match="portfolio is the portfolio itself; name what is to be imported"):
        imported(tmp_path, tmp_path / "portfolio")
    assert contents(tmp_path / "portfolio") == before


def test_what_cannot_be_read_in_a_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "reports" / "closed"
    closed.mkdir(parents=True)
    listed = Path.iterdir

    def refuse(folder: Path) -> Iterator[Path]:
        if folder == closed:
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(SourceError, match=rf"^{re.escape(str(closed))} cannot be read: Permission denied\.$"):
        list(source_files([tmp_path / "reports"], tmp_path))


def profile_day() -> dt.date:
    return dt.date(2019, 3, 31)


MEMBERS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=8), st.binary(min_size=1, max_size=200), min_size=1, max_size=5
)


@given(members=MEMBERS, is_gzipped=st.booleans())
def test_what_is_packed_comes_back(
    members: dict[str, bytes], is_gzipped: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("packed")
    written = {f"{name}.csv": b"x" + content for name, content in members.items()}
    path = packed(
        folder,
        "all.zip",
        *(
            (f"{name}.gz", gzip.compress(content)) if is_gzipped else (name, content)
            for name, content in written.items()
        ),
    )
    found = read_back(path, scratch=folder / "scratch")
    suffix = ".gz" if is_gzipped else ""
    assert found == sorted((f"all.zip/{name}{suffix}", content) for name, content in written.items())
    assert list((folder / "scratch").iterdir()) == []


def test_what_is_left_out_is_told_where_it_lies(tmp_path: Path) -> None:
    path = packed(tmp_path, "all.zip", ("a.csv", "x"), ("b.html", "y"))
    files = list(source_files([path], tmp_path))
    assert LeftOut(path / "b.html") in files

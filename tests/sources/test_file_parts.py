"""A file read in many small parts gives the same records, ids and notes as one read at once."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portfolio_tui.errors import UserError
from portfolio_tui.sources.file_reading import FileRead, read_file
from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.progress import ImportProgress
from portfolio_tui.sources.readers.blocks import BlockSizes
from portfolio_tui.sources.readers.delimited import read_delimited
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError, SourceRows
from tests.sources.small_files import HEADINGS, NESTED, POSITIONS, write_profile

SALES = """
title = "Sales for tests"
portfolio_name = "Test sales"

[formats]
dates = ["M/D/YYYY"]

[tables.alliances]
alliance_id = { value = "own" }
name = { value = "The city's own" }
kind = { value = "local" }

[tables.vendors]
vendor_id = "vendor"
name = "vendor"

[tables.contracts]
contract_id = "id"
alliance_id = { value = "own" }
title = { first_of = ["title", "id"] }
vendor_id = "vendor"

[tables.spend]
spend_id = { key_of = ["id", "vendor", "day", "paid"], source = "tests" }
state = { value = "VT" }
contract_id = "id"
vendor_id = "vendor"
amount = "paid"
spent_on = "day"
"""
PROFILES = {"own keys": POSITIONS, "own keys, folded": POSITIONS + NESTED, "ids of texts": SALES}
AT_ONCE = BlockSizes(head=1 << 24)


def read(
    folder: Path, profile: str, lines: list[str], sizes: BlockSizes, scratch: str = "scratch"
) -> FileRead | str:
    """Read a report in blocks of these sizes; return the error where it cannot be read."""
    path = folder / "report.csv"
    path.write_text("\n".join([HEADINGS, *lines, ""]), encoding="utf-8")
    (folder / scratch).mkdir()

    def in_blocks(file: SourceFile, layout: Layout) -> Iterator[SourceRows]:
        return read_delimited(file, layout, sizes)

    with pytest.MonkeyPatch.context() as patches:
        patches.setattr("portfolio_tui.sources.file_reading.read_in_parts", in_blocks)
        try:
            return read_file(
                SourceFile.plain(path), read_profile(write_profile(folder, profile)), None, folder / scratch
            )
        except UserError as error:
            return str(error)


def told(read: FileRead | str) -> object:
    """Return everything that was read, in an order of its own, to compare it."""
    if isinstance(read, str):
        return read
    figures = {name: in_order(frame(parts)) for name, parts in read.figures.items()}
    described = {name: in_order(rows) for name, rows in read.described.items()}
    notes = {name: held(kept).rows() for name, kept in read.notes.items()}
    return read.outcome, read.sha256, figures, described, notes


def frame(parts: tuple[Path, ...]) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(part) for part in parts])


def held(notes: Path | pl.DataFrame) -> pl.DataFrame:
    return pl.read_parquet(notes) if isinstance(notes, Path) else notes


def in_order(rows: pl.DataFrame) -> list[tuple[object, ...]]:
    return rows.sort(rows.columns).rows()


LINE = st.builds(
    "{},{},{},{},{},{},{},{}".format,
    st.sampled_from(["7", "8", "9", "", "Total"]),
    st.sampled_from(["Salt", '"Salt, wet"', "", '"two\nlines"']),
    st.sampled_from(["ACME", " BETA ", "Café", ""]),
    st.sampled_from(["7/1/2018", "7/1/2016", "", "soon"]),
    st.sampled_from(["6/30/2019", ""]),
    st.sampled_from(["90", "60", "$1,000.00", "", "x"]),
    st.sampled_from(["10", "20", "1.005", "(3.00)", ""]),
    st.sampled_from(["9/30/2018", "12/31/2018", "", "no day"]),
)
DIRT = st.sampled_from(["", "7,short", HEADINGS, '"7"x,Salt,ACME,,,,1,9/30/2018', "<<<<<<< HEAD", "======="])


@pytest.mark.thorough
@pytest.mark.parametrize("profile", PROFILES)
@given(
    lines=st.lists(st.one_of(LINE, LINE, LINE, DIRT), max_size=25),
    sizes=st.builds(
        BlockSizes, head=st.integers(60, 200), plain=st.integers(200, 600), careful=st.integers(20, 100)
    ),
)
@example(
    lines=["7,Salt,ACME,7/1/2018,6/30/2019,90,10,9/30/2018"] * 40,
    sizes=BlockSizes(head=60, plain=300, careful=60),
)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_parts_give_what_the_file_gives_at_once(
    profile: str, lines: list[str], sizes: BlockSizes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    in_parts = read(folder, PROFILES[profile], lines, sizes, "parts")
    assert told(in_parts) == told(read(folder, PROFILES[profile], lines, AT_ONCE, "at once"))


def sale(contract: str, paid: str) -> str:
    return f"{contract},Salt,ACME,,,,{paid},9/30/2018"


SMALL = BlockSizes(head=60, plain=200, careful=60)


def ids(read_file: FileRead | str) -> dict[int, str]:
    assert isinstance(read_file, FileRead)
    rows = frame(read_file.figures["spend"])
    return dict(rows.select("source_row", "spend_id").rows())


def test_identical_lines_have_the_same_ids_wherever_the_file_is_cut(tmp_path: Path) -> None:
    lines = [sale("7", "5"), sale("8", "6"), *[sale("7", "5")] * 40, sale("9", "1"), sale("8", "6")]
    found = ids(read(tmp_path, SALES, lines, SMALL))
    first = found[1]
    assert [found[row] for row in range(3, 43)] == [f"{first}-{number}" for number in range(2, 42)]
    assert found[44] == f"{found[2]}-2"
    assert len(first) == 24
    assert len(set(found.values())) == 44


def test_many_notes_are_kept_on_disk_in_the_order_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = "7,Salt,ACME,7/1/2018,6/30/2019,90,10,9/30/2018"
    bad = "8,Salt,ACME,soon,6/30/2019,90,x,9/30/2018"
    lines = [good, good, *[bad, good.replace("7,", "9,", 1).replace("7/1/2018", "never")] * 30]
    whole = read(tmp_path, POSITIONS, lines, AT_ONCE, "at once")
    monkeypatch.setattr("portfolio_tui.sources.note_parts._HELD_AT_MOST", 4)
    in_parts = read(tmp_path, POSITIONS, lines, SMALL, "parts")
    assert isinstance(in_parts, FileRead)
    assert all(isinstance(kept, Path) for kept in in_parts.notes.values())
    assert told(in_parts) == told(whole)
    aside = held(in_parts.notes["set_aside"])
    assert aside["source_row"].to_list() == [2, 3, *range(5, 63)]
    assert aside.row(0, named=True)["raw_text"] == good
    assert aside.row(0, named=True)["reason"] == "repeats the key of row 1"
    assert held(in_parts.notes["cells_not_read"])["source_row"].to_list() == [4]


def test_progress_is_told_and_what_it_raises_ends_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join([HEADINGS, *(sale(str(n), "5") for n in range(30_000)), ""]), encoding="utf-8")
    profile = read_profile(write_profile(tmp_path, SALES))
    seen: list[ImportProgress] = []
    read_file(SourceFile.plain(path), profile, None, tmp_path, seen.append)
    size = path.stat().st_size
    assert [one.bytes_read for one in seen] == sorted(one.bytes_read for one in seen)
    assert (seen[-1].step, seen[-1].bytes_read, seen[-1].bytes_total, seen[-1].rows) == (
        "reading",
        size,
        size,
        30_000,
    )

    def stop(_progress: ImportProgress) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read_file(SourceFile.plain(path), profile, None, tmp_path, stop)


def test_what_breaks_a_file_late_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    lines = [HEADINGS, *(sale(str(n), "5") for n in range(30_000)), '7,"Salt']
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(SourceError, match="a quotation mark opened in line 30002 is never closed"):
        read_file(SourceFile.plain(path), read_profile(write_profile(tmp_path, SALES)), None, tmp_path)


def test_names_that_come_late_in_json_are_columns_of_all_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portfolio_tui.sources.readers.gathering._ROWS_AT_A_TIME", 2)
    monkeypatch.setattr("portfolio_tui.sources.readers.gathering._FRAMES_TOGETHER", 1)
    path = tmp_path / "sales.jsonl"
    record = '{"id": "%s", "vendor": "ACME", "paid": %d, "day": "9/30/2018"%s}\n'
    path.write_text(
        "".join(record % (number, number, ', "title": "Salt"' if number > 5 else "") for number in range(8)),
        encoding="utf-8",
    )
    profile = read_profile(write_profile(tmp_path, SALES))
    found = read_file(SourceFile.plain(path), profile, None, tmp_path)
    assert found.outcome.kept == 8
    assert found.described["contracts"].sort("contract_id")["title"].to_list() == [
        *map(str, range(6)),
        "Salt",
        "Salt",
    ]
    path.write_text("".join(record % (number, number, "") for number in range(8)), encoding="utf-8")
    with pytest.raises(UserError, match='has no column "title"'):
        read_file(SourceFile.plain(path), profile, None, tmp_path)


def test_parquet_is_read_some_rows_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sales.parquet"
    ids = [str(number) for number in range(7)]
    columns = {"id": ids, "title": None, "vendor": "ACME", "paid": range(7), "day": "9/30/2018"}
    pl.DataFrame(columns).write_parquet(path)
    profile = read_profile(write_profile(tmp_path, SALES))
    whole = read_file(SourceFile.plain(path), profile, None, tmp_path)
    monkeypatch.setattr("portfolio_tui.sources.readers.parquet._ROWS_AT_A_TIME", 2)
    in_parts = read_file(SourceFile.plain(path), profile, None, tmp_path)
    assert whole.outcome.kept == 7
    assert told(in_parts) == told(whole)

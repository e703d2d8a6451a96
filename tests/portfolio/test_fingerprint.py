"""The fingerprint tells contents apart and copies not; the stamp notices that a file was touched."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from portfolio_tui.portfolio.fingerprint import fingerprint, stamp
from tests.tiny import arrow_table, write_portfolio


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_portfolio(
        tmp_path / "tiny",
        contracts=[{"contract_id": "c", "alliance_id": "a", "title": "C"}],
        spend=[{"state": "VT", "amount": "1", "spent_on": "2026-01-01"}],
    )


def turn_a_byte(folder: Path) -> None:
    """Change one byte of a file, so that neither its size nor its times change."""
    path = folder / "spend.parquet"
    status = path.stat()
    content = bytearray(path.read_bytes())
    content[60] ^= 1
    path.write_bytes(bytes(content))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def move_into_a_folder(folder: Path) -> None:
    (folder / "spend").mkdir()
    (folder / "spend.parquet").rename(folder / "spend" / "spend.parquet")


def add_a_table(folder: Path) -> None:
    pq.write_table(arrow_table("vendors", []), folder / "vendors.parquet")


def change_the_manifest(folder: Path) -> None:
    (folder / "portfolio.toml").write_text('name = "Other"\n', encoding="utf-8")


def swap_two_files(folder: Path) -> None:
    (folder / "spend.parquet").rename(folder / "between")
    (folder / "contracts.parquet").rename(folder / "spend.parquet")
    (folder / "between").rename(folder / "contracts.parquet")


def test_a_faithful_copy_has_the_same_fingerprint(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "copy"
    shutil.copytree(folder, copy)
    os.utime(copy / "spend.parquet", (0, 0))
    (copy / "notes.txt").write_text("not of the portfolio", encoding="utf-8")
    assert fingerprint(copy) == fingerprint(folder)
    assert len(fingerprint(folder)) == 64


@pytest.mark.parametrize(
    "change", [turn_a_byte, move_into_a_folder, add_a_table, change_the_manifest, swap_two_files]
)
def test_any_change_of_the_files_changes_the_fingerprint(
    folder: Path, change: Callable[[Path], None]
) -> None:
    before = fingerprint(folder)
    change(folder)
    assert fingerprint(folder) != before


def touch(folder: Path) -> None:
    os.utime(folder / "spend.parquet", (0, 0))


def remove(folder: Path) -> None:
    (folder / "spend.parquet").unlink()


@pytest.mark.parametrize("change", [touch, remove, move_into_a_folder, add_a_table, change_the_manifest])
def test_the_stamp_changes_with_names_sizes_and_times(folder: Path, change: Callable[[Path], None]) -> None:
    before = stamp(folder)
    assert stamp(folder) == before
    change(folder)
    assert stamp(folder) != before


def test_a_folder_that_is_gone_has_a_stamp_of_its_own(folder: Path) -> None:
    before = stamp(folder)
    shutil.rmtree(folder)
    assert stamp(folder) != before

"""Writing a demo: the same bytes each time, exactly as asked, whole or not at all, and clear refusals."""

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from portfolio_tui.bundled import bundled_demo
from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.arrow_schema import arrow_schema
from portfolio_tui.portfolio.demo import (
    BUNDLED_LINES,
    BUNDLED_SEED,
    FEWEST_LINES,
    write_demo,
)
from portfolio_tui.portfolio.demo import lines as demo_lines
from portfolio_tui.portfolio.manifest import read_manifest
from portfolio_tui.portfolio.opening import open_portfolio, table_files
from portfolio_tui.portfolio.schema import TABLES, Table
from tests.portfolio.demo import silent

pytestmark = pytest.mark.thorough


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of each file in `folder`, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the smallest demo."""
    folder = tmp_path_factory.mktemp("demo") / "small"
    write_demo(folder, FEWEST_LINES, 7, silent)
    return folder


def test_the_same_lines_and_seed_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    write_demo(tmp_path / "again", FEWEST_LINES, 7, silent)
    assert digests(tmp_path / "again") == digests(small)


def test_another_seed_gives_another_portfolio(small: Path, tmp_path: Path) -> None:
    write_demo(tmp_path / "other", FEWEST_LINES, 8, silent)
    one, other = digests(small), digests(tmp_path / "other")
    assert one.keys() == other.keys()
    assert {path for path in one if one[path] == other[path]} == {
        "alliances.parquet",
        "fee_rules.parquet",
        "report_rules.parquet",
    }


def test_the_bundled_demo_is_what_the_generator_writes(tmp_path: Path) -> None:
    write_demo(tmp_path / "demo", BUNDLED_LINES, BUNDLED_SEED, silent)
    written, bundled = (
        {path: pq.read_table(folder / path) for path in digests(folder) if path.endswith(".parquet")}
        for folder in (tmp_path / "demo", bundled_demo())
    )
    assert written.keys() == bundled.keys()
    assert {path for path in written if not written[path].equals(bundled[path])} == set()
    assert read_manifest(tmp_path / "demo") == read_manifest(bundled_demo())


def test_the_bundled_demo_is_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in bundled_demo().rglob("*.parquet")) < 5_000_000


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_typed_as_the_schema_says(table: Table) -> None:
    files = table_files(bundled_demo(), table.name)
    assert files
    for file in files:
        found = pq.read_schema(file)
        wanted = arrow_schema(table)
        assert [(field.name, field.type) for field in found] == [(field.name, field.type) for field in wanted]


def test_a_demo_opens_as_a_portfolio_and_says_that_it_is_made_up(small: Path) -> None:
    portfolio = open_portfolio(small)
    assert portfolio.warnings == ()
    assert portfolio.manifest.synthetic
    assert "made up" in portfolio.manifest.notes
    assert portfolio.manifest.sources == ("portfolio-tui demo --lines 1000 --seed 7",)
    assert portfolio.tables["spend"].row_count == FEWEST_LINES


def test_lines_are_the_same_however_many_go_into_a_file(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_lines, "LINES_PER_FILE", 300)
    write_demo(tmp_path / "split", FEWEST_LINES, 7, silent)
    files = table_files(tmp_path / "split", "spend")
    assert len(files) == 4
    assert pq.read_table(tmp_path / "split" / "spend").equals(pq.read_table(small / "spend"))


def test_exactly_the_lines_asked_for_come_out_even_when_every_third_is_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_lines, "LINES_PER_FILE", 300)
    monkeypatch.setattr(demo_lines, "_LINES_PER_REPEAT", 3)
    write_demo(tmp_path / "demo", FEWEST_LINES + 1, 7, silent)
    ids = pq.read_table(tmp_path / "demo" / "spend", columns=["spend_id"]).column(0).to_pylist()
    assert ids == [f"S{number:010d}" for number in range(1, FEWEST_LINES + 2)]


def test_progress_runs_from_nothing_to_every_line(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    write_demo(tmp_path / "demo", FEWEST_LINES, 1, lambda written, lines: seen.append((written, lines)))
    assert seen[0] == (0, FEWEST_LINES)
    assert seen[-1] == (FEWEST_LINES, FEWEST_LINES)
    assert seen == sorted(seen)


@pytest.mark.parametrize("moment", [0, FEWEST_LINES])
def test_an_interrupted_run_leaves_nothing(tmp_path: Path, moment: int) -> None:
    def interrupt(written: int, _lines: int) -> None:
        if written == moment:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_demo(tmp_path / "demo", FEWEST_LINES, 1, interrupt)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match=r"is not empty\. Name a folder that does not exist yet"):
        write_demo(tmp_path, FEWEST_LINES, 1, silent)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("lines", "seed", "message"),
    [
        (999, 1, "from 1,000 to 2,000,000,000 lines; 999 were asked for"),
        (-1, 1, "-1 were asked for"),
        (1000, -1, "whole number from 0 to 2,147,483,647; -1 was given"),
        (1000, 2**31, "2,147,483,648 was given"),
    ],
)
def test_lines_and_seeds_out_of_range_are_refused(
    tmp_path: Path, lines: int, seed: int, message: str
) -> None:
    with pytest.raises(UserError, match=message):
        write_demo(tmp_path / "demo", lines, seed, silent)
    assert list(tmp_path.iterdir()) == []

"""An import that is stopped midway, however hard, leaves the portfolio as it was or as it is to be."""

import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb
import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.portfolio.replacing import finish_replacing, held_alone, undo_replacing
from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.progress import ImportProgress
from tests.sources.small_files import contents, day, import_rows, table, write_profile, write_rows

pytestmark = pytest.mark.thorough

FIRST = "7,Salt,ACME,7/1/2018,6/30/2019,90,10,9/30/2018"
SECOND = "8,Sand,BETA,7/1/2018,6/30/2019,5,1,12/31/2018"

# Kills its own process, as `kill -9` does, just before the step-th call that fixes something on the disk.
KILLED_AT_STEP = """
import os, signal, sys
left = int(sys.argv[1])
def counted(call):
    def run(*arguments, **options):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **options)
    return run
for name in ("fsync", "rename", "replace", "link", "unlink", "rmdir"):
    setattr(os, name, counted(getattr(os, name)))
"""
REPLACE_TWO = """
from pathlib import Path
from portfolio_tui.portfolio.replacing import replace_files
def write(staging):
    for name in ("contracts.parquet", "portfolio.toml"):
        (staging / name).write_text("new")
    (staging / "spend").mkdir()
    (staging / "spend" / "1.parquet").write_text("new")
    return ["spend.parquet"]
replace_files(Path(sys.argv[2]), write)
"""
UNDO_TWO = """
from pathlib import Path
from portfolio_tui.portfolio.replacing import undo_replacing
undo_replacing(Path(sys.argv[2]))
"""
IMPORT = """
from portfolio_tui.cli import main
sys.exit(main(["import", sys.argv[3], "--profile", sys.argv[4], "--into", sys.argv[2]]))
"""
OLD = {"contracts.parquet": b"old", "portfolio.toml": b"old", "spend.parquet": b"old"}
NEW = {"contracts.parquet": b"new", "portfolio.toml": b"new", "spend/1.parquet": b"new"}


def run_until(step: int, script: str, *arguments: Path) -> int:
    """Run a script that is killed at `step`; return how it ended, -9 when it was."""
    command = [sys.executable, "-c", KILLED_AT_STEP + script, str(step), *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, timeout=60).returncode


def visible(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in contents(folder).items() if not name.startswith(".")}


def old_files(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in OLD.items():
        (folder / name).write_bytes(content)


def kill_points(folder: Path, script: str) -> Iterator[int]:
    """Yield 1, 2, 3 … for as long as the script, in a fresh `folder`, is killed at that step."""
    for step in itertools.count(1):
        if folder.exists():
            shutil.rmtree(folder)
        old_files(folder)
        if script == UNDO_TWO:
            run_until(0, REPLACE_TWO, folder)
        if run_until(step, script, folder) == 0:
            return
        yield step


def test_files_killed_at_any_step_are_all_old_or_all_new_once_finished(tmp_path: Path) -> None:
    found = []
    folder = tmp_path / "portfolio"
    for _ in kill_points(folder, REPLACE_TWO):
        finish_replacing(folder)
        found.append(visible(folder))
        if found[-1] == NEW:
            undo_replacing(folder)
            assert contents(folder) == OLD
    assert visible(folder) == NEW
    committed = found.index(NEW)
    assert committed > 8
    assert found == [OLD] * committed + [NEW] * (len(found) - committed)


def test_an_undo_killed_at_any_step_is_not_begun_or_done_once_finished(tmp_path: Path) -> None:
    found = []
    folder = tmp_path / "portfolio"
    for _ in kill_points(folder, UNDO_TWO):
        finish_replacing(folder)
        found.append(visible(folder))
        if found[-1] == NEW:
            undo_replacing(folder)
        assert contents(folder) == OLD
    assert contents(folder) == OLD
    assert len(found) > 4
    assert found == [NEW] + [OLD] * (len(found) - 1)


def test_what_was_changed_by_hand_is_not_undone(tmp_path: Path) -> None:
    old_files(tmp_path)
    run_until(0, REPLACE_TWO, tmp_path)
    (tmp_path / "contracts.parquet").write_bytes(b"mine")
    before = contents(tmp_path)
    with pytest.raises(UserError, match=r"contracts\.parquet was changed since the last import"):
        undo_replacing(tmp_path)
    assert contents(tmp_path) == before


def test_what_was_kept_and_is_damaged_is_not_put_back(tmp_path: Path) -> None:
    old_files(tmp_path)
    run_until(0, REPLACE_TWO, tmp_path)
    (tmp_path / ".undo" / "spend.parquet").write_bytes(b"damaged")
    before = contents(tmp_path)
    with pytest.raises(UserError, match="would put back, is missing or damaged"):
        undo_replacing(tmp_path)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("after", [0, 1, 5, 20, 60])
def test_an_import_killed_midway_is_undone_or_done_when_the_portfolio_is_opened(
    tmp_path: Path, after: int
) -> None:
    import_rows(tmp_path, [FIRST])
    portfolio = tmp_path / "portfolio"
    before = visible(portfolio)
    arguments = (portfolio, write_rows(tmp_path, [SECOND], "second.csv"), tmp_path / "positions.toml")
    assert run_until(after + 1, IMPORT, *arguments) == (0 if after == 60 else -9)
    opened = open_portfolio(portfolio)
    assert opened.warnings == ()
    is_done = opened.manifest.as_of == day("2018-12-31")
    if not is_done:
        assert visible(portfolio) == before
    import_rows(tmp_path, [SECOND], name="second.csv")
    assert table(portfolio, "balances", "contract_id") == [("7",), ("8",)]
    assert [path.name for path in portfolio.iterdir() if path.name.startswith(".")] == [".undo"]


def test_a_first_import_killed_midway_leaves_a_folder_that_the_next_one_takes(tmp_path: Path) -> None:
    arguments = (
        tmp_path / "portfolio",
        write_rows(tmp_path, [FIRST]),
        write_profile(tmp_path),
    )
    assert run_until(3, IMPORT, *arguments) == -9
    assert import_rows(tmp_path, [FIRST]).has_changed
    assert open_portfolio(tmp_path / "portfolio").warnings == ()


def test_an_interrupt_while_writing_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    import_rows(tmp_path, [FIRST])
    before = contents(tmp_path / "portfolio")
    monkeypatch.setattr("portfolio_tui.sources.target.write_manifest", interrupted)
    with pytest.raises(KeyboardInterrupt):
        import_rows(tmp_path, [SECOND], name="second.csv")
    assert contents(tmp_path / "portfolio") == before
    with pytest.raises(KeyboardInterrupt):
        import_rows(tmp_path, [FIRST], into="new")
    assert not (tmp_path / "new").exists()


def test_a_full_disk_is_told_and_leaves_the_portfolio_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    import_rows(tmp_path, [FIRST])
    before = contents(tmp_path / "portfolio")
    monkeypatch.setattr("portfolio_tui.sources.target.write_manifest", full)
    with pytest.raises(UserError, match=r"cannot be written: No space left on device\. The portfolio is as"):
        import_rows(tmp_path, [SECOND], name="second.csv")
    assert contents(tmp_path / "portfolio") == before


def test_files_that_cannot_be_moved_into_place_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / ".imported").mkdir()
    (tmp_path / ".imported" / "contracts.parquet").write_bytes(b"new")
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(UserError, match="was interrupted while its files were moved into place"):
        open_portfolio(tmp_path)


@pytest.mark.parametrize("name", ["../mine.txt", "/mine.txt", "link/mine.txt", "queries/../../mine.txt"])
def test_a_plan_that_names_files_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    folder = tmp_path / "portfolio"
    (folder / ".imported").mkdir(parents=True)
    (folder / "link").symlink_to(tmp_path)
    named = name if not name.startswith("/") else str(mine)
    (folder / ".imported" / ".plan.json").write_text(json.dumps({"removed": [named]}), encoding="utf-8")
    with pytest.raises(UserError, match="leads out of the folder"):
        open_portfolio(folder)
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_link_in_place_of_a_change_is_not_followed(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "portfolio" / ".imported").symlink_to(tmp_path / "mine")
    assert open_portfolio(tmp_path / "portfolio").warnings == ()
    assert (tmp_path / "mine" / "letter.txt").exists()


def test_a_table_that_is_a_link_to_another_folder_is_refused_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_rows(tmp_path, [FIRST])
    portfolio = tmp_path / "portfolio"
    (tmp_path / "elsewhere").mkdir()
    (portfolio / "balances.parquet").rename(tmp_path / "elsewhere" / "part.parquet")
    (portfolio / "balances").symlink_to(tmp_path / "elsewhere")
    before = contents(tmp_path)
    monkeypatch.setattr("portfolio_tui.sources.figures.writing.ROWS_IN_ONE_FILE", 0)
    with pytest.raises(UserError, match="leads out of the folder"):
        import_rows(tmp_path, [SECOND], name="report.csv")
    assert {name: before[name] for name in before if name != "report.csv"} == {
        name: content for name, content in contents(tmp_path).items() if name != "report.csv"
    }


def test_two_imports_into_one_folder_do_not_meet(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    before = contents(tmp_path / "portfolio")
    profile = read_profile(write_profile(tmp_path))
    second = write_rows(tmp_path, [SECOND], "second.csv")
    with held_alone(tmp_path / "portfolio"), pytest.raises(UserError, match="Another import into"):
        import_files([second], profile, tmp_path / "portfolio")
    assert contents(tmp_path / "portfolio") == before
    assert import_files([second], profile, tmp_path / "portfolio").has_changed


# Sends its own process a signal while the merge is being written, and then works on without an end.
SIGNALLED = """
import os, signal, sys
from portfolio_tui.sources.figures.engine import MergeEngine
fetch = MergeEngine._fetch
def endless(self, sql):
    if "COPY" in sql:
        os.kill(os.getpid(), getattr(signal, sys.argv[1]))
        sql = "SELECT sum(one.range * other.range) FROM range(10_000_000) AS one, range(10_000_000) AS other"
    return fetch(self, sql)
MergeEngine._fetch = endless
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_import_that_is_interrupted_ends_and_leaves_the_portfolio_as_it_was(
    tmp_path: Path, name: str
) -> None:
    import_rows(tmp_path, [FIRST])
    portfolio = tmp_path / "portfolio"
    before = contents(portfolio)
    second = write_rows(tmp_path, [SECOND], "second.csv")
    arguments = [name, str(portfolio), str(second), str(tmp_path / "positions.toml")]
    command = [sys.executable, "-c", SIGNALLED + IMPORT, *arguments]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr.splitlines()[-1] == "portfolio-tui: interrupted"
    assert contents(portfolio) == before


def test_what_progress_raises_ends_the_import_and_leaves_the_portfolio_as_it_was(tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop_at(step: str, told: ImportProgress) -> None:
        if told.step == step:
            raise StoppedError

    import_rows(tmp_path, [FIRST])
    before = contents(tmp_path / "portfolio")
    profile = read_profile(write_profile(tmp_path))
    second = write_rows(tmp_path, [SECOND], "second.csv")
    with pytest.raises(StoppedError):
        import_files([second], profile, tmp_path / "portfolio", progress=partial(stop_at, "reading"))
    assert contents(tmp_path / "portfolio") == before


def test_a_disk_that_is_full_while_tables_are_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise duckdb.IOException("IO Error: Could not write file: No space left on device")

    import_rows(tmp_path, [FIRST])
    before = contents(tmp_path / "portfolio")
    monkeypatch.setattr("portfolio_tui.sources.figures.engine.MergeEngine._fetch", full)
    with pytest.raises(UserError, match=r"No space left on device\)\. The portfolio is as it was"):
        import_rows(tmp_path, [SECOND], name="second.csv")
    assert contents(tmp_path / "portfolio") == before

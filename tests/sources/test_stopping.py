"""An import that is stopped midway, however hard, leaves the portfolio as it was or as it is to be."""

import subprocess
import sys
from pathlib import Path

import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.portfolio.replacing import finish_replacing, held_alone, replace_files
from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.profile_toml import read_profile
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
os.fsync, os.rename, os.replace = counted(os.fsync), counted(os.rename), counted(os.replace)
"""
REPLACE_TWO = """
from pathlib import Path
from portfolio_tui.portfolio.replacing import replace_files
def write(staging):
    for name in ("contracts.parquet", "portfolio.toml"):
        (staging / name).write_text("new")
replace_files(Path(sys.argv[2]), write)
"""
IMPORT = """
from portfolio_tui.cli import main
sys.exit(main(["import", sys.argv[3], "--profile", sys.argv[4], "--into", sys.argv[2]]))
"""
OLD = {"contracts.parquet": b"old", "portfolio.toml": b"old"}
NEW = {"contracts.parquet": b"new", "portfolio.toml": b"new"}


def run_until(step: int, script: str, *arguments: Path) -> int:
    """Run a script that is killed at `step`; return how it ended, -9 when it was."""
    command = [sys.executable, "-c", KILLED_AT_STEP + script, str(step), *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, timeout=60).returncode


def old_files(folder: Path) -> None:
    for name, content in OLD.items():
        (folder / name).write_bytes(content)


def new_files(folder: Path) -> None:
    for name, content in NEW.items():
        (folder / name).write_bytes(content)


@pytest.mark.parametrize("step", range(1, 8))
def test_files_killed_at_any_step_are_all_old_or_all_new_once_finished(tmp_path: Path, step: int) -> None:
    old_files(tmp_path)
    assert run_until(step, REPLACE_TWO, tmp_path) == -9
    finish_replacing(tmp_path)
    visible = {name: content for name, content in contents(tmp_path).items() if not name.startswith(".")}
    assert visible == (OLD if step <= 4 else NEW)
    replace_files(tmp_path, new_files)
    assert contents(tmp_path) == NEW


def test_files_are_all_new_where_nothing_stops_it(tmp_path: Path) -> None:
    old_files(tmp_path)
    assert run_until(8, REPLACE_TWO, tmp_path) == 0
    assert contents(tmp_path) == NEW


@pytest.mark.parametrize(("step", "is_done"), [(1, False), (5, False), (7, False), (8, True), (10, True)])
def test_an_import_killed_midway_is_undone_or_done_when_the_portfolio_is_opened(
    tmp_path: Path, step: int, *, is_done: bool
) -> None:
    import_rows(tmp_path, [FIRST])
    portfolio = tmp_path / "portfolio"
    before = contents(portfolio)
    arguments = (portfolio, write_rows(tmp_path, [SECOND], "second.csv"), tmp_path / "positions.toml")
    assert run_until(step, IMPORT, *arguments) == -9
    opened = open_portfolio(portfolio)
    assert opened.warnings == ()
    assert opened.manifest.as_of == day("2018-12-31" if is_done else "2018-09-30")
    if not is_done:
        assert {name: before[name] for name in before} == {
            name: content for name, content in contents(portfolio).items() if not name.startswith(".")
        }
    import_rows(tmp_path, [SECOND], name="second.csv")
    assert table(portfolio, "balances", "contract_id") == [("7",), ("8",)]
    assert [path.name for path in portfolio.iterdir() if path.name.startswith(".")] == []


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


def test_two_imports_into_one_folder_do_not_meet(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    before = contents(tmp_path / "portfolio")
    profile = read_profile(write_profile(tmp_path))
    second = write_rows(tmp_path, [SECOND], "second.csv")
    with held_alone(tmp_path / "portfolio"), pytest.raises(UserError, match="Another import into"):
        import_files([second], profile, tmp_path / "portfolio")
    assert contents(tmp_path / "portfolio") == before
    assert import_files([second], profile, tmp_path / "portfolio").has_changed

"""A folder is made whole or not at all."""

from pathlib import Path

import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.demo.folder import written_whole


def fill(folder: Path) -> None:
    """Make `folder`, with one file in it."""
    with written_whole(folder) as unfinished:
        (unfinished / "table").write_text("whole", encoding="utf-8")


def stop_halfway(folder: Path, stop: type[BaseException]) -> None:
    """Start to make `folder`, and raise `stop`."""
    with written_whole(folder) as unfinished:
        (unfinished / "table").write_text("half", encoding="utf-8")
        raise stop


def contents(folder: Path) -> list[str]:
    """Return what lies in `folder`, hidden things as well."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("name", ["demo", "it's [odd] 北斗", "two/levels"])
def test_a_folder_appears_when_it_is_complete(tmp_path: Path, name: str) -> None:
    with written_whole(tmp_path / name) as unfinished:
        (unfinished / "table").write_text("whole", encoding="utf-8")
        assert not (tmp_path / name).exists()
    assert contents(tmp_path / name) == ["table"]
    assert contents((tmp_path / name).parent) == [Path(name).name, f"{Path(name).name}/table"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    fill(tmp_path / "demo")
    assert contents(tmp_path) == ["demo", "demo/table"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, UserError, OSError])
def test_nothing_is_left_after_a_stop(tmp_path: Path, stop: type[BaseException]) -> None:
    with pytest.raises(stop):
        stop_halfway(tmp_path / "demo", stop)
    assert contents(tmp_path) == []


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path) -> None:
    left = tmp_path / ".demo.unfinished"
    left.mkdir()
    (left / "half").write_text("half", encoding="utf-8")
    fill(tmp_path / "demo")
    assert contents(tmp_path) == ["demo", "demo/table"]


def test_a_folder_that_something_was_put_into_meanwhile_is_kept(tmp_path: Path) -> None:
    def fill_meanwhile() -> None:
        with written_whole(tmp_path / "demo"):
            (tmp_path / "demo" / "notes.txt").write_text("mine", encoding="utf-8")

    (tmp_path / "demo").mkdir()
    with pytest.raises(UserError, match=r"cannot be made \(Directory not empty\)"):
        fill_meanwhile()
    assert contents(tmp_path) == ["demo", "demo/notes.txt"]


def test_a_file_and_a_folder_under_a_file_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match=r"is a file\. Name a folder that does not exist yet"):
        fill(file)
    with pytest.raises(UserError, match=r"cannot be made \(File exists\)\. Name another folder"):
        fill(file / "demo")
    assert file.read_text(encoding="utf-8") == "mine"


def test_the_current_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=r"the folder you are in\. Name one within it, such as \./demo"):
        fill(Path())

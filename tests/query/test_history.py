"""The history: every run is remembered, in order, bounded, whatever happens to its files."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.query.history import LONGEST_SQL, History, Outcome, PastRun, history_of
from portfolio_tui.query.scope import Scope

SCOPE = Scope(states=("VT", "NH"), fiscal_year=2026)


def run(name: str = "expiring", **parameters: str) -> PastRun:
    return PastRun(name, "", parameters, SCOPE, Outcome.DONE, 1.25, rows=3)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "state")


def names(history: History) -> list[str]:
    return [past.name for past in history.runs()]


def test_nothing_was_run_yet(history: History) -> None:
    assert history.runs() == ()


def test_runs_come_back_as_they_were_the_newest_first(history: History) -> None:
    done = PastRun("", "SELECT 'ä'\n-- x", {}, Scope(), Outcome.DONE, 0.5, rows=100_000, truncated=True)
    failed = PastRun("a", "", {"days": "90", "states": "VT, NH"}, SCOPE, Outcome.FAILED, 0.125, message="No.")
    cancelled = PastRun("b", "", {}, SCOPE, Outcome.CANCELLED, 3.0)
    for past in (done, failed, cancelled):
        history.add(past)
    assert history.runs() == (cancelled, failed, done)


def test_the_last_ones_are_kept(tmp_path: Path) -> None:
    history = History(tmp_path, kept=3)
    for number in range(10):
        history.add(run(str(number)))
        assert names(history) == [str(n) for n in range(number, max(-1, number - 3), -1)]
    assert len(list(tmp_path.iterdir())) <= 3


def test_lines_that_cannot_be_read_are_passed_over(history: History, tmp_path: Path) -> None:
    history.add(run("first"))
    (file,) = (tmp_path / "state").iterdir()
    whole = file.read_bytes()
    bad = [
        b"",
        b"not JSON",
        b"[1]",
        b"{}",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        whole.replace(b'"done"', b'"lost"').strip(),
        whole.replace(b'"VT"', b'"XX"').strip(),
        whole.replace(b'"rows": 3', b'"rows": 1e999').strip(),
        whole.replace(b'"parameters": {}', b'"parameters": {"a": 1}').strip(),
        whole.strip()[:-20],
    ]
    file.write_bytes(b"\n".join([*bad, whole, *bad]))  # ends in the middle of a line
    history.add(run("second"))
    assert names(history) == ["second", "first"]


def test_two_dashboards_at_once_lose_nothing(tmp_path: Path) -> None:
    histories = [History(tmp_path, kept=40) for _ in range(4)]

    def add(number: int) -> None:
        histories[number % 4].add(run(str(number)))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(36)))
    assert sorted(names(histories[0]), key=int) == [str(number) for number in range(36)]


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    for history in (History(tmp_path / "state"), History(None), History(tmp_path / "state" / "deeper")):
        history.add(run())
        assert history.runs() == ()


def test_each_portfolio_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platformdirs, "user_state_dir", lambda _application: str(tmp_path / "state"))
    history_of(tmp_path / "a").add(run("of a"))
    assert names(history_of(tmp_path / "b" / ".." / "a")) == ["of a"]
    assert names(history_of(tmp_path / "b")) == []


def test_without_a_home_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home(_application: str) -> str:
        raise RuntimeError("no home")

    monkeypatch.setattr(platformdirs, "user_state_dir", no_home)
    assert history_of(tmp_path).folder is None


def test_huge_sql_is_not_kept_and_its_run_has_nothing_to_repeat(history: History) -> None:
    history.add(PastRun("", "x" * (LONGEST_SQL + 1), {}, Scope(), Outcome.DONE, 1.0, rows=0))
    assert history.runs() == ()


def test_files_of_other_names_are_let_alone(history: History, tmp_path: Path) -> None:
    history.add(run("first"))
    for name in ("history-x.jsonl", "history-².jsonl", "history--1.jsonl", "history-0.jsonl", "notes.txt"):
        (tmp_path / "state" / name).write_text("{}")
    history.add(run("second"))
    assert names(history) == ["second", "first"]
    assert len(list((tmp_path / "state").iterdir())) == 6


@given(
    name=st.text(min_size=1),
    sql=st.text(),
    parameters=st.dictionaries(st.text(), st.text()),
    message=st.text(),
)
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, sql: str, parameters: dict[str, str], message: str
) -> None:
    history = History(tmp_path_factory.mktemp("history"))
    past = PastRun(name, sql, parameters, Scope(), Outcome.FAILED, 2.0, message=message)
    history.add(past)
    assert history.runs() == (past,)

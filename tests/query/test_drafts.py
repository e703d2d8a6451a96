"""Drafts: what is not saved comes back, whatever it is called and wherever it lies."""

import os
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.query.drafts import Drafts, drafts_of

NAMES = ("", "sql", "..", "a/b", "CON", "x" * 500, "ä\x00")


def test_each_query_has_a_draft_of_its_own(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts")
    assert [drafts.has(name) for name in NAMES] == [False] * len(NAMES)
    for name in NAMES:
        assert drafts.keep(name, f"of {name!r}")
    assert [drafts.read(name) for name in NAMES] == [f"of {name!r}" for name in NAMES]
    drafts.drop("sql")
    drafts.drop("never there")
    assert [drafts.has(name) for name in NAMES] == [name != "sql" for name in NAMES]
    assert [path.parent for path in tmp_path.rglob("*.*")] == [tmp_path / "drafts"] * (len(NAMES) - 1)


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("a file where the folder should be")
    for drafts in (Drafts(tmp_path / "drafts"), Drafts(None)):
        assert not drafts.keep("", "SELECT 1")
        assert drafts.read() is None
        assert not drafts.has()
        drafts.drop()


def test_what_is_no_text_is_no_draft(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("", "SELECT 1")
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"\xff")
    assert drafts.read() is None


def test_each_portfolio_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platformdirs, "user_state_dir", lambda _application: str(tmp_path / "state"))
    drafts_of(tmp_path / "a").keep("", "of a")
    assert drafts_of(tmp_path / "a" / os.curdir).read() == "of a"
    assert drafts_of(tmp_path / "b").read() is None


@given(st.text())
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    drafts = Drafts(tmp_path_factory.mktemp("drafts"))
    assert drafts.keep("", text)
    assert drafts.read() == text

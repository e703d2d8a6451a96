"""What is remembered: kept and found again whole, and forgotten piece by piece where it cannot be read."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.commands.dashboard import folder_to_open
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.app import PortfolioApp
from portfolio_tui.ui.memory import FILE, SCOPES_KEPT, Memory, recall, remember
from tests.ui.driving import driving_app
from tests.ui.portfolio_fixture import write_small_portfolio

VERMONT = Scope.from_values({"states": ["VT"], "fiscal_year": 2026, "as_of": "2026-06-30"})


@pytest.fixture
def state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the program keep its memory in a folder of the test."""
    folder = tmp_path / "state" / "portfolio-tui"
    monkeypatch.setattr("portfolio_tui.ui.memory.state_folder", lambda: folder)
    return folder


def test_what_was_kept_is_recalled(state_folder: Path, tmp_path: Path) -> None:
    memory = Memory(theme="portfolio-light").with_scope(tmp_path, VERMONT)
    remember(memory)
    assert recall() == memory
    assert recall().scope_of(tmp_path / "state" / "..") == VERMONT
    assert recall().scope_of(tmp_path / "elsewhere") == Scope()
    assert [path.name for path in state_folder.iterdir()] == [FILE]


@pytest.mark.usefixtures("state_folder")
def test_without_a_memory_there_is_nothing() -> None:
    assert recall() == Memory()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", '"x"', "null", "[" * 100_000, '{"scopes": 1, "theme": 2, "last_portfolio": []}'],
)
def test_what_cannot_be_read_is_forgotten(state_folder: Path, text: str) -> None:
    state_folder.mkdir(parents=True)
    (state_folder / FILE).write_text(text)
    assert recall() == Memory()


def test_one_scope_that_cannot_be_read_takes_nothing_else_with_it(state_folder: Path) -> None:
    scopes = {
        "/good": VERMONT.values(),
        "/unknown": {"states": ["XX"]},
        "/strange": {"colour": "red"},
        "/endless": {"fiscal_year": float("inf")},
        "/wrong": "VT",
        "/dated": {"as_of": 7},
    }
    state_folder.mkdir(parents=True)
    (state_folder / FILE).write_text(json.dumps({"scopes": scopes, "theme": "portfolio-light"}))
    assert recall() == Memory(scopes={"/good": VERMONT, "/wrong": Scope()}, theme="portfolio-light")


def test_bytes_that_are_no_text_are_forgotten(state_folder: Path) -> None:
    state_folder.mkdir(parents=True)
    (state_folder / FILE).write_bytes(b"\xff\xfe\x00")
    assert recall() == Memory()


def test_a_place_that_cannot_be_written_is_no_error(state_folder: Path) -> None:
    state_folder.parent.mkdir(parents=True)
    state_folder.write_text("a file where the folder should be")
    remember(Memory(theme="portfolio-light"))
    assert recall() == Memory()


def test_a_user_without_a_home_folder_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr("portfolio_tui.ui.memory.state_folder", no_home)
    remember(Memory(theme="portfolio-light"))
    assert recall() == Memory()


def test_the_scopes_used_longest_ago_are_forgotten(tmp_path: Path) -> None:
    memory = Memory()
    for number in range(SCOPES_KEPT + 5):
        memory = memory.with_scope(tmp_path / str(number), VERMONT)
        memory = memory.with_scope(tmp_path / "0", Scope(fiscal_year=2025))
    assert len(memory.scopes) == SCOPES_KEPT
    assert memory.scope_of(tmp_path / "0") == Scope(fiscal_year=2025)
    assert memory.scope_of(tmp_path / "1") == Scope()
    assert memory.scope_of(tmp_path / str(SCOPES_KEPT + 4)) == VERMONT


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = ("states", "alliances", "entity_types", "fiscal_year", "from_date", "as_of")


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "scopes": JSON
            | st.dictionaries(st.text(max_size=5), st.dictionaries(st.sampled_from(NAMES), JSON)),
            "theme": JSON,
            "last_portfolio": JSON,
        },
    )
)
def test_whatever_the_file_says_something_can_be_recalled(values: dict[str, object]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("portfolio_tui.ui.memory.state_folder", lambda: Path(folder))
        (Path(folder) / FILE).write_text(json.dumps(values))
        recalled = recall()
        remember(recalled)
        assert recall() == recalled


@pytest.mark.parametrize(
    ("given", "last", "opened"),
    [
        ("given", "last", "given"),
        (None, "last", "last"),
        (None, "gone", "demo"),
        (None, None, "demo"),
    ],
)
def test_the_portfolio_is_the_one_given_else_the_last_else_the_demo(
    given: str | None, last: str | None, opened: str, tmp_path: Path
) -> None:
    (tmp_path / "last").mkdir()
    memory = Memory(last_portfolio=None if last is None else tmp_path / last)
    assert folder_to_open(None if given is None else tmp_path / given, memory).name == opened


async def test_the_scope_chosen_is_remembered_for_its_portfolio(tmp_path: Path) -> None:
    small = write_small_portfolio(tmp_path / "small")
    kept: list[Memory] = []
    async with driving_app(PortfolioApp(small, keep=kept.append)) as driver:
        assert kept[-1].last_portfolio == small
        driver.app.scope = VERMONT
        await driver.settle()
        assert kept[-1].scope_of(small) == VERMONT
    async with driving_app(PortfolioApp(small, kept[-1])) as driver:
        assert driver.app.scope == VERMONT
        assert driver.lines()[1].startswith(" All alliances · Vermont · FY2026 (Jul 2025 – Jun 2026)")
    async with driving_app(PortfolioApp(small, kept[-1], Scope(states=("NH",)))) as driver:
        assert driver.app.scope == Scope(states=("NH",))

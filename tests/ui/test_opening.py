"""Opening: the frame first, then figures; what is wrong is listed; changed files are noticed."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from textual.widgets import Input

from portfolio_tui.portfolio.problems import Problem, Severity
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from portfolio_tui.ui.app import PortfolioApp
from portfolio_tui.ui.screens.open_dialog import FolderSuggester
from portfolio_tui.ui.screens.problems import LISTED, ProblemsScreen
from portfolio_tui.ui.session import Session, open_session
from tests.tiny import arrow_table, write_portfolio
from tests.ui.driving import NARROW, Driver, driving, driving_app
from tests.ui.portfolio_fixture import write_city_portfolio, write_small_portfolio

pytestmark = pytest.mark.thorough

SECONDS_TO_CLOSE = 30
"""Far more than closing takes on a busy machine."""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_small_portfolio(tmp_path / "small")


def break_contracts(folder: Path) -> None:
    """Cut the file of contracts in half."""
    path = folder / "contracts.parquet"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def words(driver: Driver) -> str:
    """Return the screen with one space between words."""
    return " ".join(driver.text().split())


async def write_path(driver: Driver, path: Path) -> None:
    """Write a path into the dialog that asks for one, all but its last letter at once."""
    driver.app.screen.query_one("#open-path", Input).value = str(path)[:-1]
    await driver.press(str(path)[-1])


async def test_the_frame_is_there_before_any_data_and_keys_do_no_harm(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_open = threading.Event()

    def wait_and_open(folder: Path, numbers: Iterator[int], *_: object) -> Session:
        may_open.wait()
        return open_session(folder, numbers)

    monkeypatch.setattr("portfolio_tui.ui.portfolio_files.open_session", wait_and_open)
    app = PortfolioApp(small)
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        driver = Driver(app, pilot)
        await pilot.pause()
        try:
            assert driver.lines()[0] == " small"
            assert driver.lines()[1].startswith(f" Opening {small}"[:40])
            assert driver.lines()[2] == " 1 Overview  2 Alliances  3 Contracts  4 Queries  5 Checks"
            keys = "1 2 3 f F slash enter escape y space r p escape T R question_mark escape ctrl+p escape"
            for key in keys.split():
                await pilot.press(key)
            await pilot.press("1", "f")
            assert "The portfolio is still being opened." in driver.text()
        finally:
            may_open.set()
        await driver.settle()
        await driver.settle()
        assert "$5.00 m" in driver.text()


async def test_a_portfolio_that_is_opened_too_late_is_closed_again(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_open, closed = threading.Event(), threading.Event(), threading.Event()
    close = QueryService.close

    def wait_and_open(folder: Path, numbers: Iterator[int], *_: object) -> Session:
        begun.set()
        may_open.wait()
        return open_session(folder, numbers)

    def tell_and_close(service: QueryService) -> None:
        close(service)
        closed.set()

    monkeypatch.setattr("portfolio_tui.ui.portfolio_files.open_session", wait_and_open)
    monkeypatch.setattr(QueryService, "close", tell_and_close)
    app = PortfolioApp(small)
    async with app.run_test(size=NARROW) as pilot:
        while not begun.is_set():
            await pilot.pause()
        await pilot.press("ctrl+q")
    may_open.set()
    assert closed.wait(SECONDS_TO_CLOSE)
    assert app.session is None


async def test_a_folder_that_does_not_open_lists_every_problem_and_what_to_do(small: Path) -> None:
    break_contracts(small)
    (small / "vendors.parquet").write_bytes(b"PAR1")
    async with driving(small) as driver:
        assert isinstance(driver.app.screen, ProblemsScreen)
        text = words(driver)
        assert text.startswith("This portfolio cannot be opened")
        assert "✗ error table contracts file contracts.parquet cannot be read" in text
        assert "! warning table vendors file vendors.parquet cannot be read" in text
        assert "expected a whole Parquet file found damaged or no access" in text
        assert driver.lines()[-1] == " r Try again  o Open another  I Import files  d Open the demo  ^q Quit"
        for key in ("escape", "f", "1", "2", "question_mark", "ctrl+p", "F", "slash"):
            await driver.press(key)
        assert isinstance(driver.app.screen, ProblemsScreen)


async def test_a_folder_that_is_none_can_be_changed_for_another(small: Path, tmp_path: Path) -> None:
    async with driving(tmp_path / "nothing") as driver:
        assert "not a portfolio. expected a folder found nothing" in words(driver)
        await driver.press("o")
        await write_path(driver, tmp_path / "smal")
        await driver.press("enter")
        assert "There is no folder" in driver.text()
        await driver.press("right", "enter")
        await driver.settle()
        assert "$5.00 m" in driver.text()
        assert driver.app.folder == small


async def test_what_was_mended_opens_on_trying_again(small: Path, tmp_path: Path) -> None:
    whole = shutil.copytree(small, tmp_path / "whole")
    break_contracts(small)
    async with driving(small) as driver:
        await driver.press("r")
        assert isinstance(driver.app.screen, ProblemsScreen)
        assert len(driver.app.screen_stack) == 2
        shutil.copy(whole / "contracts.parquet", small)
        await driver.press("r")
        await driver.settle()
        assert "$5.00 m" in driver.text()


async def test_the_demo_is_a_way_out_and_has_a_scope_of_its_own(tmp_path: Path) -> None:
    async with driving(tmp_path / "nothing", scope=Scope(alliances=("gone",))) as driver:
        await driver.press("d")
        await driver.settle()
        assert driver.lines()[0].startswith(" Synthetic demo · DEMO DATA")
        assert driver.app.scope == Scope()


async def test_a_warning_leaves_the_rest_usable_and_is_one_key_away(small: Path) -> None:
    (small / "memberships.parquet").write_bytes(b"PAR1")
    async with driving(small) as driver:
        assert driver.lines()[3] == " 1 problem: press p"
        assert "$5.00 m" in driver.text()
        await driver.press("p")
        assert "! warning table memberships file memberships.parquet" in words(driver)
        assert "It is open in spite of them." in driver.text()
        await driver.press("escape")
        assert "$5.00 m" in driver.text()


async def test_what_the_rows_show_is_added_once_figures_are_up(small: Path) -> None:
    contracts = pq.read_table(small / "contracts.parquet").to_pylist()
    pq.write_table(arrow_table("contracts", [*contracts, contracts[0]]), small / "contracts.parquet")
    async with driving(small) as driver:
        driver.app.files.check_contents()
        await driver.settle()
        assert driver.lines()[3] == " 1 problem: press p"
        await driver.press("p")
        assert "✗ error table contracts column contract_id" in words(driver)
        assert "tires" in driver.text()


async def test_a_portfolio_without_faults_says_so(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("p")
        assert "Nothing was found wrong with its files so far." in driver.text()


async def test_many_problems_are_counted(small: Path) -> None:
    async with driving(small) as driver:
        problems = tuple(
            Problem(Severity.WARNING, f"number [b]{number}[/b].", table="spend")
            for number in range(LISTED + 7)
        )
        driver.app.push_screen(ProblemsScreen(small, problems, failed=False, can_go_back=True))
        await driver.settle()
        assert "number [b]0[/b]." in driver.text()
        await driver.press("end")
        assert "… and 7 more." in driver.text()


async def test_changed_files_are_noticed_and_read_again_with_scope_and_screen_kept(small: Path) -> None:
    async with driving(small, scope=Scope(fiscal_year=2026)) as driver:
        await driver.press("3", "down", "enter")
        trail = driver.lines()[2]
        manifest = small / "portfolio.toml"
        manifest.write_text(manifest.read_text().replace("Tiny", "Tiny, second edition"))
        driver.app.files.look()
        await driver.settle()
        assert driver.lines()[3] == " The files changed: press R to reload"
        await driver.press("R")
        await driver.settle()
        assert driver.lines()[0].startswith(" Tiny, second edition")
        assert "The files changed" not in driver.text()
        assert driver.lines()[2] == trail
        assert driver.app.scope == Scope(fiscal_year=2026)


async def test_a_folder_deleted_underneath_is_told_and_breaks_nothing(small: Path) -> None:
    async with driving(small) as driver:
        shutil.rmtree(small)
        driver.app.files.look()
        await driver.settle()
        assert driver.lines()[3] == " The folder is gone: what is shown was read before"
        assert "$5.00 m" in driver.text()
        await driver.press("2", "3", "f", "escape", "1", "r")
        assert driver.app.is_running
        await driver.press("R")
        assert isinstance(driver.app.screen, ProblemsScreen)
        await driver.press("escape")
        assert not isinstance(driver.app.screen, ProblemsScreen)


async def test_another_portfolio_brings_its_own_scope_and_leaves_the_pages_of_the_first(
    small: Path, tmp_path: Path
) -> None:
    city = write_city_portfolio(tmp_path / "city")
    async with driving_app(PortfolioApp(small, scope=Scope(states=("VT",)))) as driver:
        await driver.press("3", "down", "enter", "2", "down", "enter")
        driver.app.files.open(city)
        await driver.settle()
        await driver.settle()
        assert driver.app.scope == Scope()
        assert "›" not in driver.lines()[2]
        await driver.press("3")
        assert "›" not in driver.lines()[2]
        assert "Janitors" in driver.text()


async def test_only_the_portfolio_opened_last_is_shown(small: Path, tmp_path: Path) -> None:
    city = write_city_portfolio(tmp_path / "city")
    async with driving(small) as driver:
        driver.app.files.open(city)
        driver.app.files.open(small)
        driver.app.files.open(city)
        await driver.settle()
        await driver.settle()
        assert driver.app.folder == city
        assert driver.app.session is not None
        assert driver.app.session.portfolio.folder == city


async def test_folders_are_suggested_as_they_are_typed(tmp_path: Path) -> None:
    for name in ("maine", "massachusetts", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "map.txt").write_text("")
    suggester = FolderSuggester()
    assert await suggester.get_suggestion(f"{tmp_path}/ma") == f"{tmp_path}/maine"
    assert await suggester.get_suggestion(f"{tmp_path}/mas") == f"{tmp_path}/massachusetts"
    assert await suggester.get_suggestion(f"{tmp_path}/") == f"{tmp_path}/maine"
    assert await suggester.get_suggestion(f"{tmp_path}/.h") == f"{tmp_path}/.hidden"
    assert await suggester.get_suggestion(f"{tmp_path}/map") is None
    assert await suggester.get_suggestion(f"{tmp_path}/nowhere/x") is None
    assert await suggester.get_suggestion("\0") is None


async def test_an_empty_table_of_spend_opens(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path / "bare", contracts=[{"contract_id": "c", "alliance_id": "a", "title": "Bare"}], spend=[]
    )
    async with driving(folder) as driver:
        await driver.press("3")
        assert "Bare" in driver.text()
        await driver.press("enter", "escape", "2")
        assert driver.app.is_running

"""The page of the history: what was run, and running it again with its values and its scope."""

from pathlib import Path
from typing import cast

import pytest

from portfolio_tui.query.history import Outcome, PastRun, history_of
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.screens.query_page import QueryPage
from portfolio_tui.ui.widgets.parameter_fields import ParameterField
from tests.ui.driving import NARROW, WIDE, Driver, driving

pytestmark = pytest.mark.thorough


def rows(driver: Driver) -> list[str]:
    """Return the lines of the list with single spaces."""
    lines = driver.lines()
    start = next(index for index, line in enumerate(lines) if line.strip().startswith("Query "))
    found = [" ".join(line.replace("▌", " ").split()) for line in lines[start + 1 :]]
    return found[: found.index("")]


def page(driver: Driver) -> QueryPage:
    """Return the page in sight."""
    return cast("QueryPage", driver.app.data_screen)


@pytest.fixture
def past(small: Path) -> Path:
    """A portfolio on which three queries were run before."""
    history = history_of(small)
    history.add(
        PastRun(
            "ending", "", {"days": "210", "alliance": ""}, Scope(states=("VT",)), Outcome.DONE, 1.2, rows=3412
        )
    )
    history.add(
        PastRun("", "SELECT [b]1[/]\nFROM spend", {}, Scope(), Outcome.FAILED, 0.01, message="SQL: No.")
    )
    history.add(PastRun("gone", "", {}, Scope(), Outcome.CANCELLED, 61.5))
    return small


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
async def test_runs_are_listed_the_newest_first_and_searched(past: Path, size: tuple[int, int]) -> None:
    async with driving(past, size) as driver:
        await driver.press("4", "down", "enter")
        assert "Queries › History" in driver.text()
        newest, failed, oldest = rows(driver)
        assert newest.startswith("gone")
        assert "— 61.5 s cancelled" in newest
        assert failed.startswith("SELECT [b]1[/] FROM")
        assert oldest.startswith("Contracts ending")
        assert "3,412 1.2 s done" in oldest
        await driver.press("slash")
        await driver.type("cancelled")
        assert len(rows(driver)) == 1
        await driver.press("escape", "space")
        assert "61.5 s" in driver.text()


async def test_a_run_is_repeated_with_its_values_and_its_scope(past: Path) -> None:
    async with driving(past) as driver:
        await driver.press("4", "down", "enter", "end", "enter")
        assert "Queries › History › Contracts ending" in driver.text()
        assert driver.app.screen.query_one("#parameter-days", ParameterField).value == "210"
        assert "for the scope of then: All alliances · Vermont" in " ".join(driver.text().split())
        assert driver.app.scope == Scope()
        await driver.press("ctrl+r")
        assert driver.app.scope == Scope(states=("VT",))
        assert "All alliances · Vermont" in driver.text()
        assert page(driver).pane.status_text.startswith("3 rows in ")
        newest = history_of(past).runs()[0]
        assert (newest.name, dict(newest.parameters)["days"], newest.scope, newest.rows) == (
            "ending",
            "210",
            Scope(states=("VT",)),
            3,
        )
        await driver.press("escape")
        assert len(rows(driver)) == 4


async def test_a_scope_chosen_meanwhile_counts_more_than_that_of_then(past: Path) -> None:
    async with driving(past) as driver:
        await driver.press("4", "down", "enter", "end", "enter")
        driver.app.scope = Scope(states=("NH",))
        await driver.settle()
        await driver.press("ctrl+r")
        assert driver.app.scope == Scope(states=("NH",))


async def test_written_sql_comes_back_in_the_editor_and_leaves_the_draft_alone(past: Path) -> None:
    async with driving(past) as driver:
        await driver.press("4", "enter")
        await driver.type("SELECT 'my draft'")
        await driver.press("escape", "down", "enter", "down", "enter")
        assert page(driver).sql_editor.text == "SELECT [b]1[/]\nFROM spend"
        await driver.press("ctrl+a", "delete")
        await driver.type("SELECT 2")
        await driver.press("ctrl+r")
        assert page(driver).pane.status_text.startswith("1 row in ")
        await driver.press("escape", "escape", "escape", "up", "enter")
        assert page(driver).sql_editor.text == "SELECT 'my draft'"


async def test_a_query_that_is_gone_is_told(past: Path) -> None:
    async with driving(past) as driver:
        await driver.press("4", "down", "enter", "enter")
        assert "There is no saved query 'gone'." in " ".join(driver.text().split())
        assert "Queries › History" in driver.text()

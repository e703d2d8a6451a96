"""The page of a saved query: its form, running, the rows, stopping, errors, and what the scope does to it."""

import re
from pathlib import Path
from typing import cast

import pytest

from portfolio_tui.query.history import Outcome, history_of
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.screens.query_page import QueryPage
from portfolio_tui.ui.widgets.parameter_fields import ParameterField
from tests.ui.driving import NARROW, WIDE, Driver, driving

ENDLESS = """\
-- title: Endless
-- description: Takes longer than anybody waits.
-- param factor: integer = 7 "Factor"
SELECT count(*) AS n FROM range(10000000) AS a, range(10000000) AS b WHERE (a.range * b.range) % $factor = 3
"""
SIZES = pytest.mark.parametrize(
    "size", [pytest.param(NARROW, id="narrow"), pytest.param(WIDE, id="wide", marks=pytest.mark.thorough)]
)


async def open_query(driver: Driver, title: str) -> None:
    """Go to the page of the query with that title, by the search."""
    await driver.press("4", "slash")
    await driver.type(title)
    await driver.press("enter")


def status(driver: Driver) -> str:
    """Return the line above the rows."""
    return page(driver).pane.status_text


def page(driver: Driver) -> QueryPage:
    """Return the page in sight."""
    return cast("QueryPage", driver.app.data_screen)


def field(driver: Driver, name: str) -> str:
    """Return what stands in a field of the form."""
    return driver.app.screen.query_one(f"#parameter-{name}", ParameterField).value


async def until(driver: Driver, pattern: str) -> None:
    """Wait until the line above the rows matches `pattern`."""
    while not re.match(pattern, status(driver)):
        await driver.pilot.pause(0.01)


@SIZES
async def test_a_query_without_parameters_runs_at_once(small: Path, size: tuple[int, int]) -> None:
    async with driving(small, size) as driver:
        await open_query(driver, "by state")
        assert "Queries › Spend by state" in driver.text()
        assert "What each state spent, the largest first." in driver.text()
        assert status(driver).startswith("3 rows in ")
        assert driver.line_with("▌NH").split() == ["▌NH", "│", "3,400,000.00"]
        await driver.press("down", "enter")
        assert "VT" in driver.text()
        await driver.press("escape", "escape")
        assert "▌Spend by state" in driver.text()


@SIZES
async def test_defaults_fill_the_form_and_the_query_runs_with_them(
    small: Path, size: tuple[int, int]
) -> None:
    async with driving(small, size) as driver:
        await open_query(driver, "ending")
        assert "Days ahead" in driver.text()
        assert field(driver, "days") == "180"
        # From 2026-06-30, 180 days end on 2026-12-27: only Wireless, on 2026-08-30.
        assert status(driver).startswith("1 row in ")
        assert "wireless" in driver.text()
        await driver.press("i", "home", *["delete"] * 3, *"210")
        assert status(driver).endswith("with the values before; Ctrl+R runs it with these")
        await driver.press("ctrl+r")
        # 210 days end on 2027-01-26, the day on which Tires ends, after Snow removal on 2026-12-31.
        assert status(driver).startswith("3 rows in ")


async def test_choices_come_from_the_portfolio(small: Path) -> None:
    async with driving(small) as driver:
        await open_query(driver, "ending")
        await driver.press("i", "tab")
        await driver.type("valuep")
        assert "naspo" in driver.text()
        await driver.press("enter")
        assert field(driver, "alliance") == "naspo"
        await driver.press("ctrl+r")
        assert status(driver).startswith("1 row in ")


async def test_a_wrong_value_is_told_beside_its_field_and_nothing_runs(small: Path) -> None:
    async with driving(small) as driver:
        await open_query(driver, "ending")
        await driver.press("i", "home", *["delete"] * 3, *"0", "ctrl+r")
        assert "✗ 0 is too small; the smallest is 1" in " ".join(driver.text().split())
        assert len(history_of(small).runs()) == 1
        await driver.press(*"9")
        assert "✗" not in driver.text()


async def test_a_missing_value_is_asked_for_and_the_scope_can_give_it(small: Path) -> None:
    async with driving(small) as driver:
        await open_query(driver, "of a state")
        assert status(driver) == "Fill in what is missing; Ctrl+R runs it."
        assert "SELECT spent_on, contract_id, amount" in driver.text()
        await driver.press(*"vt", "enter")
        await driver.press("enter")
        # Seven lines of Vermont.
        assert status(driver).startswith("7 rows in ")
    async with driving(small, scope=Scope(states=("NH",))) as driver:
        await open_query(driver, "of a state")
        assert field(driver, "in_state") == "NH"
        assert status(driver).startswith("3 rows in ")


async def test_another_scope_runs_the_query_again_and_keeps_what_was_written(small: Path) -> None:
    async with driving(small) as driver:
        await open_query(driver, "ending")
        await driver.press("i", "home", *["delete"] * 3, *"210", "ctrl+r")
        assert status(driver).startswith("3 rows in ")
        driver.app.scope = Scope(alliances=("own-vt",))
        await driver.settle()
        assert field(driver, "days") == "210"
        assert field(driver, "alliance") == "own-vt"
        assert status(driver).startswith("1 row in ")
        assert "snow" in driver.text()


@SIZES
async def test_a_heavy_query_counts_the_seconds_and_stops_at_once(
    small: Path, yours: Path, size: tuple[int, int]
) -> None:
    (yours / "endless.sql").write_text(ENDLESS)
    async with driving(small, size) as driver:
        await driver.press("4", "slash")
        await driver.type("endless")
        await driver.pilot.press("enter")
        await until(driver, r"Running … [1-9]\d* s · Esc stops")
        await driver.pilot.press("i", "end", *"77")  # one can go on typing
        assert field(driver, "factor") == "777"
        await driver.pilot.press("escape")
        await driver.settle()  # ends only because the query has
        assert status(driver).startswith("Stopped after ")
        assert field(driver, "factor") == "777"
        (past,) = history_of(small).runs()
        assert (past.outcome, past.rows, dict(past.parameters)) == (Outcome.CANCELLED, None, {"factor": "7"})
        await driver.press("escape")
        assert "▌Endless" in driver.text()


async def test_x_stops_and_running_again_stops_the_run_before(small: Path, yours: Path) -> None:
    (yours / "endless.sql").write_text(ENDLESS)
    async with driving(small) as driver:
        await driver.press("4", "slash")
        await driver.type("endless")
        await driver.pilot.press("enter")
        await until(driver, "Running")
        await driver.pilot.press("ctrl+r", "r", "r")
        await until(driver, "Running")
        await driver.pilot.press("x")
        await driver.settle()
        assert status(driver).startswith("Stopped after ")
        assert {past.outcome for past in history_of(small).runs()} == {Outcome.CANCELLED}


async def test_a_query_goes_on_while_one_looks_elsewhere(small: Path, yours: Path) -> None:
    (yours / "endless.sql").write_text(ENDLESS)
    async with driving(small) as driver:
        await driver.press("4", "slash")
        await driver.type("endless")
        await driver.pilot.press("enter")
        await until(driver, "Running")
        await driver.pilot.press("3")
        await driver.pilot.pause()
        assert "Used against term" in driver.text()
        await driver.pilot.press("4")
        await until(driver, "Running")
        await driver.pilot.press("escape")
        await driver.settle()
        assert status(driver).startswith("Stopped after ")


async def test_an_error_of_the_engine_is_shown_under_the_sql_with_its_place(small: Path, yours: Path) -> None:
    (yours / "wrong.sql").write_text(
        "-- title: Wrong\n-- description: Names what is not there.\nSELECT [red]\n  amuont\nFROM spend"
    )
    async with driving(small) as driver:
        await open_query(driver, "wrong")
        assert status(driver) == "Failed. Ctrl+R runs it again."
        assert "Binder Error" in driver.text()
        assert "^" in driver.text()
        (past,) = history_of(small).runs()
        assert past.outcome is Outcome.FAILED
        assert past.message.startswith("Wrong: Binder Error")


async def test_what_the_fence_refuses_is_told_in_words(small: Path, yours: Path) -> None:
    (yours / "evil.sql").write_text("-- title: Evil\n-- description: Writes.\nCOPY (SELECT 1) TO 'leak.csv'")
    async with driving(small) as driver:
        await open_query(driver, "evil")
        assert "SQL here only reads the portfolio" in driver.text()
        assert status(driver) == "Failed. Ctrl+R runs it again."


async def test_more_rows_than_are_shown_are_told_of(
    small: Path, yours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portfolio_tui.ui.screens.query_answers.ROWS_AT_MOST", 1000)
    (yours / "many.sql").write_text("-- title: Many\n-- description: Rows.\nFROM range(1001)")
    async with driving(small) as driver:
        await open_query(driver, "many")
        assert status(driver).startswith("The first 1,000 rows in ")
        assert status(driver).endswith(" of more: e exports all")
        (past,) = history_of(small).runs()
        assert (past.rows, past.truncated) == (1000, True)


async def test_no_rows_are_told(small: Path, yours: Path) -> None:
    (yours / "none.sql").write_text("-- title: None\n-- description: No rows.\nFROM spend WHERE false")
    async with driving(small) as driver:
        await open_query(driver, "none")
        assert status(driver).startswith("No rows in ")
        await driver.press("slash")
        assert "There are no rows to search." in driver.text()


async def test_the_sql_is_one_key_away_and_can_be_copied(small: Path) -> None:
    async with driving(small, WIDE) as driver:
        await open_query(driver, "by state")
        await driver.press("t")
        assert "SELECT state, sum(amount) AS amount FROM spend GROUP BY state" in driver.text()
        await driver.press("y")
        assert driver.app.clipboard.startswith("SELECT state, sum(amount)")
        await driver.press("t")
        assert "3,400,000.00" in driver.text()
        await driver.press("question_mark")
        await driver.type("largest")
        assert "What each state spent, the largest first." in driver.text()


async def test_keys_pressed_faster_than_anything_runs_break_nothing(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("4", "slash")
        await driver.type("ending")
        await driver.pilot.press(
            "enter", "i", "home", *["delete"] * 3, *"210", "ctrl+r", "ctrl+r", "t", "t", "slash", *"tires"
        )
        await driver.settle()
        await driver.settle()
        assert field(driver, "days") == "210"
        assert status(driver).startswith("3 rows in ")


async def test_held_enter_runs_a_query_once(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("4", "down", "down")
        await driver.pilot.press(*["enter"] * 5)
        await driver.settle()
        assert len(history_of(small).runs()) == 1

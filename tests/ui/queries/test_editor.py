"""The SQL editor's page: running what is written, errors, drafts that are never lost, saving as a query."""

import re
from pathlib import Path
from typing import cast

import pytest

from portfolio_tui.query.drafts import drafts_of
from portfolio_tui.query.history import Outcome, history_of
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.screens.query_page import QueryPage
from portfolio_tui.ui.screens.query_save import SaveDialog
from portfolio_tui.ui.widgets.parameter_fields import ParameterField
from tests.ui.driving import NARROW, WIDE, Driver, driving

pytestmark = pytest.mark.thorough

SIZES = pytest.mark.parametrize(
    "size", [pytest.param(NARROW, id="narrow"), pytest.param(WIDE, id="wide", marks=pytest.mark.thorough)]
)
BY_STATE = "SELECT state, sum(amount) AS amount\nFROM spend GROUP BY state ORDER BY amount DESC"
ENDLESS = "SELECT count(*) FROM range(10000000) AS a, range(10000000) AS b WHERE a.range * b.range = -1"


def page(driver: Driver) -> QueryPage:
    """Return the page in sight."""
    return cast("QueryPage", driver.app.data_screen)


def status(driver: Driver) -> str:
    """Return the line above the rows."""
    return page(driver).pane.status_text


def written(driver: Driver) -> str:
    """Return the text in the editor."""
    return page(driver).sql_editor.text


async def write(driver: Driver, sql: str) -> None:
    """Open the empty editor and write `sql`."""
    await driver.press("4", "enter")
    await driver.type(sql)


async def edit(driver: Driver, title: str) -> None:
    """Go to the page of a query and edit a copy of it."""
    await driver.press("4", "slash")
    await driver.type(title)
    await driver.press("enter", "w")


@SIZES
async def test_sql_is_written_run_and_looked_at(small: Path, size: tuple[int, int]) -> None:
    async with driving(small, size) as driver:
        await driver.press("4", "enter")
        assert "Queries › SQL" in driver.text()
        assert "Ctrl+R runs it" in driver.text()
        await driver.press(*"1 + 4 f?/")
        assert written(driver) == "1 + 4 f?/"  # no letter is a key while one writes
        await driver.press("ctrl+a", "delete")
        await driver.type(BY_STATE)
        await driver.press("ctrl+r")
        assert status(driver).startswith("3 rows in ")
        assert "3,400,000.00" in driver.text()
        await driver.press("escape", "down")
        assert "▌VT" in driver.text()
        await driver.press("i", "end", *" LIMIT 1", "f5")
        assert status(driver).startswith("1 row in ")


async def test_names_of_the_portfolio_are_completed(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("4", "enter", *"SELECT * FROM participating_add", "tab")
        assert written(driver) == "SELECT * FROM participating_addenda"


@SIZES
async def test_an_error_points_at_the_word_and_the_text_can_be_mended(
    small: Path, size: tuple[int, int]
) -> None:
    async with driving(small, size) as driver:
        await write(driver, "\n\nSELECT state,\n  amuont AS [b]x[/]\nFROM spend")
        await driver.press("ctrl+r")
        assert status(driver) == "Failed. Ctrl+R runs it again."
        assert "[b]x[/]" in driver.line_with("line 4:")
        await driver.press("ctrl+a", "delete")
        await driver.type("SELECT state,\n  amuont\nFROM spend")
        await driver.press("ctrl+r")
        assert 'Binder Error: Referenced column "amuont" not found' in driver.text()
        assert driver.line_with("line 2:").strip() == "line 2:   amuont"
        assert page(driver).sql_editor.cursor == (2, 3)
        await driver.press(*["delete"] * 6, *"amount", "ctrl+r")
        assert status(driver).startswith("11 rows in ")
        assert "Binder Error" not in driver.text()


async def test_what_does_more_than_read_is_refused(small: Path) -> None:
    async with driving(small) as driver:
        for sql in ("DROP TABLE spend", "SELECT 1; SELECT 2", "-- nothing", "SELECT $days", "(" * 2000):
            await write(driver, sql)
            await driver.press("ctrl+r")
            assert status(driver).startswith(("Failed.", "Not run:"))
            assert len(driver.text()) > 200
            await driver.press("ctrl+a", "delete", "escape")


async def test_nothing_written_is_told(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("4", "enter", "ctrl+r")
        assert "There is no SQL yet. Write a SELECT" in driver.text()
        await driver.press("ctrl+s")
        assert "There is no SQL to save yet." in driver.text()
        assert history_of(small).runs() == ()


async def test_a_heavy_query_stops_while_one_writes_on(small: Path) -> None:
    async with driving(small) as driver:
        await write(driver, ENDLESS)
        await driver.pilot.press("ctrl+r")
        while not re.match("Running … ", status(driver)):
            await driver.pilot.pause(0.01)
        await driver.pilot.press("enter", *"-- on")
        await driver.pilot.press("escape")
        await driver.settle()
        assert status(driver).startswith("Stopped after ")
        assert written(driver) == f"{ENDLESS}\n-- on"
        (past,) = history_of(small).runs()
        assert (past.outcome, past.sql) == (Outcome.CANCELLED, ENDLESS)


async def test_rows_of_the_scope_before_are_marked(small: Path) -> None:
    async with driving(small) as driver:
        await write(driver, BY_STATE)
        await driver.press("ctrl+r")
        driver.app.scope = Scope(states=("VT",))
        await driver.settle()
        assert status(driver).endswith("of the scope before; Ctrl+R runs it for this one")
        await driver.press("ctrl+r")
        assert status(driver).startswith("1 row in ")
        assert status(driver).endswith("s")


@SIZES
async def test_a_copy_of_a_query_is_changed_and_saved_as_ones_own(
    small: Path, folders: Path, size: tuple[int, int]
) -> None:
    async with driving(small, size) as driver:
        await edit(driver, "ending")
        assert written(driver).startswith("-- title: Contracts ending\n-- description: Contracts that")
        assert "Days ahead" in driver.text()
        await driver.type("-- formula: none\n")
        await driver.press("ctrl+r")
        assert status(driver).startswith("Not run: ") or status(driver).startswith("1 row in ")
        await driver.press("ctrl+s")
        assert "The bundled" not in driver.text()
        await driver.press("end", *" soon", "enter", "enter")
        await driver.press("ctrl+u", *"ending-soon")
        await driver.press("enter")
        assert "Saved as ending-soon" in driver.text()
        text = (folders / "config" / "queries" / "ending-soon.sql").read_text()
        assert text.startswith("-- title: Contracts ending soon\n-- description: Contracts that end within")
        assert not drafts_of(small).has("ending")
        await driver.press("escape", "escape", "escape", "4")
        await driver.press("slash", *"soon")
        assert "Contracts ending soon" in driver.text()
        assert "yours" in driver.line_with("▌Contracts ending soon")


async def test_a_header_makes_the_form(small: Path) -> None:
    async with driving(small) as driver:
        await write(
            driver,
            '-- title: A\n-- description: B.\n-- param least: integer "At least"\n'
            "SELECT * FROM contracts WHERE ceiling_amount >= $least",
        )
        await driver.press("ctrl+r")
        field = driver.app.screen.query_one("#parameter-least", ParameterField)
        assert field.has_focus
        assert "a value is needed" in driver.text()
        await driver.press(*"100000", "enter")
        # Tires, radios and road salt.
        assert status(driver).startswith("3 rows in ")
        (past,) = history_of(small).runs()
        assert dict(past.parameters) == {"least": "100000"}


async def test_a_fault_in_the_header_names_its_line(small: Path) -> None:
    async with driving(small) as driver:
        await write(driver, "-- title: A\n-- description: B.\n-- param x: number\nSELECT $x")
        await driver.press("ctrl+r")
        assert "Line 3: there is no type 'number'" in driver.text()
        assert status(driver) == "Not run: the SQL has a fault."


async def test_a_draft_survives_leaving_other_areas_and_the_program(small: Path) -> None:
    async with driving(small) as driver:
        await write(driver, "SELECT 1 AS kept")
        await driver.press("escape")
        assert "draft" in driver.line_with("▌Write SQL")
        await edit(driver, "by state")
        await driver.type("-- source: me\n")
        # Closed without a word.
    async with driving(small) as driver:
        await driver.press("4")
        assert "bundled · draft" in driver.line_with("Spend by state")
        await driver.press("enter")
        assert written(driver) == "SELECT 1 AS kept"
        assert status(driver).startswith("Your draft is back; delete it all to start anew.")
        await driver.press("ctrl+a", "delete", "escape")
        assert "draft" not in driver.line_with("▌Write SQL")
        await edit(driver, "by state")
        assert written(driver).startswith("-- source: me\n-- title: Spend by state")


async def test_a_draft_that_cannot_be_kept_is_told_of_before_it_is_lost(small: Path, folders: Path) -> None:
    (folders / "state").write_text("a file where the folder should be")
    async with driving(small) as driver:
        await write(driver, "SELECT 1")
        await driver.press("escape")
        assert "This draft cannot be kept" in driver.text()
        assert written(driver) == "SELECT 1"
        await driver.press("escape")
        assert "▌Write SQL" in driver.text()


@SIZES
async def test_saving_asks_for_words_and_before_it_replaces(
    small: Path, yours: Path, size: tuple[int, int]
) -> None:
    (yours / "mine.sql").write_text("-- title: Old\n-- description: Old.\nSELECT 0")
    async with driving(small, size) as driver:
        await write(driver, "-- look\nSELECT 1")
        await driver.press("ctrl+s", "enter", "enter", "enter")
        assert "The title is missing." in driver.text()
        await driver.pilot.press(*"Mine", "enter", *"Of [b]mine[/].", "enter", "enter")  # in one go
        await driver.settle()
        assert "You have a query mine already. Enter again replaces it." in driver.text()
        assert (yours / "mine.sql").read_text().endswith("SELECT 0")
        await driver.press("enter")
        assert not isinstance(driver.app.screen, SaveDialog)
        assert (yours / "mine.sql").read_text() == (
            "-- title: Mine\n-- description: Of [b]mine[/].\n\n-- look\nSELECT 1\n"
        )
        assert "Queries › Edit Mine" in driver.text()
        await driver.press("f2", "escape", "ctrl+r")
        assert status(driver).startswith("1 row in ")


async def test_what_cannot_be_saved_is_told_and_the_text_stays(small: Path, folders: Path) -> None:
    (folders / "config").write_text("a file where the folder should be")
    async with driving(small) as driver:
        await write(driver, "SELECT $x")
        await driver.press("ctrl+s", *"A", "enter", *"B.", "enter", "enter")
        assert "$x is used and not declared" in " ".join(driver.text().split())
        await driver.press("escape", "ctrl+a", "delete", *"SELECT 1", "ctrl+s")
        await driver.press(*"A", "enter", *"B.", "enter", "ctrl+u", *"a/b", "enter")
        assert "is no name for a query" in driver.text()
        await driver.press("ctrl+u", *"ab", "enter")
        assert "cannot be written" in driver.text()
        await driver.press("escape")
        assert written(driver) == "SELECT 1"


async def test_a_name_of_the_portfolios_own_is_not_taken(own_small: Path) -> None:
    (own_small / "queries").mkdir()
    (own_small / "queries" / "here.sql").write_text("-- title: Here\n-- description: Here.\nSELECT 1")
    async with driving(own_small) as driver:
        await write(driver, "SELECT 1")
        await driver.press("ctrl+s", *"Here", "enter", *"B.", "enter", "enter")
        assert "The portfolio has a query here of its own" in driver.text()

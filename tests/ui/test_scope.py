"""The scope: chosen in its dialog, cleared with one key, followed by every panel."""

from pathlib import Path

import pytest
from textual.widgets import Button, Input

from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.app import PortfolioApp
from portfolio_tui.ui.screens.scope_dialog import ScopeDialog
from portfolio_tui.ui.widgets.pick_field import PickField
from tests.ui.driving import Driver, driving


def sentence(driver: Driver) -> str:
    """Return the scope as the frame says it, without the hints beside it."""
    return driver.lines()[1].split("   ")[0].strip()


async def write(driver: Driver, field: str, text: str) -> None:
    """Write `text` into one of the dialog's fields in place of what is there."""
    written = driver.app.screen.query_one(f"#{field}", Input)
    written.focus()
    written.value = text
    await driver.pilot.pause()


def words(driver: Driver) -> str:
    """Return the screen as words with one space between, so that it does not matter where lines break."""
    return " ".join(driver.text().replace("│", " ").split())


def picked(driver: Driver, field: str) -> list[str]:
    """Return the ids picked in a field of the dialog."""
    return list(driver.app.screen.query_one(f"#{field}", PickField).picked)


async def test_a_state_buyers_and_a_year_are_chosen_by_keys_alone_and_every_panel_follows(
    small: Path,
) -> None:
    async with driving(small) as driver:
        assert sentence(driver) == "All alliances · all dates"
        await driver.press("f", *"verm", "enter")
        await driver.pilot.press("shift+tab", "shift+tab", "shift+tab", "shift+tab")
        # Cancel, Clear, Apply, then the last written part.
        assert driver.app.focused is not None
        assert driver.app.focused.id == "as_of"
        await driver.pilot.press("shift+tab", "shift+tab", "shift+tab")
        await driver.type("FY2025")
        await driver.press("shift+tab")
        await driver.type("agen")
        assert "All alliances · Vermont · FY2025 (Jul 2024 – Jun 2025)" in driver.text()
        await driver.press("enter")
        assert "All alliances · Vermont · state agency · FY2025 (Jul 2024 – Jun 2025)" in driver.text()
        await driver.press("enter")
        assert driver.app.scope == Scope(states=("VT",), entity_types=("state_agency",), fiscal_year=2025)
        assert sentence(driver) == "All alliances · Vermont · state agency · FY2025 (Jul 2024 – Jun 2025)"
        # Vermont bought tires for 183,000 in that year, and nothing else.
        assert "$0.18 m   100 %" in driver.line_with("NASPO ValuePoint")
        await driver.press("3")
        assert sentence(driver) == "All alliances · Vermont · state agency · FY2025 (Jul 2024 – Jun 2025)"
        assert "Public safety radios" in driver.text()
        assert "Copiers" not in driver.text()


async def test_one_key_clears_the_scope_from_any_screen_and_again_brings_it_back(small: Path) -> None:
    scope = Scope(states=("VT",), fiscal_year=2026)
    async with driving(small, scope=scope) as driver:
        await driver.press("2", "F")
        assert driver.app.scope == Scope()
        assert sentence(driver) == "All alliances · all dates"
        await driver.press("F")
        assert driver.app.scope == scope
        await driver.press("F", "1")
        assert "$5.00 m" in driver.text()


async def test_the_dialog_shows_what_is_chosen_and_escape_leaves_it_so(small: Path) -> None:
    scope = Scope(states=("VT", "NH"), alliances=("naspo",), from_date=None, fiscal_year=2026)
    async with driving(small, scope=scope) as driver:
        await driver.press("f")
        assert driver.line_with("States").split("  ✓")[0].split("  ")[-1].strip() in {
            "",
            "Vermont, New Hampshire",
        }
        assert "Vermont, New Hampshire" in driver.line_with("States")
        assert "NASPO ValuePoint" in driver.line_with("Alliances")
        assert "2026" in driver.line_with("Fiscal year")
        assert driver.line_with("✓ New Hampshire")
        await driver.type("mai")
        await driver.press("enter")
        assert "ME" in driver.text()
        await driver.press("escape")
        assert driver.app.scope == scope
        assert sentence(driver) == "NASPO ValuePoint · VT NH · FY2026 (Jul 2025 – Jun 2026)"


async def test_picks_are_dropped_as_they_were_made(small: Path) -> None:
    async with driving(small, scope=Scope(states=("VT", "NH"))) as driver:
        await driver.press("f")
        await driver.type("ver")
        await driver.press("enter")
        assert picked(driver, "states") == ["NH"]
        await driver.press("backspace")
        assert picked(driver, "states") == []
        await driver.press("down", "down", "enter")
        assert picked(driver, "states") == ["AK"]


WRITTEN_WRONGLY = (
    ("from_date", "2025-13-01", "✗ There is no day 2025-13-01; write the date as 2026-06-30."),
    ("as_of", "30.6.2026", "✗ '30.6.2026' is no date; write it as 2026-06-30."),
    ("fiscal_year", "26", "✗ '26' is no fiscal year; write the year in which it ends, as 2026."),
    ("fiscal_year", "1066", "✗ 1066 is no fiscal year; write the year in which it ends, as 2026."),
)


async def test_what_is_written_wrongly_is_told_beside_its_field(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("f")
        for field, typed, said in WRITTEN_WRONGLY:
            await write(driver, field, typed)
            assert f"{typed} {said}" in words(driver)
            await driver.press("enter")
            assert isinstance(driver.app.screen, ScopeDialog)
            assert driver.app.screen.query_one("#apply", Button).disabled
            await write(driver, field, "")
        assert driver.app.scope == Scope()


async def test_dates_that_contradict_one_another_are_told(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("f")
        await write(driver, "from_date", "2026-02-01")
        await write(driver, "to_date", "2026-01-01")
        swap = "✗ The period ends (2026-01-01) before it starts (2026-02-01); swap the dates."
        assert f"to 2026-01-01 {swap}" in words(driver)
        await write(driver, "fiscal_year", "2026")
        both = "✗ A scope has a fiscal year or a range of dates, not both; leave one of them out."
        assert f"Fiscal year 2026 {both}" in words(driver)


async def test_clear_all_empties_the_form_and_apply_takes_it(small: Path) -> None:
    async with driving(small, scope=Scope(states=("VT",), fiscal_year=2026)) as driver:
        await driver.press("f")
        await driver.pilot.click("#clear")
        await driver.settle()
        assert "All alliances · all dates" in driver.text()
        assert driver.app.scope == Scope(states=("VT",), fiscal_year=2026)
        await driver.pilot.click("#apply")
        await driver.settle()
        assert driver.app.scope == Scope()


async def test_a_click_picks_and_names_from_data_stay_as_they_are(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("f", "tab", "tab", "tab")
        assert "[red]ACME[/] ␛]0;pwned␇" in driver.text()
        line = next(y for y, text in enumerate(driver.lines()) if "[red]ACME" in text)
        await driver.pilot.click(offset=(driver.lines()[line].index("[red]"), line))
        await driver.settle()
        assert picked(driver, "vendors") == ["v5"]
        await driver.press("enter")
        assert driver.app.scope == Scope(vendors=("v5",))
        assert sentence(driver) == "All alliances · [red]ACME[/] ␛]0;pwned␇ · all dates"


async def test_a_scope_that_names_nothing_here_says_so_and_can_be_dropped(small: Path) -> None:
    async with driving(small, scope=Scope(alliances=("gone",))) as driver:
        assert "No contract here of alliance gone: F clears the scope" in driver.text()
        await driver.press("f", "tab")
        assert "gone  not in this portfolio" in driver.line_with("✓")
        await driver.press("backspace", "enter")
        assert driver.app.scope == Scope()
        assert "No contract here" not in driver.text()


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
async def test_the_dialog_can_be_used_in_a_small_terminal(small: Path, size: tuple[int, int]) -> None:
    async with driving(small, size) as driver:
        await driver.press("f")
        await driver.pilot.press(*["tab"] * 9)
        await driver.type("2025-12-31")
        assert "2025-12-31" in driver.line_with("As of")
        await driver.press("enter")
        assert driver.app.scope.as_of is not None
        assert not isinstance(driver.app.screen, ScopeDialog)


async def test_no_key_waits_for_figures_and_figures_of_an_older_scope_are_dropped(small: Path) -> None:
    async with driving(small) as driver:
        app = driver.app
        for state in ("VT", "NH", "ME", "VT", "HI", "NH"):
            app.scope = Scope(states=(state,))
        assert sentence_of(app) == "All alliances · New Hampshire · all dates"
        await driver.settle()
        # New Hampshire: 300,000 for tires and 3,100,000 for radios.
        assert "$3.40 m" in driver.line_with("NASPO ValuePoint")


def sentence_of(app: PortfolioApp) -> str:
    """Return the scope as it will be said, before anything is drawn."""
    assert app.session is not None
    return app.session.sentence(app.scope)

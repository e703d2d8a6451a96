"""Notes on findings: kept, marked, taken back, refused, and never lost between two dashboards."""

import json
from pathlib import Path

import pytest
from textual.widgets import Input

from portfolio_tui.ui.screens.finding import FindingScreen
from tests.ui.checking import (
    open_checks,
    open_rule,
    said,
    shows,
    until,
)
from tests.ui.driving import driving
from tests.ui.portfolio_fixture import write_small_portfolio


@pytest.mark.thorough
async def test_a_note_is_kept_marked_and_can_be_taken_back_even_after_a_restart(tmp_path: Path) -> None:
    folder = write_small_portfolio(tmp_path / "p")
    async with driving(folder) as driver:
        await open_rule(driver, "P01")
        await driver.press("a", "enter")
        assert "Write why it is in order" in driver.text()
        await driver.type("paper is on file")
        await driver.press("enter")
        await until(driver, lambda: "Acknowledged 1" in driver.text())
        assert "Open 1  Acknowledged 1  All 2" in driver.text()
        assert "1 open · 1 acknowledged · $0.30 m at stake" in driver.text()
        await driver.press("right")
        assert "✓ paper is on file" in driver.text()
        await driver.press("escape")
        assert "4 records to look at · 3 errors · 1 acknowledged" in driver.lines()[3]
    (kept,) = (folder / "acknowledged_findings.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(kept)["note"] == "paper is on file"
    async with driving(folder) as driver:
        await open_rule(driver, "P01")
        assert "Open 1  Acknowledged 1  All 2" in driver.text()
        await driver.press("right", "enter")
        assert shows(driver, FindingScreen)
        assert "✓ acknowledged · u undoes it" in driver.text()
        assert "✓ paper is on file" in driver.text()
        await driver.press("u")
        await until(driver, lambda: "a acknowledges it" in driver.text())
    assert (folder / "acknowledged_findings.jsonl").read_text(encoding="utf-8") == ""


@pytest.mark.thorough
async def test_inside_the_installed_program_no_note_can_be_kept_and_it_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_small_portfolio(tmp_path / "p")
    monkeypatch.setattr("portfolio_tui.bundled._PACKAGE", tmp_path)
    async with driving(folder) as driver:
        await open_rule(driver, "P01")
        await driver.press("a")
        await driver.type("fine")
        await driver.press("enter")
        await until(driver, lambda: "is part of the installed program" in driver.text())
        assert "portfolio-tui demo FOLDER" in said(driver)
        assert driver.app.screen.query_one(Input).value == "fine"
    assert not (folder / "acknowledged_findings.jsonl").exists()


@pytest.mark.thorough
async def test_notes_that_cannot_be_read_are_told_of_and_not_written_over(tmp_path: Path) -> None:
    folder = write_small_portfolio(tmp_path / "p")
    notes = folder / "acknowledged_findings.jsonl"
    notes.write_text("no note\n", encoding="utf-8")
    async with driving(folder) as driver:
        await open_checks(driver)
        assert "line 1: no acknowledgement" in said(driver)
        assert "Mend or remove the line." in said(driver)
        await driver.press("enter", "a")
        await driver.type("fine")
        await driver.press("enter")
        await until(driver, lambda: "Mend or remove the line." in said(driver))
    assert notes.read_text(encoding="utf-8") == "no note\n"


@pytest.mark.thorough
async def test_two_dashboards_do_not_lose_each_others_notes(tmp_path: Path) -> None:
    folder = write_small_portfolio(tmp_path / "p")
    async with driving(folder) as one, driving(folder) as other:
        for driver in (one, other):
            await open_rule(driver, "P01")
            await driver.press("a")
            await driver.type(f"from {'one' if driver is one else 'other'}")
        await one.press("enter")
        await until(one, lambda: "Acknowledged 1" in one.text())
        await other.press("enter")
        await until(other, lambda: "Somebody else acknowledged it meanwhile" in said(other))
        assert "so nothing is kept: from one" in said(other)
        await other.press("escape")
        assert "Open 1  Acknowledged 1  All 2" in other.text()
        await other.press("right", "u")
        await until(other, lambda: "Open 2" in other.text())
        await one.press("right", "u")
        await until(one, lambda: "Open 2  Acknowledged 0  All 2" in one.text())


@pytest.mark.thorough
async def test_a_hostile_note_is_shown_as_text_and_one_too_long_is_refused(tmp_path: Path) -> None:
    folder = write_small_portfolio(tmp_path / "p")
    async with driving(folder) as driver:
        await open_rule(driver, "P01")
        await driver.press("a")
        await driver.type("x" * 1001)
        await driver.press("enter")
        await until(driver, lambda: "The note has 1,001 characters" in said(driver))
        driver.app.screen.query_one(Input).value = "[red]\x1b]0;pwned\x07[/] \u202e"
        await driver.press("enter")
        await until(driver, lambda: "Acknowledged 1" in driver.text())
        await driver.press("right")
        assert "✓ [red]␛]0;pwned␇[/]" in driver.text()

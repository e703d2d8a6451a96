"""The Checks area: rules, their findings, the rows behind each, notes, and the pages they are about."""

import json
from pathlib import Path

import pytest

from portfolio_tui.extract.cancellation import Cancellation
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.exporting import ExportJob
from portfolio_tui.ui.screens.checks import ChecksScreen
from portfolio_tui.ui.screens.finding import FindingScreen
from portfolio_tui.ui.screens.rule import RuleScreen
from portfolio_tui.ui.widgets.parameter_form import ParameterForm
from tests.ui.checking import (
    LOOKS_AT_MOST,
    open_checks,
    open_rule,
    rows,
    said,
    shows,
    until,
    until_checked,
    write_twice_reported,
)
from tests.ui.driving import NARROW, WIDE, driving
from tests.ui.portfolio_fixture import write_small_portfolio


async def test_the_rules_stand_worst_first_with_what_they_found(small: Path) -> None:
    async with driving(small) as driver:
        await open_checks(driver)
        lines = driver.lines()
        assert lines[2].startswith(" 1 Overview  2 Alliances  3 Contracts  4 Queries  5 Checks")
        assert lines[3].startswith(" 5 records to look at · 4 errors · 9 rules lack their table · ")
        listed = [line[1:].split() for line in rows(driver)]
        assert [line[:2] for line in listed[:4]] == [
            ["P01", "error"],
            ["C01", "error"],
            ["C02", "warning"],
            ["D10", "error"],
        ]
        assert rows(driver)[0].split()[-3:] == ["2", "$3.40", "m"]
        assert rows(driver)[1].split()[-2:] == ["2", "$15,100"]
        assert "needs prices" in rows(driver)[3]
        assert "P01  Orders without an addendum  error" in driver.text()
        assert "2 open · $3.40 m at stake" in driver.text()


@pytest.mark.thorough
async def test_a_wide_terminal_tells_all_about_the_rule_beside_the_list(small: Path) -> None:
    async with driving(small, WIDE) as driver:
        await open_checks(driver)
        assert "Took" in driver.line_with("What it finds")
        assert "Acknowledged" in driver.line_with("What it finds")
        assert "why " in driver.text()
        assert "leaves out " in driver.text()


@pytest.mark.thorough
async def test_the_help_starts_at_the_rule(small: Path) -> None:
    async with driving(small) as driver:
        await open_rule(driver, "C02")
        await driver.press("question_mark")
        text = driver.text()
        assert "C02  Ceiling soon reached (warning)" in text
        assert "days: Days ahead = 60" in text
        assert "why: " in text


async def test_from_a_rule_to_the_rows_side_by_side_and_back_to_the_same_line(tmp_path: Path) -> None:
    async with driving(write_twice_reported(tmp_path / "p")) as driver:
        await open_rule(driver, "D01")
        (line,) = rows(driver)
        assert line.split() == ["▌", "$1,251", "over", "2025-02-03", "VT", "c1", "Goodyear"]
        assert "A line of 1,250.50 on invoice [red]77[/] on c1 in VT came in the report" in driver.text()
        await driver.press("enter")
        text = driver.text()
        assert "$1,250.50 over · c c1 Tires · t Vermont · w Goodyear · 2025-02-03" in text
        assert "2 rows of spend, side by side · ≠ in the 3 of 27 columns that differ" in text
        assert driver.line_with("Spend id").split() == ["▌Spend", "id", "≠", "│", "a1", "a2"]
        assert driver.line_with("Report period").split() == [
            "Report",
            "period",
            "≠",
            "│",
            "2025-Q1",
            "2025-Q2",
        ]
        assert driver.line_with("Source file").split() == ["Source", "file", "≠", "│", "q1.csv", "q2.csv"]
        assert driver.line_with("Amount").split() == ["Amount", "│", "1250.50", "1250.50"]
        await driver.press("escape")
        assert shows(driver, RuleScreen)
        await driver.press("escape")
        assert shows(driver, ChecksScreen)
        assert any(line.startswith("▌D01") for line in driver.lines())


@pytest.mark.thorough
async def test_a_finding_in_sight_follows_the_scope(tmp_path: Path) -> None:
    async with driving(write_twice_reported(tmp_path / "p")) as driver:
        await open_rule(driver, "D01")
        await driver.press("enter")
        driver.app.scope = Scope(states=("NH",))
        await until_checked(driver)
        assert "The rule does not find it in this scope." in driver.text()
        assert "It was: A line of 1,250.50 on invoice [red]77[/]" in driver.text()
        assert "side by side" not in driver.text()
        assert "acknowledges it" not in driver.text()
        await driver.press("a", "c")
        assert shows(driver, FindingScreen)
        assert "In this scope there is no such finding." in said(driver)
        driver.app.scope = Scope(contracts=("c1",))
        await until_checked(driver)
        assert "$1,250.50 over · c c1 Tires · t Vermont" in driver.text()
        assert "2 rows of spend, side by side" in driver.text()
        await driver.press("escape")
        assert "contract Tires" in driver.lines()[1]
        assert len(rows(driver)) == 1


@pytest.mark.thorough
async def test_a_finding_whose_rule_is_still_to_run_in_this_scope_says_so(tmp_path: Path) -> None:
    async with driving(write_twice_reported(tmp_path / "p")) as driver:
        await open_rule(driver, "D01")
        await driver.press("enter")
        with driver.app.checks._turn:
            driver.app.scope = Scope(states=("VT",))
            for _ in range(LOOKS_AT_MOST):
                await driver.pilot.pause()
                if "The rules run for this scope" in driver.text():
                    break
            assert "The rules run for this scope …" in driver.text()
            driver.app.checks.stop(driver.app.scope)
            await driver.pilot.pause()
            assert "The rules were stopped before this one ran." in driver.text()
        await driver.settle()


@pytest.mark.thorough
async def test_the_keys_lead_to_contract_state_and_vendor_and_escape_back_to_the_line(small: Path) -> None:
    async with driving(small) as driver:
        await open_rule(driver, "P01")
        await driver.press("down")
        at_line = driver.line_with("▌")
        assert "tires" in at_line
        for key, words in (("c", "Tires, tubes and services"), ("t", "New Hampshire  "), ("w", "Goodyear")):
            await driver.press(key)
            assert words in driver.text()
            await driver.press("escape")
            assert driver.line_with("▌") == at_line
        await driver.press("w")
        assert driver.lines()[2].endswith("P01 Orders without an addendum › Goodyear")
        assert "1 contract · $0.91 m to date" in driver.text()
        assert driver.app.scope == Scope()


@pytest.mark.thorough
async def test_a_finding_that_is_about_several_says_so(small: Path) -> None:
    async with driving(small) as driver:
        await open_rule(driver, "C01")
        await driver.press("t")
        assert "It is about no state that is known, or about several." in said(driver)


@pytest.mark.thorough
async def test_a_rule_runs_again_with_other_values(small: Path) -> None:
    async with driving(small) as driver:
        await open_rule(driver, "C02")
        assert "1 open · $0.33 m over" in driver.text() or "1 open · $0.33 m at stake" in driver.text()
        assert "Days ahead: 60" in driver.text()
        await driver.press("i")
        form = driver.app.screen.query_one(ParameterForm)
        assert form.values() == {"days": "60", "part": "0.75"}
        await driver.press(*["backspace"] * 2, "x", "ctrl+r")
        assert "whole number" in driver.text()
        await driver.press("backspace", "0", "down", *["backspace"] * 4, "1", "ctrl+r")
        await until(driver, lambda: "Days ahead: 0" in driver.text())
        assert "nothing found · Days ahead: 0" in driver.text()
        assert "Nothing found in this scope." in driver.text()
        await driver.press("escape")
        assert driver.line_with("▌C02").split()[-1] == "0"


@pytest.mark.thorough
async def test_the_rules_follow_the_scope(small: Path) -> None:
    async with driving(small) as driver:
        await open_rule(driver, "C01")
        assert "Open 2" in driver.text()
        driver.app.scope = Scope(alliances=("own-vt",))
        await until_checked(driver)
        assert "Open 1" in driver.text()
        assert "snow" in rows(driver)[0]


@pytest.mark.thorough
async def test_rules_that_found_nothing_or_could_not_run_say_why(city: Path) -> None:
    async with driving(city, NARROW) as driver:
        await open_checks(driver)
        assert "0 records to look at" in driver.lines()[3]
        await driver.press("slash", *"over the ceiling", "enter")
        assert shows(driver, RuleScreen)
        assert "Nothing found in this scope." in driver.text()
        await driver.press("escape", "escape", "slash", *"d10", "enter")
        assert "It could not run: it needs prices and spend, of which this portfolio has no row." in said(
            driver
        )


@pytest.mark.thorough
async def test_a_run_is_told_of_while_it_lasts_and_can_be_stopped(small: Path) -> None:
    async with driving(small) as driver:
        turn = driver.app.checks._turn
        turn.acquire()
        try:
            await driver.pilot.press("5")
            for _ in range(LOOKS_AT_MOST):
                await driver.pilot.pause()
                if "Rule 1 of 33" in driver.text():
                    break
            assert "Rule 1 of 33 … 0 s · x stops" in driver.text()
            await driver.pilot.press("x")
            await driver.pilot.pause()
            assert "Stopped after 0 of 33 rules. r runs them all again." in driver.text()
        finally:
            turn.release()
        await driver.press("r")
        await until_checked(driver)
        assert "5 records to look at" in driver.text()


@pytest.mark.thorough
async def test_the_rules_let_figures_go_first(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portfolio_tui.ui.check_run.WAIT_AT_MOST_SECONDS", 3600.0)
    async with driving(small) as driver:
        session = driver.app.session
        assert session is not None
        with session._awaited:
            await driver.pilot.press("5")
            for _ in range(LOOKS_AT_MOST):
                await driver.pilot.pause()
                if "Rule 1 of 33" in driver.text():
                    break
            known = driver.app.checks.found(Scope())
            assert known is not None
            assert (known.running, len(known.rules)) == (None, 0)
        await until_checked(driver)
        assert "5 records to look at" in driver.text()


@pytest.mark.thorough
async def test_all_findings_in_the_list_are_exported_and_those_of_one_rule(tmp_path: Path) -> None:
    async with driving(write_small_portfolio(tmp_path / "p")) as driver:
        await open_checks(driver)
        screen, session = driver.app.data_screen, driver.app.session
        assert screen is not None
        assert session is not None
        everything, at_cursor = screen.rows_to_export()
        assert (everything.title, everything.row_count) == ("Findings", 5)
        assert (at_cursor.title, at_cursor.row_count) == ("Orders without an addendum", 2)
        target = tmp_path / "findings.jsonl"
        report = ExportJob(session, everything, target, "jsonl").write(lambda *_: None, Cancellation())
        assert not isinstance(report, str)
        written = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
        assert sorted(row["key"] for row in written) == [
            "C01|hostile",
            "C01|snow",
            "C02|tires",
            "P01|radios|NH",
            "P01|tires|NH",
        ]
        await driver.press("slash", *"ceiling")
        assert [rows.row_count for rows in screen.rows_to_export()] == [3, 2]


@pytest.mark.thorough
async def test_the_findings_left_by_a_search_are_exported(small: Path) -> None:
    async with driving(small) as driver:
        await open_rule(driver, "P01")
        await driver.press("slash", *"motor")
        screen = driver.app.data_screen
        assert screen is not None
        (left,) = screen.rows_to_export()
        assert left.kept is not None
        assert (left.kept.column, left.kept.values) == ("finding", ("radios|NH",))


@pytest.mark.thorough
async def test_the_palette_finds_a_rule(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("ctrl+p", *"long bridges", "enter")
        assert shows(driver, RuleScreen)
        assert driver.lines()[2].endswith("C04 Long bridges")
        await until_checked(driver)
        assert "Nothing found in this scope." in driver.text()

"""The Checks area: rules, their findings, the rows behind each, notes, and the pages they are about."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.screen import Screen
from textual.widgets import Input

from portfolio_tui.extract.cancellation import Cancellation
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.exporting import ExportJob
from portfolio_tui.ui.screens.checks import ChecksScreen
from portfolio_tui.ui.screens.finding import FindingScreen
from portfolio_tui.ui.screens.rule import RuleScreen
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.parameter_form import ParameterForm
from tests.tiny import Cells, write_portfolio
from tests.ui.driving import NARROW, WIDE, Driver, driving
from tests.ui.portfolio_fixture import AS_OF, write_small_portfolio

LOOKS_AT_MOST = 300


async def until(driver: Driver, ready: Callable[[], bool]) -> None:
    """Wait until `ready` says so."""
    for _ in range(LOOKS_AT_MOST):
        await driver.settle()
        if ready():
            return
    pytest.fail(f"it never came to it:\n{driver.text()}")


async def until_checked(driver: Driver, scope: Scope | None = None) -> None:
    """Wait until every rule has run, for `scope` or the app's."""
    checks = driver.app.checks

    def is_over() -> bool:
        wanted = scope or driver.app.scope
        found = checks.found(wanted)
        return found is not None and found.is_over and not checks.is_running(wanted)

    await until(driver, is_over)
    await driver.settle()


def shows(driver: Driver, screen: type[Screen[None]]) -> bool:
    """Tell whether the screen in sight is of that type."""
    return isinstance(driver.app.screen, screen)


async def open_checks(driver: Driver) -> None:
    """Go to the area and wait until every rule has run."""
    await driver.press("5")
    await until_checked(driver)


async def open_rule(driver: Driver, rule: str) -> None:
    """Open a rule's page from the area."""
    await open_checks(driver)
    assert driver.app.screen.query_one("#rules", Ledger).move_to(rule)
    await driver.press("enter")
    assert shows(driver, RuleScreen)


def rows(driver: Driver) -> list[str]:
    """Return the lines of the list in sight below its header, as far as there are rows."""
    lines = driver.lines()
    header = next(
        index for index, line in enumerate(lines) if line.lstrip().startswith(("Rule ", "At stake"))
    )
    listed = lines[header + 1 :]
    return listed[: listed.index("")] if "" in listed else listed


def said(driver: Driver) -> str:
    """Return what the screen says without its line ends and borders."""
    return " ".join(driver.text().translate({ord(sign): None for sign in "│▌\n"}).split())


def write_twice_reported(folder: Path) -> Path:
    """Write a portfolio in which one line was reported in two quarters, and one vendor oversold."""
    contracts: list[Cells] = [
        {
            "contract_id": "c1",
            "alliance_id": "naspo",
            "title": "Tires",
            "vendor_id": "v1",
            "starts_on": "2024-01-01",
            "ends_on": "2028-01-01",
        }
    ]

    def line(spend_id: str, period: str, source: str, **more: object) -> Cells:
        return {
            "spend_id": spend_id,
            "state": "VT",
            "amount": "1250.50",
            "spent_on": "2025-02-03",
            "contract_id": "c1",
            "invoice_number": "[red]77[/]",
            "report_period": period,
            "source_file": source,
            **more,
        }

    return write_portfolio(
        folder,
        as_of=AS_OF,
        alliances=[{"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"}],
        vendors=[{"vendor_id": "v1", "name": "Goodyear"}],
        contracts=contracts,
        spend=[
            line("a1", "2025-Q1", "q1.csv"),
            line("a2", "2025-Q2", "q2.csv"),
            line("a3", "2025-Q1", "q1.csv", invoice_number="78", amount="10"),
        ],
    )


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
    async with driving(folder, WIDE) as driver:
        await open_checks(driver)
        assert "line 1: no acknowledgement" in driver.lines()[3]
        await driver.press("enter", "a")
        await driver.type("fine")
        await driver.press("enter")
        await until(driver, lambda: "Mend or remove the line." in said(driver))
    assert notes.read_text(encoding="utf-8") == "no note\n"


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
async def test_a_contracts_page_tells_what_was_found_about_it_and_lists_it(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portfolio_tui.ui.place_screen.LOOK_AFTER_SECONDS", 0.01)
    async with driving(small) as driver:
        driver.app.show_contract("snow")
        await until_checked(driver, Scope(contracts=("snow",)))
        assert (
            driver.line_with("! 1 finding").split("  ")[0] == " ! 1 finding: over the ceiling ($15,000 over)"
        )
        await driver.press("enter")
        assert driver.lines()[2].endswith("VT-7 › Findings")
        assert "Open 1  Acknowledged 0  All 1" in driver.text()
        assert "C01" in rows(driver)[0]
        await driver.press("enter")
        assert "C01  Over the ceiling  error" in driver.text()
        await driver.press("escape", "escape")
        assert "Snow removal" in driver.text()


async def test_a_states_page_takes_what_the_area_found_already(small: Path) -> None:
    async with driving(small) as driver:
        await open_checks(driver)
        driver.app.show_state("NH")
        await driver.settle()
        assert "! 2 findings: orders without an addendum (2: $3.40 m)" in driver.text()
        await driver.press("c")
        assert "What the rules found about New Hampshire" in driver.text()
        assert [line.split()[0] for line in rows(driver)] == ["▌P01", "P01"]
        screen = driver.app.data_screen
        assert screen is not None
        (all_of_them,) = screen.rows_to_export()
        assert all_of_them.row_count == 2


@pytest.mark.thorough
async def test_what_runs_for_a_page_alone_ends_when_it_is_left(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portfolio_tui.ui.place_screen.LOOK_AFTER_SECONDS", 0.01)
    scope = Scope(contracts=("radios",))
    async with driving(small) as driver:
        checks = driver.app.checks
        checks._turn.acquire()
        try:
            driver.app.show_contract("radios")
            for _ in range(LOOKS_AT_MOST):
                await driver.pilot.pause()
                if checks.is_running(scope):
                    break
            assert checks.is_running(scope)
            await driver.pilot.press("escape")
            await driver.pilot.pause()
            assert not checks.is_running(scope)
            assert checks.found(scope) is None
        finally:
            checks._turn.release()
        await driver.settle()


@pytest.mark.thorough
async def test_the_palette_finds_a_rule(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("ctrl+p", *"long bridges", "enter")
        assert shows(driver, RuleScreen)
        assert driver.lines()[2].endswith("C04 Long bridges")
        await until_checked(driver)
        assert "Nothing found in this scope." in driver.text()

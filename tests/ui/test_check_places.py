"""What the rules found about a contract or a state, on its page and as a list."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from portfolio_tui.query.scope import Scope
from tests.tiny import Cells, arrow_table
from tests.ui.checking import LOOKS_AT_MOST, open_checks, rows, until_checked, write_twice_reported
from tests.ui.driving import driving

pytestmark = pytest.mark.thorough


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


async def test_a_contracts_page_takes_what_the_area_found_already(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portfolio_tui.ui.place_screen.LOOK_AFTER_SECONDS", 3600.0)
    async with driving(small) as driver:
        await open_checks(driver)
        driver.app.show_contract("snow")
        await driver.settle()
        assert "! 1 finding: over the ceiling ($15,000 over)" in driver.text()


async def test_a_states_page_tells_what_is_about_several_states_for_all_of_them_whatever_was_seen_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portfolio_tui.ui.place_screen.LOOK_AFTER_SECONDS", 0.01)
    folder = write_twice_reported(tmp_path / "p")
    fees: list[Cells] = [
        {"spend_id": state, "state": state, "contract_id": "c1", "amount": "1000", "fee_amount": "9"}
        for state in ("NH", "VT")
    ]
    spend = arrow_table("spend", [{**line, "spent_on": "2025-02-03"} for line in fees])
    pq.write_table(spend, folder / "spend.parquet")
    rule = arrow_table("fee_rules", [{"alliance_id": "naspo", "rate": "0.0025"}])
    pq.write_table(rule, folder / "fee_rules.parquet")
    async with driving(folder) as driver:
        await open_checks(driver)
        driver.app.show_state("VT")
        await until_checked(driver, Scope(states=("VT",)))
        assert "! 1 finding: fees that do not follow from the rate ($6.50 over)" in driver.text()


async def test_a_states_page_lists_what_was_found_about_it(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portfolio_tui.ui.place_screen.LOOK_AFTER_SECONDS", 0.01)
    async with driving(small) as driver:
        driver.app.show_state("NH")
        await until_checked(driver, Scope(states=("NH",)))
        assert "! 2 findings: orders without an addendum (2: $3.40 m)" in driver.text()
        await driver.press("c")
        assert "What the rules found about New Hampshire" in driver.text()
        assert [line.split()[0] for line in rows(driver)] == ["▌P01", "P01"]
        screen = driver.app.data_screen
        assert screen is not None
        (all_of_them,) = screen.rows_to_export()
        assert all_of_them.row_count == 2


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

"""Drives the Checks area in tests: waits until rules have run, opens their pages, reads what they list."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.screen import Screen

from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.screens.rule import RuleScreen
from portfolio_tui.ui.widgets.ledger import Ledger
from tests.tiny import Cells, write_portfolio
from tests.ui.driving import Driver
from tests.ui.portfolio_fixture import AS_OF

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

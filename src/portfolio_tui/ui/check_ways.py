"""The ways to the pages of rules and findings, which are imported only once one goes there."""

from typing import TYPE_CHECKING

from portfolio_tui.ui.shown_rows import ShownRows

if TYPE_CHECKING:
    from portfolio_tui.checks.check import Check
    from portfolio_tui.checks.reviewed import Finding, Reviewed
    from portfolio_tui.query.scope import Scope
    from portfolio_tui.ui.app import PortfolioApp
    from portfolio_tui.ui.check_place import Place


def open_rule(app: "PortfolioApp", check: "Check") -> None:
    """Open the page of a rule, on top of what is shown."""
    from portfolio_tui.ui.screens.rule import RuleScreen

    top = app.data_screen
    if not (isinstance(top, RuleScreen) and top.check.id == check.id):
        app.push_screen(RuleScreen(check))


def open_place(app: "PortfolioApp", place: "Place") -> None:
    """Open the list of findings about a contract or a state, on top of what is shown."""
    from portfolio_tui.ui.screens.place_findings import PlaceFindingsScreen

    app.push_screen(PlaceFindingsScreen(place))


def open_finding(app: "PortfolioApp", place: "Place | None", rule: "Reviewed", finding: "Finding") -> None:
    """Open the page of one finding of `rule`, taken from those about `place`, or from all of the scope."""
    from portfolio_tui.ui.screens.finding import FindingScreen

    app.push_screen(FindingScreen(place, rule, finding))


def open_vendor(app: "PortfolioApp", vendor_id: str) -> None:
    """Open the list of a vendor's contracts, on top of what is shown."""
    from portfolio_tui.ui.screens.contracts import VendorScreen

    app.push_screen(VendorScreen(vendor_id))


def findings_to_export(rule: "Reviewed", scope: "Scope") -> ShownRows:
    """Return what a rule found for `scope`, as it can be run again to its end."""
    return ShownRows(rule.check.query, rule.result.parameters, scope, len(rule.findings))

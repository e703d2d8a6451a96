"""What the rules found about one contract or one state."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from portfolio_tui.extract.kept_rows import KeptRows
from portfolio_tui.ui.check_place import Place
from portfolio_tui.ui.screens.findings_page import FindingsPage
from portfolio_tui.ui.shown_rows import ShownRows
from portfolio_tui.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio_tui.checks.reviewed import Finding


class PlaceFindingsScreen(FindingsPage):
    """The findings of every rule about one contract or one state."""

    NAMES_RULE: ClassVar[bool] = True
    DEFAULT_CSS = """
    PlaceFindingsScreen #place-note { text-wrap: nowrap; text-overflow: ellipsis; height: 1; }
    """

    def __init__(self, place: Place) -> None:
        """Take the contract or state."""
        super().__init__()
        self.place: Place = place

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return "Findings"

    def compose_body(self) -> ComposeResult:
        """Lay out the page."""
        yield Notice(id="place-note")
        yield from self.compose_list()

    def listed(self) -> "Sequence[Finding] | None":
        """Return the findings about the place, as far as rules have run."""
        checked = self.checked
        return None if checked is None else self.place.findings(checked)

    def why_empty(self) -> str:
        """Say that nothing was found, or that it is being looked for."""
        checked = self.checked
        if checked is None or checked.seconds is None:
            return "The rules run …"
        if checked.stopped:
            return "The rules were stopped. r runs them again."
        return f"The rules found nothing about {self.place.name}."

    def rows_to_export(self) -> tuple[ShownRows, ...]:
        """Return the findings in sight, of whatever rule, as one."""
        from portfolio_tui.checks.all_findings import all_findings

        checked = self.checked
        findings = self.ledger.rows_shown if self.finding is not None else ()
        if checked is None or not findings:
            return ()
        rules = {finding.rule for finding in findings}
        query, values = all_findings(checked.rules[rule].result for rule in sorted(rules))
        total = sum(len(checked.rules[rule].findings) for rule in rules)
        keys = tuple("|".join(finding.key) for finding in findings)
        kept = KeptRows("key", keys) if len(keys) < total else None
        return (ShownRows(query, values, self.findings_scope, total, kept),)

    def show_found(self) -> None:
        """Show the findings, and how far the rules are."""
        super().show_found()
        checked = self.checked
        note = f"What the rules found about {self.place.name}: records to look at, not proof of wrong"
        if checked is not None and checked.seconds is None:
            note = f"Rule {len(checked.rules) + 1} of {len(checked.checks)} … · {note}"
        self.query_one("#place-note", Notice).say(note)

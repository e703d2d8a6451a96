"""What can be done with a finding wherever it is shown: acknowledge it, and go to what it is about."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from portfolio_tui.portfolio.reference import jurisdictions_by_code
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.area_screen import AreaScreen
from portfolio_tui.ui.check_run import Checked
from portfolio_tui.ui.check_ways import open_vendor
from portfolio_tui.ui.screens.acknowledge_dialog import AcknowledgeDialog

if TYPE_CHECKING:
    from portfolio_tui.checks.reviewed import Finding, Reviewed
    from portfolio_tui.ui.check_place import Place


class FindingActions(AreaScreen):
    """A screen that shows findings, one of which its keys are about."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "a", "acknowledge", "Acknowledge", id="finding.acknowledge", tooltip="Note why it is in order"
        ),
        Binding(
            "u",
            "withdraw",
            "Undo",
            id="finding.withdraw",
            show=False,
            tooltip="Take the acknowledgement back",
        ),
        Binding("c", "contract", "Contract", id="finding.contract", tooltip="Open the contract's page"),
        Binding("t", "state", "State", id="finding.state", tooltip="Open the state's page"),
        Binding("w", "vendor", "Vendor", id="finding.vendor", tooltip="List the vendor's contracts"),
    ]

    NO_FINDING: ClassVar[str] = "Move to a finding first."
    """What is said where there is no finding for a key to be about."""

    place: "Place | None" = None
    """The contract or state whose findings these are; None for those of all the scope."""

    # --- what a subclass gives

    @property
    def finding(self) -> "Finding | None":
        """The finding that the keys are about; None where there is none."""
        raise NotImplementedError

    # --- what is known

    @property
    def findings_scope(self) -> Scope:
        """The scope for which the rules ran, or are to run."""
        if self.place is None:
            return self.scope
        return self.place.checked_scope(self.portfolio_app.checks, self.scope)

    @property
    def check_scope(self) -> Scope | None:
        """The scope for which the rules were run, once a portfolio is open."""
        return self.findings_scope if self.portfolio_app.session is not None else None

    @property
    def checked(self) -> Checked | None:
        """What the rules found so far."""
        return self.portfolio_app.checks.found(self.findings_scope)

    def rule_of(self, finding: "Finding") -> "Reviewed | None":
        """Return the rule with all that it found."""
        checked = self.checked
        return None if checked is None else checked.rules.get(finding.rule)

    # --- notes

    def action_acknowledge(self) -> None:
        """Ask for a note on why the finding is in order, and keep it."""
        finding = self._finding_or_say()
        rule = None if finding is None else self.rule_of(finding)
        if finding is None or rule is None:
            return
        checks = self.portfolio_app.checks
        keep = partial(checks.acknowledge, rule.result, finding)
        folder = self.session.portfolio.folder
        dialog = AcknowledgeDialog(finding.summary, finding.note or "", folder, keep)
        self.app.push_screen(dialog, self._tell_acknowledged)

    def _tell_acknowledged(self, kept: bool | None) -> None:
        if kept:
            self.notify("Acknowledged. It stays under Acknowledged, where u takes it back.", timeout=5)

    def action_withdraw(self) -> None:
        """Take the acknowledgement back."""
        finding = self._finding_or_say()
        if finding is None:
            return
        if finding.note is None:
            self.notify("It is not acknowledged: a acknowledges it.", timeout=4)
        else:
            self.portfolio_app.checks.withdraw(finding, self._tell_withdrawn)

    def _tell_withdrawn(self, error: str) -> None:
        if error:
            self.notify(error, severity="error", timeout=10, markup=False)
        else:
            self.notify("The acknowledgement is taken back: the finding is open again.", timeout=4)

    # --- ways on

    def action_contract(self) -> None:
        """Open the page of the contract that the finding is about."""
        finding = self._finding_or_say()
        if finding is not None and finding.contract_id is not None:
            self.portfolio_app.show_contract(finding.contract_id)
        elif finding is not None:
            self.notify("It is about no contract, or about several.", timeout=4)

    def action_state(self) -> None:
        """Open the page of the state that the finding is about."""
        finding = self._finding_or_say()
        if finding is not None and finding.state in jurisdictions_by_code():
            self.portfolio_app.show_state(finding.state)
        elif finding is not None:
            self.notify("It is about no state that is known, or about several.", timeout=4)

    def action_vendor(self) -> None:
        """List the contracts of the vendor that the finding is about."""
        finding = self._finding_or_say()
        if finding is not None and finding.vendor_id is not None:
            open_vendor(self.portfolio_app, finding.vendor_id)
        elif finding is not None:
            self.notify("It is about no vendor, or about several.", timeout=4)

    def _finding_or_say(self) -> "Finding | None":
        found = self.finding
        if found is None:
            self.notify(self.NO_FINDING, timeout=3)
        return found

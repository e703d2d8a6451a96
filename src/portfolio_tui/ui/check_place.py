"""What a list of findings can be about: one contract, or one state."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.screens.lines import contract_scope

if TYPE_CHECKING:
    from portfolio_tui.checks.reviewed import Finding
    from portfolio_tui.ui.check_run import Checked
    from portfolio_tui.ui.check_runs import CheckRuns


@dataclass(frozen=True)
class Place:
    """A contract or a state, one of the two, with the name that people know it by."""

    name: str
    contract_id: str | None = None
    state: str | None = None

    def scope(self, scope: Scope) -> Scope:
        """Return `scope` for this place alone, in place of whatever else chose contracts or states in it."""
        if self.contract_id is not None:
            return contract_scope(scope, self.contract_id)
        return replace(scope, states=() if self.state is None else (self.state,))

    def checked(self, checks: "CheckRuns", scope: Scope) -> "Checked | None":
        """Return what the rules found for this place, or for all of `scope` where that tells the same."""
        own = checks.found(self.scope(scope))
        whole = checks.found(scope) if self._is_told_by(scope) else None
        if whole is not None and whole.is_over and (own is None or not own.is_over):
            return whole
        return own

    def checked_scope(self, checks: "CheckRuns", scope: Scope) -> Scope:
        """Return the scope for which the rules ran, or are to run: this place's, or all of `scope`."""
        checked = self.checked(checks, scope)
        return self.scope(scope) if checked is None else checked.scope

    def findings(self, checked: "Checked") -> "list[Finding]":
        """Return the findings about this place, those of the heaviest rules first."""
        return [
            finding
            for check in checked.checks
            if check.id in checked.rules
            for finding in checked.rules[check.id].findings
            if self._is_about(finding)
        ]

    def _is_told_by(self, scope: Scope) -> bool:
        """Tell whether what is found for `scope` is all that is found for this place.

        For a state it never is: what is found about several at once is in a state's own scope about that one.
        """
        narrowed = scope.alliances or scope.categories or scope.vendors or scope.contracts
        return self.contract_id is not None and not narrowed

    def _is_about(self, finding: "Finding") -> bool:
        if self.contract_id is not None:
            return finding.contract_id == self.contract_id
        return finding.state == self.state

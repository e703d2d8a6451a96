"""The integrity rules as the dashboard knows them: run in the background, kept by scope, shared."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING

from portfolio_tui.errors import UserError
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.check_run import Checked, CheckRun
from portfolio_tui.ui.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio_tui.checks.check import Check
    from portfolio_tui.checks.reviewed import Finding, Reviewed
    from portfolio_tui.checks.run import CheckResult
    from portfolio_tui.ui.app import PortfolioApp

_UNEXPECTED = "Something unexpected went wrong. r runs the rules again."

KEPT_AT_MOST = 8
"""What the rules found is kept for so many scopes; those wanted longest ago are forgotten first."""


class CheckRuns:
    """Runs the rules for the scopes that screens ask about and keeps what they found, until files change.

    Whenever there is more to know, the app's `checks_changed` changes. A run goes on when its area is left; a
    page that wants one for itself drops it on leaving.
    """

    def __init__(self, app: "PortfolioApp") -> None:
        self._app = app
        self._found: dict[Scope, Checked] = {}
        self._runs: dict[tuple[Scope, str], CheckRun] = {}
        self._turn = Lock()
        self.given: dict[str, Mapping[str, str]] = {}
        """The values that somebody wrote for parameters, by the rule's id."""

    # --- asking

    def found(self, scope: Scope) -> Checked | None:
        """Return what is known for `scope`; None where nobody has asked for it."""
        return self._found.get(scope)

    def is_running(self, scope: Scope) -> bool:
        """Tell whether rules run for `scope`."""
        return any(wanted == scope for wanted, _ in self._runs)

    def want(self, scope: Scope) -> None:
        """Run every rule for `scope`, unless that was done or is under way."""
        if scope not in self._found:
            self.begin(scope)

    def begin(self, scope: Scope) -> None:
        """Run every rule for `scope`, in place of what is known."""
        self.stop(scope)
        self._keep(Checked(scope, time.monotonic()))
        self._start(scope, None)

    def use_values(self, scope: Scope, check: "Check", texts: Mapping[str, str]) -> None:
        """Run one rule again with other values, for `scope`; what is known for other scopes is forgotten."""
        self.given[check.id] = texts
        for other in [other for other in self._found if other != scope]:
            self.stop(other)
            del self._found[other]
        if scope in self._found:
            self._start(scope, check)

    def stop(self, scope: Scope) -> None:
        """Stop what runs for `scope`; what was found so far stays."""
        stopped = [self._runs.pop(key) for key in list(self._runs) if key[0] == scope]
        for run in stopped:
            run.stop()
        known = self._found.get(scope)
        if stopped and known is not None:
            if known.seconds is None:
                known = replace(known, seconds=time.monotonic() - known.started, stopped=True)
            self._keep(replace(known, running=None))

    def drop(self, scope: Scope) -> None:
        """Stop what runs for `scope` and forget what it found so far; the app's own scope goes on."""
        if self.is_running(scope) and scope != self._app.scope:
            self.stop(scope)
            del self._found[scope]

    def follow_scope(self) -> None:
        """Stop whatever runs for another scope than the app's."""
        for scope in list(self._found):
            self.drop(scope)

    def forget(self) -> None:
        """Stop everything and forget it: the portfolio is another, or was read again."""
        for scope in list(self._found):
            self.stop(scope)
        self._found.clear()
        self.given.clear()

    # --- running

    def _start(self, scope: Scope, check: "Check | None") -> None:
        """Run one rule, or every rule, for `scope`."""
        session = self._app.session
        if session is None:
            return
        run = CheckRun(session, scope, self._turn)
        self._runs[scope, check.id if check else ""] = run
        given = MappingProxyType(dict(self.given))
        self._app.run_worker(
            partial(self._work, run, check, given), thread=True, group="checks", exit_on_error=False
        )

    def _work(self, run: CheckRun, check: "Check | None", given: Mapping[str, Mapping[str, str]]) -> None:
        """Run in a worker thread."""
        from portfolio_tui.checks.check import all_checks
        from portfolio_tui.checks.reviewed import weight
        from portfolio_tui.query.errors import QueryCancelledError

        checks = (check,) if check else tuple(sorted(all_checks(), key=lambda one: (weight(one), one.id)))
        ids = {one.query.name: one.id for one in checks}
        if check is None:
            self._hand_back(self._take_rules, run, checks)

        def tell_running(name: str) -> None:
            self._hand_back(self._take_running, run, ids.get(name))

        known = {name: dict(texts) for name, texts in given.items() if name in ids.values()}
        acknowledged, unread = run.acknowledged()
        problem = _UNEXPECTED
        try:
            for found in run.results(checks, known, acknowledged, tell_running):
                self._hand_back(self._take_found, run, found)
            problem = unread
        except QueryCancelledError:
            problem = ""
        except UserError as error:
            problem = str(error)
        finally:
            self._hand_back(self._take_end, run, problem)

    def _take_rules(self, run: CheckRun, checks: "tuple[Check, ...]") -> None:
        self._change(run, lambda known: replace(known, checks=checks))

    def _take_running(self, run: CheckRun, rule: str | None) -> None:
        self._change(run, lambda known: replace(known, running=rule))

    def _take_found(self, run: CheckRun, found: "Reviewed") -> None:
        def with_found(known: Checked) -> Checked:
            return replace(known, rules=MappingProxyType({**known.rules, found.check.id: found}))

        self._change(run, with_found)

    def _take_end(self, run: CheckRun, problem: str) -> None:
        def ended(known: Checked) -> Checked:
            seconds = known.seconds if known.is_over else time.monotonic() - known.started
            return replace(known, running=None, seconds=seconds, problem=problem)

        self._change(run, ended, ends=True)

    def _change(self, run: CheckRun, change: Callable[[Checked], Checked], *, ends: bool = False) -> None:
        """Take in what a run tells, unless it was stopped or its scope is no longer of interest."""
        key = next((key for key, known_run in self._runs.items() if known_run is run), None)
        if key is None:
            return
        if ends:
            del self._runs[key]
        self._keep(change(self._found[run.scope]))

    def _keep(self, checked: Checked) -> None:
        self._found.pop(checked.scope, None)
        self._found[checked.scope] = checked
        for scope in list(self._found)[:-KEPT_AT_MOST]:
            if not self.is_running(scope):
                del self._found[scope]
        self._app.checks_changed += 1

    # --- acknowledging

    def acknowledge(
        self, result: "CheckResult", finding: "Finding", note: str, told: Callable[[str], None]
    ) -> None:
        """Keep a note on a finding and call `told` with what went wrong, nothing where all went well.

        A note that came meanwhile from elsewhere is not replaced: it is told of, and shown from then on.
        """
        from portfolio_tui.checks.acknowledgements import acknowledge, read_acknowledgements

        def write(folder: "Path") -> None:
            there = read_acknowledgements(folder).notes(result)[finding.position]
            if there not in (None, finding.note):
                raise UserError(f"Somebody else acknowledged it meanwhile, so nothing is kept: {there}")
            acknowledge(folder, result, finding.finding, note)

        self._write(write, finding.rule, told)

    def withdraw(self, finding: "Finding", told: Callable[[str], None]) -> None:
        """Take back the note on a finding and call `told` with what went wrong, if anything did."""
        from portfolio_tui.checks.acknowledgements import withdraw

        self._write(lambda folder: withdraw(folder, finding.rule, finding.finding), finding.rule, told)

    def _write(self, write: Callable[["Path"], object], rule: str, told: Callable[[str], None]) -> None:
        if self._app.session is not None:
            work = partial(self._write_notes, self._app.session, write, rule, told)
            self._app.run_worker(work, thread=True, group="notes", exit_on_error=False)

    def _write_notes(
        self, session: Session, write: Callable[["Path"], object], rule: str, told: Callable[[str], None]
    ) -> None:
        """Run in a worker thread."""
        folder, problem = session.portfolio.folder, ""
        try:
            write(folder)
        except UserError as error:
            problem = str(error)
        with suppress(UserError):  # what cannot be read could not be written either, which is told
            self._review_again(folder, rule)
        self._hand_back(told, problem)

    def _review_again(self, folder: "Path", rule: str) -> None:
        """Hold what a rule found against the notes that are there now; raises UserError."""
        from portfolio_tui.checks.acknowledgements import read_acknowledgements
        from portfolio_tui.checks.reviewed import reviewed

        notes = read_acknowledgements(folder)
        found = dict(self._found)  # the event loop goes on changing that one
        known = {scope: checked.rules[rule] for scope, checked in found.items() if rule in checked.rules}
        again = {scope: reviewed(before.result, notes) for scope, before in known.items()}
        self._hand_back(self._take_again, known, again)

    def _take_again(self, before: "Mapping[Scope, Reviewed]", again: "Mapping[Scope, Reviewed]") -> None:
        for scope, found in again.items():
            known = self._found.get(scope)
            if known is not None and known.rules.get(found.check.id) is before[scope]:
                rules = MappingProxyType({**known.rules, found.check.id: found})
                self._found[scope] = replace(known, rules=rules)
        self._app.checks_changed += 1

    def _hand_back(self, take: Callable[..., None], *values: object) -> None:
        self._app.call_later(take, *values)

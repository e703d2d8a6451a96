"""The files behind the dashboard: opens them off the event loop, checks them, notices that they changed."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.problems import PortfolioError, Problem, Severity
from portfolio_tui.ui.notices import Notices
from portfolio_tui.ui.screens.problems import ProblemsScreen
from portfolio_tui.ui.session import Session, open_session

if TYPE_CHECKING:
    from portfolio_tui.ui.app import PortfolioApp

LOOK_EVERY_SECONDS = 3.0
CHECK_AFTER_SECONDS = 2.0
ASK_EVERY_SECONDS = 0.02


class PortfolioFiles:
    """Opens the portfolio that the app shows and keeps an eye on its files.

    Whatever reads files runs in a worker thread; what it found is handed back to the event loop.
    """

    def __init__(self, app: "PortfolioApp", folder: Path) -> None:
        self.folder = folder
        self.status = "Opening …"
        """What to say in place of the scope while no portfolio is open."""
        self.problems: tuple[Problem, ...] = ()
        self.notices = Notices()
        self.is_started = False
        self._app = app
        self._numbers = count(1)
        self._openings = count(1)
        self._opening = 0
        self._interrupts: dict[int, _Interrupt] = {}
        self._looking = False
        self._checked: Session | None = None
        self._closed = False

    def start(self) -> None:
        """Open the portfolio, and look at its files every few seconds from then on."""
        self.is_started = True
        self.open(self.folder)
        self._app.set_interval(LOOK_EVERY_SECONDS, self.look)

    def open(self, folder: Path) -> None:
        """Open the portfolio in `folder`; what is shown stays until that has worked."""
        if isinstance(self._app.screen, ProblemsScreen):
            self._app.pop_screen()
        self._opening = next(self._openings)
        self.status = f"Opening {folder} …"
        self._app.show_frame()
        self._in_thread(partial(self._open, self._opening, folder), "opening")

    def _open(self, opening: int, folder: Path) -> None:
        """Run in a worker thread."""
        interrupt = _Interrupt()
        self._interrupts[opening] = interrupt
        if self._closed:
            interrupt.ask()
        try:
            session = open_session(folder, self._numbers, interrupt.connect, self.on_outliving)
        except PortfolioError as error:
            self._hand_back(self._take_failure, opening, folder, error.problems)
        except UserError as error:
            self._hand_back(self._take_failure, opening, folder, (Problem(Severity.ERROR, str(error)),))
        else:
            if self._closed or opening != self._opening:
                session.service.close()
            else:
                self._hand_back(self._take_session, opening, session)
        finally:
            interrupt.over.set()

    def _take_session(self, opening: int, session: Session) -> None:
        if opening != self._opening:
            _close(session)
            return
        before = self._app.session
        self.folder = session.portfolio.folder
        self.notices = Notices()
        self._take_problems(session.warnings)
        self._app.use_session(session)
        if before is not None:
            _close(before)

    def _take_failure(self, opening: int, folder: Path, problems: tuple[Problem, ...]) -> None:
        if opening != self._opening:
            return
        self.status = "No portfolio is open"
        self._app.show_frame()
        self._show_screen(folder, problems, failed=True)

    def show_problems(self) -> None:
        """List the warnings about the open portfolio."""
        self._show_screen(self.folder, self._all_problems, failed=False)

    @property
    def _all_problems(self) -> tuple[Problem, ...]:
        """The problems of the open portfolio's files and those of the saved queries."""
        return (*self.problems, *self._app.saved_files.problems)

    def _show_screen(self, folder: Path, problems: tuple[Problem, ...], *, failed: bool) -> None:
        can_go_back = self._app.session is not None
        self._app.push_screen(ProblemsScreen(folder, problems, failed=failed, can_go_back=can_go_back))

    def check_contents_soon(self) -> None:
        """Check the rows once a session, in a moment: whoever has just got figures wants others next."""
        session = self._app.session
        if session is not None and session is not self._checked:
            self._checked = session
            self._app.set_timer(CHECK_AFTER_SECONDS, self.check_contents)

    def check_contents(self) -> None:
        """Check the rows of the files; the findings join the problems."""
        if self._app.session is not None:
            self._in_thread(partial(self._check, self._app.session), "contents")

    def _check(self, session: Session) -> None:
        """Run in a worker thread."""
        with suppress(UserError):  # the session was closed, and nobody waits for the findings
            self._hand_back(self._take_findings, session, session.check_contents())

    def _take_findings(self, session: Session, problems: tuple[Problem, ...]) -> None:
        if session is self._app.session:
            self._take_problems(problems)
            self._app.show_frame()
            screen = self._app.screen
            if isinstance(screen, ProblemsScreen) and screen.tells_of_open_portfolio:
                screen.show(self._all_problems)

    def _take_problems(self, problems: tuple[Problem, ...]) -> None:
        errors = any(problem.severity is Severity.ERROR for problem in problems)
        self.problems = problems
        self.notices = replace(self.notices, problems=len(problems), errors=errors)

    def look(self) -> None:
        """Look whether the files still are the ones that were read."""
        session = self._app.session
        if session is not None and not self._looking:
            self._looking = True
            self._in_thread(partial(self._look, session), "files")

    def _look(self, session: Session) -> None:
        """Run in a worker thread."""
        from portfolio_tui.portfolio.fingerprint import stamp

        try:
            gone = not session.portfolio.folder.is_dir()
            changed = stamp(session.portfolio.folder) != session.stamp
        except OSError:
            gone, changed = False, True
        self._hand_back(self._take_look, session, gone, changed)

    def _take_look(self, session: Session, gone: bool, changed: bool) -> None:
        self._looking = False
        notices = replace(self.notices, gone=gone, changed=changed)
        if session is self._app.session and notices != self.notices:
            self.notices = notices
            self._app.show_frame()

    def on_outliving(self, error: UserError) -> None:
        """End the process, and with it a query that does not stop; start anew unless the program ends anyway.

        Runs in the thread that watches the query. When the files are closed, the terminal is given back.
        """
        if self._closed:
            os._exit(self._app.return_code or 0)
        self._hand_back(self._app.start_anew, str(error))

    def close(self) -> None:
        """Stop every query of the open portfolio and close it, without waiting for that; stop an opening."""
        for interrupt in self._interrupts.values():
            interrupt.ask()
        if not self._closed and self._app.session is not None:
            _close(self._app.session)
        self._closed = True

    def _in_thread(self, work: Callable[[], None], group: str) -> None:
        self._app.run_worker(work, thread=True, group=group)

    def _hand_back(self, take: Callable[..., None], *values: object) -> None:
        self._app.call_later(take, *values)


class _Interrupt:
    """Stops an opening: asks until it is over, for an interrupt between two of its steps is lost."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self._interrupt: Callable[[], None] | None = None
        self._asked = False

    def connect(self, interrupt: Callable[[], None]) -> None:
        """Take what interrupts the opening."""
        self._interrupt = interrupt

    def ask(self) -> None:
        """Stop the opening in a moment; ask as often as you like."""
        if not self._asked and not self.over.is_set():
            self._asked = True
            threading.Thread(target=self._ask_until_over, name="stop-opening").start()

    def _ask_until_over(self) -> None:
        while not self.over.wait(ASK_EVERY_SECONDS):
            if self._interrupt is not None:
                self._interrupt()


def _close(session: Session) -> None:
    """Close `session` in a thread of its own: what runs is interrupted, but may take a moment to stop."""
    threading.Thread(target=session.service.close, name="closing").start()

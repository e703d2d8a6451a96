"""`portfolio-tui [PORTFOLIO]`: the dashboard."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.bundled import bundled_demo
from portfolio_tui.commands.scope_options import add_scope_options, scope_from
from portfolio_tui.errors import UserError

if TYPE_CHECKING:
    from portfolio_tui.ui.memory import Memory

_TOLD_BEFORE = "PORTFOLIO_TUI_TOLD_BEFORE"
"""The variable in which one dashboard leaves to the next what that is to tell."""

NAME = "dashboard"
SUMMARY = "Open the dashboard (what happens without a command)."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to `parser`."""
    parser.add_argument(
        "portfolio",
        nargs="?",
        type=Path,
        help="folder of the portfolio; without one, the portfolio opened last, at first the bundled demo",
    )
    add_scope_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show the dashboard until it is left; raises UserError without a terminal to show it in."""
    scope = scope_from(arguments)
    _require_terminal()
    from portfolio_tui.ui.app import PortfolioApp
    from portfolio_tui.ui.memory import recall, remember

    memory = recall()
    folder = folder_to_open(arguments.portfolio, memory)
    app = PortfolioApp(
        folder,
        memory,
        scope if scope.values() else None,
        keep=remember,
        told_before=os.environ.pop(_TOLD_BEFORE, ""),
        start_anew=_start_anew,
    )
    app.leaving.on_signals()
    app.run()
    return app.return_code or 0


def folder_to_open(given: Path | None, memory: "Memory") -> Path:
    """Return the folder given, else the portfolio opened last if it still is there, else the demo."""
    return given or memory.last_portfolio_there() or bundled_demo()


def _start_anew(told: str) -> None:
    """Put a new dashboard, which tells `told`, in the place of this process and of all that it runs."""
    os.environ[_TOLD_BEFORE] = f"{told} It would not stop, so the dashboard was started anew."
    os.execv(sys.executable, sys.orig_argv)  # noqa: S606 the same program, as it was started


def _require_terminal() -> None:
    """Refuse to draw into a file or a pipe, where nobody sees it and no key ends it."""
    if not all(stream is not None and stream.isatty() for stream in (sys.__stdin__, sys.__stderr__)):
        raise UserError(
            "The dashboard needs a terminal: it reads keys from stdin and draws on stderr. In a script, "
            "`portfolio-tui info PORTFOLIO` prints what a portfolio holds."
        )

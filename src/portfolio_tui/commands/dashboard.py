"""`portfolio-tui [PORTFOLIO]`: the dashboard."""

import argparse
from pathlib import Path

from portfolio_tui.bundled import bundled_demo
from portfolio_tui.commands.scope_options import add_scope_options, scope_from

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
    """Show the dashboard until it is left."""
    scope = scope_from(arguments)
    from portfolio_tui.ui.app import PortfolioApp
    from portfolio_tui.ui.memory import recall, remember

    memory = recall()
    folder = arguments.portfolio or memory.last_portfolio_there() or bundled_demo()
    app = PortfolioApp(folder, memory, scope if scope.values() else None, keep=remember)
    app.leave_on_signals()
    app.run()
    return app.return_code or 0

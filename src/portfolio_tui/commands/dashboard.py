"""`portfolio-tui [PORTFOLIO]`: the dashboard."""

import argparse
from pathlib import Path

from portfolio_tui.bundled import bundled_demo

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


def run(arguments: argparse.Namespace) -> int:
    """Show the dashboard until it is left."""
    from portfolio_tui.ui.app import PortfolioApp
    from portfolio_tui.ui.memory import recall

    memory = recall()
    remembered = memory.last_portfolio
    usable = remembered if remembered is not None and remembered.is_dir() else bundled_demo()
    PortfolioApp(arguments.portfolio or usable, memory).run()
    return 0

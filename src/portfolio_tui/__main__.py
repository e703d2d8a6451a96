"""Lets `python -m portfolio_tui` do what the `portfolio-tui` command does."""

import sys

from portfolio_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())

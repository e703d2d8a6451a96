"""`portfolio-tui demo DIR`: writes a synthetic portfolio."""

import argparse
import sys
from pathlib import Path

NAME = "demo"
SUMMARY = "Write a synthetic portfolio, byte by byte the same for the same number of lines and seed."

_BAR_WIDTH = 40


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to `parser`."""
    parser.add_argument(
        "folder", metavar="DIR", type=Path, help="a folder that does not exist yet, or is empty"
    )
    parser.add_argument(
        "--lines", metavar="N", type=int, default=150_000, help="how many spend lines (default: %(default)s)"
    )
    parser.add_argument(
        "--seed",
        metavar="S",
        type=int,
        default=1,
        help="another seed, another portfolio (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the demo, with a bar on stderr where that is a terminal; raises UserError."""
    from portfolio_tui.portfolio.demo import write_demo

    try:
        write_demo(arguments.folder, arguments.lines, arguments.seed, _show_progress)
    finally:
        _clear_progress()
    print(
        f"Wrote {arguments.folder}: {arguments.lines:,} spend lines, seed {arguments.seed}, all made up.",
        file=sys.stderr,
    )
    return 0


def _show_progress(done: int, lines: int) -> None:
    if sys.stderr.isatty():
        filled = _BAR_WIDTH * done // lines
        bar = "█" * filled + "·" * (_BAR_WIDTH - filled)
        print(
            f"\r{bar} {100 * done // lines:3d} %  {done:,} of {lines:,} lines",
            end="",
            file=sys.stderr,
            flush=True,
        )


def _clear_progress() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)

"""The command line: finds the command, runs it, and turns its outcome into an exit status.

stdout is data, stderr is narration. Exit status: 0 done, 1 the answer is "no", 2 wrong usage or input,
130 interrupted.
"""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Callable, Sequence
from typing import Protocol, cast

from portfolio_tui import __version__, commands
from portfolio_tui.commands.exit_status import DONE, INTERRUPTED, WRONG_INPUT
from portfolio_tui.errors import UserError

DEFAULT_COMMAND = "dashboard"

INTERRUPTED_QUERY = "Query interrupted"
"""What DuckDB says in a RuntimeError when Ctrl+C stops a query of the main thread."""


class Command(Protocol):
    """What a module in `portfolio_tui.commands` offers."""

    NAME: str
    SUMMARY: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    known = _commands()
    parser = _parser(known)
    if not given or (given[0] not in known and given[0] not in {"-h", "--help", "--version"}):
        given.insert(0, DEFAULT_COMMAND)
    parsed = parser.parse_args(given)
    try:
        return _run(known[parsed.command], parsed)
    except UserError as error:
        _tell(str(error))
        return WRONG_INPUT
    except KeyboardInterrupt:
        return _interrupted()
    except RuntimeError as error:
        if str(error) != INTERRUPTED_QUERY:
            raise
        return _interrupted()
    except BrokenPipeError:
        _drop_output()
        return DONE
    except OSError as error:
        _tell(f"{error.filename or 'The output'} cannot be read or written ({error.strerror or error}).")
        _drop_output()
        return WRONG_INPUT


def _run(command: Command, parsed: argparse.Namespace) -> int:
    """Run `command` and write out what it printed: here an error can be told of, not while Python ends."""
    status = command.run(parsed)
    if sys.stdout is not None:
        sys.stdout.flush()
    return status


def _interrupted() -> int:
    _tell("interrupted")
    return INTERRUPTED


def _tell(text: str) -> None:
    """Print `text` on stderr; what it quotes of names and files reaches no terminal as control characters."""
    from portfolio_tui.terminal_text import shown

    lines = "\n".join(shown(line) for line in text.split("\n"))
    print(f"portfolio-tui: {lines}", file=sys.stderr)


def _drop_output() -> None:
    """Let what still waits to be written to stdout go nowhere, so that Python ends quietly."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _commands() -> dict[str, Command]:
    modules = (
        importlib.import_module(f"{commands.__name__}.{found.name}")
        for found in pkgutil.iter_modules(commands.__path__)
    )
    found = [cast(Command, module) for module in modules if hasattr(module, "NAME")]
    return {command.NAME: command for command in found}


def _parser(known: dict[str, Command]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="portfolio-tui",
        description="A terminal dashboard over state governments' cooperative contract portfolios.",
        epilog="Without a command, `portfolio-tui [PORTFOLIO]` opens the dashboard; without a PORTFOLIO, "
        "on the bundled demo. A folder called like a command is written ./NAME.",
    )
    parser.add_argument("--version", action="version", version=f"portfolio-tui {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in sorted(known.items()):
        command.configure(subparsers.add_parser(name, help=command.SUMMARY, description=command.SUMMARY))
    return parser

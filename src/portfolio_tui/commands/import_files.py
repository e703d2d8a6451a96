"""The command `import`: reads outside files into a portfolio, shows what that would do, and takes it back."""

import argparse
import datetime as dt
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio_tui.extract.cancellation import Cancellation
    from portfolio_tui.sources.choices import Choice
    from portfolio_tui.sources.outcome import ImportOutcome
    from portfolio_tui.sources.progress import ImportProgress

NAME = "import"
SUMMARY = "Read outside files into a portfolio, all of them or nothing; look before, and take it back."

_EXAMPLES = """examples:
  portfolio-tui import sales-2026-Q1.csv --profile my-county.toml --into county
  portfolio-tui import reports/ --profile austin-contracts --into austin --dry-run
  portfolio-tui import --guess sales.csv -o my-county.toml
  portfolio-tui import --log --into county
  portfolio-tui import --undo --into county"""

_CHOSEN_BY: "Mapping[Choice, str]" = {
    "day": "Give the day with --as-of YYYY-MM-DD.",
    "folder": "Name a new or empty folder with --into.",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "sources",
        nargs="*",
        type=_path,
        metavar="SOURCE",
        help="a file, a folder of files, or a gzip or zip archive",
    )
    parser.add_argument(
        "--profile",
        metavar="P",
        help="how to read them: the name of a profile, or the path of a TOML file",
    )
    parser.add_argument(
        "--into",
        type=_path,
        metavar="DIR",
        help="the portfolio; a new or empty folder starts one",
    )
    parser.add_argument(
        "--as-of",
        type=_day,
        metavar="DATE",
        help="the day of the figures, as 2019-06-30, where the profile would take it from the file's name",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="say what would be done, with examples of the rows, and write nothing",
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--guess", action="store_true", help="look at the files and write a first profile")
    instead.add_argument(
        "--log", action="store_true", help="list what was imported into the portfolio, and what it did"
    )
    instead.add_argument(
        "--undo", action="store_true", help="put the portfolio back to what it was before the last import"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="PROFILE.toml", help="where --guess writes (default: stdout)"
    )
    parser.add_argument(
        "--format", choices=("table", "json"), help="how --log writes: a table to read (default), or JSON"
    )


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked for; tell of it on stderr. A log, and a profile without a file, go to stdout."""
    _check(arguments)
    if arguments.guess:
        from portfolio_tui.commands.guessing import write_guess

        return write_guess(arguments.sources, arguments.output)
    if arguments.log:
        from portfolio_tui.commands.import_log import print_log

        return print_log(arguments.into, arguments.format or "table")
    if arguments.undo:
        return _undo(arguments)
    return _import(arguments)


def _check(arguments: argparse.Namespace) -> None:
    """Refuse options that do not go together; raises UserError."""
    asked = next((name for name in ("guess", "log", "undo") if getattr(arguments, name)), "")
    allowed = {
        "": {"sources", "profile", "into", "as_of", "dry_run"},
        "guess": {"sources", "output"},
        "log": {"into", "format"},
        "undo": {"into", "dry_run"},
    }[asked]
    needed = {"": ("sources", "profile", "into"), "guess": ("sources",)}.get(asked, ("into",))
    words = {"sources": "SOURCE", "as_of": "--as-of", "dry_run": "--dry-run"}
    for name in ("sources", "profile", "into", "as_of", "dry_run", "output", "format"):
        word = words.get(name, f"--{name}")
        if getattr(arguments, name) and name not in allowed:
            beside = f"--{asked}" if asked else "an import"
            raise UserError(f"{word} does not go with {beside}. See portfolio-tui import --help.")
    missing = [words.get(name, f"--{name}") for name in needed if not getattr(arguments, name)]
    if missing:
        beside = f"--{asked}" if asked else "An import"
        raise UserError(f"{beside} needs {' and '.join(missing)}. See portfolio-tui import --help.")


def _import(arguments: argparse.Namespace) -> int:
    from portfolio_tui.commands.narration import Progress
    from portfolio_tui.commands.stopping import run_stoppable
    from portfolio_tui.sources.choices import ChoiceError
    from portfolio_tui.sources.importing import import_files, preview_files
    from portfolio_tui.sources.known_profiles import find_profile
    from portfolio_tui.sources.summary import preview_summary, summary

    profile = find_profile(arguments.profile)
    files, into, as_of = arguments.sources, arguments.into, arguments.as_of

    def work(cancellation: "Cancellation") -> "ImportOutcome":
        def tell(progress: "ImportProgress") -> None:
            cancellation.check()
            shown.on_text(_in_words(progress))

        if arguments.dry_run:
            return preview_files(files, profile, into, as_of, progress=tell)
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        return import_files(files, profile, into, as_of, progress=tell, imported_at=now)

    try:
        with Progress(stdout_is_data=False) as shown:
            outcome = run_stoppable(work, writes_stdout=False)
    except ChoiceError as error:
        raise UserError(f"{error} {_CHOSEN_BY[error.choice]}") from error
    text = preview_summary(outcome, into) if arguments.dry_run else summary(outcome, into)
    print(text, file=sys.stderr)
    if outcome.number is not None:
        print(_how_to_undo(outcome.number, into), file=sys.stderr)
    return 0


def _how_to_undo(number: int, into: Path) -> str:
    from portfolio_tui.terminal_text import shown

    quoted = shown(shlex.quote(str(into)))
    return f"This was import {number}; portfolio-tui import --undo --into {quoted} takes it back."


def _in_words(progress: "ImportProgress") -> str:
    if progress.step != "reading":
        return f"{progress.step} …"
    of_file = f"file {progress.file_number}"
    if progress.file_count:
        of_file += f" of {progress.file_count}"
    share = f", {progress.bytes_read / progress.bytes_total:.0%}" if progress.bytes_total else ""
    return f"reading {of_file}, {progress.file_name}: {progress.rows:,} rows{share}"


def _undo(arguments: argparse.Namespace) -> int:
    from portfolio_tui.sources.summary import undo_summary
    from portfolio_tui.sources.undoing import preview_undo, undo_import

    outcome = preview_undo(arguments.into) if arguments.dry_run else undo_import(arguments.into)
    print(undo_summary(outcome, arguments.into, is_done=not arguments.dry_run), file=sys.stderr)
    return 0


def _path(text: str) -> Path:
    """Read a path; an empty one, which a shell makes of an unset variable, is not the folder one is in."""
    if not text:
        raise argparse.ArgumentTypeError("an empty name is no file and no folder; the folder you are in is .")
    return Path(text)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a day; write it as 2019-06-30') from None

"""Takes back the last import into a portfolio, as one step."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.replacing import UndoPlan, check_undo, held_alone, undo_replacing
from portfolio_tui.sources.import_log import LoggedImport, read_log


@dataclass(frozen=True)
class UndoOutcome:
    """The import that is taken back, with the files of the portfolio that are put back and removed."""

    logged: LoggedImport
    put_back: tuple[str, ...]
    removed: tuple[str, ...]


def undo_import(folder: Path) -> UndoOutcome:
    """Put the portfolio in `folder` back to what it was before its last import, bit for bit.

    Only the last import can be undone, and once. Raises UserError, and leaves everything as it is, when there
    is none, or when a file that it wrote was changed since.
    """
    try:
        with held_alone(_existing(folder)):
            outcome = _outcome(folder, check_undo(folder))
            undo_replacing(folder)
    except OSError as error:
        raise UserError(
            f"{folder} cannot be written: {error.strerror or error}. Nothing was undone."
        ) from error
    with suppress(OSError):
        folder.rmdir()  # a folder that the import itself made
    return outcome


def preview_undo(folder: Path) -> UndoOutcome:
    """Tell what `undo_import` would do, and change nothing; raises UserError as it does."""
    try:
        return _outcome(folder, check_undo(_existing(folder)))
    except OSError as error:
        raise UserError(f"{folder} cannot be read: {error.strerror or error}.") from error


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder, so there is no import to undo.")
    return folder


def _outcome(folder: Path, plan: UndoPlan) -> UndoOutcome:
    logged = read_log(folder)
    if not logged:
        raise UserError(f"{folder} has no import to undo.")
    return UndoOutcome(logged[-1], plan.put_back, plan.removed)

"""Replaces several files of a portfolio as one step, which a crash cannot leave half done and which can be
taken back.

New files are written to `.importing` in the folder, with a plan that names the files to be removed, and
what it takes to undo the change. Renaming that to `.imported` is the moment from which the change counts;
the files are then moved into place. Whoever opens the folder after a crash calls `finish_replacing`, which
moves what was not yet moved. A crash before the renaming leaves the portfolio as it was. What undoes the last
change lies in `.undo`, laid out as a change itself.
"""

import json
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.file_marks import sha256_of
from portfolio_tui.portfolio.flushing import flush
from portfolio_tui.portfolio.folder_lock import locked
from portfolio_tui.portfolio.manifest import MANIFEST_FILE
from portfolio_tui.portfolio.schema import TABLES

BEING_WRITTEN = ".importing"
TO_BE_MOVED = ".imported"
UNDO = ".undo"
_PLAN = ".plan.json"

# What others refer to comes first, so that a reader in between finds every row that is referred to.
_ORDER = {table.name: position for position, table in enumerate(TABLES)}


@dataclass(frozen=True)
class UndoPlan:
    """What undoing the last change does: files put back, files removed, all by their paths in the folder.

    `expected` has the SHA-256 of each file that the change wrote, and of those that are put back.
    """

    put_back: tuple[str, ...]
    removed: tuple[str, ...]
    expected: dict[str, str]
    kept: dict[str, str]


def replace_files(folder: Path, write: Callable[[Path], Collection[str] | None]) -> None:
    """Let `write` fill an empty folder with files, then put them all in place of those in `folder`.

    `write` may return the paths of files to be removed from `folder` in the same step. What the change
    replaces and removes is kept until the next one, for `undo_replacing`. When `write` raises, or the process
    ends before it is done, the folder stays as it was. Raises OSError when the folder cannot be written.
    The caller holds the folder alone.
    """
    staging = folder / BEING_WRITTEN
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    try:
        removed = tuple(write(staging) or ())
        _keep_for_undo(folder, staging, removed)
        _write_plan(staging, {"removed": list(removed)})
        for path in sorted(staging.rglob("*")):
            flush(path)
        flush(staging)
        staging.rename(folder / TO_BE_MOVED)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _finish(folder)


def finish_replacing(folder: Path) -> None:
    """Move into place the files of a replacement that was interrupted; do nothing where there is none.

    Several processes may do this at once. Raises UserError when the folder cannot be written.
    """
    if _is_change(folder / TO_BE_MOVED):
        with locked(folder, is_patient=True):
            _finish(folder)


def undo_plan(folder: Path) -> UndoPlan | None:
    """Return what undoing the last change would do, or None when there is nothing to undo."""
    undo = folder / UNDO
    if not _is_change(undo):
        return None
    plan = _read_plan(undo)
    return UndoPlan(
        put_back=tuple(path.relative_to(undo).as_posix() for path in _files_in(undo)),
        removed=tuple(plan.get("removed", ())),
        expected=dict(plan.get("expected", {})),
        kept=dict(plan.get("kept", {})),
    )


def undo_replacing(folder: Path) -> None:
    """Put the folder back to what it was before the last change, as one step; the caller holds it alone.

    Raises UserError when a file is not as the change left it, or what was kept is damaged.
    """
    check_undo(folder)
    (folder / UNDO).rename(folder / TO_BE_MOVED)
    _finish(folder)


def check_undo(folder: Path) -> UndoPlan:
    """Return what undoing would do; raises UserError where it cannot be done without losing something."""
    plan = undo_plan(folder)
    if plan is None:
        raise UserError(
            f"{folder} has no import to undo: only the last one can be, and only once after each import."
        )
    for name, sha256 in plan.expected.items():
        path = folder / name
        if not path.is_file() or sha256_of(path) != sha256:
            raise UserError(
                f"{path} was changed since the last import, and undoing that import would lose the change. "
                "Nothing was undone. Put the file back as the import wrote it."
            )
    for name, sha256 in plan.kept.items():
        path = folder / UNDO / name
        if not path.is_file() or sha256_of(path) != sha256:
            raise UserError(
                f"{path}, which undoing the import would put back, is missing or damaged. Nothing was undone."
            )
    return plan


@contextmanager
def held_alone(folder: Path) -> Iterator[None]:
    """Keep other processes from importing into `folder` meanwhile; raises UserError when one does already.

    A change that was interrupted is finished first.
    """
    with locked(folder, is_patient=False):
        _finish(folder)
        yield


def _finish(folder: Path) -> None:
    """Do what is left of a change that counts already; each step may have been done before."""
    finished = folder / TO_BE_MOVED
    if not _is_change(finished):
        return
    try:
        plan = _read_plan(finished)
        for path in sorted(_files_in(finished), key=lambda path: _position(path.relative_to(finished))):
            target = _within(folder, path.relative_to(finished).as_posix())
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
        for name in plan.get("removed", ()):
            target = _within(folder, name)
            target.unlink(missing_ok=True)
            _remove_empty_folders(target.parent, folder)
        if (finished / UNDO).is_dir():
            shutil.rmtree(folder / UNDO, ignore_errors=True)
            (finished / UNDO).rename(folder / UNDO)
        flush(folder)
        (finished / _PLAN).unlink(missing_ok=True)
        shutil.rmtree(finished)
    except OSError as error:
        raise UserError(
            f"An import into {folder} was interrupted while its files were moved into place, and cannot be "
            f"finished: {error.strerror or error}. Open the portfolio once where its folder can be written."
        ) from error


def _keep_for_undo(folder: Path, staging: Path, removed: Collection[str]) -> None:
    """Lay out within `staging` the change that undoes it: links to what it replaces, and what it adds."""
    undo = staging / UNDO
    put = [path.relative_to(staging).as_posix() for path in sorted(_files_in(staging))]
    for name in (*put, *removed):
        _within(folder, name)
    undo.mkdir()
    kept = [name for name in (*put, *removed) if (folder / name).is_file()]
    for name in kept:
        link_or_copy(folder / name, undo / name)
    plan = {
        "removed": [name for name in put if name not in kept],
        "expected": {name: sha256_of(staging / name) for name in put},
        "kept": {name: sha256_of(undo / name) for name in kept},
    }
    _write_plan(undo, plan)


def _within(folder: Path, name: str) -> Path:
    """Return the path of a file in `folder`; raises UserError for one that leads out of it.

    A folder that came from somebody else may hold a plan that names other files of its reader.
    """
    path = folder / name
    if not path.parent.resolve().is_relative_to(folder.resolve()) or path.name in {"", ".."}:
        raise UserError(
            f"{path} leads out of the folder {folder}. Put a folder in place of the link, or remove the "
            f"hidden folder {TO_BE_MOVED}, which names the file."
        )
    return path


def link_or_copy(source: Path, target: Path) -> None:
    """Let the file `source` be at `target`, too: as a hard link where the file system has them."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


def _is_change(path: Path) -> bool:
    """Tell whether there is such a folder; a link could lead to anybody's files."""
    return path.is_dir() and not path.is_symlink()


def _files_in(change: Path) -> list[Path]:
    """Return the files that a change puts into place; its plan, and what undoes it, are no such files."""
    files = (path for path in change.rglob("*") if path.is_file())
    return [path for path in files if path.relative_to(change).parts[0] not in {_PLAN, UNDO}]


def _read_plan(change: Path) -> dict[str, dict[str, str]]:
    try:
        plan = json.loads((change / _PLAN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise UserError(
            f"{change / _PLAN} is damaged. Remove the folder {change} to go on without it."
        ) from error
    return plan if isinstance(plan, dict) else {}


def _write_plan(change: Path, plan: Mapping[str, object]) -> None:
    (change / _PLAN).write_text(json.dumps(plan), encoding="utf-8")


def _remove_empty_folders(folder: Path, upto: Path) -> None:
    while folder != upto:
        try:
            folder.rmdir()
        except OSError:  # it holds other files, or is gone
            return
        folder = folder.parent


def _position(path: Path) -> tuple[int, str]:
    last = len(_ORDER) + (path.name == MANIFEST_FILE)
    return _ORDER.get(path.parts[0].removesuffix(".parquet"), last), path.as_posix()

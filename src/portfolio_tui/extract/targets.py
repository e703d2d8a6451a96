"""Puts an extract in its place as one step: whatever happens, the target is the old one, the new one or none.

What is written lies beside the target, under a name that tells which process it is of. A process that was
killed leaves it there; the next that writes into the folder clears it away.
"""

import hashlib
import os
import platform
import re
import shutil
import stat
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.extract.plan import ExtractPlan
from portfolio_tui.extract.provenance import ProvenanceError
from portfolio_tui.extract.provenance_files import parts_of, read_provenance, sidecar_of
from portfolio_tui.extract.writers import PARQUET
from portfolio_tui.portfolio.flushing import flush
from portfolio_tui.portfolio.manifest import MANIFEST_FILE
from portfolio_tui.portfolio.schema import TABLES

_OURS = re.compile(
    r"\.(?P<name>.+)\.portfolio-tui-(?P<host>[0-9a-f]{8})-(?P<process>\d+)-[0-9a-f]{8}\.(?P<kind>part|old)",
    re.DOTALL,
)


def checked_target(plan: ExtractPlan) -> Path:
    """Return where the extract of `plan` goes, links followed; raises UserError where it cannot go there."""
    try:
        target = plan.target.resolve()
        _check_folder(target.parent, plan.target)
        _check_portfolio(target, plan)
        _check_existing(target, plan)
        if plan.format != PARQUET:
            _check_existing(sidecar_of(target), plan)
    except OSError as error:
        raise UserError(f"{plan.target} cannot be written: {error.strerror or error}.") from error
    except RuntimeError as error:
        raise UserError(f"{plan.target} cannot be written: it is a link that leads to itself.") from error
    return target


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Give a path beside `target` that nothing else uses; what lies there afterwards is removed."""
    path = target.with_name(f".{target.name}.portfolio-tui-{_host()}-{os.getpid()}-{_some_digits()}.part")
    try:
        yield path
    finally:
        remove(path)


def clear_strays(folder: Path) -> None:
    """Remove from `folder` what processes that have ended have left; those that run keep theirs.

    A folder that was set aside while a new one took its place goes back where the new one did not come.
    """
    for path in folder.iterdir():
        found = _OURS.fullmatch(path.name)
        if found is None or found["host"] != _host() or _runs(int(found["process"])):
            continue
        place = path.with_name(found["name"])
        if found["kind"] == "old" and not place.exists():
            path.rename(place)
        else:
            remove(path)


def put_in_place(written: Path, target: Path, *, replace: bool) -> None:
    """Make `written`, a file or a folder, the `target`; raises UserError where there is one to be kept."""
    if written.is_dir():
        _put_folder(written, target)
    else:
        _put_file(written, target, replace=replace)
    flush(target.parent)


def flush_all(path: Path) -> None:
    """Wait until the file at `path`, or each within the folder at `path`, is on the disk."""
    for part in parts_of(path):
        flush(part)


def _check_folder(folder: Path, target: Path) -> None:
    if not folder.exists():
        raise UserError(f"{target} cannot be written: there is no folder {folder}. Make it first.")
    if not folder.is_dir():
        raise UserError(f"{target} cannot be written: {folder} is no folder.")


def _check_portfolio(target: Path, plan: ExtractPlan) -> None:
    """Refuse a place where the portfolio would take the extract for a table of its own."""
    folder = plan.portfolio.folder.resolve()
    if not target.is_relative_to(folder):
        return
    first = target.relative_to(folder).parts[:1]
    taken = {MANIFEST_FILE, *(table.name for table in TABLES), *(f"{table.name}.parquet" for table in TABLES)}
    if not first or first[0] in taken:
        raise UserError(f"{plan.target} is a place of the portfolio's own files. Choose another.")


def _check_existing(path: Path, plan: ExtractPlan) -> None:
    """Refuse to write over what is not to be replaced, or is no extract's file or folder."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    if plan.partition_by:
        _check_existing_folder(path, plan, is_folder=stat.S_ISDIR(mode))
        return
    if stat.S_ISDIR(mode):
        raise UserError(f"{path} is a folder. Name a file in it.")
    if not stat.S_ISREG(mode):
        raise UserError(f"{path} is no ordinary file. Choose another name.")
    if not plan.replace:
        raise _kept(path)


def _check_existing_folder(path: Path, plan: ExtractPlan, *, is_folder: bool) -> None:
    if not is_folder:
        raise UserError(f"{path} is a file, and a partitioned extract is a folder. Choose another name.")
    parts = [part for part in path.rglob("*") if not part.is_dir()]
    try:
        for part in parts:
            read_provenance(part)
    except ProvenanceError as error:
        raise UserError(f"{path} holds other things than an extract. Choose another name.") from error
    if parts and not plan.replace:
        raise _kept(path)


def _kept(path: Path) -> UserError:
    return UserError(f"{path} is there already and is kept. Choose another name, or replace it with --force.")


def _put_file(written: Path, target: Path, *, replace: bool) -> None:
    if replace:
        with suppress(FileNotFoundError):
            shutil.copymode(target, written)
        written.replace(target)
        return
    try:
        os.link(written, target)
    except FileExistsError as error:
        raise _kept(target) from error
    except OSError:  # a disk without hard links
        if target.exists():
            raise _kept(target) from None
        written.replace(target)


def _put_folder(written: Path, target: Path) -> None:
    aside = written.with_suffix(".old")
    with suppress(FileNotFoundError):
        target.rename(aside)
    try:
        written.rename(target)
    except OSError:
        if aside.exists():
            aside.rename(target)
        raise
    remove(aside)


def remove(path: Path) -> None:
    """Remove the file or folder at `path`, where there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    """Tell whether a process with that number runs; where that cannot be told, it does."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _host() -> str:
    """Return a mark of this machine: numbers of processes mean nothing on another that shares the folder."""
    try:
        namespace = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        namespace = ""
    return hashlib.sha256(f"{platform.node()} {namespace}".encode()).hexdigest()[:8]


def _some_digits() -> str:
    return uuid.uuid4().hex[:8]

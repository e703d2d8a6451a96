"""Makes a folder whole or not at all: written beside its place, and moved there when it is complete."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portfolio_tui.errors import UserError


@contextmanager
def written_whole(folder: Path) -> Iterator[Path]:
    """Yield an empty folder beside `folder`; on leaving, move it to `folder`, or remove it after an error.

    What an earlier run left there when it was killed is removed first. Raises UserError when `folder` is a
    file, is not empty or is the current folder, and when it cannot be made.
    """
    folder = folder.resolve()
    _check_free(folder)
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
    except OSError as error:
        raise _not_writable(folder, error) from error
    try:
        yield unfinished
        _move(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _check_free(folder: Path) -> None:
    try:
        if not folder.exists():
            return
        if not folder.is_dir():
            raise UserError(f"{folder} is a file. Name a folder that does not exist yet.")
        if any(folder.iterdir()):
            raise UserError(f"{folder} is not empty. Name a folder that does not exist yet.")
        if folder.samefile(Path.cwd()):
            raise UserError(f"{folder} is the folder you are in. Name one within it, such as ./demo.")
    except OSError as error:
        raise _not_writable(folder, error) from error


def _move(unfinished: Path, folder: Path) -> None:
    try:
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    except OSError as error:
        raise _not_writable(folder, error) from error


def _not_writable(folder: Path, error: OSError) -> UserError:
    return UserError(f"{folder} cannot be made ({error.strerror}). Name another folder.")

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
    file or not empty, and when the folder it lies in cannot be written to.
    """
    folder = folder.resolve()
    _check_free(folder)
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
    except OSError as error:
        raise UserError(
            f"{folder.parent} cannot be written to ({error.strerror}). Name another folder."
        ) from error
    try:
        yield unfinished
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _check_free(folder: Path) -> None:
    try:
        if not folder.exists():
            return
        if not folder.is_dir():
            raise UserError(f"{folder} is a file. Name a folder that does not exist yet.")
        if any(folder.iterdir()):
            raise UserError(
                f"{folder} is not empty. Name a folder that does not exist yet, or empty this one."
            )
        if folder.samefile(Path.cwd()):
            raise UserError(f"{folder} is the folder you are in. Name one in it, such as ./demo.")
    except OSError as error:
        raise UserError(f"{folder} cannot be read ({error.strerror}). Name another folder.") from error

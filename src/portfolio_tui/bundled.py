"""Finds the folders that ship with the program: the demo, the reference tables and the saved queries."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def bundled_folder(name: str) -> Path:
    """Return the bundled folder `name` ("data" or "queries"), in an installed package or in a checkout.

    Raises FileNotFoundError when the installation is incomplete.
    """
    for folder in (_PACKAGE / "bundled_files" / name, _CHECKOUT / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"The bundled folder {name!r} is missing; install portfolio-tui again.")


def bundled_demo() -> Path:
    """Return the folder of the demo portfolio that ships with the program."""
    return bundled_folder("data") / "demo"


def is_part_of_the_program(folder: Path) -> bool:
    """Tell whether `folder` lies in the installed package, where the next version takes its place."""
    return folder.resolve().is_relative_to(_PACKAGE)

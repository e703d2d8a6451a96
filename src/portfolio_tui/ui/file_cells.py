"""How the files of a folder are listed for an import: the cells of each, and what is marked."""

from collections.abc import Iterable

from portfolio_tui.extract.words import counted, size_in_words
from portfolio_tui.ui.folder_contents import FolderEntry
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import Run, Runs
from portfolio_tui.ui.widgets.cells import Cell


def name_cell(entry: FolderEntry) -> Cell:
    """Return the name; that of a folder ends in a slash."""
    if entry.is_folder:
        return Cell(f"{entry.name}/", "accent")
    return Cell(entry.name, "plain" if entry.is_data and not entry.fault else "muted")


def kind_cell(entry: FolderEntry) -> Cell:
    """Return what it is by its name, or why it cannot be read."""
    if entry.fault:
        return Cell(entry.fault, "running-out")
    return Cell("" if entry.is_folder else entry.kind or "no data by name", "muted")


def size_cell(entry: FolderEntry) -> Cell:
    """Return the size, where it is known."""
    return Cell("" if entry.size is None else size_in_words(entry.size), "muted")


def marked_runs(entries: Iterable[FolderEntry]) -> Runs:
    """Return how many entries are marked, and which; without any, how they are."""
    listed = list(entries)
    if not listed:
        return (Run("Enter takes a file or goes into a folder, Space marks several.", "muted"),)
    files = [entry for entry in listed if not entry.is_folder]
    parts = [counted(len(files), "file", "files")] if files else []
    folders = len(listed) - len(files)
    parts += [counted(folders, "folder", "folders")] if folders else []
    size = sum(entry.size or 0 for entry in files)
    told = f"{' and '.join(parts)} marked{f', {size_in_words(size)}' if files else ''}: "
    return (Run(told, "strong"), Run(", ".join(shown(entry.name) for entry in listed), "muted"))

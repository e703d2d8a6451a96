"""What lies in a folder, as lists of files and folders show it."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from portfolio_tui.sources.data_names import PACKED_NAMES, is_data
from portfolio_tui.ui.plain_text import folded

LISTED_AT_MOST = 500
_KINDS = {
    ".csv": "CSV",
    ".tsv": "CSV, tab",
    ".tab": "CSV, tab",
    ".psv": "CSV, pipe",
    ".txt": "text",
    ".json": "JSON",
    ".jsonl": "JSON lines",
    ".ndjson": "JSON lines",
    ".xlsx": "Excel",
    ".parquet": "Parquet",
    ".gz": "gzip",
    ".zip": "zip",
}


@dataclass(frozen=True)
class FolderEntry:
    """A file or a folder in a folder; `size` is in bytes, None for folders and what cannot be read."""

    path: Path
    name: str
    is_folder: bool
    size: int | None = None
    fault: str = ""
    """Why it cannot be read, if it cannot."""

    @property
    def is_data(self) -> bool:
        """Whether its name is that of a file of data."""
        return not self.is_folder and is_data(self.name)

    @property
    def kind(self) -> str:
        """What it is by its name; what a file holds is found out when it is read."""
        if self.is_folder:
            return "folder"
        stem = Path(self.name.lower())
        kind = _KINDS.get(stem.suffix, "")
        if stem.suffix in PACKED_NAMES and Path(stem.stem).suffix in _KINDS:
            return f"{_KINDS[Path(stem.stem).suffix]}, {kind}"
        return kind


@dataclass(frozen=True)
class FolderContents:
    """The entries of a folder, folders first; how many more there are; and why it cannot be read, if so."""

    entries: tuple[FolderEntry, ...] = ()
    more: int = 0
    fault: str = ""


def folder_contents(folder: Path, start: str = "", *, with_files: bool) -> FolderContents:
    """Return what is in `folder`, hidden ones left out, whose names start with `start`; case is ignored."""
    try:
        paths = [path for path in folder.iterdir() if _is_listed(path.name, start)]
        folders = {path for path in paths if path.is_dir()}
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no such folder"
        return FolderContents(fault=reason)
    listed = sorted(folders)
    if with_files:
        listed += sorted(path for path in paths if path not in folders)
    entries = tuple(_entry(path, path in folders) for path in listed[:LISTED_AT_MOST])
    return FolderContents(entries, max(0, len(listed) - LISTED_AT_MOST))


def _is_listed(name: str, start: str) -> bool:
    is_asked_for = start.startswith(".") and name.startswith(start)
    return (not name.startswith(".") or is_asked_for) and folded(name).startswith(folded(start))


def _entry(path: Path, is_folder: bool) -> FolderEntry:
    if is_folder:
        return FolderEntry(path, path.name, is_folder=True)
    try:
        status = path.stat()
    except OSError:
        return FolderEntry(path, path.name, is_folder=False, fault="leads nowhere")
    if not stat.S_ISREG(status.st_mode):
        return FolderEntry(path, path.name, is_folder=False, fault="no file")
    fault = "" if os.access(path, os.R_OK) else "not yours to read"
    return FolderEntry(path, path.name, is_folder=False, size=status.st_size, fault=fault)

"""Waits until what was written is on the disk."""

import os
import sys
from pathlib import Path


def flush(path: Path) -> None:
    """Wait until the file or the folder at `path`, without what is in it, is on the disk."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

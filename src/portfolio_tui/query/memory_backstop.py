"""Keeps this process within memory where the engine's own limit does not reach: in the midst of one call.

The engine counts what joins, sorts and groups hold, but not the one value that a function makes. Asked for
more than the system grants, it ends the query with an error and goes on; without this, the system would end
the whole program, or another.
"""

import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

HEADROOM_BYTES = 8 * 2**30
"""How much the process may take on top of what it has when an engine is open: twice the engine's limit."""

_MEMORY = Path("/proc/self/status")


def keep_within_memory() -> None:
    """Let this process take `HEADROOM_BYTES` more than now, where the system can tell and nobody set a limit.

    Elsewhere than on Linux nothing is done.
    """
    if sys.platform != "linux" or not _MEMORY.exists():
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if soft == resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_DATA, (_taken() + HEADROOM_BYTES, hard))


def _taken() -> int:
    """Return how many bytes of memory for data the process has asked for."""
    lines = _MEMORY.read_text(encoding="ascii", errors="replace").splitlines()
    (kilobytes,) = [line.split()[1] for line in lines if line.startswith("VmData:")]
    return int(kilobytes) * 1024

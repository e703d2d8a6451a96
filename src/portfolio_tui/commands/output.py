"""stdout for data: written as rows come, without being stuck when its reader is slow, stopped or gone."""

import os
import select
import stat
import sys
from collections.abc import Callable
from typing import BinaryIO, TextIO, cast

from portfolio_tui.errors import UserError
from portfolio_tui.terminal_text import shown

_AT_ONCE = 4_096
"""As many bytes as a pipe takes without waiting once it says that it takes any."""
_LOOK_EVERY_MILLISECONDS = 100


class PatientOutput:
    """Writes to a pipe or a terminal, and looks in between whether it is to stop."""

    def __init__(self, sink: BinaryIO, check: Callable[[], None]) -> None:
        self._sink = sink
        self._check = check
        self._poll = select.poll()
        self._poll.register(sink.fileno(), select.POLLOUT)

    def write(self, data: bytes) -> int:
        """Write all of `data` and return its length; raises BrokenPipeError, and what the check raises."""
        left = memoryview(data)
        while left:
            self._check()
            if self._poll.poll(_LOOK_EVERY_MILLISECONDS):
                self._sink.write(left[:_AT_ONCE])
                self._sink.flush()
                left = left[_AT_ONCE:]
        return len(data)


class TerminalOutput:
    """Lets no control character of the data through to a terminal; takes whole lines of text."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        """Write the lines of `data`, made safe, and return its length."""
        lines = bytes(data).decode().split("\n")
        self._sink.write("\n".join(map(shown, lines)).encode())
        return len(data)


def data_output(check: Callable[[], None]) -> BinaryIO:
    """Return where data is written to; raises UserError where the program was started without stdout."""
    if sys.stdout is None:
        raise UserError("There is no stdout to write to. Name a file with -o FILE.")
    sys.stdout.flush()
    sink = sys.stdout.buffer
    if not _can_wait(sys.stdout):
        return sink
    patient = cast(BinaryIO, PatientOutput(sink, check))
    return cast(BinaryIO, TerminalOutput(patient)) if sys.stdout.isatty() else patient


def nobody_reads(stream: TextIO | None) -> bool:
    """Tell whether `stream` is a pipe that was closed at its other end."""
    if stream is None or not _can_wait(stream):
        return False
    poll = select.poll()
    poll.register(stream.fileno(), 0)
    return any(state & select.POLLERR for _, state in poll.poll(0))


def _can_wait(stream: TextIO) -> bool:
    """Tell whether one can wait until `stream` takes more: it is a pipe or a terminal, and not a file."""
    if not hasattr(select, "poll"):
        return False
    try:
        mode = os.fstat(stream.fileno()).st_mode
    except OSError:  # what stands in for a stream, and has no file behind it
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISSOCK(mode)

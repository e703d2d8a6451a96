"""A sink for libraries that want a file: it takes bytes and counts them, and is neither sought nor closed."""

from typing import BinaryIO


class OneWay:
    """Hands on to `sink` what is written, and counts it.

    Once the sink has refused something it gets nothing more: libraries write an end when they are let go.
    """

    closed = False

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._position = 0
        self._refused = False

    def write(self, data: bytes) -> int:
        """Hand on `data` and return its length; raises what the sink raises, once."""
        if not self._refused:
            self._refused = True
            self._sink.write(data)
            self._refused = False
        self._position += len(data)
        return len(data)

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._position

    def flush(self) -> None:
        """Do nothing: who owns the sink flushes it."""

    def close(self) -> None:
        """Do nothing: who owns the sink closes it."""

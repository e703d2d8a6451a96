"""The SHA-256 of a file, made while the file is read."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self

_PIECE = 1 << 20


class Digest:
    """Digests a file in a thread of its own, which ends with the block."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_given_up = Event()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="digest")
        self._coming = self._pool.submit(self._digested)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._is_given_up.set()
        self._pool.shutdown()

    def result(self) -> str:
        """Return the digest in hexadecimal digits; raises OSError where the file cannot be read."""
        return self._coming.result()

    def _digested(self) -> str:
        digest = hashlib.sha256()
        with self._path.open("rb") as content:
            while not self._is_given_up.is_set() and (piece := content.read(_PIECE)):
                digest.update(piece)
        return digest.hexdigest()

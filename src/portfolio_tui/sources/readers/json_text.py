"""Hands out the values of a JSON text one after the other, holding no more of it than it must."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

LONGEST_RECORD = 32_000_000
_CHUNK = 1 << 20


@dataclass
class JsonText:
    """A cursor over a JSON text that is read in pieces. Positions and sizes are in characters."""

    text: TextIO
    decoder: json.JSONDecoder
    held: str = ""
    place: int = 0

    def next_sign(self) -> str:
        """Return the next character that is not blank without passing it; empty at the end."""
        while True:
            while self.place < len(self.held) and self.held[self.place] in " \t\r\n\ufeff":
                self.place += 1
            if self.place < len(self.held):
                return self.held[self.place]
            if not self._read_on():
                return ""

    def skip_sign(self) -> None:
        """Pass the character that `next_sign` returned."""
        self.place += 1

    def next_value(self) -> tuple[object, str]:
        """Return the next value and its text; raises ValueError when it is no JSON or too long."""
        self.next_sign()
        while True:
            try:
                value, end = self.decoder.raw_decode(self.held, self.place)
            except json.JSONDecodeError:
                if len(self.held) - self.place > LONGEST_RECORD:
                    raise ValueError(f"has a value of more than {LONGEST_RECORD:,} characters") from None
                if not self._read_on(at_least=len(self.held) - self.place):
                    raise
                continue
            except RecursionError:
                raise ValueError("is nested too deeply") from None
            is_whole = isinstance(value, dict | list) or end < len(self.held)
            if not is_whole and self._read_on():
                continue
            raw_text = self.held[self.place : end]
            self.place = end
            return value, raw_text

    def values_of_list(self) -> Iterator[tuple[object, str]]:
        """Yield each value of the list that starts here, with its text; raises ValueError when it is none."""
        self.skip_sign()
        if self.next_sign() == "]":
            self.skip_sign()
            return
        while True:
            yield self.next_value()
            sign = self.next_sign()
            if sign not in {",", "]"}:
                raise ValueError("stops in the middle of a list" if not sign else f"has a stray {sign!r}")
            self.skip_sign()
            if sign == "]":
                return

    def names_of_object(self) -> Iterator[str]:
        """Yield each name of the object that starts here; its value is read before the next is asked for.

        Raises ValueError when it is none.
        """
        self.skip_sign()
        if self.next_sign() == "}":
            self.skip_sign()
            return
        while True:
            name, _ = self.next_value()
            if not isinstance(name, str) or self.next_sign() != ":":
                raise ValueError("has an object whose values have no names")
            self.skip_sign()
            yield name
            sign = self.next_sign()
            if sign not in {",", "}"}:
                raise ValueError("stops in the middle of an object" if not sign else f"has a stray {sign!r}")
            self.skip_sign()
            if sign == "}":
                return

    def _read_on(self, at_least: int = 0) -> bool:
        """Read a further piece, dropping what was passed; doubling keeps long values from being slow."""
        piece = self.text.read(max(_CHUNK, at_least))
        self.held = self.held[self.place :] + piece
        self.place = 0
        return bool(piece)

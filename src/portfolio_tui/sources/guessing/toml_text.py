"""Writes a profile as TOML, each line under the reason why it is there."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portfolio_tui.sources.cells import printable

_WIDTH = 110


@dataclass(frozen=True)
class Line:
    """A key and its value as TOML, with the reason for it; without a reason it speaks for itself."""

    key: str
    value: str
    reason: str = ""


@dataclass(frozen=True)
class Block:
    """The lines under one heading of the profile: `[tables.spend]`; "" is the top."""

    heading: str
    lines: tuple[Line, ...]

    @property
    def path(self) -> str:
        """The dotted path of its heading, `tables.spend`."""
        return self.heading.strip("[]")


def text(value: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def texts(values: Sequence[str]) -> str:
    """Return a list of texts as TOML writes it."""
    return f"[{', '.join(map(text, values))}]"


def table(**values: str) -> str:
    """Return an inline table of values that are TOML already; a trailing `_` of a name is dropped."""
    pairs = (f"{name.rstrip('_')} = {value}" for name, value in values.items())
    return f"{{ {', '.join(pairs)} }}"


def constant(value: str) -> str:
    """Return the same value for every row."""
    return table(value=text(value))


def written(notes: Sequence[str], blocks: Sequence[Block]) -> str:
    """Return the whole profile, the notes above it."""
    lines = [part for note in notes for part in _comment(note)]
    for block in blocks:
        lines += ["", *([block.heading] if block.heading else [])]
        for line in block.lines:
            lines += [*_comment(line.reason), f"{line.key} = {line.value}"]
    return "\n".join(lines).strip("\n") + "\n"


def _comment(note: str) -> Iterator[str]:
    """Yield the lines of a comment, none of which is too long to read."""
    line = ""
    for word in printable(" ".join(note.split())).split(" "):
        if line and len(line) + len(word) > _WIDTH:
            yield f"# {line}"
            line = ""
        line = f"{line} {word}" if line else word
    if line:
        yield f"# {line}"

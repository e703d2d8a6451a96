"""Finds the line of a profile's TOML that an error is about, and the key on a line."""

import re

_HEADER = re.compile(r"^\s*\[{1,2}\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"^\s*(\"[^\"]*\"|'[^']*'|[A-Za-z0-9_-]+)\s*=")
_AT_LINE = re.compile(r"\(at line (\d{1,9})")
_AT_END = "(at end of document)"


def line_of_key(text: str, key: str) -> int | None:
    """Return the first line, counted from 1, of the dotted `key`, else of the nearest table that it lies in.

    None where not even its outermost table stands in `text`.
    """
    wanted = key.split(".")
    best: tuple[int, int] | None = None
    for number, path in _paths(text):
        if wanted[: len(path)] == path and (best is None or len(path) > best[0]):
            best = (len(path), number)
    return None if best is None else best[1]


def line_with(text: str, mark: str) -> int | None:
    """Return the first line, counted from 1, in which `mark` stands outside a comment."""
    lines = enumerate(text.split("\n"), start=1)
    return next((number for number, line in lines if mark in line.partition("#")[0]), None)


def line_of_message(text: str, message: str) -> int | None:
    """Return the line that a TOML error's message names; None where it names none."""
    if _AT_END in message:
        return max(1, len(text.rstrip().split("\n")))
    found = _AT_LINE.search(message)
    return int(found[1]) if found else None


def _paths(text: str) -> list[tuple[int, list[str]]]:
    """Return the lines that begin a table or a key, each with its dotted path."""
    paths = []
    table: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = [part.strip().strip("\"'") for part in header[1].split(".")]
            paths.append((number, table))
        elif key:
            paths.append((number, [*table, key[1].strip("\"'")]))
    return paths

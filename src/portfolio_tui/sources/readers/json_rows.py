"""Reads JSON, a list of records wherever it stands in the document, and JSON lines, a record a line."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TextIO

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.encodings import Encoding, escaped, find_encoding, is_writable
from portfolio_tui.sources.readers.gathering import Row, gathered
from portfolio_tui.sources.readers.json_faults import told_as_source_errors
from portfolio_tui.sources.readers.json_text import LONGEST_RECORD, JsonText
from portfolio_tui.sources.readers.json_values import RepeatedNameError, decoder, flat_cells
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import RejectedRow, SourceError, SourceRows

_MOST_NAMES = 2_000

_Value = tuple[object, str]
"""A value and its text in the file; text that is no JSON comes as a ValueError that says why."""

_Values = Callable[[TextIO], Iterator[_Value]]


def read_json(file: SourceFile, layout: Layout) -> Iterator[SourceRows]:
    """Read the list of records in a JSON document: the one named by the profile, else the only one.

    Yields some rows at a time. Raises SourceError when the document is broken, or has no or several such
    lists.
    """
    places: list[str] = []

    def values(text: TextIO) -> Iterator[_Value]:
        cursor = JsonText(text, decoder())
        yield from _in_lists(cursor, "", layout.records, places)
        if cursor.next_sign():
            raise ValueError("goes on after its end")

    yield from _rows(file, layout, values, "json")
    if len(places) > 1:
        raise SourceError(
            f"{file.shown} holds several lists of records: {', '.join(places)}. Name one of them in the "
            f'profile: [file] records = "{places[0]}".'
        )
    if not places:
        wanted = "list of records" if layout.records is None else f'list at "{layout.records}"'
        raise SourceError(f"{file.shown} holds no {wanted}; nothing was imported.")


def read_json_lines(file: SourceFile, layout: Layout) -> Iterator[SourceRows]:
    """Read a record from each line of `file`, some at a time; lines that are no JSON object are rejected."""
    return _rows(file, layout, values_of_lines, "jsonl")


def values_of_lines(text: TextIO) -> Iterator[_Value]:
    """Yield the value of each line that is not blank, with its text; raises ValueError for endless lines."""
    reader = decoder()
    for line in iter(partial(text.readline, LONGEST_RECORD + 1), ""):
        if len(line) > LONGEST_RECORD:
            raise ValueError(f"has a line of more than {LONGEST_RECORD:,} characters")
        raw_text = line.strip(" \t\r\n\ufeff")
        if raw_text:
            try:
                yield reader.decode(raw_text), raw_text
            except json.JSONDecodeError as error:
                yield ValueError(f"is no JSON: {error}"), raw_text
            except RecursionError:
                yield ValueError("is nested too deeply"), raw_text


def _in_lists(cursor: JsonText, path: str, named: str | None, places: list[str]) -> Iterator[_Value]:
    """Yield the values of the lists of records in the value that starts here; `places` tells their paths."""
    sign = cursor.next_sign()
    if sign == "{" and path != named:
        for name in cursor.names_of_object():
            yield from _in_lists(cursor, f"{path}.{name}" if path else name, named, places)
    elif sign == "[" and named in {None, path}:
        is_records = bool(named) or not path
        for number, (value, raw_text) in enumerate(cursor.values_of_list()):
            is_records = is_records or (number == 0 and isinstance(value, dict))
            if is_records and number == 0:
                places.append(path)
            if is_records:
                yield value, raw_text
        if is_records and path not in places:
            places.append(path)
    else:
        cursor.next_value()


def _rows(file: SourceFile, layout: Layout, values: _Values, name: str) -> Iterator[SourceRows]:
    """Yield the rows with every name that is wanted: all are looked at where the first lack one."""
    records = _Records(file)
    parts = _parts(file, layout, values, name, records)
    first = next(parts)
    if records.have(layout.wanted):
        yield first
        yield from parts
        return
    count = sum(1 for _ in parts)
    if count:
        yield from _parts(file, layout, values, name, records.again())
    else:
        yield first


def _parts(
    file: SourceFile, layout: Layout, values: _Values, name: str, records: "_Records"
) -> Iterator[SourceRows]:
    encoding = _encoding(file, layout)
    with (
        told_as_source_errors(file, encoding.name, lambda: f"record {records.count:,}"),
        file.path.open("rb") as content,
        io.TextIOWrapper(content, encoding.codec, encoding.errors) as text,
    ):
        for rows in gathered(records.names, records.of(values(text))):
            yield SourceRows(
                file_name=file.name,
                texts=rows.texts,
                positions=rows.positions,
                raw_texts=rows.raw_texts,
                unnamed=(),
                repeated=(),
                rejected=rows.rejected,
                read_as=f"{name}, {encoding.name}",
                bytes_read=content.tell(),
            )


def _encoding(file: SourceFile, layout: Layout) -> Encoding:
    try:
        return Encoding(layout.encoding) if layout.encoding else find_encoding(file.path)
    except OSError as error:
        raise SourceError(f"{file.shown} cannot be read: {error.strerror or error}.") from error


@dataclass
class _Records:
    """Turns values into rows, and gathers the names that they have, in the order in which they come."""

    file: SourceFile
    names: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def have(self, wanted: Iterable[str]) -> bool:
        """Tell whether every wanted name was found."""
        return self.places.keys() >= set(wanted)

    def again(self) -> "_Records":
        """Return what reads the same values anew, knowing all of their names."""
        return _Records(self.file, list(self.names), dict(self.places))

    def of(self, values: Iterable[_Value]) -> Iterator[Row | RejectedRow]:
        """Yield a row for each value, or the value rejected with the reason."""
        for value, raw_text in values:
            self.count += 1
            try:
                yield self._row(value, raw_text)
            except RepeatedNameError as error:
                yield RejectedRow(self.count, escaped(raw_text), str(error))

    def _row(self, value: object, raw_text: str) -> Row | RejectedRow:
        reason = ""
        cells: dict[str, str | None] = {}
        if not isinstance(value, dict):
            reason = str(value) if isinstance(value, ValueError) else "is no JSON object"
        else:
            cells = flat_cells(value)
            reason = _objection(cells, raw_text)
        if reason:
            return RejectedRow(self.count, escaped(raw_text), reason)
        self._learn(cells)
        texts: list[str | None] = [None] * len(self.names)
        for name, text in cells.items():
            texts[self.places[name]] = text
        return Row(self.count, raw_text, texts)

    def _learn(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.places:
                self.places[name] = len(self.names)
                self.names.append(name)
        if len(self.names) > _MOST_NAMES:
            raise SourceError(
                f"{self.file.shown} has more than {_MOST_NAMES:,} different names in its records; "
                "they are no table. Nothing was imported."
            )


def _objection(cells: dict[str, str | None], raw_text: str) -> str:
    if not any(text and text.strip() for text in cells.values()):
        return "is empty"
    if raw_text.isascii() and "\\u" not in raw_text:
        return ""
    together = "".join([*cells, *(text or "" for text in cells.values())])
    if not is_writable(together):
        return "holds bytes or escapes that are no characters"
    return "holds a NUL character" if "\0" in together else ""

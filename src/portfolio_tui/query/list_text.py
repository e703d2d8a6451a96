"""Several values in one text, with commas between them; a value that holds a comma has quotes around it."""

import re
from collections.abc import Iterable

_VALUE = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))')


def split_values(text: str) -> list[str]:
    """Return the values in `text`, without blanks around them; an empty one stands where there is none."""
    values: list[str] = []
    position = 0
    while found := _VALUE.match(text, position):
        quoted, plain = found.groups()
        values.append(plain.strip() if quoted is None else quoted.replace('""', '"'))
        if found.end() == len(text):
            break
        position = found.end() + 1
    return values


def joined_values(values: Iterable[str]) -> str:
    """Return `values` in one text that `split_values` takes apart again."""
    return ", ".join(map(written_value, values))


def written_value(value: str) -> str:
    """Return `value` as it stands among others."""
    if "," in value or value.startswith('"') or value != value.strip():
        return '"' + value.replace('"', '""') + '"'
    return value

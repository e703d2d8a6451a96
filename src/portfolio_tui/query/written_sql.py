"""SQL as it stands in an editor: with the header of a saved query, or without one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.query.documented_sql import KEYS, DocumentedSQL, documented_sql
from portfolio_tui.query.saved_queries import AD_HOC_NAME, ad_hoc, yours

_PARAMETER = "param"
_GOES_ON = "--   "
_TOLD_ANEW = ("title", "description")


@dataclass(frozen=True)
class WrittenSQL:
    """What a text asks for, and the line of the text, the first being 1, on which its SQL begins."""

    query: DocumentedSQL
    first_line: int


def written_sql(text: str, name: str = "") -> WrittenSQL:
    """Return the query that `text` writes, called `name`; without a header it takes no parameters.

    Raises HeaderError when there is a header with a fault, UserError when there is no SQL at all.
    """
    path = Path(f"{name or AD_HOC_NAME}.sql")
    query = yours(documented_sql(path, text)).query if has_header(text) else ad_hoc(text)
    if not query.sql:
        raise UserError("There is no SQL yet. Write a SELECT, as SELECT * FROM contracts.")
    start = len(text.rstrip()) - len(query.sql)
    return WrittenSQL(query, text[: max(0, start)].count("\n") + 1)


def has_header(text: str) -> bool:
    """Tell whether `text` starts with comments of which one gives a title, a description or a parameter."""
    return any(_key_of(line) in {*_TOLD_ANEW, _PARAMETER} for line in _leading_comments(text))


def header_words(text: str) -> tuple[str, str]:
    """Return the title and the description in the header of `text`, each empty where there is none."""
    words = dict.fromkeys(_TOLD_ANEW, "")
    key = ""
    for line in _leading_comments(text) if has_header(text) else ():
        if line.startswith(_GOES_ON):
            said = line.removeprefix(_GOES_ON)
        else:
            key = _key_of(line)
            said = line.partition(":")[2]
        if key in words:
            words[key] = f"{words[key]} {said.strip()}".strip()
    return words["title"], words["description"]


def with_header(text: str, title: str, description: str) -> str:
    """Return `text` with a header that gives that title and description; the rest of its header stays."""
    if has_header(text) and header_words(text) == (title, description):
        return text
    comments = list(_leading_comments(text)) if has_header(text) else []
    body = "\n".join(text.split("\n")[len(comments) :]).lstrip("\n")
    told = [f"-- title: {' '.join(title.split())}", f"-- description: {' '.join(description.split())}"]
    kept = list(_without(comments, _TOLD_ANEW))
    gap = [""] if body.startswith("--") else []  # a comment of the SQL's own is no line of the header
    return "\n".join([*told, *kept, *gap, body]).rstrip() + "\n"


def _leading_comments(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if not line.startswith("--"):
            return
        yield line


def _key_of(line: str) -> str:
    """Return the key with which a line of a header starts; empty where it starts with none."""
    if line.startswith(_GOES_ON):
        return ""
    said = line.removeprefix("--").strip()
    if said.startswith(f"{_PARAMETER} "):
        return _PARAMETER
    key = said.partition(":")[0].strip() if ":" in said else ""
    return key if key in KEYS else ""


def _without(comments: list[str], keys: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of a header but those of `keys`, with the lines that go on with them."""
    is_left_out = False
    for line in comments:
        if not line.startswith(_GOES_ON):
            is_left_out = _key_of(line) in keys
        if not is_left_out:
            yield line

"""Splits SQL, finished or not, into its tokens: for the colors of the editor and for completion."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from portfolio_tui.ui.theme import Ink
from portfolio_tui.ui.widgets.sql_editor_words import FUNCTIONS, KEYWORDS

TokenKind = Literal["comment", "string", "quoted", "parameter", "number", "word", "space", "sign"]

_TOKEN = re.compile(
    r"""
      (?P<comment>   --[^\n]* | /\*.*?(?:\*/|\Z) )
    | (?P<string>    [eE]'(?:[^'\\]|\\.|'')*(?:'|\Z) | '[^']*(?:''[^']*)*(?:'|\Z)
                     | \$(?P<tag>(?:[^\W\d]\w*)?)\$.*?(?:\$(?P=tag)\$|\Z) )
    | (?P<quoted>    "[^"]*(?:""[^"]*)*(?:"|\Z) )
    | (?P<parameter> \$\w+ )
    | (?P<number>    (?:\d[\d_]*(?:\.[\d_]*)? | \.\d[\d_]*)(?:[eE][+-]?\d+)? )
    | (?P<word>      [^\W\d]\w* )
    | (?P<space>     \s+ )
    | (?P<sign>      . )
    """,
    re.VERBOSE | re.DOTALL,
)
_KEYWORDS = frozenset(KEYWORDS)
_FUNCTIONS = frozenset(FUNCTIONS)
_INKS: dict[TokenKind, Ink] = {
    "comment": "muted",
    "string": "fine",
    "parameter": "running-out",
    "number": "expiring",
}


@dataclass(frozen=True)
class Token:
    """A piece of SQL: where it starts in the text, and the text itself."""

    kind: TokenKind
    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends in the text; the next token starts there."""
        return self.start + len(self.text)

    @property
    def is_keyword(self) -> bool:
        """Whether it is a word that SQL keeps for itself, or takes for a part of a statement."""
        return self.kind == "word" and self.text.upper() in _KEYWORDS

    @property
    def is_name(self) -> bool:
        """Whether it can name a table or a column."""
        return self.kind == "quoted" or (self.kind == "word" and not self.is_keyword)

    @property
    def name(self) -> str:
        """The name that it writes, without quotes."""
        if self.kind != "quoted":
            return self.text
        closed = len(self.text) > 1 and self.text.endswith('"')
        return self.text[1 : -1 if closed else None].replace('""', '"')

    @property
    def ink(self) -> Ink:
        """The ink in which it is shown."""
        if self.kind == "word":
            if self.is_keyword:
                return "accent"
            return "strong" if self.text.lower() in _FUNCTIONS else "plain"
        return _INKS.get(self.kind, "plain")


def tokens(sql: str) -> list[Token]:
    """Return the tokens of `sql`, which together are `sql`; an open quote or comment goes to the end."""
    return list(_tokens(sql))


def _tokens(sql: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(sql):
        yield Token(cast(TokenKind, found.lastgroup), found.start(), found[0])

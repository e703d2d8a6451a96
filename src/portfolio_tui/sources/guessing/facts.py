"""Tells of each column of a file what its name says, and what its texts could be read as."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import polars as pl

from portfolio_tui.sources.cells import DATE_FORMATS, UnreadableError, parse_date, parse_decimal
from portfolio_tui.sources.states import listed_states, state_code

_MOST_TEXTS = 2_000
_ENOUGH = 0.9
_HALF = 0.5
_YEARS = range(1950, 2101)
_SHORT = {
    "agcy": "agency",
    "am": "amount",
    "amt": "amount",
    "beg": "begin",
    "bgn": "begin",
    "cat": "category",
    "cd": "code",
    "cust": "customer",
    "dept": "department",
    "descr": "description",
    "descrptn": "description",
    "desc": "description",
    "doc": "document",
    "dscr": "description",
    "dsc": "description",
    "dt": "date",
    "efbgn": "begin",
    "efend": "end",
    "exp": "expiration",
    "fy": "fiscal year",
    "inv": "invoice",
    "lgl": "legal",
    "lmt": "limit",
    "nbr": "number",
    "nm": "name",
    "no": "number",
    "num": "number",
    "ord": "ordered",
    "orig": "original",
    "pmt": "payment",
    "prch": "purchase",
    "pymt": "payment",
    "qty": "quantity",
    "tot": "total",
    "vend": "vendor",
    "yr": "year",
}


@dataclass(frozen=True)
class ColumnFacts:
    """What is known of a column: its name in plain words, and what its texts could be.

    `filled` is the share of rows with a text, `texts` are the first different ones. What they could be is
    found out when it is asked for: of most columns the name tells that they play no part.
    """

    name: str
    words: str
    filled: float
    distinct: int
    texts: tuple[str, ...]

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """The notations by which its texts are dates; none where it holds no dates."""
        return _date_formats(self.texts, self.words)

    @cached_property
    def mark(self) -> str:
        """The decimal mark of its amounts; empty where it holds none."""
        return _decimal_mark(self.texts)

    @property
    def has_money(self) -> bool:
        """Whether it holds amounts that are not all plain whole numbers."""
        return bool(self.mark) and any(re.search(r"[$.,]", text) for text in self.texts)

    @cached_property
    def is_state(self) -> bool:
        """Whether its texts are codes or names of states."""
        return _share(self.texts, state_code) >= _ENOUGH

    @cached_property
    def is_list_of_states(self) -> bool:
        """Whether its texts are lists of states."""
        return _lists_states(self.texts)


def words_of(heading: str) -> str:
    """Return a heading in small letters with abbreviations spelled out: `DOC_DEPT_CD`, `contractNumber`."""
    last = heading.rsplit(".", 1)[-1] if re.fullmatch(r"[\w.]+", heading) else heading
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", last.replace("#", " number "))
    parts = re.sub(r"[\W_]+", " ", spaced).lower().split()
    return " ".join(_SHORT.get(part, part) for part in parts)


def facts_of(texts: pl.DataFrame) -> tuple[ColumnFacts, ...]:
    """Return what is known of each column of texts."""
    return tuple(_facts(texts[name]) for name in texts.columns)


def _facts(column: pl.Series) -> ColumnFacts:
    given = column.drop_nulls()
    texts = given.unique(maintain_order=True).head(_MOST_TEXTS).to_list()
    return ColumnFacts(
        name=column.name,
        words=words_of(column.name),
        filled=given.len() / column.len() if column.len() else 0.0,
        distinct=given.n_unique(),
        texts=tuple(texts),
    )


def _share(texts: Sequence[str], read: Callable[[str], object]) -> float:
    """Return which share of the texts can be read; 0 where there are none."""
    return sum(_can_read(text, read) for text in texts) / len(texts) if texts else 0.0


def _can_read(text: str, read: Callable[[str], object]) -> bool:
    try:
        read(text)
    except UnreadableError:
        return False
    return True


def _date_formats(texts: Sequence[str], words: str) -> tuple[str, ...]:
    """Return the notations that are needed to read the texts as dates, the commonest first."""
    if _share(texts, partial(parse_date, formats=DATE_FORMATS)) <= _HALF:
        return ()
    shares = {name: _share(texts, partial(parse_date, formats=(name,))) for name in DATE_FORMATS}
    needed = tuple(sorted((name for name in shares if shares[name]), key=lambda name: -shares[name]))
    if needed == ("YYYYMMDD",) and not re.search(r"\b(date|start|begin|end)\b", words):
        years = [int(text[:4]) for text in texts]
        return needed if all(year in _YEARS for year in years) and len(texts) > 1 else ()
    return needed


def _decimal_mark(texts: Sequence[str]) -> str:
    """Return the decimal mark by which most of the texts are amounts; empty where they are none."""
    shares = {mark: _share(texts, partial(_amount, mark=mark)) for mark in (".", ",")}
    best = max(shares, key=lambda mark: shares[mark])
    return best if shares[best] > _HALF else ""


def _amount(text: str, mark: str) -> object:
    return parse_decimal(text, mark=mark, places=6, digits=24)


def _lists_states(texts: Sequence[str]) -> bool:
    read = [listed_states(text) for text in texts]
    return any(len(codes) > 1 for codes, _ in read) and sum(
        not unread for _, unread in read
    ) >= _ENOUGH * len(read)

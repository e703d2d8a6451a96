"""Completion of SQL: what could be meant by the word before the cursor, from the text alone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portfolio_tui.query.catalog import UNSCOPED, Catalog, CatalogColumn, CatalogTable
from portfolio_tui.ui.widgets.sql_editor_tokens import Token, tokens
from portfolio_tui.ui.widgets.sql_editor_words import AFTER_TABLE, FUNCTIONS, KEYWORDS, RESERVED

OFFERED = 60
"""How many offers are made at most; more letters find the others."""

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CLAUSES = frozenset(
    {"SELECT", "FROM", "JOIN", "ON", "USING", "WHERE", "BY", "HAVING", "QUALIFY", "LIMIT", "OFFSET", "WINDOW"}
    | {"VALUES", "UNION", "INTERSECT", "EXCEPT"}
)
_TABLE_CLAUSES = frozenset({"FROM", "JOIN"})


@dataclass(frozen=True)
class Offer:
    """One completion: the name as it is read, the text put in the word's place, and a note; all of it raw."""

    name: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Completion:
    """What is offered for the word that starts at `start` in the text and is `typed` so far."""

    start: int
    typed: str
    offers: tuple[Offer, ...]
    is_whole: bool
    """Whether what is typed is a word already, so that none of the offers should be forced on it."""


@dataclass(frozen=True)
class _Source:
    """A table that the statement reads, under the name by which its columns are called."""

    name: str
    table: CatalogTable


def complete(sql: str, position: int, catalog: Catalog) -> Completion | None:
    """Return what could be meant at `position` of `sql`, best first; None where nothing is to be offered.

    Nothing is offered within strings, comments, numbers and quoted names, nor in the middle of a word.
    """
    found = tokens(sql)
    here = next((token for token in found if token.start < position <= token.end), None)
    typed = ""
    if here is not None and here.kind == "word":
        if position < here.end:
            return None
        typed = here.text
    elif here is not None and here.kind not in {"sign", "space"}:
        return None
    start = position - len(typed)
    told = [token for token in found if token.kind not in {"space", "comment"}]
    before = [token for token in told if token.end <= start]
    ahead = sql[position : position + 1]
    matching = _matching(typed, _offers(before, told, typed, catalog, opened=ahead == "("))
    new = [offer for offer in matching if offer.name.casefold() != typed.casefold()]
    return Completion(start, typed, tuple(new[:OFFERED]), len(new) < len(matching)) if new else None


def _matching(typed: str, offers: Iterable[Offer]) -> list[Offer]:
    """Return the offers that start as typed, then those of which a later part does, each text once."""
    wanted = typed.casefold()
    starting: dict[str, Offer] = {}
    containing: dict[str, Offer] = {}
    for offer in offers:
        name = offer.name.casefold()
        if name.startswith(wanted):
            starting.setdefault(offer.text, offer)
        elif any(f"{sign}{wanted}" in name for sign in "_. "):
            containing.setdefault(offer.text, offer)
    return [*starting.values(), *(offer for text, offer in containing.items() if text not in starting)]


def _offers(
    before: Sequence[Token], told: Sequence[Token], typed: str, catalog: Catalog, *, opened: bool
) -> Iterator[Offer]:
    """Yield everything that may stand after the tokens `before`, the likeliest first."""
    sources = list(_sources(told, catalog))
    last = before[-1] if before else None
    if last is not None and last.text == ".":
        yield from _qualified(_qualifier(before), sources, catalog)
        return
    if last is not None and _is(last, "AS"):
        return
    clause = _clause(before)
    if last is not None and clause in _TABLE_CLAUSES and (last.text == "," or _is(last, *_TABLE_CLAUSES)):
        yield from (Offer(name, _quoted(name), "named in this statement") for name in _named_results(told))
        yield from map(_table_offer, catalog.tables)
    elif last is not None and clause in _TABLE_CLAUSES and (last.is_name or last.text == ")"):
        yield from _keyword_offers(AFTER_TABLE, typed)
    else:
        yield from _column_offers([source.table for source in sources])
        yield from _function_offers(catalog, opened=opened)
        yield from _keyword_offers(KEYWORDS, typed)
        yield from map(_table_offer, catalog.tables)
        yield from _column_offers(table for table in catalog.tables if table.schema != UNSCOPED)


def _qualified(names: Sequence[str], sources: Sequence[_Source], catalog: Catalog) -> Iterator[Offer]:
    """Yield what follows `names` and a dot: the columns of a table or of another name for it, or tables."""
    if len(names) == 2:
        table = catalog.find(*names)
        yield from _column_offers([table] if table else [])
    elif len(names) == 1:
        (name,) = names
        called = [source.table for source in sources if source.name.casefold() == name.casefold()]
        known = catalog.find("", name)
        yield from _column_offers(called or ([known] if known else []))
        for table in catalog.tables:
            if table.schema and table.schema.casefold() == name.casefold():
                yield Offer(table.name, _quoted(table.name), table.meaning)


def _qualifier(before: Sequence[Token]) -> list[str]:
    """Return the names before the dot that `before` ends with, outermost first."""
    names: list[str] = []
    rest = list(before)
    while len(rest) > 1 and rest[-1].text == "." and rest[-2].is_name:
        names.insert(0, rest[-2].name)
        del rest[-2:]
    return names


def _sources(told: Sequence[Token], catalog: Catalog) -> Iterator[_Source]:
    """Yield the tables of the catalog that the statement names after FROM, JOIN or a comma."""
    for number, token in enumerate(told):
        if token.text != "," and not _is(token, *_TABLE_CLAUSES):
            continue
        rest = told[number + 1 : number + 6]
        if not rest or not rest[0].is_name:
            continue
        schema, name, rest = "", rest[0].name, rest[1:]
        if len(rest) > 1 and rest[0].text == "." and rest[1].kind in {"word", "quoted"}:
            schema, name, rest = name, rest[1].name, rest[2:]
        if rest and _is(rest[0], "AS"):
            rest = rest[1:]
        table = catalog.find(schema, name)
        if table is not None:
            yield _Source(rest[0].name if rest and rest[0].is_name else name, table)


def _named_results(told: Sequence[Token]) -> Iterator[str]:
    """Yield the names that the statement gives to results of its own: `WITH name AS (…)`."""
    for (name, as_), opening in zip(pairwise(told), told[2:], strict=False):
        if name.is_name and _is(as_, "AS") and (opening.text == "(" or _is(opening, "MATERIALIZED")):
            yield name.name


def _clause(before: Sequence[Token]) -> str:
    """Return the keyword of the clause that `before` ends in, at the same depth of brackets."""
    depth = 0
    for token in reversed(before):
        if token.text == ")":
            depth += 1
        elif token.text == "(":
            depth -= 1
            if depth < 0:
                return ""
        elif depth == 0 and token.kind == "word" and token.text.upper() in _CLAUSES:
            return token.text.upper()
    return ""


def _is(token: Token, *keywords: str) -> bool:
    return token.kind == "word" and token.text.upper() in keywords


def _table_offer(table: CatalogTable) -> Offer:
    schema = f"{table.schema}." if table.schema else ""
    return Offer(f"{schema}{table.name}", f"{schema}{_quoted(table.name)}", table.meaning)


def _column_offers(tables: Iterable[CatalogTable]) -> Iterator[Offer]:
    for table in tables:
        for column in table.columns:
            yield Offer(column.name, _quoted(column.name), _column_note(column))


def _column_note(column: CatalogColumn) -> str:
    return " · ".join(part for part in (column.type, column.meaning) if part)


def _function_offers(catalog: Catalog, *, opened: bool) -> Iterator[Offer]:
    """Yield the functions; the bracket comes with them, unless it is there."""
    bracket = "" if opened else "("
    own = {function.name: function.meaning for function in catalog.functions}
    for name in dict.fromkeys((*own, *FUNCTIONS)):
        yield Offer(name, f"{name}{bracket}", own.get(name, "function"))


def _keyword_offers(keywords: Iterable[str], typed: str) -> Iterator[Offer]:
    """Yield the keywords in the case in which one types."""
    for keyword in keywords:
        text = keyword.lower() if typed.islower() else keyword
        yield Offer(text, text)


def _quoted(name: str) -> str:
    """Return `name` as SQL names it: between quotes where it is not plain, or a word that SQL keeps."""
    if _PLAIN_NAME.fullmatch(name) and name.upper() not in RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'

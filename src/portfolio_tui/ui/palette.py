"""What the palette finds: everything the dashboard can do, and every name in the portfolio."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from portfolio_tui.measures.portfolio_rows import OWN_GROUP, Name
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.check_ways import open_rule
from portfolio_tui.ui.plain_text import folded
from portfolio_tui.ui.query_ways import open_history, open_query, write_sql
from portfolio_tui.ui.theme import DARK_THEME, LIGHT_THEME

if TYPE_CHECKING:
    from portfolio_tui.ui.app import PortfolioApp

ACTION = "action"
QUERY = "query"
RULE = "rule"
FOUND_AT_MOST = 100
_NO_MATCH = 9
_ANSI_THEMES = (("ansi-dark", "dark"), ("ansi-light", "light"))


@dataclass(frozen=True)
class Entry:
    """One thing to go to or do: its kind, its name, a note, and what Enter does. The texts are raw."""

    kind: str
    name: str
    note: str
    go: Callable[[], object]
    key: str = ""
    """What tells it from others of the same kind: an id, else nothing."""


@dataclass(frozen=True)
class _Indexed:
    entry: Entry
    name: str
    text: str


class PaletteIndex:
    """Entries made ready for searching: folded once, so that ten thousand are searched between two keys."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._indexed = [_indexed(entry) for entry in entries]

    def find(self, text: str) -> Sequence[Entry]:
        """Return the entries that match `text`, best first: all its words, else its letters in that order.

        Without text, what can be done is returned and no names.
        """
        words = folded(text).split()
        if not words:
            return [indexed.entry for indexed in self._indexed if indexed.entry.kind == ACTION]
        ranked = [
            (_rank(indexed, words), len(indexed.name), position)
            for position, indexed in enumerate(self._indexed)
            if all(word in indexed.text for word in words)
        ]
        if not ranked:
            ranked = self._by_letters("".join(words))
        ranked.sort()
        return [self._indexed[position].entry for _, _, position in ranked[:FOUND_AT_MOST]]

    def _by_letters(self, letters: str) -> list[tuple[int, int, int]]:
        """Rank by how close together the letters stand in the name; for what is mistyped or abbreviated."""
        pattern = re.compile(".*?".join(map(re.escape, letters)))
        found = ((pattern.search(indexed.name), position) for position, indexed in enumerate(self._indexed))
        return [
            (match.end() - match.start(), len(self._indexed[position].name), position)
            for match, position in found
            if match is not None
        ]


def actions(app: "PortfolioApp") -> list[Entry]:
    """Return what the dashboard can do."""
    done: list[tuple[str, str, Callable[[], object]]] = [
        ("Choose the scope", "f", app.action_edit_scope),
        ("Clear the scope", "F", app.action_clear_scope),
        ("Help and definitions", "?", app.action_help),
        ("Problems of this portfolio", "p", app.action_show_problems),
        ("Read the files again", "R", app.action_reload_portfolio),
        ("Import files of your own", "I", app.action_import_files),
        ("Open another portfolio", "", app.action_open_other),
        ("Open the demo portfolio", "", app.action_open_demo),
        ("Dark theme", "T", partial(_use_theme, app, DARK_THEME.name)),
        ("Light theme", "T", partial(_use_theme, app, LIGHT_THEME.name)),
        *(
            (f"The terminal's own colors, {shade}", "", partial(_use_theme, app, theme))
            for theme, shade in _ANSI_THEMES
            if theme in app.available_themes
        ),
        ("Save a picture of the screen", "", app.action_take_screenshot),
        ("Quit", "Ctrl+Q", app.exit),
    ]
    return [Entry(ACTION, name, key, go) for name, key, go in done]


def names(app: "PortfolioApp", named: Iterable[Name]) -> list[Entry]:
    """Return every name in the portfolio, with where it leads: a page, or the contracts narrowed to it."""
    ways: dict[str, Callable[[Name], object]] = {
        "state": lambda name: app.show_state(name.id),
        "alliance": lambda name: app.show_alliance(OWN_GROUP if name.note == "state" else name.id),
        "contract": lambda name: app.show_contract(name.id),
        "vendor": lambda name: _narrow(app, replace(app.scope, vendors=(name.id,))),
        "category": lambda name: _narrow(app, replace(app.scope, categories=(name.id,))),
    }
    return [
        Entry(name.kind, name.name or name.id, _note(name), partial(ways[name.kind], name), name.id)
        for name in named
        if name.kind in ways
    ]


def query_entries(app: "PortfolioApp") -> list[Entry]:
    """Return the saved queries, and the other things that can be done with SQL."""
    saved = () if app.saved_queries is None else app.saved_queries.queries
    entries = [
        Entry(
            QUERY, known.query.title, f"{known.query.name} · {known.origin}", partial(open_query, app, known)
        )
        for known in saved
    ]
    return [
        *entries,
        Entry(ACTION, "Write SQL", "4", partial(write_sql, app)),
        Entry(ACTION, "History of queries", "4", partial(open_history, app)),
    ]


def rule_entries(app: "PortfolioApp") -> list[Entry]:
    """Return the integrity rules; none before a portfolio is open, for reading them loads the engine."""
    if app.session is None:
        return []
    from portfolio_tui.checks.check import all_checks

    return [
        Entry(RULE, check.title, f"{check.id} · {check.severity}", partial(open_rule, app, check), check.id)
        for check in all_checks()
    ]


def _note(name: Name) -> str:
    if name.kind in {"vendor", "category"}:
        return f"narrows the scope · {name.id}"
    return f"{name.id} · {name.note}" if name.kind in {"state", "alliance"} else name.note or name.id


def _narrow(app: "PortfolioApp", scope: Scope) -> None:
    app.scope = scope
    if app.current_mode != "contracts":
        app.action_area("contracts")


def _use_theme(app: "PortfolioApp", name: str) -> None:
    app.theme = name


def _indexed(entry: Entry) -> _Indexed:
    name = folded(entry.name)
    return _Indexed(entry, name, f"{name} {folded(entry.note)} {folded(entry.key)} {entry.kind}")


def _rank(indexed: _Indexed, words: list[str]) -> int:
    """Return 0 for the best match: the name itself, its start, a word's start in it, within it, elsewhere."""
    name, typed = indexed.name, " ".join(words)
    if typed in {name, folded(indexed.entry.key)}:
        return 0
    if name.startswith(typed):
        return 1
    if all(f" {word}" in f" {name}" for word in words):
        return 2
    return 3 if all(word in name for word in words) else _NO_MATCH

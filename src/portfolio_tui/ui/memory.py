"""What the dashboard remembers from one day to the next: the last portfolio, each one's scope, the theme."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.text_files import replace_text
from portfolio_tui.query.scope import Scope
from portfolio_tui.settings import state_folder

FILE = "dashboard.json"
SCOPES_KEPT = 50
"""How many portfolios' scopes are remembered; those used longest ago are forgotten first."""


@dataclass(frozen=True)
class Memory:
    """The last portfolio's folder, the scope last used on each folder, and the theme's name."""

    last_portfolio: Path | None = None
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    theme: str | None = None

    def last_portfolio_there(self) -> Path | None:
        """Return the last portfolio's folder, None where it no longer is there."""
        try:
            return self.last_portfolio if self.last_portfolio and self.last_portfolio.is_dir() else None
        except OSError:
            return None

    def scope_of(self, folder: Path) -> Scope:
        """Return the scope last used on `folder`, or one that narrows nothing."""
        return self.scopes.get(str(folder.resolve()), Scope())

    def with_scope(self, folder: Path, scope: Scope) -> "Memory":
        """Return this memory with `folder` as the last portfolio and `scope` as its scope."""
        key = str(folder.resolve())
        others = [(name, kept) for name, kept in self.scopes.items() if name != key]
        kept = dict([*others, (key, scope)][-SCOPES_KEPT:])
        return replace(self, last_portfolio=folder.resolve(), scopes=kept)


def recall() -> Memory:
    """Return what was remembered; whatever of it cannot be read is forgotten."""
    path = _path()
    if path is None:
        return Memory()
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Memory()
    if not isinstance(values, dict):
        return Memory()
    last, scopes, theme = values.get("last_portfolio"), values.get("scopes"), values.get("theme")
    return Memory(
        last_portfolio=Path(last) if isinstance(last, str) and last else None,
        scopes=_scopes(scopes) if isinstance(scopes, dict) else {},
        theme=theme if isinstance(theme, str) else None,
    )


def remember(memory: Memory) -> None:
    """Keep `memory` for the next time; without a place to write it, it is let go."""
    values = {
        "last_portfolio": str(memory.last_portfolio) if memory.last_portfolio else None,
        "scopes": {folder: scope.values() for folder, scope in memory.scopes.items()},
        "theme": memory.theme,
    }
    path = _path()
    if path is None:
        return
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_text(path, json.dumps(values, indent=1))


def _path() -> Path | None:
    """Return where the memory lies; None for a user without a home folder."""
    try:
        return state_folder() / FILE
    except RuntimeError:  # what platformdirs raises
        return None


def _scopes(values: Mapping[str, object]) -> dict[str, Scope]:
    scopes = {}
    for folder, scope in values.items():
        try:
            scopes[folder] = Scope.from_values(scope if isinstance(scope, dict) else {})
        except (UserError, OverflowError):
            continue
    return scopes

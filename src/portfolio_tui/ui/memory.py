"""What the dashboard remembers from one day to the next: the last portfolio, each one's scope, the theme."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from portfolio_tui.errors import UserError
from portfolio_tui.query.scope import Scope
from portfolio_tui.settings import state_folder

FILE = "dashboard.json"


@dataclass(frozen=True)
class Memory:
    """The last portfolio's folder, the scope last used on each folder, and the theme's name."""

    last_portfolio: Path | None = None
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    theme: str | None = None

    def scope_of(self, folder: Path) -> Scope:
        """Return the scope last used on `folder`, or one that narrows nothing."""
        return self.scopes.get(str(folder.resolve()), Scope())

    def with_scope(self, folder: Path, scope: Scope) -> "Memory":
        """Return this memory with `folder` as the last portfolio and `scope` as its scope."""
        key = str(folder.resolve())
        return replace(self, last_portfolio=folder.resolve(), scopes={**self.scopes, key: scope})


def recall() -> Memory:
    """Return what was remembered; nothing where there is no memory or it cannot be read."""
    try:
        values = json.loads((state_folder() / FILE).read_text(encoding="utf-8"))
        return _from_values(values)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, UserError):
        return Memory()


def remember(memory: Memory) -> None:
    """Keep `memory` for the next time; without a place to write it, it is let go."""
    values: dict[str, Any] = {
        "last_portfolio": str(memory.last_portfolio) if memory.last_portfolio else None,
        "scopes": {folder: scope.values() for folder, scope in memory.scopes.items()},
        "theme": memory.theme,
    }
    path = state_folder() / FILE
    beside = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(values, indent=1), encoding="utf-8")
        beside.replace(path)
    except OSError:
        return


def _from_values(values: Mapping[str, Any]) -> Memory:
    last = values["last_portfolio"]
    return Memory(
        last_portfolio=Path(last) if last else None,
        scopes={folder: Scope.from_values(scope) for folder, scope in values["scopes"].items()},
        theme=values["theme"],
    )

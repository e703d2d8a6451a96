"""The line at the bottom that names the keys which matter here."""

from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.widget import Widget

from portfolio_tui.ui.plain_text import cell_width
from portfolio_tui.ui.theme import Run, content_of

_GAP = 2
_KEPT = "app.help"
"""The key that stays however narrow the line: it leads to all others."""

_LAST = "app.quit"


class ShownKey(NamedTuple):
    """One key on the line: its binding's id, the key as pressed, as written, and what it does."""

    id: str | None
    key: str
    written: str
    what: str

    @property
    def width(self) -> int:
        """How many cells it takes."""
        return cell_width(self.written) + 1 + cell_width(self.what)


class KeyLine(Widget):
    """The keys of the widget in focus, of the screen and of the app; what finds no room is left out."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "KeyLine { dock: bottom; height: 1; padding: 0 1; background: $panel; }"

    def on_mount(self) -> None:
        """Draw anew whenever other keys hold."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def render(self) -> Content:
        """Draw the keys that fit."""
        runs: list[Run] = []
        for shown_key in self._fitting():
            runs += [Run(" " * _GAP)] if runs else []
            runs += [Run(shown_key.written, "accent"), Run(f" {shown_key.what}", "muted")]
        return content_of(runs)

    def visible_text(self) -> str:
        """Return what is drawn as plain text."""
        return str(self.render())

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        offset = event.get_content_offset(self)
        start = 0
        for shown_key in self._fitting():
            if offset is not None and start <= offset.x < start + shown_key.width:
                self.app.simulate_key(shown_key.key)
            start += shown_key.width + _GAP

    def _fitting(self) -> list[ShownKey]:
        """Return the keys for which there is room; the last find none first."""
        keys = self._keys()
        while len(keys) > 1 and sum(key.width + _GAP for key in keys) - _GAP > self.size.width:
            keys.remove(next(key for key in reversed(keys) if key.id != _KEPT))
        return keys

    def _keys(self) -> list[ShownKey]:
        found: dict[str, ShownKey] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in found:
                written = self.app.get_key_display(binding)
                found[binding.action] = ShownKey(binding.id, binding.key, written, binding.description)
        return sorted(found.values(), key=lambda shown_key: shown_key.id == _LAST)

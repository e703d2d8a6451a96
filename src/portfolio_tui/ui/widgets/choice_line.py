"""One line of choices of which one is taken: the views of a list, or the parts of a page."""

from collections.abc import Collection, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import Run, content_of


class Choice(Static):
    """One choice with a note, such as how many it holds; a click takes it."""

    ALLOW_SELECT = False

    def __init__(self, key: str, label: str) -> None:
        super().__init__()
        self.key = key
        self._label = label
        self.tell("")

    def tell(self, note: str) -> None:
        """Show `note` beside the label."""
        self.update(content_of((Run(shown(self._label)), Run(f" {shown(note)}" if note else "", "muted"))))

    def on_click(self) -> None:
        """Take this choice."""
        if isinstance(self.parent, ChoiceLine):
            self.parent.take(self.key)


class ChoiceLine(Horizontal):
    """The choices side by side; the one taken is underlined. The screen binds the keys that step through."""

    DEFAULT_CSS = """
    ChoiceLine {
        height: 1;
        padding: 0 1;
        overflow: hidden hidden;
        Choice { width: auto; height: 1; margin: 0 2 0 0; }
        Choice.-taken { text-style: bold underline; }
    }
    """

    taken: reactive[str] = reactive("", init=False)
    """The key of the choice taken."""

    class Taken(Message):
        """Another choice was taken."""

        def __init__(self, line: "ChoiceLine", key: str) -> None:
            super().__init__()
            self.line = line
            self.key = key

        @property
        def control(self) -> "ChoiceLine":
            """The line, for `@on(ChoiceLine.Taken, "#id")`."""
            return self.line

    def __init__(self, choices: Sequence[tuple[str, str]], *, id: str | None = None) -> None:  # noqa: A002
        """Take key and label of each choice; the first is taken at the start."""
        super().__init__(id=id)
        self._choices = {key: Choice(key, label) for key, label in choices}
        self._offered = list(self._choices)
        self.set_reactive(ChoiceLine.taken, next(iter(self._choices)))

    def compose(self) -> ComposeResult:
        """Lay out the choices."""
        for key, choice in self._choices.items():
            choice.set_class(key == self.taken, "-taken")
            yield choice

    def choice(self, key: str) -> Choice:
        """Return the choice `key`; KeyError where there is none."""
        return self._choices[key]

    def tell(self, key: str, note: str) -> None:
        """Show `note` beside the choice `key`."""
        self._choices[key].tell(note)

    def offer(self, keys: Collection[str]) -> None:
        """Offer the choices `keys` only, the one taken being among them; the others are out of sight."""
        self._offered = [key for key in self._choices if key in keys]
        for key, choice in self._choices.items():
            choice.display = key in keys

    def take(self, key: str) -> None:
        """Take the choice `key`; KeyError where there is none."""
        _ = self._choices[key]
        self.taken = key

    def step(self, by: int) -> None:
        """Take the choice that many places further, round and round."""
        keys = self._offered
        self.taken = keys[(keys.index(self.taken) + by) % len(keys)]

    def watch_taken(self, taken: str) -> None:
        """Mark the choice taken and tell of it."""
        for key, choice in self._choices.items():
            choice.set_class(key == taken, "-taken")
        self.post_message(self.Taken(self, taken))

    def visible_text(self) -> str:
        """Return the line as plain text, the choice taken between brackets."""
        texts = ((key, str(self._choices[key].content).strip()) for key in self._offered)
        return "  ".join(f"[{text}]" if key == self.taken else text for key, text in texts)

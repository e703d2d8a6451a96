"""Facts under labels, wrapped to the width there is, their texts aligned."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from textual import events
from textual.widgets import Static

from portfolio_tui.ui.plain_text import cell_width
from portfolio_tui.ui.theme import Ink, Run, Runs, content_of

_GAP = 2
_NARROWEST_LABEL = 8
_NARROWEST_TEXT = 16


@dataclass(frozen=True)
class Fact:
    """A label and what there is to say under it; the text is safe to print."""

    label: str
    text: str
    ink: Ink = "plain"


class FactList(Static):
    """A line or more for each fact."""

    DEFAULT_CSS = "FactList { height: auto; padding: 0 1; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._facts: tuple[Fact, ...] = ()

    def show(self, facts: Sequence[Fact]) -> None:
        """Show `facts` in their order."""
        self._facts = tuple(facts)
        self._draw(self.content_size.width)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the facts anew."""
        self._draw(event.size.width - self.gutter.width)

    def _draw(self, width: int) -> None:
        self.update(content_of(fact_runs(self._facts, width)))


def fact_runs(facts: Sequence[Fact], width: int) -> Runs:
    """Return `facts` as runs with line breaks, wrapped to `width` cells."""
    label_width = max((cell_width(fact.label) for fact in facts), default=0)
    label_width = max(_NARROWEST_LABEL, label_width) + _GAP
    runs: list[Run] = []
    for fact in facts:
        lines = wrap(fact.text, max(_NARROWEST_TEXT, width - label_width), break_on_hyphens=False) or [""]
        for index, line in enumerate(lines):
            label = fact.label if index == 0 else ""
            runs += [Run("\n")] if runs else []
            runs += [Run(label.ljust(label_width), "muted"), Run(line, fact.ink)]
    return tuple(runs)

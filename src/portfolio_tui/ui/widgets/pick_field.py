"""A field in which several of many choices are picked, by typing a few letters of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from portfolio_tui.ui.figures import count
from portfolio_tui.ui.plain_text import folded, shown
from portfolio_tui.ui.theme import Run, content_of
from portfolio_tui.ui.widgets.text_field import TextField

LISTED = 100
"""How many choices are listed at once; more are found by typing."""


@dataclass(frozen=True)
class Choice:
    """One of the choices: its id, its name and a note; the texts are raw."""

    id: str
    name: str
    note: str = ""


class PickField(TextField):
    """Holds what is picked; what is typed into it narrows the choices, which a `PickList` shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "delete_or_drop", "Drop the last", id="pick.drop", show=False),
    ]

    class Picked(Message):
        """Something was picked or dropped."""

    def __init__(self, choices: Sequence[Choice], picked: Sequence[str], id: str) -> None:  # noqa: A002
        """Take the choices, the ids of those picked, and the widget's id."""
        super().__init__(id=id)
        known = {choice.id for choice in choices}
        strange = [Choice(id_, id_, "not in this portfolio") for id_ in picked if id_ not in known]
        self._choices = (*strange, *choices)
        self._picked = list(picked)
        self._texts: list[str] | None = None
        self._tell()

    @property
    def picked(self) -> tuple[str, ...]:
        """The ids of what is picked, in the order of picking."""
        return tuple(self._picked)

    def pick(self, id_: str) -> None:
        """Pick the choice of that id, or drop it when it is picked; the typed text has done its part."""
        if id_ in self._picked:
            self._picked.remove(id_)
        else:
            self._picked.append(id_)
        self.value = ""
        self._tell()
        self.post_message(self.Picked())

    def clear_picks(self) -> None:
        """Drop everything."""
        self._picked.clear()
        self.value = ""
        self._tell()
        self.post_message(self.Picked())

    def matching(self) -> list[Choice]:
        """Return the choices that match the typed text; those picked come first while nothing is typed."""
        words = folded(self.value).split()
        if not words:
            picked = [choice for choice in self._choices if choice.id in self._picked]
            return [*picked, *(choice for choice in self._choices if choice.id not in self._picked)]
        if self._texts is None:
            self._texts = [folded(f"{choice.name} {choice.id} {choice.note}") for choice in self._choices]
        found = zip(self._choices, self._texts, strict=True)
        return [choice for choice, text in found if all(word in text for word in words)]

    def action_delete_or_drop(self) -> None:
        """Delete to the left; in an empty field, drop what was picked last."""
        if self.value:
            self.action_delete_left()
        elif self._picked:
            self.pick(self._picked[-1])

    def _tell(self) -> None:
        """Say what is picked in the field itself, where nothing is typed."""
        names = {choice.id: choice.name or choice.id for choice in self._choices}
        self.placeholder = ", ".join(shown(names[id_]) for id_ in self._picked) or "all"
        self.set_class(bool(self._picked), "-picked")


class PickList(OptionList):
    """Shows the choices of the pick field in focus; a click picks one."""

    DEFAULT_CSS = """
    PickList {
        border: none;
        padding: 0;
        background: $surface;
        scrollbar-size-vertical: 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        & > .option-list--option { padding: 0 1; }
        &:ansi > .option-list--option-highlighted { text-style: reverse; }
        &:nocolor > .option-list--option-highlighted { text-style: reverse; }
    }
    """

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id, compact=True)
        self.can_focus = False

    def show(self, field: PickField) -> None:
        """List what matches in `field`; the first stands out once something is typed."""
        matching = field.matching()
        options = [_option(choice, picked=choice.id in field.picked) for choice in matching[:LISTED]]
        if len(matching) > LISTED:
            more = f"… {count(len(matching) - LISTED)} more: type a few letters"
            options.append(Option(content_of((Run(more, "muted"),)), disabled=True))
        if not matching:
            options.append(Option(content_of((Run("Nothing of that name", "muted"),)), disabled=True))
        self.set_options(options)
        self.highlighted = 0 if field.value and matching else None

    def move(self, step: int) -> None:
        """Let the choice that many lines further down stand out, as far as there are any."""
        last = sum(not option.disabled for option in self.options) - 1
        if last >= 0:
            start = -1 if self.highlighted is None else self.highlighted
            self.highlighted = max(0, min(start + step, last))

    def show_nothing(self) -> None:
        """List nothing: the field in focus has no choices."""
        self.clear_options()

    def visible_text(self) -> str:
        """Return the options as plain text."""
        return "\n".join(str(option.prompt) for option in self.options)


def _option(choice: Choice, *, picked: bool) -> Option:
    mark = Run("✓ ", "accent") if picked else Run("  ")
    name = Run(shown(choice.name or choice.id), "strong" if picked else "plain")
    note = (Run(f"  {shown(choice.note)}", "muted"),) if choice.note else ()
    return Option(Content.assemble(content_of((mark, name, *note))), id=choice.id)

"""One parameter of a query in a form: the field it is written in, its choices, and what is wrong with it."""

from collections.abc import Sequence
from typing import NamedTuple

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.reference import jurisdictions
from portfolio_tui.query.list_text import joined_values, split_values
from portfolio_tui.query.parameters import Parameter, value_from
from portfolio_tui.ui.figures import count
from portfolio_tui.ui.plain_text import folded, shown
from portfolio_tui.ui.theme import Run, Runs
from portfolio_tui.ui.widgets.text_field import TextField

LISTED = 100
"""How many choices are listed at once; more are found by typing."""

_HOW_TO_WRITE = {
    "text": "text",
    "integer": "whole number",
    "decimal": "number, as 1250.50",
    "date": "date, as 2026-06-30",
    "boolean": "yes or no",
    "state": "state, as VT",
    "alliance": "alliance",
    "contract": "contract",
    "fiscal_year": "fiscal year, as 2026",
}
_FROM_THE_PORTFOLIO = ("alliance", "contract", "fiscal_year")
_IN_THE_PORTFOLIO = ("alliance", "contract")


class ValueChoice(NamedTuple):
    """A value that may be picked, and what it is called (empty where that says no more); both raw."""

    value: str
    words: str = ""


def needs_choices(parameter: Parameter) -> bool:
    """Tell whether the choices of `parameter` come from the portfolio, so that they must be loaded."""
    if parameter.choices is not None:
        return parameter.choices.sql is not None
    return parameter.type in _FROM_THE_PORTFOLIO


def _known_choices(parameter: Parameter) -> tuple[ValueChoice, ...] | None:
    """Return the choices that are known without the portfolio; None where there are none."""
    if parameter.choices is not None and parameter.choices.values:
        return tuple(map(ValueChoice, parameter.choices.values))
    if parameter.choices is None and parameter.type == "state":
        return tuple(ValueChoice(place.code, place.name) for place in jurisdictions())
    if parameter.choices is None and parameter.type == "boolean":
        return (ValueChoice("yes"), ValueChoice("no"))
    return None


class ParameterField(TextField):
    """The field of one parameter: what is typed narrows the choices, a list's values stand between commas."""

    def __init__(self, parameter: Parameter, text: str, if_empty: str) -> None:
        """Take the parameter, the text to start with, and what an empty field stands for (maybe nothing)."""
        super().__init__(text, id=f"parameter-{parameter.name}")
        self.parameter = parameter
        self.if_empty = if_empty
        self.touched = False
        self._is_loading = needs_choices(parameter)
        self._choices = _Choices(_known_choices(parameter))

    # --- choices

    @property
    def choices(self) -> tuple[ValueChoice, ...]:
        """Everything that can be picked."""
        return self._choices.known

    def offer(self, choices: Sequence[tuple[str, str]] | None) -> None:
        """Let one pick among `choices`, values and what they are called; None says there will not be any."""
        self._is_loading = False
        self._choices = _Choices(None if choices is None else [ValueChoice(*choice) for choice in choices])

    def matching(self) -> list[ValueChoice]:
        """Return the choices that match the value at the end of the text; all of them while that is empty."""
        taken = set(self._parts()) if self.parameter.is_list else set()
        return [choice for choice in self._choices.matching(self.typed) if choice.value not in taken]

    @property
    def typed(self) -> str:
        """The value that is being typed: the last one of a list."""
        return split_values(self.value)[-1] if self.parameter.is_list else self.value.strip()

    def is_whole(self) -> bool:
        """Tell whether the value being typed is a choice as it stands, so that none should stand out."""
        return self._choices.find(self.typed) is not None

    def pick(self, choice: ValueChoice) -> None:
        """Put `choice` in the place of the value at the end of the text; a list waits for the next."""
        if self.parameter.is_list:
            self.value = f"{joined_values((*self._parts(finished=True), choice.value))}, "
        else:
            self.value = choice.value
        self.cursor_position = len(self.value)

    # --- the value

    def text(self) -> str:
        """Return the value as `value_from` reads it: a choice that was written in words is its value."""
        resolved = [self._resolved(part) for part in self._parts()]
        return joined_values(resolved) if self.parameter.is_list else "".join(resolved)

    def problem(self) -> str | None:
        """Return what is wrong with what is written, or None."""
        text = self.text()
        if not text:
            is_needed = not self.parameter.optional and not self.if_empty
            return "a value is needed" if is_needed else None
        try:
            value_from(self.parameter, text)
        except UserError as error:
            return str(error).removeprefix(f"{self.parameter.name}: ").rstrip(".")
        return None

    def shown_problem(self) -> str | None:
        """Return what is wrong, unless the field is empty and nobody has been there yet."""
        return self.problem() if self.touched or self.text() else None

    def note(self) -> Runs:
        """Return what stands beside the field: what is wrong, what a value is called, or how to write it."""
        problem = self.shown_problem()
        if problem is not None:
            return (Run(f"✗ {shown(problem)}", "over"),)
        if self._is_loading and not self.text():
            return (Run("loading the choices …", "muted"),)
        found = [self._choices.find(part) for part in self._parts()]
        is_strange = None in found and self.choices and self.parameter.type in _IN_THE_PORTFOLIO
        if is_strange and not (self.has_focus and self.matching()):
            return (Run("not in this portfolio", "running-out"),)
        words = ", ".join(choice.words for choice in found if choice is not None and choice.words)
        return (Run(shown(words)),) if words else (Run(shown(self._hint()), "muted"),)

    def _hint(self) -> str:
        parameter = self.parameter
        listed = f"↓ lists {count(len(self.choices))}" if self.choices else ""
        parts = [listed or _HOW_TO_WRITE[parameter.type]]
        parts += ["several, by commas"] if parameter.is_list else []
        least, most = parameter.minimum, parameter.maximum
        if least is not None and most is not None:
            parts.append(f"{least} to {most}")
        elif least is not None or most is not None:
            parts.append(f"from {least}" if most is None else f"up to {most}")
        if self.if_empty and not self.text():
            parts.append(f"empty: {self.if_empty}")
        elif parameter.optional:
            parts.append("optional")
        return " · ".join(parts)

    def _parts(self, *, finished: bool = False) -> list[str]:
        """Return the values written; with `finished`, those of a list that have a comma behind them."""
        parts = split_values(self.value) if self.parameter.is_list else [self.value.strip()]
        return [part for part in (parts[:-1] if finished else parts) if part]

    def _resolved(self, part: str) -> str:
        choice = self._choices.find(part)
        return part if choice is None else choice.value


class _Choices:
    """Choices that are found by what is written: by value, by words, or by a part of either."""

    def __init__(self, choices: Sequence[ValueChoice] | None) -> None:
        """Take the choices; None where there are none to pick among."""
        self.known = tuple(choices or ())
        self._texts = [folded(f"{choice.value} {choice.words}") for choice in self.known]
        self._written: dict[str, list[ValueChoice]] = {}
        for choice in self.known:
            for text in {choice.value, folded(choice.value), folded(choice.words)}:
                self._written.setdefault(text, []).append(choice)

    def find(self, text: str) -> ValueChoice | None:
        """Return the choice that `text` writes: its value, or what alone is called or folds so."""
        exact = [choice for choice in self._written.get(text, ()) if choice.value == text]
        found = exact or self._written.get(folded(text), [])
        return found[0] if text and (exact or len(found) == 1) else None

    def matching(self, typed: str) -> list[ValueChoice]:
        """Return the choices that have each of the words typed, first those that have words starting so."""
        words = folded(typed).split()
        found = [
            (choice, text)
            for choice, text in zip(self.known, self._texts, strict=True)
            if all(word in text for word in words)
        ]
        found.sort(key=lambda pair: not all(f" {word}" in f" {pair[1]}" for word in words))
        return [choice for choice, _ in found]

"""A form for the parameters of a query: a line each, checked while one writes, with choices to pick from."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Self

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, OptionList, Static

from portfolio_tui.query.parameter_values import text_to_start_with
from portfolio_tui.query.parameters import Parameter
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import Run, content_of
from portfolio_tui.ui.widgets.parameter_fields import LISTED, ParameterField, ValueChoice
from portfolio_tui.ui.widgets.popup_list import PAGE, PopupLine, PopupList


class FormMessage(Message):
    """Something that a form tells."""

    def __init__(self, form: "ParameterForm") -> None:
        super().__init__()
        self.form = form

    @property
    def control(self) -> "ParameterForm":
        """The form, for `@on(ParameterForm.Submitted, "#id")`."""
        return self.form


class ParameterForm(Vertical):
    """Holds a text for each parameter; starts with the defaults, with what the scope says, or as given.

    Enter goes on to the next field and runs after the last. Where choices come from the portfolio (see
    `needs_choices`), the page loads them and hands them over with `offer`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r,f5", "submit", "Run", id="form.run"),
        # At once, before any later key goes to the field that is being left.
        Binding("tab", "app.focus_next", "Next field", id="form.next", show=False, priority=True),
        Binding(
            "shift+tab", "app.focus_previous", "Field before", id="form.before", show=False, priority=True
        ),
        Binding("down", "move(1)", "List the choices, or the next field", id="form.down", show=False),
        Binding("up", "move(-1)", "Choice before, or the field before", id="form.up", show=False),
        Binding("pagedown", f"move({PAGE})", "Choices further down", id="form.page-down", show=False),
        Binding("pageup", f"move({-PAGE})", "Choices further up", id="form.page-up", show=False),
        Binding("escape", "close_list", "Close the list", id="form.close", show=False),
    ]
    DEFAULT_CSS = """
    ParameterForm {
        height: auto;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        padding: 0 1;
        .parameter { height: auto; }
        .label { width: 20; height: auto; padding: 0 1 0 0; color: $text-muted; }
        ParameterField { width: 2fr; max-width: 44; background: $surface; }
        ParameterField:focus { background: $panel; }
        .note { width: 3fr; height: auto; padding: 0 0 0 1; }
    }
    """

    class Submitted(FormMessage):
        """The query is to be run; nothing is wrong with what is written."""

    class Changed(FormMessage):
        """Something else is written."""

    def __init__(
        self,
        parameters: Sequence[Parameter],
        scope: Scope,
        given: Mapping[str, str] | None = None,
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """Take the parameters, the scope that holds, and texts to start with in place of the defaults."""
        super().__init__(id=id)
        texts = given or {}
        starts = {parameter.name: text_to_start_with(parameter, scope) for parameter in parameters}
        self._fields = {
            parameter.name: ParameterField(
                parameter, texts.get(parameter.name, starts[parameter.name]), starts[parameter.name]
            )
            for parameter in parameters
        }
        self._notes = {name: Static(classes="note") for name in self._fields}
        self._popup = PopupList()
        self._listed: Sequence[ValueChoice] = ()
        self._listing: ParameterField | None = None

    def compose(self) -> ComposeResult:
        """Lay out a line for each parameter: label, field, note."""
        for name, field in self._fields.items():
            with Horizontal(classes="parameter"):
                yield Static(content_of((Run(shown(field.parameter.label)),)), classes="label")
                yield field
                yield self._notes[name]
        yield self._popup

    def on_mount(self) -> None:
        """Say how each value is written."""
        self._tell()

    def offer(self, name: str, choices: Sequence[tuple[str, str]] | None) -> None:
        """Let one pick among `choices`, pairs of a value and its words; None says that there are none."""
        self._fields[name].offer(choices)
        self._tell()

    def values(self) -> dict[str, str]:
        """Return the text of each parameter: empty where nothing is written, a list with commas."""
        return {name: field.text() for name, field in self._fields.items()}

    def fill(self, texts: Mapping[str, str]) -> None:
        """Write `texts` into the fields of those names; names that are not there are passed over."""
        for name in texts.keys() & self._fields.keys():
            with self.prevent(Input.Changed):
                self._fields[name].value = texts[name]
        self._popup.close()
        self._tell_change()

    def problems(self) -> dict[str, str]:
        """Return what is wrong, by the parameter's name."""
        found = {name: field.problem() for name, field in self._fields.items()}
        return {name: problem for name, problem in found.items() if problem is not None}

    def focus(self, scroll_visible: bool = True) -> Self:
        """Give the focus to the first field that shows a problem, else to the first, if there is one."""
        if fields := list(self._fields.values()):
            wrong = (field for field in fields if field.shown_problem() is not None)
            next(wrong, fields[0]).focus(scroll_visible)
        return self

    def visible_text(self) -> str:
        """Return the form as plain text, and the choices that are listed."""
        lines = [
            f"{shown(field.parameter.label)}: {shown(field.value)} {self._notes[name].content}".rstrip()
            for name, field in self._fields.items()
        ]
        return "\n".join([*lines, self._popup.visible_text()]).rstrip()

    @on(Input.Changed)
    def _follow_typing(self, event: Input.Changed) -> None:
        event.stop()
        if isinstance(event.input, ParameterField):
            if event.input is self._field and event.input.typed:
                self._list(event.input, event.input.matching())
            else:
                self._popup.close()
        self._tell_change()

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._pick(self._popup.standing_out):
            self._go_on()

    @on(OptionList.OptionSelected)
    def _click(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._pick(event.option_index)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Say what is wrong with a field that is left."""
        if isinstance(event.widget, ParameterField):
            event.widget.touched = True
            self._tell()
        if self._listing is not self._field:
            self._popup.close()

    def action_submit(self) -> None:
        """Ask for the query to be run, or show what is wrong."""
        self._popup.close()
        for field in self._fields.values():
            field.touched = True
        self._tell()
        if self.problems():
            self.focus()
        else:
            self.post_message(self.Submitted(self))

    def action_move(self, step: int) -> None:
        """Move in the list; with none open, open it, or go to the field before or after."""
        if self._popup.is_open:
            self._popup.move(step)
        elif step > 0 and self._field is not None and self._field.choices:
            field = self._field
            self._list(field, field.choices if field.is_whole() else field.matching())
        else:
            (self.screen.focus_next if step > 0 else self.screen.focus_previous)()

    def action_close_list(self) -> None:
        """Put the list out of sight."""
        self._popup.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape and the pages to the screen while no list is open."""
        if action == "close_list" or (action == "move" and parameters not in {(1,), (-1,)}):
            return self._popup.is_open
        return super().check_action(action, parameters)

    @property
    def _field(self) -> ParameterField | None:
        focused = self.screen.focused
        return focused if isinstance(focused, ParameterField) else None

    def _go_on(self) -> None:
        fields = list(self._fields.values())
        if self._field is fields[-1]:
            self.action_submit()
        else:
            self.screen.focus_next()

    def _list(self, field: ParameterField, choices: Sequence[ValueChoice]) -> None:
        """List `choices`; the one written stands out, else the first, unless what is written is whole."""
        values = [choice.value for choice in choices[:LISTED]]
        if not values or values == [field.typed]:
            self._popup.close()
            return
        self._listed, self._listing = choices[:LISTED], field
        standing_out = values.index(field.typed) if field.typed in values else None if field.is_whole() else 0
        lines = [PopupLine(*choice) for choice in self._listed]
        self._popup.open(lines, field.region.offset, standing_out, more=len(choices) - len(lines))

    def _pick(self, number: int | None) -> bool:
        """Write the choice of that number into the field; say whether that changed anything."""
        field = self._field
        if field is None or number is None:
            return False
        self._popup.close()
        if self._listed[number].value == field.typed:
            return False
        with self.prevent(Input.Changed):
            field.pick(self._listed[number])
        self._tell_change()
        return True

    def _tell_change(self) -> None:
        self._tell()
        self.post_message(self.Changed(self))

    def _tell(self) -> None:
        for name, field in self._fields.items():
            self._notes[name].update(content_of(field.note()))

"""The dialog in which the scope is chosen: pick-lists by typing, a period, and the sentence that results."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import DescendantFocus
from textual.widgets import Button, Input, OptionList, Static

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.schema import ENTITY_TYPES
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.scope_sentence import entity_type_words
from portfolio_tui.query.scope_text import day_from, fiscal_year_from
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.dialog import Dialog
from portfolio_tui.ui.session import Session
from portfolio_tui.ui.theme import Run, content_of
from portfolio_tui.ui.widgets.pick_field import Choice, PickField, PickList
from portfolio_tui.ui.widgets.text_field import TextField

_PICKS = (
    ("states", "States", "state"),
    ("alliances", "Alliances", "alliance"),
    ("categories", "Categories", "category"),
    ("vendors", "Vendors", "vendor"),
    ("contracts", "Contracts", "contract"),
    ("entity_types", "Buyers", "entity type"),
)
"""Each pick-list: the scope's field, its label, and the kind of name it lists."""

_WRITTEN = (
    ("fiscal_year", "Fiscal year", "the year in which it ends, as 2026"),
    ("from_date", "or from", "as 2025-07-01"),
    ("to_date", "to", "as 2026-06-30"),
    ("as_of", "As of", ""),
)
"""Each written part: the scope's field, its label, and how to write it."""


class ScopeDialog(Dialog[Scope]):
    """A form of the scope; closes with the scope chosen, or None when it is left as it was."""

    AUTO_FOCUS: ClassVar[str | None] = "#states"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next", id="scope.down", show=False),
        Binding("up", "move(-1)", "Previous", id="scope.up", show=False),
        Binding("pagedown", "move(7)", "Next page", id="scope.page-down", show=False),
        Binding("pageup", "move(-7)", "Previous page", id="scope.page-up", show=False),
    ]
    DEFAULT_CSS = """
    ScopeDialog {
        & > .dialog { overflow-y: auto; scrollbar-size-vertical: 1; }
        #sentence { height: auto; max-height: 2; margin: 0 0 1 0; }
        #picks { height: auto; max-height: 8; margin: 0 0 1 0; }
        #fields { width: 46; height: auto; }
        #choices { width: 1fr; height: 8; }
        .field { height: auto; }
        .label { width: 14; color: $text-muted; }
        TextField { padding: 0 1; width: 1fr; }
        TextField:focus { background: $panel; }
        PickField.-picked > .input--placeholder { color: $foreground; text-style: none; }
        .written TextField { width: 14; }
        .note { width: 1fr; height: auto; padding: 0 0 0 1; }
        #buttons { height: 1; margin: 1 0 0 0; }
        Button { margin: 0 2 0 0; min-width: 10; }
    }
    """

    def __init__(self, session: Session, scope: Scope) -> None:
        """Take the session, whose names are offered, and the scope to start from."""
        super().__init__()
        self._session = session
        self._start = scope
        self._scope: Scope | None = scope

    def compose(self) -> ComposeResult:
        """Lay out sentence, pick fields with their choices, written parts and buttons."""
        values = self._start.values()
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Scope")
            dialog.border_subtitle = Content("Tab next · Enter picks, then applies · Esc cancel")
            yield Static(id="sentence")
            with Horizontal(id="picks"):
                with Vertical(id="fields"):
                    for field, label, kind in _PICKS:
                        with Horizontal(classes="field"):
                            yield Static(label, classes="label")
                            yield PickField(self._choices(kind), values.get(field, ()), field)
                yield PickList("choices")
            for field, label, _ in _WRITTEN:
                with Horizontal(classes="field written"):
                    yield Static(label, classes="label")
                    yield TextField(str(values.get(field, "")), id=field)
                    yield Static(id=f"{field}-note", classes="note")
            with Horizontal(id="buttons"):
                yield Button("Apply", variant="primary", id="apply", compact=True)
                yield Button("Clear all", id="clear", compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        """Say what the scope is now."""
        self._read_form()

    def _choices(self, kind: str) -> list[Choice]:
        if kind == "entity type":
            return [Choice(value, entity_type_words(value)) for value in ENTITY_TYPES]
        named = [name for name in self._session.names if name.kind == kind]
        notes = {"state": "{id}", "category": "{id}", "contract": "{note}"}
        wording = notes.get(kind, "")
        return [Choice(name.id, name.name, wording.format(id=name.id, note=name.note)) for name in named]

    @on(Input.Changed)
    @on(PickField.Picked)
    def _follow(self) -> None:
        self._show_choices()
        self._read_form()

    @on(DescendantFocus)
    def _follow_focus(self) -> None:
        self._show_choices()

    def _show_choices(self) -> None:
        field = self.focused
        if isinstance(field, PickField):
            self._list.show(field)
        elif not isinstance(field, Button):
            self._list.show_nothing()

    def _read_form(self) -> None:
        """Read the form into a scope, and say its sentence or, beside the field, what is wrong."""
        wrong: dict[str, str] = {}
        written: dict[str, object] = {}
        for field, _, _ in _WRITTEN:
            text = self.query_one(f"#{field}", Input).value.strip()
            try:
                read = fiscal_year_from if field == "fiscal_year" else day_from
                written[field] = read(text) if text else None
            except UserError as error:
                wrong[field] = str(error)
        picked = {field: self.query_one(f"#{field}", PickField).picked for field, _, _ in _PICKS}
        self._scope = None
        if not wrong:
            try:
                self._scope = Scope(**picked, **written)  # type: ignore[arg-type]
            except UserError as error:
                wrong["fiscal_year" if written["fiscal_year"] else "to_date"] = str(error)
        self._tell(wrong)

    def _tell(self, wrong: dict[str, str]) -> None:
        for field, _, how in _WRITTEN:
            usual = how or f"unless given {self._session.as_of(Scope())}"
            note = Run(f"✗ {wrong[field]}", "over") if field in wrong else Run(usual, "muted")
            self.query_one(f"#{field}-note", Static).update(content_of((note,)))
        if self._scope is not None:
            sentence = shown(self._session.sentence(self._scope))
            self.query_one("#sentence", Static).update(content_of((Run(sentence, "accent"),)))
        self.query_one("#apply", Button).disabled = self._scope is None

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        """Pick what stands out in the list; with nothing standing out, apply the form."""
        event.stop()
        option = self._list.highlighted_option
        if isinstance(event.input, PickField) and option is not None and option.id is not None:
            event.input.pick(option.id)
        elif not (isinstance(event.input, PickField) and event.value):
            self._apply()

    @on(OptionList.OptionSelected)
    def _click(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if isinstance(self.focused, PickField) and event.option.id is not None:
            self.focused.pick(event.option.id)

    @on(Button.Pressed)
    def _press(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "apply":
            self._apply()
        elif event.button.id == "clear":
            self._clear()
        else:
            self.dismiss(None)

    def _apply(self) -> None:
        if self._scope is not None and self.app.screen is self:
            self.dismiss(self._scope)

    def _clear(self) -> None:
        for pick_field in self.query(PickField):
            pick_field.clear_picks()
        for field, _, _ in _WRITTEN:
            self.query_one(f"#{field}", Input).value = ""
        self.query_one("#states").focus()

    def action_cancel(self) -> None:
        """Empty the pick field if something is typed there, else leave the scope as it was."""
        field = self.focused
        if isinstance(field, PickField) and field.value:
            field.value = ""
        else:
            self.dismiss(None)

    def action_move(self, step: int) -> None:
        """Move among the choices; in a field without choices, to the next field."""
        if isinstance(self.focused, PickField):
            self._list.move(step)
        else:
            (self.focus_next if step > 0 else self.focus_previous)()

    @property
    def _list(self) -> PickList:
        return self.query_one("#choices", PickList)

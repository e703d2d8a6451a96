"""What the page of a saved query and that of the SQL editor share: values, running, stopping, the rows."""

import time
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container

from portfolio_tui.errors import UserError
from portfolio_tui.query.history import PastRun
from portfolio_tui.query.parameter_values import text_to_start_with, values_from
from portfolio_tui.query.parameters import Parameter
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.area_screen import AreaScreen
from portfolio_tui.ui.figures import count
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.query_answers import Answer, Asked, ChoicePairs, answer, choices_for
from portfolio_tui.ui.screens.query_result import ResultPane
from portfolio_tui.ui.shown_rows import ShownRows
from portfolio_tui.ui.theme import Run, Runs
from portfolio_tui.ui.widgets.parameter_fields import needs_choices
from portfolio_tui.ui.widgets.parameter_form import ParameterForm
from portfolio_tui.ui.widgets.sql_editor import SqlEditor

if TYPE_CHECKING:
    from portfolio_tui.query.documented_sql import DocumentedSQL


class FormPlace(Container):
    """Holds the form of the parameters; another form takes its place where parameters or scope change."""

    DEFAULT_CSS = """
    FormPlace { height: auto; max-height: 8; }
    FormPlace ParameterForm { max-height: 8; }
    """


class _ChoicesPanel:
    """Stands for the pick-lists of the form while they load."""

    def show_loading(self, note: str = "") -> None:
        """Leave it to the fields to say that their choices load."""

    def show_error(self, text: str) -> None:
        """Leave the fields without choices: a value may be written all the same."""


class QueryPage(AreaScreen):
    """A page on which a query is run: it holds the form, the place of the rows, and what runs.

    A run never touches the form. The page itself is the panel of its run.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r,f5", "run", "Run", id="query.run"),
        Binding("x", "stop", "Stop", id="query.stop", tooltip="Stop the query that runs"),
        Binding("i", "write", "Input", id="query.write", tooltip="Go to where one writes"),
    ]

    def __init__(self, past: PastRun | None = None) -> None:
        """Take the run to repeat, if one is to be: its values fill the form, and running takes its scope."""
        super().__init__()
        self._given: dict[str, str] = {} if past is None else dict(past.parameters)
        self._past_scope = None if past is None else past.scope
        self._form = ParameterForm((), Scope())
        self.parameters: tuple[Parameter, ...] = ()
        self._starts: dict[str, str] = {}
        self._choices: dict[str, ChoicePairs | None] = {}
        self._choices_panel = _ChoicesPanel()
        self._answer: Answer | None = None
        self._started = 0.0

    # --- what a subclass gives

    def asked(self) -> Asked | None:
        """Return what is to be run now; None where that was told to be wrong or missing."""
        raise NotImplementedError

    def show_failure(self, text: str) -> None:
        """Show what the engine or the fence says against the SQL."""
        raise NotImplementedError

    def use_past_scope(self, scope: Scope) -> None:
        """Narrow the dashboard to the scope of the run to repeat, and run for that."""
        raise NotImplementedError

    # --- the form

    def use_parameters(self, parameters: tuple[Parameter, ...]) -> None:
        """Have a form for `parameters` in the present scope; what was written into the form before stays."""
        scope = self.portfolio_app.scope
        texts = {**self._given, **self._form.values()}
        kept = {name: text for name, text in texts.items() if text != self._starts.get(name)}
        self._given = kept
        self._starts = {parameter.name: text_to_start_with(parameter, scope) for parameter in parameters}
        self._form = ParameterForm(parameters, scope, kept)
        self.parameters = parameters
        place = self.query_one(FormPlace)
        place.remove_children()
        place.display = bool(parameters)
        place.mount(self._form)
        for parameter in filter(needs_choices, parameters):
            if parameter.name in self._choices:
                self._form.offer(parameter.name, self._choices[parameter.name])

    def load_choices(self) -> None:
        """Request what the parameters can be picked from."""
        wanted = tuple(filter(needs_choices, self.parameters))
        if wanted:
            session, number = self.session, self.session.next_number()
            find = partial(choices_for, session, number, wanted, self.scope)
            self._start(self._choices_panel, number, find, self._take_choices)

    def _take_choices(self, choices: Mapping[str, ChoicePairs | None]) -> None:
        self._choices.update(choices)
        for parameter in self.parameters:
            if parameter.name in choices:
                self._form.offer(parameter.name, choices[parameter.name])

    def values_for(self, query: "DocumentedSQL") -> Mapping[str, Any] | None:
        """Return the values in the form, typed; where one is wrong or missing, go there and return None."""
        texts = self._form.values()
        if not self._form.problems():
            try:
                return values_from(query, texts, self.scope)
            except UserError as error:
                self.pane.tell((Run(shown(str(error)), "over"),))
        elif self._form.is_mounted:
            self._form.action_submit()  # shows what is wrong, and goes there
        else:
            self._form.call_after_refresh(self._form.action_submit)
        return None

    # --- running

    @on(ParameterForm.Submitted)
    def action_run(self) -> None:
        """Run the query with the values written, in place of what runs."""
        if self.portfolio_app.session is None:
            self.pane.tell((Run("The portfolio is still being opened.", "muted"),))
            return
        past_scope, self._past_scope = self._past_scope, None
        if past_scope is not None and past_scope != self.portfolio_app.scope:
            self.use_past_scope(past_scope)
            return
        asked = self.asked()
        if asked is not None:
            self._run(asked)

    def _run(self, asked: Asked) -> None:
        session, number = self.session, self.session.next_number()
        self._measures[asked.query.name] = asked.query
        self._answer = None
        self._started = time.monotonic()
        if self.pane.has_focus_within or self._form.has_focus_within:
            self.pane.take_focus()
        self.pane.clear()
        self._start(self, number, partial(answer, session, number, asked), self._take_answer)
        self.refresh_bindings()

    def show_loading(self, note: str = "") -> None:
        """Say that the query runs, and for how long."""
        del note
        seconds = int(time.monotonic() - self._started)
        self.pane.tell((Run("Running … ", "accent"), Run(f"{seconds} s · Esc stops", "muted")))

    def show_error(self, text: str) -> None:
        """Say that the run gave no rows, and why."""
        self.pane.tell((Run("Failed. ", "over"), Run("Ctrl+R runs it again.", "muted")))
        self.show_failure(text)
        self.refresh_bindings()

    def _take_answer(self, result: Answer) -> None:
        self._answer = result
        self.pane.show_rows(result.rows, truncated=result.truncated)
        self.tell_result()
        self.refresh_bindings()

    def tell_result(self) -> None:
        """Say how many rows there are, how long they took, and whether they still are what would come now."""
        result = self._answer
        if result is not None:
            self.pane.tell(_result_runs(result, self._what_changed(result)))

    def _what_changed(self, result: Answer) -> str:
        if result.asked.scope != self.scope:
            return "of the scope before; Ctrl+R runs it for this one"
        if result.asked.texts != self._form.values():
            return "with the values before; Ctrl+R runs it with these"
        return ""

    @on(ParameterForm.Changed)
    def _follow_form(self) -> None:
        self.tell_result()

    # --- stopping and leaving

    @property
    def runs_query(self) -> bool:
        """Whether the query runs."""
        return self in self._awaited

    def action_stop(self) -> None:
        """Stop the query that runs; the form stays as it is."""
        if self.runs_query:
            seconds = time.monotonic() - self._started
            self._stop(self)
            self.pane.tell((Run(f"Stopped after {seconds:.1f} s. ", "running-out"), _AGAIN))
            self.refresh_bindings()

    def action_cancel(self) -> None:
        """Stop the query that runs."""
        self.action_stop()

    def action_back(self) -> None:
        """Stop what runs; with nothing to stop, go back along the trail."""
        if self.runs_query:
            self.action_stop()
        else:
            self.portfolio_app.go_back()

    def action_enter(self) -> None:
        """Run the query, unless it runs or there are rows already."""
        if not self.runs_query and not self.pane.has_rows:
            self.action_run()

    def action_reload(self) -> None:
        """Run the query again."""
        self.action_run()

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to stop only what runs."""
        if action == "stop":
            return self.runs_query
        if action == "write":
            return not self.is_writing
        if action == "search" and self.is_mounted and self.sql_editor.has_editor_focus:
            return False  # it has no search, and takes the sign as text
        return super().check_action(action, parameters)

    @property
    def is_writing(self) -> bool:
        """Whether what is typed goes into a field or the SQL; where nothing can be written, True."""
        return not self.parameters or self._form.has_focus_within

    def action_write(self) -> None:
        """Go to the first field of the form."""
        self._form.focus()

    def action_search(self) -> None:
        """Search the rows, which have a search of their own, wherever the focus is."""
        if not self.pane.open_search():
            self.notify("There are no rows to search.", timeout=3)

    def rows_to_export(self) -> tuple[ShownRows, ...]:
        """Return the query whose rows are in sight, with the values and the scope they came from."""
        result = self._answer
        if result is None:
            return ()
        return (ShownRows(result.asked.query, result.asked.values, result.asked.scope),)

    @property
    def pane(self) -> ResultPane:
        """The place of the rows."""
        return self.query_one(ResultPane)

    @property
    def sql_editor(self) -> SqlEditor:
        """The SQL, read or edited."""
        return self.query_one(SqlEditor)


_AGAIN = Run("Ctrl+R runs it again.", "muted")


def _result_runs(result: Answer, changed: str) -> Runs:
    rows = result.rows.row_count
    noun = "row" if rows == 1 else "rows"
    runs = [Run(f"{count(rows)} {noun}" if rows else "No rows", "strong")]
    runs += [Run(f" in {_seconds(result.seconds)}", "muted")]
    if result.truncated:
        runs = [Run(f"The first {count(rows)} rows", "strong"), *runs[1:]]
        runs += [Run(" of more: ", "running-out"), Run("e exports all", "muted")]
    if changed:
        runs += [Run(f" · {changed}", "running-out")]
    elif not rows:
        runs += [Run(" · another scope (f) or other values may have some", "muted")]
    return tuple(runs)


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"

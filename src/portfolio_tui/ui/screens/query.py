"""The page of a saved query: what it tells, the form of its parameters, its SQL, and the rows that come."""

from textwrap import wrap
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from portfolio_tui.query.catalog import catalog_of
from portfolio_tui.query.history import PastRun
from portfolio_tui.query.saved_queries import SavedQuery
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.frame import FitLine
from portfolio_tui.ui.panels import WAITING
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.query_ways import edit_query
from portfolio_tui.ui.screens.query_answers import Asked
from portfolio_tui.ui.screens.query_page import FormPlace, QueryPage
from portfolio_tui.ui.screens.query_result import ResultPane
from portfolio_tui.ui.theme import Run
from portfolio_tui.ui.widgets.notice import Notice
from portfolio_tui.ui.widgets.sql_editor import SqlEditor

_TALL = 35
_LINES_OF_DESCRIPTION = 4


class QueryScreen(QueryPage):
    """One saved query. It runs at once where no value is missing, and again when the scope changes."""

    AUTO_FOCUS: ClassVar[str | None] = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "text", "SQL", id="query.text", tooltip="Show the SQL, or the rows"),
        Binding("w", "edit", "Edit", id="query.edit", tooltip="Edit a copy of the SQL"),
    ]
    DEFAULT_CSS = """
    QueryScreen {
        #query-title { padding: 0 1; }
        #query-about { height: auto; }
        SqlEditor { display: none; margin: 1 0 0 0; }
        &.-shows-sql ResultPane { height: auto; }
        &.-shows-sql ResultPane RowsView { display: none; }
        &.-shows-sql SqlEditor { display: block; }
    }
    """

    def __init__(self, saved: SavedQuery, past: PastRun | None = None) -> None:
        """Take the query, and the run of it to repeat, if one is to be."""
        super().__init__(past)
        self.saved = saved
        self._form_scope = Scope()

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return self.saved.query.title

    def compose_body(self) -> ComposeResult:
        """Lay out what the query tells, its form, the place of its rows and its SQL."""
        yield FitLine("query-title")
        yield Notice(id="query-about")
        yield FormPlace()
        yield ResultPane("result")
        yield SqlEditor(catalog_of(), self.saved.query.sql, read_only=True, id="sql")

    def on_mount(self) -> None:
        """Show the form at once, and what the first rows wait for."""
        query = self.saved.query
        self._measures[query.name] = query
        named = Run(f"{shown(query.name)} · {self.saved.origin} · ", "muted")
        hints = Run("t SQL · w edits a copy" + (" · i values" if query.parameters else ""), "muted")
        title = self.query_one("#query-title", FitLine)
        title.show(Run(shown(query.title), "strong"), (), ((named, hints), (hints,)))
        self.use_parameters(query.parameters)
        self._form_scope = self.scope
        self.pane.tell((Run(WAITING, "muted"),))
        self._begin()

    def on_resize(self, event: events.Resize) -> None:
        """Tell as much of the description as leaves room for the rows."""
        lines = _LINES_OF_DESCRIPTION if event.size.height >= _TALL else 2
        text = shown(self.saved.query.header["description"])
        told = wrap(text, max(1, event.size.width - 2), max_lines=lines, placeholder=" …")
        self.query_one("#query-about", Notice).show_runs((Run("\n".join(told), "muted"),))

    def _begin(self) -> None:
        """Go where something is to be done: to a value that is missing, else to the rows to come."""
        if self._form.problems():
            self.show_sql(shows=True)
            self._form.focus()
        else:
            self.pane.take_focus()

    def load(self) -> None:
        """Run the query, unless a value is missing or a past run is to be looked at first."""
        if self._form_scope != self.scope:
            self._form_scope = self.scope
            self._past_scope = None  # whoever chose another scope meanwhile wants that
            self.use_parameters(self.saved.query.parameters)
        self.load_choices()
        if self._past_scope is not None:
            self._tell_past(self._past_scope)
        elif self._form.problems():
            self.pane.tell((Run("Fill in what is missing; Ctrl+R runs it.", "muted"),))
        else:
            self.action_run()

    def _tell_past(self, scope: Scope) -> None:
        sentence = self.session.sentence(scope)
        self.pane.tell(
            (
                Run("Ctrl+R runs it again", "strong"),
                Run(" with these values, for the scope of then: ", "muted"),
                Run(shown(sentence), "accent"),
            )
        )

    def asked(self) -> Asked | None:
        """Return the query with the values in the form."""
        query = self.saved.query
        values = self.values_for(query)
        if values is None:
            return None
        self.show_sql(shows=False)
        self.sql_editor.clear_error()
        return Asked(query, query.name, "", self._form.values(), values, self.scope)

    def use_past_scope(self, scope: Scope) -> None:
        """Narrow the dashboard to `scope`, whereupon this page loads and runs for that."""
        self.portfolio_app.scope = scope

    def show_failure(self, text: str) -> None:
        """Show the SQL and what is said against it."""
        self.show_sql(shows=True)
        self.sql_editor.show_error(text)

    def show_sql(self, *, shows: bool) -> None:
        """Show the SQL, or the rows."""
        self.set_class(shows, "-shows-sql")

    def action_text(self) -> None:
        """Show the SQL in place of the rows, or the rows again."""
        shows = not self.has_class("-shows-sql")
        self.show_sql(shows=shows)
        if shows:
            self.sql_editor.focus()
        else:
            self.pane.take_focus()

    def action_edit(self) -> None:
        """Edit a copy of the SQL."""
        edit_query(self.portfolio_app, self.saved, self._form.values())

    def action_copy_row(self) -> None:
        """Copy the SQL, through the terminal."""
        self.app.copy_to_clipboard(self.saved.query.sql)
        self.notify("Copied the SQL, where the terminal allows it.", timeout=4)

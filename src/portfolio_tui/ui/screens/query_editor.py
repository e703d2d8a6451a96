"""The SQL editor's page: SQL of one's own, or a copy of a saved query, run over the portfolio and saved."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from portfolio_tui.errors import UserError
from portfolio_tui.query.catalog import catalog_of
from portfolio_tui.query.documented_sql import HeaderError, read_documented_sql
from portfolio_tui.query.drafts import drafts_of
from portfolio_tui.query.history import PastRun
from portfolio_tui.query.saved_queries import SavedQuery, yours
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.written_sql import WrittenSQL, written_sql
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.query_answers import Answer, Asked
from portfolio_tui.ui.screens.query_draft import Draft
from portfolio_tui.ui.screens.query_page import FormPlace, QueryPage
from portfolio_tui.ui.screens.query_result import ResultPane
from portfolio_tui.ui.screens.query_save import SaveDialog
from portfolio_tui.ui.theme import Run
from portfolio_tui.ui.widgets.sql_editor import SqlEditor

if TYPE_CHECKING:
    from textual.timer import Timer


KEEP_AFTER_SECONDS = 0.5
_TO_BEGIN = (
    "Ctrl+R runs it, Ctrl+S or F2 saves it as a query, Esc leaves the text. Changes are kept as a draft."
)


class QueryEditorScreen(QueryPage):
    """SQL that is written, run and saved. What is changed and not saved is a draft, and comes back."""

    AUTO_FOCUS: ClassVar[str | None] = "SqlArea"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "save", "Save", id="query.save", tooltip="Save it as a query of yours"),
    ]
    DEFAULT_CSS = """
    QueryEditorScreen {
        SqlEditor { height: 1fr; }
        ResultPane { height: auto; }
        &.-has-rows ResultPane { height: 1fr; }
        &.-has-rows SqlEditor:focus-within { height: 2fr; }
        &.-has-rows ResultPane:focus-within { height: 2fr; }
    }
    """

    def __init__(
        self,
        saved: SavedQuery | None = None,
        past: PastRun | None = None,
        given: Mapping[str, str] | None = None,
    ) -> None:
        """Take the query to change a copy of, or the run whose SQL to begin with, or neither; and values."""
        super().__init__(past)
        self._given.update(given or {})
        self._query_name = "" if saved is None else saved.query.name
        self._heading = "SQL" if saved is None else saved.query.title
        self._original = _text_of(saved, past)
        self._draft_name = self._query_name or self._original
        self._keeping: Timer | None = None
        self._editor = SqlEditor(catalog_of(), line_numbers=True, id="sql")
        self._first_line = 1
        self._form_scope = Scope()
        self._loaded_scope: Scope | None = None
        self._warned = False

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return f"Edit {self._heading}" if self._query_name else self._heading

    def compose_body(self) -> ComposeResult:
        """Lay out form, editor and the place of the rows."""
        self._draft = Draft(drafts_of(self.portfolio_app.folder), self._draft_name, self._original)
        yield FormPlace()
        self._editor.load(self._draft.text, read_only=False)
        yield self._editor
        yield ResultPane("result")

    def on_mount(self) -> None:
        """Say what can be done; the form waits for the portfolio."""
        self.query_one(FormPlace).display = False
        back = "Your draft is back; delete it all to start anew. " if self._draft.came_back else ""
        self.pane.tell((Run(back, "accent"), Run(_TO_BEGIN, "muted")))

    def on_unmount(self) -> None:
        """Keep the draft."""
        self._keep_draft()

    def load(self) -> None:
        """Offer what the portfolio has for completion; mark the rows as those of the scope before."""
        self.sql_editor.set_catalog(catalog_of(self.session.portfolio))
        written = self._read(tells=False)
        if written is not None:
            self._use(written)
        if self._loaded_scope not in {None, self.scope}:
            self._past_scope = None  # whoever chose another scope meanwhile wants that
        self._loaded_scope = self.scope
        if self._past_scope is not None and self._answer is None:
            sentence = shown(self.session.sentence(self._past_scope))
            told = (Run("Ctrl+R runs it again", "strong"), Run(" for the scope of then: ", "muted"))
            self.pane.tell((*told, Run(sentence, "accent")))
        self.tell_result()

    # --- running

    def _read(self, *, tells: bool) -> WrittenSQL | None:
        """Return the query that is written; None where there is a fault, which is told of if asked to."""
        try:
            return written_sql(self.sql_editor.text, self._query_name)
        except HeaderError as error:
            text = str(error).removeprefix(f"{error.path}, line {error.line}: ")
            if tells:
                self._tell_fault(f"Line {error.line}: {text}", _after_blank(self.sql_editor.text, error.line))
        except UserError as error:
            if tells:
                self._tell_fault(str(error), 1)
        return None

    def _tell_fault(self, text: str, first_line: int) -> None:
        self.pane.tell((Run("Not run: ", "over"), Run("the SQL has a fault.", "muted")))
        self.sql_editor.show_error(text, first_line)

    def _use(self, written: WrittenSQL) -> None:
        """Have the form that the query's parameters need."""
        self._first_line = written.first_line
        if written.query.parameters != self.parameters or self._form_scope != self.scope:
            self._form_scope = self.scope
            self.use_parameters(written.query.parameters)
            self.load_choices()

    def asked(self) -> Asked | None:
        """Return what is written, with the values in the form."""
        written = self._read(tells=True)
        if written is None:
            return None
        self._use(written)
        values = self.values_for(written.query)
        if values is None:
            return None
        self.sql_editor.clear_error()
        texts = self._form.values()
        sql = self.sql_editor.text
        return Asked(written.query, "", sql, texts, values, self.scope, written.first_line)

    def use_past_scope(self, scope: Scope) -> None:
        """Narrow the dashboard to `scope` and run for that."""
        self.portfolio_app.scope = scope
        self.action_run()

    def show_failure(self, text: str) -> None:
        """Show under the SQL what is said against it, and go there."""
        self.sql_editor.show_error(text, self._first_line)
        if self.pane.has_focus:
            self.sql_editor.focus()

    def _take_answer(self, result: Answer) -> None:
        super()._take_answer(result)
        self.set_class(self.pane.has_rows, "-has-rows")

    @on(SqlEditor.Submitted)
    def _run_written(self) -> None:
        self.action_run()

    # --- the draft

    @on(SqlEditor.Changed)
    def _follow_text(self) -> None:
        """Keep the draft once nobody has typed for a moment."""
        self._warned = False
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(KEEP_AFTER_SECONDS, self._keep_draft)

    def _keep_draft(self) -> bool:
        return self._draft.keep(self.sql_editor.text)

    @on(SqlEditor.Left)
    def _leave_text(self) -> None:
        """Stop what runs, else go to the rows, else back."""
        if self.pane.has_rows and not self.runs_query:
            self.pane.take_focus()
        else:
            self.action_back()

    def action_back(self) -> None:
        """Stop what runs, else go back; a draft that cannot be kept is told of before it is lost."""
        if self.runs_query:
            self.action_stop()
            return
        if self._keep_draft() or self._warned:
            self.portfolio_app.go_back()
        else:
            self._warned = True
            self.notify(
                "This draft cannot be kept: the state folder cannot be written. Save it with Ctrl+S or F2; "
                "Esc again drops it.",
                severity="warning",
            )

    # --- saving

    def action_save(self) -> None:
        """Ask for a name and save the SQL as a query of the user's own."""
        text = self.sql_editor.text
        if not text.strip():
            self.notify("There is no SQL to save yet.", timeout=4)
            return
        saved = self.portfolio_app.saved_queries
        known = () if saved is None else saved.queries
        self.app.push_screen(SaveDialog(text, self._query_name, known), self._take_saved)

    def _take_saved(self, path: Path | None) -> None:
        """Go on with the query that was saved; what was a draft is one no longer."""
        if path is None:
            return
        saved = yours(read_documented_sql(path))
        self._query_name, self._heading = saved.query.name, saved.query.title
        text = _text_of(saved, None)
        self._draft.replace(saved.query.name, text)
        self.sql_editor.load(text, read_only=False)
        self._use(written_sql(text, saved.query.name))
        self.portfolio_app.saved_files.read()
        self.portfolio_app.show_frame()
        self.notify(f"Saved as {saved.query.name}. It stands in the list as yours.", markup=False, timeout=6)

    # --- keys

    @property
    def sql_editor(self) -> SqlEditor:
        """The SQL; it can be read even when the page is going away."""
        return self._editor

    @property
    def is_writing(self) -> bool:
        """Whether what is typed goes into the SQL."""
        return self.sql_editor.has_editor_focus

    def action_write(self) -> None:
        """Go to the SQL."""
        self.sql_editor.focus()


def _text_of(saved: SavedQuery | None, past: PastRun | None) -> str:
    """Return what the editor begins with: the whole file of a saved query, or the SQL of a past run."""
    if saved is None:
        return "" if past is None else past.sql
    try:
        return saved.query.path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return saved.query.sql  # the file went away meanwhile


def _after_blank(text: str, line: int) -> int:
    """Return the first line from `line` on that is not blank, for that is where the SQL begins."""
    lines = text.split("\n")
    return next((n for n in range(line, len(lines) + 1) if lines[n - 1].strip()), line)

"""Asks what is to be written where, writes it, and says where it lies and how to open it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from portfolio_tui.ui.export_words import progress_run, size_runs, written_runs
from portfolio_tui.ui.exporting import FORMATS, ExportJob, Foretold, file_name, foretell, with_suffix_of
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.dialog import Dialog
from portfolio_tui.ui.screens.open_dialog import FolderSuggester, expanded
from portfolio_tui.ui.session import Session
from portfolio_tui.ui.shown_rows import ShownRows
from portfolio_tui.ui.theme import Run, Runs, content_of
from portfolio_tui.ui.widgets.choice_field import ChoiceField
from portfolio_tui.ui.widgets.choice_line import ChoiceLine
from portfolio_tui.ui.widgets.folder_list import FolderList
from portfolio_tui.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from portfolio_tui.extract.cancellation import Cancellation
    from portfolio_tui.extract.extract import ExtractReport


class ExportDialog(Dialog[Path]):
    """Lines for what, format, people's columns and file; closes with the folder of the file written."""

    AUTO_FOCUS: ClassVar[str | None] = "#export-format"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "Write", id="export.write", priority=True),
        Binding("down", "line(1)", "Next line", id="export.next", show=False, priority=True),
        Binding("up", "line(-1)", "Line before", id="export.before", show=False, priority=True),
        Binding("y", "copy_path", "Copy the path of what was written", id="export.copy", show=False),
    ]
    DEFAULT_CSS = """
    ExportDialog {
        .field { height: 1; }
        .label { width: 10; color: $text-muted; }
        TextField { width: 1fr; }
        TextField:focus { background: $panel; }
        #export-folders { margin: 0 0 0 10; }
        #export-size { height: auto; margin: 1 0 0 0; }
        #export-note { height: auto; max-height: 8; }
    }
    """

    class Sized(Message):
        """It is known how large the extract will be, or why it cannot be made."""

        def __init__(self, number: int, foretold: Foretold | str) -> None:
            super().__init__()
            self.number = number
            self.foretold = foretold

    class Progressed(Message):
        """So much is written."""

        def __init__(self, rows: int | None, size: int) -> None:
            super().__init__()
            self.rows = rows
            self.size = size

    class Ended(Message):
        """The extract is written, or was not."""

        def __init__(self, report: "ExtractReport | str") -> None:
            super().__init__()
            self.report = report

    def __init__(self, session: Session, choices: Sequence[ShownRows], folder: Path) -> None:
        """Take what may be written, the first being meant, and the folder to start in."""
        super().__init__()
        self._session = session
        self._rows = tuple(choices)
        self._folder = folder
        self._number = 0
        self._foretold: Foretold | None = None
        self._replacing: Path | None = None
        self._cancellation: Cancellation | None = None
        self._written: Path | None = None

    def compose(self) -> ComposeResult:
        """Lay out the lines, the folders and the notes."""
        whats = [(str(index), rows.title) for index, rows in enumerate(self._rows)]
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Export what is shown, all of it")
            dialog.border_subtitle = Content("Enter writes · ←→ choose · ↑↓ lines · Esc closes")
            yield from self._line("What", ChoiceField(whats, id="export-what"))
            formats = [(key, label) for key, (label, _) in FORMATS.items()]
            yield from self._line("Format", ChoiceField(formats, id="export-format"))
            people = ChoiceField([("without", "left out"), ("with", "taken along")], id="export-people")
            yield from self._line("People", people)
            start = str(self._folder / file_name(self._rows[0], "parquet"))
            yield from self._line("File", TextField(start, suggester=FolderSuggester(), id="export-file"))
            yield FolderList(id="export-folders")
            yield Static(id="export-size")
            yield Static(id="export-note")

    def _line(self, label: str, field: ChoiceField | TextField) -> ComposeResult:
        with Horizontal(classes="field"):
            yield Static(label, classes="label")
            yield field

    def on_mount(self) -> None:
        """Find out how large it will be."""
        self.query_one("#export-people").parent.display = False  # type: ignore[union-attr]
        self.query_one(FolderList).show(self._folder)
        self._size_up()

    def on_unmount(self) -> None:
        """Stop what is still being written or reckoned."""
        self._session.service.cancel(self._number)
        if self._cancellation is not None:
            self._cancellation.cancel()

    # --- what is chosen

    @property
    def _chosen(self) -> ShownRows:
        return self._rows[int(self.query_one("#export-what", ChoiceField).taken)]

    @property
    def _format(self) -> str:
        return self.query_one("#export-format", ChoiceField).taken

    @property
    def _file(self) -> TextField:
        return self.query_one("#export-file", TextField)

    @property
    def _personal(self) -> tuple[str, ...]:
        taken_along = self.query_one("#export-people", ChoiceField).taken == "with"
        return self._foretold.left_out if self._foretold is not None and taken_along else ()

    @on(ChoiceLine.Taken, "#export-what")
    def _name_anew(self) -> None:
        folder = expanded(self._file.value).parent
        self._file.value = str(folder / file_name(self._chosen, self._format))
        self._size_up()

    @on(ChoiceLine.Taken, "#export-format")
    def _change_suffix(self) -> None:
        self._file.value = with_suffix_of(self._file.value, self._format)
        self._size_up()

    @on(ChoiceLine.Taken, "#export-people")
    def _tell_people(self) -> None:
        self._tell_size()

    @on(Input.Changed, "#export-file")
    def _follow_file(self, event: Input.Changed) -> None:
        event.stop()
        self._replacing = None
        self._tell(())
        self.query_one(FolderList).show(expanded(event.value or ".").parent)

    @on(FolderList.Chosen)
    def _go_to_folder(self, event: FolderList.Chosen) -> None:
        self._file.value = str(event.folder / expanded(self._file.value).name)

    # --- how large it will be

    def _size_up(self) -> None:
        self._session.service.cancel(self._number)
        self._number = number = self._session.next_number()
        self._foretold = None
        self.query_one("#export-size", Static).update(content_of((Run("Counting rows …", "muted"),)))
        find = partial(self._find_size, number, self._chosen, self._format)
        self.run_worker(find, thread=True, group="export-size", exit_on_error=False)

    def _find_size(self, number: int, rows: ShownRows, format_name: str) -> None:
        """Run in a worker thread: only post what is found."""
        self.post_message(self.Sized(number, foretell(self._session, number, rows, format_name)))

    @on(Sized)
    def _take_size(self, message: Sized) -> None:
        if message.number != self._number:
            return
        if isinstance(message.foretold, str):
            self.query_one("#export-size", Static).update(content_of((Run(shown(message.foretold), "over"),)))
            return
        self._foretold = message.foretold
        people = self.query_one("#export-people", ChoiceField)
        if people.parent is not None:
            people.parent.display = bool(message.foretold.left_out)
        self._tell_size()

    def _tell_size(self) -> None:
        if self._foretold is None:
            return
        sentence = self._session.sentence(self._chosen.scope)
        runs = size_runs(self._foretold, self._chosen, sentence, taken_along=bool(self._personal))
        self.query_one("#export-size", Static).update(content_of(runs))

    # --- writing

    def action_line(self, by: int) -> None:
        """Go to the next line or the one before; among the folders, to the folder below or above first."""
        folders = self.query_one(FolderList)
        if folders.has_focus and folders.step(by):
            return
        if by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_write(self) -> None:
        """Write the file; once it is written, close. In the list of folders, go to the one marked."""
        folders = self.query_one(FolderList)
        if self._written is not None:
            self.dismiss(self._written.parent)
        elif self._cancellation is not None:
            return
        elif folders.has_focus:
            folders.action_select()
        else:
            self._write()

    def _write(self) -> None:
        target = expanded(self._file.value.strip())
        if not target.name or target.is_dir():
            self._tell((Run("Name a file.", "over"),))
            self._file.focus()
            return
        if target.exists() and self._replacing != target:
            self._replacing = target
            words = f"There is a file {target.name} already. Enter again replaces it."
            self._tell((Run(shown(words), "running-out"),))
            return
        from portfolio_tui.extract.cancellation import Cancellation

        self._session.service.cancel(self._number)
        self._cancellation = Cancellation()
        self._tell((Run("Writing … ", "accent"), progress_run(None, None, 0)))
        job = ExportJob(
            self._session,
            self._chosen,
            target,
            self._format,
            replace=self._replacing is not None,
            personal_columns=self._personal,
        )
        write = partial(self._write_file, job, self._cancellation)
        self.run_worker(write, thread=True, group="export", exit_on_error=False)

    def _write_file(self, job: ExportJob, cancellation: "Cancellation") -> None:
        """Run in a worker thread: only post how far it is and what came of it."""
        self.post_message(self.Ended(job.write(self._progress, cancellation)))

    def _progress(self, rows: int | None, size: int) -> None:
        self.post_message(self.Progressed(rows, size))

    @on(Progressed)
    def _tell_progress(self, message: Progressed) -> None:
        if self._cancellation is None:
            return
        known = None if self._foretold is None else self._foretold.rows
        self._tell((Run("Writing … ", "accent"), progress_run(message.rows, known, message.size)))

    @on(Ended)
    def _tell_end(self, message: Ended) -> None:
        self._cancellation = None
        if isinstance(message.report, str):
            self._tell((Run(shown(message.report), "over"),))
            return
        self._written = message.report.path
        self._tell(written_runs(message.report))
        self.query_one("#export-what").focus()

    def action_copy_path(self) -> None:
        """Copy the path of what was written."""
        if self._written is not None:
            self.app.copy_to_clipboard(str(self._written))
            self.notify("Copied the path, where the terminal allows it.", timeout=4)

    def action_cancel(self) -> None:
        """Stop the writing; with nothing being written, close."""
        if self._cancellation is not None:
            self._cancellation.cancel()
            self._tell((Run("Stopping …", "muted"),))
        else:
            self.dismiss(None if self._written is None else self._written.parent)

    def _tell(self, runs: Runs) -> None:
        self.query_one("#export-note", Static).update(content_of(runs))

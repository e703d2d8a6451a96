"""The first step of an import: which files and folders."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from portfolio_tui.ui.file_cells import kind_cell, marked_runs, name_cell, size_cell
from portfolio_tui.ui.folder_contents import FolderEntry, folder_contents
from portfolio_tui.ui.importing import ImportPlan
from portfolio_tui.ui.plain_text import written
from portfolio_tui.ui.screens.import_step import ImportStep, StepNote
from portfolio_tui.ui.screens.open_dialog import FolderSuggester, expanded
from portfolio_tui.ui.theme import content_of
from portfolio_tui.ui.widgets.cells import Cell, Column
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.text_field import TextField

_MARK = "✓"
_UP = ".."


class FilesStep(ImportStep):
    """A path to type, and what lies there: Enter goes into a folder or takes a file, Space marks several."""

    TITLE = "Files"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", id="import.mark", tooltip="Mark a file or a folder, or no more"),
        Binding("ctrl+a", "mark_all", "Mark all", id="import.mark-all", tooltip="Mark every file of data"),
        Binding("right", "go_in", "Go into the folder", id="import.in", show=False),
        Binding("left", "go_up", "Go to the folder above", id="import.up", show=False),
    ]
    DEFAULT_CSS = """
    FilesStep #import-marked { height: auto; max-height: 3; padding: 0 1; margin: 1 0 0 0; }
    """

    def __init__(self, start: Path) -> None:
        """Take the folder to start in, or a file in it to begin with."""
        super().__init__(id="step-files")
        self._folder = start if start.is_dir() else start.parent
        self._at_first = "" if start.is_dir() else start.name
        self._marked: dict[Path, FolderEntry] = {}
        self._taken: Path | None = None
        """The file that is marked only since Enter took it."""
        self._plan = ImportPlan()

    def compose(self) -> ComposeResult:
        """Lay out the path, the list and what is marked."""
        with Horizontal(classes="field"):
            yield Static("Path", classes="label")
            suggester = FolderSuggester(with_files=True)
            path = TextField(_as_typed(self._folder), suggester=suggester, id="import-path")
            path.select_on_focus = False  # what is typed goes on from there
            yield path
        yield Ledger[FolderEntry](
            self._columns(), lambda entry: entry.name, empty="Nothing here.", id="import-files"
        )
        yield Static(id="import-marked")
        yield StepNote()

    def _columns(self) -> tuple[Column[FolderEntry], ...]:
        return (
            Column("mark", "", self._mark_cell, 1, priority=9, sortable=False),
            Column("name", "Name", name_cell, 30, flex=1, priority=9, sortable=False),
            Column("kind", "Kind", kind_cell, 17, priority=7, sortable=False),
            Column("size", "Size", size_cell, 9, priority=8, align="right", sortable=False),
        )

    def on_mount(self) -> None:
        """List the folder to start in."""
        self._list()
        if self._at_first:
            self._files.move_to(self._at_first)
        self._tell_marked()

    def begin(self, plan: ImportPlan) -> None:
        """Come into sight, with what lies in the folder by now."""
        self._plan = plan
        self._list()
        self._files.focus()

    # --- the list

    @on(Input.Changed, "#import-path")
    def _follow_path(self, event: Input.Changed) -> None:
        event.stop()
        self.note.say("")
        self._list()

    def _list(self) -> None:
        typed = self._path.value
        start = "" if _is_folder_typed(typed) else typed.rpartition("/")[2]
        self._folder = expanded(typed.removesuffix(start) or ".")
        contents = folder_contents(self._folder, start, with_files=True)
        if contents.fault:
            self._files.show_error(f"{self._folder} cannot be read: {contents.fault}.")
            return
        above = FolderEntry(self._folder.absolute().parent, _UP, is_folder=True)
        self._files.show([*([] if start else [above]), *contents.entries])
        if not start and self._files.row_at_cursor == above and contents.entries:
            self._files.move_to(contents.entries[0].name)
        if contents.more:
            self.note.say(f"{contents.more:,} more are not listed: type how the name starts.")

    @on(Ledger.Chosen, "#import-files")
    def _choose(self, event: Ledger.Chosen[FolderEntry]) -> None:
        event.stop()
        self._choose_entry(event.row)

    def _choose_entry(self, entry: FolderEntry) -> None:
        if entry.is_folder:
            self._go_to(entry.path)
        elif entry.fault:
            self._tell_fault(entry)
        else:
            self._take(entry)

    @on(Input.Submitted, "#import-path")
    def _take_typed(self, event: Input.Submitted) -> None:
        event.stop()
        path = expanded(event.value.strip())
        listed = folder_contents(path.parent, path.name, with_files=True).entries
        named = [entry for entry in listed if entry.name == path.name]
        if _is_folder_typed(event.value) or _is(path, Path.is_dir):
            self._go_to(path)
            self._files.focus()
        elif _is(path, Path.exists):
            self._choose_entry(named[0] if named else FolderEntry(path, path.name, is_folder=False))
        elif len(listed) == 1:
            self._choose_entry(listed[0])
        else:
            self.note.show_error(f"There is no file or folder {event.value.strip()}.")

    def _take(self, entry: FolderEntry) -> None:
        """Go on with `entry` and what is marked, but without another that was taken so before."""
        path = entry.path.absolute()
        if self._taken is not None:
            self._marked.pop(self._taken, None)
        self._taken = None if path in self._marked else path
        self._marked[path] = entry
        self._tell_marked()
        self.advance()

    def _go_to(self, folder: Path) -> None:
        came_from = self._folder.absolute()
        with self.prevent(Input.Changed):
            self._path.value = _as_typed(folder)
        self._path.cursor_position = len(self._path.value)
        self.note.say("")
        self._files.cursor = 0
        self._list()
        if came_from.parent == folder.absolute():
            self._files.move_to(came_from.name)

    def action_go_in(self) -> None:
        """Go into the folder at the cursor."""
        entry = self._files.row_at_cursor
        if entry is not None and entry.is_folder:
            self._go_to(entry.path)

    def action_go_up(self) -> None:
        """Go to the folder above."""
        self._go_to(self._folder.absolute().parent)

    def on_key(self, event: events.Key) -> None:
        """Type letters into the path whatever has the focus; from there, go down into the list."""
        if self._path.has_focus:
            if event.key == "down":
                event.stop()
                self._files.focus()
        elif event.is_printable and event.character not in {None, " "}:
            event.stop()
            event.prevent_default()
            self._path.focus()
            self._path.insert_text_at_cursor(event.character or "")

    # --- marking

    def action_mark(self) -> None:
        """Mark what is at the cursor, or no longer, and go to the next."""
        entry = self._files.row_at_cursor
        if entry is None or entry.name == _UP:
            return
        if entry.fault:
            self._tell_fault(entry)
            return
        path = entry.path.absolute()
        if self._marked.pop(path, None) is None:
            self._marked[path] = entry
        elif path == self._taken:
            self._taken = None
        self._files.action_move(1)
        self._tell_marked()

    def action_mark_all(self) -> None:
        """Mark every file of data in the list; where all are, none."""
        listed = [entry for entry in self._files.rows_shown if entry.is_data and not entry.fault]
        paths = {entry.path.absolute(): entry for entry in listed}
        if paths.keys() <= self._marked.keys():
            for path in paths:
                del self._marked[path]
        else:
            self._marked |= paths
        self._tell_marked()

    def _tell_marked(self) -> None:
        self.query_one("#import-marked", Static).update(content_of(marked_runs(self._marked.values())))
        self._files.refresh()

    def _tell_fault(self, entry: FolderEntry) -> None:
        self.note.show_error(f"{entry.name} cannot be read: {entry.fault}.")

    def _mark_cell(self, entry: FolderEntry) -> Cell:
        return Cell(_MARK if entry.path.absolute() in self._marked else "", "accent")

    def advance(self) -> None:
        """Take what is marked, else the file at the cursor."""
        entry = self._files.row_at_cursor
        gone = [path for path in self._marked if not _is(path, Path.exists)]
        if gone:
            for path in gone:
                del self._marked[path]
            self._tell_marked()
            self._list()
            named = ", ".join(path.name for path in gone)
            self.note.show_error(f"Not there any more, and not marked any more: {named}.")
        elif not self._marked and entry is not None and not entry.is_folder and not entry.fault:
            self._take(entry)
        elif self._marked:
            self.note.say("")
            self.post_message(self.Taken(self, replace(self._plan, sources=tuple(self._marked))))
        else:
            self.note.say("Go to a file, or mark files and folders with Space.", "running-out")

    @property
    def _path(self) -> TextField:
        return self.query_one("#import-path", TextField)

    @property
    def _files(self) -> Ledger[FolderEntry]:
        return self.query_one("#import-files", Ledger)


def _as_typed(folder: Path) -> str:
    """Return the path of a folder as somebody types it who wants to go on into it."""
    return f"{written(folder).rstrip('/')}/"


def _is_folder_typed(text: str) -> bool:
    """Tell whether `text` names a folder rather than the start of a name in one."""
    return text.endswith("/") or text.strip() in {"", "~", ".", ".."}


def _is(path: Path, look: Callable[[Path], bool]) -> bool:
    """Tell whether `look` finds it so; what cannot be looked at is not."""
    try:
        return look(path)
    except (OSError, ValueError):
        return False

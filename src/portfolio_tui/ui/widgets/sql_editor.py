"""The SQL editor: text in color with completion, to be read or edited, and the engine's error beneath."""

from typing import Self

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import OptionList

from portfolio_tui.query.catalog import Catalog
from portfolio_tui.ui.widgets.popup_list import PopupList
from portfolio_tui.ui.widgets.sql_editor_area import SqlArea
from portfolio_tui.ui.widgets.sql_editor_error import ErrorPane, read_error


class EditorMessage(Message):
    """Something that an SQL editor tells."""

    def __init__(self, editor: "SqlEditor") -> None:
        super().__init__()
        self.editor = editor

    @property
    def control(self) -> "SqlEditor":
        """The editor, for `@on(SqlEditor.Submitted, "#id")`."""
        return self.editor


class SqlEditor(Vertical):
    """SQL that is read, or edited with completion; `Submitted` asks to run it, `Left` to leave the editor."""

    DEFAULT_CSS = """
    SqlEditor {
        height: 1fr;
        SqlArea { height: 1fr; min-height: 1; padding: 0 1; }
    }
    """

    class Submitted(EditorMessage):
        """The statement, `sql`, is to be run."""

        def __init__(self, editor: "SqlEditor") -> None:
            super().__init__(editor)
            self.sql = editor.text

    class Left(EditorMessage):
        """Escape was pressed with nothing to close: the page decides where to go."""

    class Changed(EditorMessage):
        """The text was changed, by typing or otherwise."""

    def __init__(
        self,
        catalog: Catalog,
        text: str = "",
        *,
        read_only: bool = False,
        line_numbers: bool = False,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """Take what the SQL may name, the SQL to start with, and whether it can only be read."""
        super().__init__(id=id)
        self._popup = PopupList()
        self._area = SqlArea(text, catalog, self._popup, line_numbers=line_numbers)
        self._area.read_only = read_only
        self._error = ErrorPane()

    def compose(self) -> ComposeResult:
        """Lay out the text, the error beneath it and the completion over both."""
        yield self._area
        yield self._error
        yield self._popup

    @property
    def text(self) -> str:
        """The SQL as it stands."""
        return self._area.text

    @property
    def read_only(self) -> bool:
        """Whether the SQL can only be read."""
        return self._area.read_only

    @property
    def cursor(self) -> tuple[int, int]:
        """The line and the column of the cursor, the first of each being 1."""
        row, column = self._area.cursor_location
        return row + 1, column + 1

    @property
    def has_editor_focus(self) -> bool:
        """Whether what is typed goes into the text."""
        return self._area.has_focus

    def focus(self, scroll_visible: bool = True) -> Self:
        """Give the text the focus."""
        self._area.focus(scroll_visible)
        return self

    def load(self, text: str, *, read_only: bool) -> None:
        """Show other SQL, to be read or to be edited; what could be undone is forgotten."""
        self._area.load_text(text)
        self._area.read_only = read_only
        self.clear_error()

    def set_catalog(self, catalog: Catalog) -> None:
        """Offer the names of `catalog` from now on."""
        self._area.set_catalog(catalog)

    def show_error(self, text: str, first_line: int = 1) -> None:
        """Show an error's message beneath the text, and move the cursor to the place that it points at.

        `first_line` is the line of the editor with which the SQL began that the engine was given.
        """
        error = read_error(text)
        place = None
        if error.block is not None:
            row = error.block.line + first_line - 2
            if 0 <= row < self._area.document.line_count:
                column = error.block.column_in(self._area.document.get_line(row))
                place = None if column is None else (row, column)
        self._error.show(error, None if place is None else place[0] + 1)
        if place is not None:
            self._area.move_cursor(place)

    def clear_error(self) -> None:
        """Show no error."""
        self._error.clear()

    def visible_text(self) -> str:
        """Return the text, the error and the completions as plain text."""
        lines = [self._area.get_line(row).plain for row in range(self._area.document.line_count)]
        parts = ("\n".join(lines), self._error.visible_text(), self._popup.visible_text())
        return "\n".join(part for part in parts if part)

    @on(SqlArea.Submitted)
    def _submit(self, event: SqlArea.Submitted) -> None:
        event.stop()
        self.clear_error()
        self.post_message(self.Submitted(self))

    @on(SqlArea.Left)
    def _leave(self, event: SqlArea.Left) -> None:
        event.stop()
        self.post_message(self.Left(self))

    @on(SqlArea.Changed)
    def _tell_change(self, event: SqlArea.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._area.take(event.option_index)

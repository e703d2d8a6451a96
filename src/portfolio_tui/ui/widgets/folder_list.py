"""Lists the folders inside a folder, to go where a file is to lie."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from portfolio_tui.ui.folder_contents import folder_contents
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import Run, content_of


class FolderList(OptionList):
    """The folder above and those within; Enter goes there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "select", "Go in", id="folders.in", show=False),
        Binding("left", "up", "Go up", id="folders.up", show=False),
    ]
    DEFAULT_CSS = """
    FolderList {
        height: auto;
        max-height: 5;
        border: none;
        padding: 0;
        background: $surface;
        scrollbar-size-vertical: 1;
        &:focus { background: $panel; }
    }
    """

    class Chosen(Message):
        """A folder was gone to."""

        def __init__(self, folder: Path) -> None:
            super().__init__()
            self.folder = folder

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(compact=True, id=id)
        self._folder: Path | None = None
        self._folders: tuple[Path, ...] = ()

    def show(self, folder: Path) -> None:
        """List what lies in `folder`; nothing where it cannot be read."""
        if folder == self._folder:
            return
        self._folder = folder
        inside = [entry.path for entry in folder_contents(folder, with_files=False).entries]
        self._folders = (folder.absolute().parent, *inside)
        names = ["..", *(path.name for path in self._folders[1:])]
        self.clear_options()
        self.add_options([Option(content_of((Run(f"{shown(name)}/", "muted"),))) for name in names])

    def step(self, by: int) -> bool:
        """Mark the folder that many places further; say whether there is one."""
        place = -1 if self.highlighted is None else self.highlighted + by
        inside = 0 <= place < self.option_count
        if inside:
            self.highlighted = place
        return inside

    def on_focus(self) -> None:
        """Mark a folder: the first inside, where there is one."""
        if self.highlighted is None:
            self.highlighted = min(1, self.option_count - 1)

    def action_up(self) -> None:
        """Go to the folder above."""
        if self._folders:
            self.post_message(self.Chosen(self._folders[0]))

    @on(OptionList.OptionSelected)
    def _go(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self._folders[event.option_index]))

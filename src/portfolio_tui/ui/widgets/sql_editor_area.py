"""The text of the SQL editor: colors for its tokens, keys, and the completion of the word being typed."""

from collections import defaultdict
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Selection

from portfolio_tui.query.catalog import Catalog
from portfolio_tui.ui.plain_text import cell_width, shown
from portfolio_tui.ui.theme import INK_CLASSES, Ink, ink_css
from portfolio_tui.ui.widgets.keys_at_once import act_at_once
from portfolio_tui.ui.widgets.popup_list import PAGE, PopupLine, PopupList
from portfolio_tui.ui.widgets.sql_completion import Completion, complete
from portfolio_tui.ui.widgets.sql_editor_tokens import tokens

READ_AT_MOST = 60_000
"""Longer texts are neither colored nor completed, so that each key is answered at once; in characters."""

OPENS_AFTER = 2
"""So many letters of a word open the completion."""

_STEPS = {"up": -1, "down": 1, "pageup": -PAGE, "pagedown": PAGE}
_Piece = tuple[int, int, Ink]


class SqlArea(TextArea):
    """A TextArea whose tokens are colored; `popup` shows what the word before the cursor could become."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TextArea.COMPONENT_CLASSES | INK_CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r,f5", "submit", "Run", id="editor.run"),
        Binding("ctrl+@,ctrl+space", "offer", "Offer completions", id="editor.complete", show=False),
        Binding(
            "tab",
            "take_or_indent",
            "Indent",
            id="editor.tab",
            show=False,
            tooltip="Take the completion, as Enter does; with none open, indent",
        ),
        Binding("ctrl+a,f7", "select_all", "Select all", id="editor.select-all", show=False),
        Binding("escape", "leave", "Leave", id="editor.leave", tooltip="Close the completion, else leave"),
    ]
    DEFAULT_CSS = """
    SqlArea {
        border: none;
        padding: 0;
        background: $background;
        scrollbar-size: 1 1;
        &:focus { border: none; }
        &.-read-only { background: $surface; }
        &:dark.-read-only .text-area--cursor { background: $block-cursor-background; }
        &:light.-read-only .text-area--cursor { background: $block-cursor-background; }
    }
    """ + ink_css("SqlArea")

    class Submitted(Message):
        """The statement is to be run."""

    class Left(Message):
        """The editor is to be left."""

    def __init__(self, text: str, catalog: Catalog, popup: PopupList, *, line_numbers: bool) -> None:
        """Take the text, what it may name, and the list that shows completions."""
        self._pieces: dict[int, list[_Piece]] | None = None
        self._catalog = catalog
        self._popup = popup
        self._completion: Completion | None = None
        self._dismissed_at: int | None = None
        # The line of the cursor is not tinted: TextArea would draw it over the colors of the tokens.
        super().__init__(text, show_line_numbers=line_numbers, highlight_cursor_line=False)
        self.cursor_blink = False

    def set_catalog(self, catalog: Catalog) -> None:
        """Offer the names of `catalog` from now on."""
        self._catalog = catalog

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Tab and Escape to the page where nothing can be typed."""
        if self.read_only and action in {"take_or_indent", "leave", "offer"}:
            return False
        return super().check_action(action, parameters)

    # --- colors

    def _build_highlight_map(self) -> None:
        """Forget the colors: called by TextArea after every change of the text."""
        super()._build_highlight_map()
        self._pieces = None

    def get_line(self, line_index: int) -> Text:
        """Return a line in color, with visible stand-ins for control characters."""
        raw = self.document.get_line(line_index)
        line = Text("\t".join(map(shown, raw.split("\t"))), end="", no_wrap=True)
        if self._pieces is None:
            self._pieces = _pieces(self.text)
        for start, end, ink in self._pieces.get(line_index, ()):
            line.stylize(self.get_component_rich_style(f"ink--{ink}", partial=True), start, end)
        return line

    # --- completion

    def edit(self, edit: Edit) -> EditResult:
        """Change the text; typing a word, or a dot after a name, opens the completion."""
        was_open = self._completion is not None
        result = super().edit(edit)
        if len(edit.text) == 1 and (edit.text.isalnum() or edit.text in "_."):
            self._offer(letters=0 if was_open or edit.text == "." else OPENS_AFTER)
        elif was_open and not edit.text:
            self._offer(letters=1)
        else:
            self._close()
        return result

    def watch_selection(self, _previous: Selection, selection: Selection) -> None:
        """Close the completion when the cursor leaves the word that is being completed."""
        completion = self._completion
        if completion is not None and self._index(selection) != completion.start + len(completion.typed):
            self._close()

    def on_blur(self) -> None:
        """Close the completion with the focus."""
        self._close()

    def _offer(self, letters: int) -> None:
        """Show what the word before the cursor could become, once it has so many letters."""
        completion = None
        can_type = self.has_focus and not self.read_only and self.selection.is_empty
        if can_type and len(self.text) <= READ_AT_MOST:
            completion = complete(self.text, self._index(self.selection), self._catalog)
        if completion is None or len(completion.typed) < letters or completion.start == self._dismissed_at:
            self._close()
        else:
            self._dismissed_at = None
            self._completion = completion
            lines = [PopupLine(offer.name, offer.note) for offer in completion.offers]
            corner = self.cursor_screen_offset - Offset(cell_width(completion.typed), 0)
            self._popup.open(lines, corner, None if completion.is_whole else 0)

    def _close(self) -> None:
        """Offer nothing."""
        self._completion = None
        self._popup.close()

    def _index(self, selection: Selection) -> int:
        """Return how far the cursor is from the start of the text, in characters."""
        row, column = selection.end
        return sum(len(self.document[line]) + len(self.document.newline) for line in range(row)) + column

    def take(self, number: int | None = None) -> bool:
        """Put the offer of that number, or the one that stands out, in the place of the word typed.

        Returns whether there was one.
        """
        completion = self._completion
        chosen = self._popup.standing_out if number is None else number
        if completion is None or chosen is None:
            return False
        row, column = self.cursor_location
        text = completion.offers[chosen].text
        self.replace(
            text, (row, column - len(completion.typed)), (row, column), maintain_selection_offset=False
        )
        self._close()
        return True

    # --- keys

    async def on_key(self, event: events.Key) -> None:
        """Steer the list of offers, or do what else the key is bound to, before any later key."""
        if self._steer(event.key):
            event.stop()
            event.prevent_default()
        else:
            await act_at_once(self, self._bindings, event)

    def _steer(self, key: str) -> bool:
        """Move in the list, or take what stands out in it; say whether the key was for the list."""
        if self._completion is None or key not in _STEPS:
            return key == "enter" and self.take()
        self._popup.move(_STEPS[key])
        return True

    def action_take_or_indent(self) -> None:
        """Take what stands out, else the first of what is offered; with nothing offered, indent."""
        if self._completion is not None:
            self.take(self._popup.standing_out or 0)
        else:
            spaces = self.indent_width - self.cursor_location[1] % self.indent_width
            self.replace(" " * spaces, *self.selection, maintain_selection_offset=False)

    def action_offer(self) -> None:
        """Offer what could stand at the cursor, whatever is typed so far."""
        self._dismissed_at = None
        self._offer(letters=0)

    def action_leave(self) -> None:
        """Close the completion until the next word, else ask to be left."""
        completion = self._completion
        if completion is None:
            self.post_message(self.Left())
        else:
            self._dismissed_at = completion.start
            self._close()

    def action_submit(self) -> None:
        """Ask for the statement to be run."""
        self._close()
        self.post_message(self.Submitted())


def _pieces(sql: str) -> dict[int, list[_Piece]]:
    """Return, for each line of `sql`, what is not plain: where it starts and ends, and its ink."""
    pieces: dict[int, list[_Piece]] = defaultdict(list)
    if len(sql) > READ_AT_MOST:
        return pieces
    row, column = 0, 0
    for token in tokens(sql):
        for number, part in enumerate(token.text.split("\n")):
            if number:
                row, column = row + 1, 0
            if token.ink != "plain":
                pieces[row].append((column, column + len(part), token.ink))
            column += len(part)
    return pieces

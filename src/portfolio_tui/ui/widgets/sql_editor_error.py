"""An error of the engine beneath the SQL editor: its words, and the line with the caret under the place."""

import re
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from portfolio_tui.ui.plain_text import cell_width, shown
from portfolio_tui.ui.theme import Run, content_of

_BLOCK = re.compile(r"^LINE (?P<line>\d{1,9}): (?P<excerpt>.*)\n(?P<gap> *)(?P<caret>\^+)[ ]*$", re.MULTILINE)
_CUT = "..."


@dataclass(frozen=True)
class CaretBlock:
    """Where an error lies: the number of the line, what the message shows of it, and the place within that.

    `index` and `length` count characters of `excerpt`, from which the "..." of a cut line is taken away.
    """

    line: int
    excerpt: str
    index: int
    length: int

    def column_in(self, line: str) -> int | None:
        """Return where the error lies in the whole `line`; None where the line is another one."""
        start = line.find(self.excerpt)
        return None if start < 0 else start + self.index


@dataclass(frozen=True)
class ErrorText:
    """An error's message, taken apart: what it says, and its caret block if it has one."""

    words: str
    block: CaretBlock | None = None


def read_error(text: str) -> ErrorText:
    """Take apart the message of an error, which may show the place as `LINE 3: …` with carets below."""
    found = _BLOCK.search(text)
    if found is None:
        return ErrorText(text.strip())
    words = f"{text[: found.start()].strip()}\n{text[found.end() :].strip()}".strip()
    excerpt = found["excerpt"]
    # The engine counts cells of the terminal, in which what cannot be seen takes none.
    cells = len(found["gap"]) - len(f"LINE {found['line']}: ")
    if excerpt.startswith(_CUT):
        excerpt, cells = excerpt.removeprefix(_CUT), cells - len(_CUT)
    excerpt = excerpt.removesuffix(_CUT)
    index = _after_cells(excerpt, cells)
    length = max(1, _after_cells(excerpt, cells + len(found["caret"])) - index)
    return ErrorText(words, CaretBlock(int(found["line"]), excerpt, index, length))


def _after_cells(text: str, cells: int) -> int:
    """Return how many characters of `text` the first `cells` cells take, those without width among them."""
    used = 0
    for index, character in enumerate(text):
        width = cell_width(character)
        if used >= cells and width:
            return index
        used += width
    return len(text)


class ErrorPane(Vertical):
    """Shows one error; out of sight when there is none. Words wrap, the line with the caret never does."""

    DEFAULT_CSS = """
    ErrorPane {
        display: none;
        height: auto;
        max-height: 8;
        padding: 0 1;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        border-top: solid $border-blurred;
        & > .words { height: auto; }
        & > Horizontal { height: auto; overflow: auto hidden; scrollbar-size-horizontal: 1; }
        & > Horizontal > Static { width: auto; text-wrap: nowrap; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._words = Static(classes="words")
        self._place = Static()
        self.can_focus = False

    def compose(self) -> ComposeResult:
        """Lay out the words above the place."""
        yield self._words
        with Horizontal() as place:
            place.can_focus = False
            yield self._place

    def show(self, error: ErrorText, line: int | None) -> None:
        """Show `error`, whose place lies in that `line` of the editor, the first being 1 (None: unknown)."""
        told = "\n".join(map(shown, error.words.splitlines()))
        self._words.update(content_of((Run(told, "over"),)))
        self._place.update(content_of(_place(error.block, line)))
        self._place.display = error.block is not None
        self.display = True
        self.scroll_home(animate=False)

    def clear(self) -> None:
        """Show no error."""
        self.display = False

    def visible_text(self) -> str:
        """Return what is shown as plain text; nothing while out of sight."""
        place = f"\n{self._place.content}" if self._place.display else ""
        return f"{self._words.content}{place}" if self.display else ""


def _place(block: CaretBlock | None, line: int | None) -> tuple[Run, ...]:
    if block is None:
        return ()
    label = f"line {block.line if line is None else line}: "
    before = shown(block.excerpt[: block.index])
    there = shown(block.excerpt[block.index : block.index + block.length])
    after = shown(block.excerpt[block.index + block.length :])
    gap = " " * cell_width(label + before)
    carets = "^" * max(1, cell_width(there))
    return (Run(label, "muted"), Run(f"{before}{there}{after}\n"), Run(f"{gap}{carets}", "over"))

"""The help: the keys that hold on a screen, and what its figures mean, in the words of their measures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from portfolio_tui.measures.measure import Measure
from portfolio_tui.ui.data_screen import DataScreen
from portfolio_tui.ui.plain_text import fit, folded, shown
from portfolio_tui.ui.screens.dialog import Dialog
from portfolio_tui.ui.theme import Run, Runs, content_of, text_of
from portfolio_tui.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from portfolio_tui.query.documented_sql import DocumentedSQL

_KEY_WIDTH = 9
_WHAT_WIDTH = 28
_PARTS = ("formula", "denominator", "why", "leaves out")
_OWN_DATA = (
    "I imports files of your own, step by step: CSV and its kin, Excel, JSON or Parquet.",
    "portfolio-tui FOLDER opens a portfolio: a folder of Parquet files, one a table.",
    "portfolio-tui import SOURCE... --profile P --into FOLDER makes one from outside files.",
    "portfolio-tui info FOLDER lists its tables, rows, dates, totals and coverage.",
)
_MADE_UP = "What is shown now is a demo: every contract, contractor, buyer and figure in it is made up."


@dataclass(frozen=True)
class HelpBlock:
    """A heading with text below it; `measure` names the measure that it defines, if it does."""

    heading: str
    lines: tuple[Runs, ...]
    measure: str = ""

    def runs(self) -> Runs:
        """Return the block as text to draw."""
        runs = [Run(shown(self.heading), "accent")]
        for line in self.lines:
            runs += [Run("\n"), *line]
        return tuple(runs)


def help_blocks(screen: DataScreen) -> tuple[HelpBlock, ...]:
    """Return the help of `screen`: keys, its measures' definitions, and how to open data of one's own."""
    bindings = list(screen.active_bindings.values())
    here = [active for active in bindings if active.node is not screen.app]
    everywhere = [active for active in bindings if active.node is screen.app]
    session = screen.portfolio_app.session
    is_demo = session is not None and session.portfolio.manifest.synthetic
    own = [*([_MADE_UP] if is_demo else []), *_OWN_DATA]
    return (
        HelpBlock("Keys on this screen", tuple(_key_lines(screen, here))),
        HelpBlock("Keys everywhere", tuple(_key_lines(screen, everywhere))),
        *map(_definition, screen.measures_shown),
        HelpBlock("Your own data", tuple((Run(line),) for line in own)),
    )


def _key_lines(screen: DataScreen, bindings: Iterable[ActiveBinding]) -> Iterator[Runs]:
    keys: dict[str, list[str]] = {}
    for active in bindings:
        if active.binding.id is not None:  # those without come with Textual, and say little here
            what = active.tooltip or active.binding.description
            keys.setdefault(what, []).append(screen.app.get_key_display(active.binding))
    lines = [(" ".join(written), what) for what, written in keys.items()]
    half = (len(lines) + 1) // 2
    for left, right in zip_longest(lines[:half], lines[half:], fillvalue=("", "")):
        runs: list[Run] = []
        for written, what in (left, right):
            runs += [Run(fit(written, _KEY_WIDTH), "strong"), Run(fit(what, _WHAT_WIDTH))]
        yield tuple(runs)


def _definition(measure: "Measure[Any] | DocumentedSQL") -> HelpBlock:
    """Return what a measure, a query or a rule means, its parts, and its parameters where they are known."""
    header = measure.header
    lines: list[Runs] = [(Run(header["description"]),)]
    lines += [(Run(f"{part}: ", "muted"), Run(header[part])) for part in _PARTS if part in header]
    for parameter in () if isinstance(measure, Measure) else measure.parameters:
        default = "" if parameter.default is None else f" = {parameter.default}"
        lines.append((Run(f"{shown(parameter.name)}: ", "muted"), Run(shown(f"{parameter.label}{default}"))))
    heading = (
        f"{header['id']}  {header['title']} ({header['severity']})" if "id" in header else header["title"]
    )
    return HelpBlock(heading, tuple(lines), measure.name)


class HelpScreen(Dialog[None]):
    """Blocks of help under a search field that leaves only those which match."""

    AUTO_FOCUS: ClassVar[str | None] = "#help-text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll_help(1)", "Down", id="help.down", show=False),
        Binding("up", "scroll_help(-1)", "Up", id="help.up", show=False),
        Binding("pagedown", "page_help(1)", "Page down", id="help.page-down", show=False),
        Binding("pageup", "page_help(-1)", "Page up", id="help.page-up", show=False),
    ]
    DEFAULT_CSS = """
    HelpScreen {
        & > .dialog { height: 100%; }
        #help-text { margin: 0 0 1 0; }
        #help-blocks { height: 1fr; scrollbar-size-vertical: 1; }
        .help-block { height: auto; margin: 0 0 1 0; }
    }
    """

    def __init__(self, blocks: tuple[HelpBlock, ...], measure: str = "") -> None:
        """Take the blocks, and the measure to start at; none starts at the top."""
        super().__init__()
        self._blocks = blocks
        self._measure = measure

    def compose(self) -> ComposeResult:
        """Lay out search field and blocks."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Help")
            dialog.border_subtitle = Content("↑ ↓ scroll · Esc close")
            yield TextField(placeholder="type to search keys and definitions", id="help-text")
            with VerticalScroll(id="help-blocks", can_focus=False):
                for block in self._blocks:
                    yield Static(content_of(block.runs()), classes="help-block")

    def on_mount(self) -> None:
        """Go to the measure that was asked for."""
        for block, widget in self._drawn():
            if self._measure and block.measure == self._measure:
                self._scroll.call_after_refresh(
                    self._scroll.scroll_to_widget, widget, top=True, animate=False
                )

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        words = folded(event.value).split()
        for block, widget in self._drawn():
            text = folded(text_of(block.runs()))
            widget.display = all(word in text for word in words)

    def action_scroll_help(self, lines: int) -> None:
        """Scroll by lines."""
        self._scroll.scroll_relative(y=lines, animate=False)

    def action_page_help(self, pages: int) -> None:
        """Scroll by pages."""
        self._scroll.scroll_relative(y=pages * self._scroll.size.height, animate=False)

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one("#help-blocks", VerticalScroll)

    def _drawn(self) -> Iterator[tuple[HelpBlock, Static]]:
        widgets = self.query(".help-block").results(Static)
        yield from zip(self._blocks, widgets, strict=True)

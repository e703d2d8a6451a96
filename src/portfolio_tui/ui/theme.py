"""The dashboard's two themes, and its inks: the few named styles in which every widget writes.

A widget names an ink and never a color, so that light, dark, other themes and no color at all stay readable.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.content import Content
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

Ink = Literal[
    "plain", "strong", "muted", "faint", "accent", "over", "running-out", "expiring", "fine", "quiet", "bar"
]


class Run(NamedTuple):
    """A piece of one line in one ink. The text is safe to print: data went through `plain_text.shown`."""

    text: str
    ink: Ink = "plain"


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class _InkStyle:
    color: str
    text_style: str = "none"


INKS: dict[Ink, _InkStyle] = {
    "plain": _InkStyle("$foreground"),
    "strong": _InkStyle("$foreground", "bold"),
    "muted": _InkStyle("$text-muted"),
    "faint": _InkStyle("$text-disabled"),
    "accent": _InkStyle("$text-accent"),
    "over": _InkStyle("$text-error", "bold"),
    "running-out": _InkStyle("$text-warning"),
    "expiring": _InkStyle("$text-secondary"),
    "fine": _InkStyle("$text-success"),
    "quiet": _InkStyle("$text-muted"),
    "bar": _InkStyle("$accent 62%"),
}
_REVERSED = Style(reverse=True)
INK_CLASSES = frozenset(f"ink--{ink}" for ink in INKS)

DARK_THEME = Theme(
    name="portfolio-dark",
    dark=True,
    primary="#6cb4d9",
    secondary="#d8cf8f",
    accent="#6cb4d9",
    warning="#e8a33d",
    error="#f67c77",
    success="#8fc29a",
    foreground="#d5dae0",
    background="#13171c",
    surface="#191e25",
    panel="#20262e",
    variables={
        "text": "#d5dae0",
        "text-muted": "#a2acb7",
        "text-disabled": "#5d6875",
        "text-primary": "#6cb4d9",
        "text-accent": "#6cb4d9",
        "text-secondary": "#d8cf8f",
        "text-warning": "#e8a33d",
        "text-error": "#f67c77",
        "text-success": "#8fc29a",
        "block-cursor-background": "#27465a",
        "block-cursor-foreground": "#f2f5f8",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#20303b",
        "border": "#6cb4d9",
        "border-blurred": "#2c343e",
        "footer-background": "#13171c",
        "footer-key-foreground": "#6cb4d9",
        "footer-description-foreground": "#a2acb7",
        "input-selection-background": "#6cb4d9 35%",
        "scrollbar": "#2c3844",
        "scrollbar-hover": "#3b4b59",
        "scrollbar-active": "#6cb4d9",
        "scrollbar-background": "#13171c",
        "button-color-foreground": "#13171c",
    },
)
LIGHT_THEME = Theme(
    name="portfolio-light",
    dark=False,
    primary="#0b6590",
    secondary="#6a6000",
    accent="#0b6590",
    warning="#874c00",
    error="#b3261e",
    success="#2f6b3a",
    foreground="#22282e",
    background="#fbfbf9",
    surface="#f3f3ef",
    panel="#e9e9e4",
    variables={
        "text": "#22282e",
        "text-muted": "#515a62",
        "text-disabled": "#8e969d",
        "text-primary": "#0b6590",
        "text-accent": "#0b6590",
        "text-secondary": "#6a6000",
        "text-warning": "#874c00",
        "text-error": "#b3261e",
        "text-success": "#2f6b3a",
        "block-cursor-background": "#cfe4ee",
        "block-cursor-foreground": "#0f1418",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e3eaee",
        "border": "#0b6590",
        "border-blurred": "#d5d7d3",
        "footer-background": "#fbfbf9",
        "footer-key-foreground": "#0b6590",
        "footer-description-foreground": "#515a62",
        "input-selection-background": "#0b6590 25%",
        "scrollbar": "#c9cfd3",
        "scrollbar-hover": "#aab4ba",
        "scrollbar-active": "#0b6590",
        "scrollbar-background": "#fbfbf9",
        "button-color-foreground": "#fbfbf9",
    },
)
THEMES = (DARK_THEME, LIGHT_THEME)


def install_themes(app: App[Any]) -> None:
    """Make the dashboard's themes known to `app` and put on the dark one."""
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = DARK_THEME.name


def ink_css(widget: str) -> str:
    """Return the default CSS that gives the widget class named `widget` its inks."""
    rules = (
        f"{widget} > .ink--{ink} {{ color: {style.color}; text-style: {style.text_style}; }}"
        for ink, style in INKS.items()
    )
    return "\n".join(rules) + "\n"


def paint(widget: Widget, ink: Ink, *surfaces: str) -> Style:
    """Return the style of `ink` on `widget`, lying on the component classes `surfaces` (a cursor, a header).

    The widget's class must have INK_CLASSES among its COMPONENT_CLASSES and `ink_css` in its DEFAULT_CSS.
    """
    style = widget.get_visual_style(*surfaces, f"ink--{ink}").rich_style
    at_cursor = any(surface.endswith("--cursor") for surface in surfaces)
    if at_cursor and (widget.app.no_color or widget.app.native_ansi_color):
        return style + _REVERSED
    return style


def strip_of(widget: Widget, runs: Sequence[Run], width: int, *surfaces: str) -> Strip:
    """Return `runs` as one line of `widget`, cut or padded to `width` cells."""
    styles = {ink: paint(widget, ink, *surfaces) for ink in {"plain", *(run.ink for run in runs)}}
    segments = [Segment(run.text, styles[run.ink]) for run in runs]
    return Strip(segments).adjust_cell_length(width, styles["plain"])


def content_of(runs: Iterable[Run]) -> Content:
    """Return `runs` as content for a Static or Label; nothing in them is read as markup."""
    return Content.assemble(*((run.text, f"{_text_style(run.ink)}{INKS[run.ink].color}") for run in runs))


def text_of(runs: Iterable[Run]) -> str:
    """Return the bare text of `runs`."""
    return "".join(run.text for run in runs)


def _text_style(ink: Ink) -> str:
    return "bold " if INKS[ink].text_style == "bold" else ""

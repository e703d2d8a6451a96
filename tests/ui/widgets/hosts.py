"""A small app that holds one widget under test."""

from typing import Generic, TypeVar

from textual.app import App, ComposeResult
from textual.widget import Widget

from portfolio_tui.ui.theme import install_themes

WidgetT = TypeVar("WidgetT", bound=Widget)


class Host(App[None], Generic[WidgetT]):
    """Shows one widget alone on a screen in the dashboard's theme."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: WidgetT) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        install_themes(self)
        self.widget.focus()

"""Shows a result in its grid, alone on a screen, and reads it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pyarrow as pa
from textual import events
from textual.pilot import Pilot

from portfolio_tui.ui.rows_view import RowsView
from portfolio_tui.ui.screens.dialog import Dialog
from portfolio_tui.ui.widgets.grid_rows import grid_rows
from portfolio_tui.ui.widgets.rows_grid import RowsGrid
from tests.ui.widgets.hosts import Host

NARROW = (80, 24)
WIDE = (140, 45)


class GridHost(Host[RowsView]):
    """An app with nothing but the rows of a result."""

    def on_mount(self) -> None:
        super().on_mount()
        self.widget.grid.focus()


class Shown:
    """A result on the screen."""

    def __init__(self, app: GridHost, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def grid(self) -> RowsGrid:
        """The grid."""
        return self.app.widget.grid

    async def press(self, *keys: str) -> None:
        """Press the keys one after another and wait until what they set going has ended."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Give `text` to the field in focus in one go, as a terminal hands on what is pasted."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing works in the background and everything is drawn."""
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    def lines(self) -> list[str]:
        """Return the lines of the screen as plain text."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def cells(self) -> list[list[str]]:
        """Return the words of the grid's lines in sight, header first, without the marks."""
        lines = self.grid.visible_text().splitlines()
        return [line.replace("│", " ").replace("▌", " ").split() for line in lines]

    @property
    def status(self) -> str:
        """The line beneath the grid."""
        return self.lines()[self.app.widget.query_one(".grid-status").region.y].strip()

    @property
    def dialog(self) -> str:
        """The dialog in sight, as plain text."""
        assert isinstance(self.app.screen, Dialog)
        return "\n".join(self.lines())


@asynccontextmanager
async def showing(
    table: pa.Table, size: tuple[int, int] = NARROW, *, truncated: bool = False
) -> AsyncIterator[Shown]:
    """Show `table` in a terminal of `size`."""
    app = GridHost(RowsView(grid_rows(table), truncated=truncated))
    async with app.run_test(size=size, notifications=True) as pilot:
        shown = Shown(app, pilot)
        await shown.settle()
        yield shown

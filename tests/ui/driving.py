"""Drives the dashboard in tests: opens it on a folder, waits until all figures are up, reads the screen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input, TextArea

from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.app import PortfolioApp
from portfolio_tui.ui.data_screen import DataScreen

NARROW = (80, 24)
WIDE = (140, 45)


class Driver:
    """The dashboard under test."""

    def __init__(self, app: PortfolioApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        """Wait until nothing works in the background and everything is drawn."""
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press each key and wait until its figures are up; letters typed into a field go there together."""
        waiting = list(keys)
        while waiting:
            together = [waiting.pop(0)]
            if isinstance(self.app.focused, Input | TextArea):
                while len(together[-1]) == 1 and waiting and len(waiting[0]) == 1:
                    together.append(waiting.pop(0))
            await self.pilot.press(*together)
            await self.settle()

    @property
    def is_loading(self) -> bool:
        """Whether the portfolio is still being opened, or the page in sight still waits for figures."""
        page = self.app.data_screen
        is_opening = self.app.session is None and isinstance(self.app.screen, DataScreen)
        return is_opening or (page is not None and page.is_loading)

    def strips(self) -> list[Strip]:
        """Return the lines of the screen in sight with their styles."""
        return self.app.screen._compositor.render_strips()

    async def type(self, text: str) -> None:
        """Give `text` to the field in focus in one go, as a terminal hands on what is pasted."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    def lines(self) -> list[str]:
        """Return the lines of the screen in sight as plain text."""
        return ["".join(segment.text for segment in strip).rstrip() for strip in self.strips()]

    def text(self) -> str:
        """Return the screen in sight as plain text."""
        return "\n".join(self.lines())

    def line_with(self, words: str) -> str:
        """Return the first line in sight with `words` in it."""
        found = [line for line in self.lines() if words in line]
        assert found, f"no line with {words!r} in:\n{self.text()}"
        return found[0]


@asynccontextmanager
async def driving(
    folder: Path, size: tuple[int, int] = NARROW, scope: Scope | None = None
) -> AsyncIterator[Driver]:
    """Open the dashboard on `folder` in a terminal of `size` and wait until its figures are up."""
    async with driving_app(PortfolioApp(folder, scope=scope), size) as driver:
        yield driver


@asynccontextmanager
async def driving_app(app: PortfolioApp, size: tuple[int, int] = NARROW) -> AsyncIterator[Driver]:
    """Run `app` in a terminal of `size` and wait until its figures are up.

    From Python 3.12 on tasks start eagerly, as they do when Textual runs the dashboard in a terminal.
    """
    asyncio.get_running_loop().set_task_factory(getattr(asyncio, "eager_task_factory", None))
    async with app.run_test(size=size, notifications=True) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        await driver.settle()
        yield driver

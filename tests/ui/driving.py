"""Drives the dashboard in tests: opens it on a folder, waits until all figures are up, reads the screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.app import PortfolioApp

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
        """Press each key and wait until its figures are up."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    def lines(self) -> list[str]:
        """Return the lines of the screen in sight as plain text."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

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
    app = PortfolioApp(folder, scope=scope)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        await driver.settle()
        yield driver

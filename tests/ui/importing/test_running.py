"""The last steps: how far a preview or an import is, stopping it, what goes wrong, and taking it back."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.sources import importing
from portfolio_tui.sources.known_profiles import find_profile
from portfolio_tui.sources.outcome import ImportOutcome
from portfolio_tui.sources.progress import ImportProgress
from portfolio_tui.ui.importing import ImportPlan, Stopper, bring_in
from tests.sources.small_files import contents, write_rows
from tests.ui.driving import Driver, driving
from tests.ui.importing.conftest import ROWS
from tests.ui.importing.driving_import import step, words
from tests.ui.portfolio_fixture import write_city_portfolio

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("profile", "downloads")]
HALF = ImportProgress("reading", "[b]report[/b].csv", 2, 3, 1_000_000, 2_000_000, 12_345)
SECONDS_TO_END = 30
LOOKS_AT_MOST = 500
IMPORT = importing.import_files
PREVIEW = importing.preview_files


@dataclass
class Held:
    """Work that tells once how far it is, and then waits until it may go on; leaving this lets it."""

    is_under_way: threading.Event = field(default_factory=threading.Event)
    may_go_on: threading.Event = field(default_factory=threading.Event)
    has_ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.may_go_on.set()

    def before(self, work: Callable[..., ImportOutcome]) -> Callable[..., ImportOutcome]:
        """Return `work` held back."""

        def hold(
            *arguments: object, progress: Callable[[ImportProgress], None], **more: object
        ) -> ImportOutcome:
            try:
                progress(HALF)
                self.is_under_way.set()
                self.may_go_on.wait()
                progress(HALF)
                return work(*arguments, progress=progress, **more)
            finally:
                self.has_ended.set()

        return hold


async def until_under_way(driver: Driver, held: Held, *keys: str) -> None:
    """Press `keys`, and wait until what they begin has told how far it is, and is held."""
    await driver.pilot.press(*keys)
    while not held.is_under_way.is_set():
        await driver.pilot.pause()
    await until_said(driver, "Reading [b]report[/b].csv")


async def until_said(driver: Driver, text: str) -> None:
    """Wait until `text` is on the screen, while something is held in the background."""
    for _ in range(LOOKS_AT_MOST):
        if text in driver.text():
            return
        await driver.pilot.pause()
    raise AssertionError(driver.text())


async def test_a_preview_tells_how_far_it_is_and_is_left_at_once(
    small: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(small) as driver:
        await driver.press("I", "enter", "enter")
        with Held() as held:
            monkeypatch.setattr(importing, "preview_files", held.before(PREVIEW))
            await until_under_way(driver, held, "enter")
            assert step(driver) == "4 of 5"
            assert "██████████░░░░░░░░░░ file 2 of 3 · 1.0 MB of 2.0 MB · 12,345 rows" in words(driver)
            assert "^n" not in driver.lines()[-1]
            await driver.pilot.press("escape")
            await until_said(driver, "step 3 of 5")
        await driver.press("enter")
        assert "2 kept" in driver.text()
    assert not (home / "data").exists()


async def test_a_stopped_import_changes_nothing_and_can_be_tried_again(
    small: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(small) as driver:
        await driver.press("I", "enter", "enter", "enter")
        with Held() as held:
            monkeypatch.setattr(importing, "import_files", held.before(IMPORT))
            await until_under_way(driver, held, "ctrl+n")
            assert step(driver) == "5 of 5"
            await driver.pilot.press("escape")
            await until_said(driver, "Stopping …")
            await driver.pilot.press("escape", "ctrl+n", "enter", "r", "u")
        await driver.settle()
        assert step(driver) == "5 of 5"
        assert "Stopped. Nothing was changed." in driver.text()
        assert not (home / "data").exists()
        await driver.press("escape")
        assert "To become the portfolio" in driver.text()
        await driver.press("ctrl+n")
        assert "Imported." in driver.text()


async def test_leaving_the_program_stops_the_import(
    small: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Held() as held:
        async with driving(small) as driver:
            await driver.press("I", "enter", "enter", "enter")
            monkeypatch.setattr(importing, "import_files", held.before(IMPORT))
            try:
                await until_under_way(driver, held, "ctrl+n")
                await driver.pilot.press("ctrl+q")
            except AssertionError:
                held.may_go_on.set()
                raise
    assert held.has_ended.wait(SECONDS_TO_END)
    assert not (home / "data").exists()


def test_an_import_that_is_asked_to_end_ends_at_its_next_report(home: Path, downloads: Path) -> None:
    told: list[ImportProgress] = []
    plan = ImportPlan((downloads / "report.csv",), find_profile("positions"), home / "new")
    stopper = Stopper(told.append)
    stopper.stop()
    assert bring_in(plan, stopper) == "Stopped. Nothing was changed."
    assert not told
    assert not (home / "new").exists()
    assert isinstance(bring_in(plan, Stopper(told.append)), ImportOutcome)
    assert {progress.step for progress in told} >= {"reading"}


async def test_what_fails_is_told_with_the_choices_kept(
    small: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([UserError("The disk is [b]full[/b]."), ZeroDivisionError("odd")])

    def fail(*_: object, **__: object) -> ImportOutcome:
        raise next(failures)

    async with driving(small) as driver:
        await driver.press("I", "enter", "enter", "enter")
        monkeypatch.setattr(importing, "import_files", fail)
        await driver.press("ctrl+n")
        assert "The disk is [b]full[/b]." in driver.text()
        await driver.press("r")
        assert "Something unexpected went wrong: odd. Nothing was changed." in words(driver)
        monkeypatch.setattr(importing, "import_files", IMPORT)
        await driver.press("r")
        assert "Imported." in driver.text()
    assert (home / "data" / "portfolio-tui" / "test-positions" / "contracts.parquet").exists()


async def test_an_import_is_taken_back_and_done_again(home: Path, downloads: Path) -> None:
    folder = home / "data" / "portfolio-tui" / "test-positions"
    async with driving(write_city_portfolio(home / "city")) as driver:
        await driver.press("I", "enter", "enter", "enter", "enter", "ctrl+n", "ctrl+n")
        await driver.settle()
        before = contents(folder)
        write_rows(downloads, [ROWS[0].replace("250.00", "400.00"), *ROWS[1:]])
        await driver.press("I", "enter", "enter", "right", "enter", "ctrl+n")
        after = contents(folder)
        assert after != before
        assert "u Undo it" in driver.lines()[-1]
        await driver.press("u")
        assert "is as it was before." in words(driver)
        assert {name: after[name] for name in before if name.endswith("balances.parquet")} != before
        assert contents(folder)["balances.parquet"] == before["balances.parquet"]
        await driver.press("u", "r")
        assert "Imported." in driver.text()
        assert contents(folder)["balances.parquet"] == after["balances.parquet"]
        await driver.press("escape")
        assert driver.lines()[0].startswith(" Test positions")


async def test_the_same_file_again_changes_nothing_and_there_is_nothing_to_undo(home: Path) -> None:
    async with driving(write_city_portfolio(home / "city")) as driver:
        await driver.press("I", "enter", "enter", "enter", "enter", "ctrl+n", "ctrl+n")
        await driver.settle()
        await driver.press("I", "enter", "enter", "right", "enter")
        assert "Nothing new: ~/data/portfolio-tui/test-positions would stay as it is." in driver.text()
        await driver.press("ctrl+n")
        assert "Nothing new: ~/data/portfolio-tui/test-positions is unchanged" in driver.text()
        assert "Undo" not in driver.lines()[-1]


async def test_a_row_set_aside_is_shown_whole_and_copied(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I", "enter", "enter", "enter")
        assert '"0.00548726.77" is not an amount' in words(driver)
        assert "c3,Tunnels,Motorola,7/1/2025,6/30/2028,0.00548726.77,100.00,2026-06- 30" in words(driver)
        await driver.press("down", "enter")
        assert "─ Whole row ─" in driver.text()
        await driver.press("y", "escape")
        assert driver.app.clipboard.split("\t")[1] == "4"
        await driver.press("right", "space")
        assert "─ Whole row ─" in driver.text()
        await driver.press("escape")
        assert step(driver) == "4 of 5"

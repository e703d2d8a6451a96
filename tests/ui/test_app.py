"""The app: frame and trail, keys, copying, themes, and leaving while queries run."""

import threading
import time
from pathlib import Path

from portfolio_tui.measures.portfolio_rows import PORTFOLIO_TOTALS
from portfolio_tui.query.documented_sql import DocumentedSQL
from portfolio_tui.query.errors import QueryCancelledError
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.app import PortfolioApp
from portfolio_tui.ui.memory import Memory
from portfolio_tui.ui.screens.cell_view import CellView
from portfolio_tui.ui.theme import DARK_THEME, LIGHT_THEME
from portfolio_tui.ui.widgets.key_line import KeyLine
from tests.tiny import write_portfolio
from tests.ui.driving import NARROW, WIDE, driving, driving_app
from tests.ui.portfolio_fixture import write_small_portfolio

LONG_NAME = "The cooperative contracts of the state of Massachusetts and of all who buy through it"
SECONDS_TO_LEAVE = 10
"""Far less than the query of that test would take, far more than leaving does on a busy machine."""


async def test_the_frame_says_whose_data_as_of_when_and_how_much_is_covered(small: Path) -> None:
    async with driving(small) as driver:
        name, sentence, areas, *_ = driver.lines()
        assert name == " Tiny · DEMO DATA               as of 2026-06-30 · 97 % of spend has a contract"
        assert sentence == " All alliances · all dates                                     f scope · ? help"
        assert areas == " 1 Overview  2 Alliances  3 Contracts  4 Queries  5 Checks"


async def test_the_as_of_date_of_the_scope_is_the_one_that_is_said(small: Path) -> None:
    async with driving(small, scope=Scope.from_values({"as_of": "2025-01-31"})) as driver:
        # To that day, 1,823,000 were spent: 183,000 on tires, 1,600,000 on radios, 40,000 on paper.
        assert "as of 2025-01-31 · 100 % of spend has a contract" in driver.lines()[0]


async def test_without_spend_the_frame_claims_no_coverage(small: Path) -> None:
    async with driving(small, scope=Scope(states=("HI",))) as driver:
        assert driver.lines()[0].endswith("as of 2026-06-30 · no spend in scope")


async def test_long_names_and_long_scopes_are_shortened_and_what_matters_stays(tmp_path: Path) -> None:
    small = write_small_portfolio(tmp_path / "small")
    manifest = small / "portfolio.toml"
    manifest.write_text(manifest.read_text().replace("Tiny", LONG_NAME))
    states = ("VT", "NH", "ME", "MA", "RI", "CT", "NY", "NJ", "PA", "DE", "MD", "WV")
    scope = Scope(states=states, alliances=("naspo", "12aspo"), fiscal_year=2026)
    async with driving(small, scope=scope) as driver:
        name, sentence, *_ = driver.lines()
        assert name == (" The cooperative contracts o… · DEMO DATA  as of 2026-06-30 · 100 % on contract")
        assert sentence.startswith(
            " NASPO ValuePoint, 12ASPO (synthetic) · VT NH ME MA RI CT NY NJ PA DE MD WV"
        )
        assert sentence.endswith("…")
        await driver.pilot.resize_terminal(40, 10)
        await driver.settle()
        assert driver.lines()[0] == " The cooperative contracts… · DEMO DATA"


async def test_the_trail_takes_the_room_of_the_tabs_and_then_keeps_its_end(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("2", "slash")
        await driver.type("verm")
        await driver.press("enter", "enter")
        tabs, _, trail = driver.lines()[2].partition("   ")
        assert (tabs, trail.strip()) == (" 1  2 Alliances  3  4  5", "Alliances › Vermont › NASPO ValuePoint")
        await driver.pilot.resize_terminal(48, 24)
        await driver.settle()
        assert driver.lines()[2].endswith("… › NASPO ValuePoint")
        await driver.pilot.resize_terminal(120, 24)
        await driver.settle()
        assert driver.lines()[2].startswith(" 1 Overview  2 Alliances  3 Contracts  4 Queries  5 Checks")


async def test_the_areas_keep_what_they_showed_and_their_key_goes_to_their_start(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "down", "enter", "2", "3")
        assert "Contracts › " in driver.lines()[2]
        await driver.press("3")
        assert "›" not in driver.lines()[2]


async def test_a_click_on_an_area_goes_there(small: Path) -> None:
    async with driving(small) as driver:
        await driver.pilot.click(offset=(driver.lines()[2].index("Contracts"), 2))
        await driver.settle()
        assert driver.app.current_mode == "contracts"


async def test_enter_pressed_twice_in_a_row_opens_one_page(small: Path) -> None:
    async with driving(small) as driver:
        driver.app.simulate_key("enter")
        driver.app.simulate_key("enter")
        await driver.settle()
        assert [screen.__class__.__name__ for screen in driver.app.screen_stack] == [
            "OverviewScreen",
            "ContractScreen",
        ]


async def test_keys_pressed_faster_than_anything_is_drawn_break_nothing(small: Path) -> None:
    keys = [
        "1",
        "2",
        "3",
        "f",
        "escape",
        "F",
        "slash",
        "escape",
        "question_mark",
        "escape",
        "ctrl+p",
        "escape",
    ]
    keys += ["enter", "escape", "T", "y", "space", "r", "R", "p"]
    async with driving(small, (40, 10)) as driver:
        for key in [*keys, *reversed(keys), *keys]:
            driver.app.simulate_key(key)
        await driver.settle()
        assert driver.app.is_running


async def test_a_row_is_copied_exactly_with_tabs_between(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("y")
        cells = driver.app.clipboard.split("\t")
        assert cells[0] == "Snow removal"
        assert "$62,500.00" in cells
        assert "Copied the row of Snow removal" in driver.text()


async def test_text_from_data_is_copied_without_control_characters(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("down", "y")
        assert driver.app.clipboard.startswith("Copiers␊and [bold]more[/]\t")
        assert "[red]ACME[/] ␛]0;pwned␇" in driver.app.clipboard


async def test_where_there_is_no_row_copying_says_so(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("tab", "y")
        assert "Move to a row first." in driver.text()
        assert driver.app.clipboard == ""


async def test_the_whole_row_is_shown_unrounded_and_copied(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "slash")
        await driver.type("radi")
        await driver.press("escape")
        await driver.press("space")
        assert isinstance(driver.app.screen, CellView)
        assert driver.line_with("Ceiling").split()[-2:] == ["$12,900,000.00", "│"]
        await driver.press("y")
        assert "$12,900,000.00" in driver.app.clipboard
        await driver.press("space")
        assert not isinstance(driver.app.screen, CellView)


async def test_the_theme_is_changed_with_a_key_and_remembered(small: Path) -> None:
    kept: list[Memory] = []
    app = PortfolioApp(small, Memory(theme=LIGHT_THEME.name), keep=kept.append)
    async with driving_app(app) as driver:
        assert app.theme == LIGHT_THEME.name
        await driver.press("T")
        assert app.theme == DARK_THEME.name
        assert kept[-1].theme == DARK_THEME.name


async def test_an_unknown_theme_is_forgotten(small: Path) -> None:
    async with driving_app(PortfolioApp(small, Memory(theme="long-gone"))) as driver:
        assert driver.app.theme == DARK_THEME.name


async def test_the_line_of_keys_fits_and_keeps_help(small: Path) -> None:
    async with driving(small) as driver:
        line = driver.app.screen.query_one(KeyLine)
        assert line.visible_text() == (
            "⏎ Open  s Sort  / Search  f Scope  e Export  ^p Find  ? Help  ^q Quit"
        )
        await driver.pilot.resize_terminal(40, 24)
        await driver.settle()
        assert line.visible_text() == "⏎ Open  s Sort  / Search  ? Help"
        await driver.pilot.click(offset=(line.visible_text().index("Help") + 1, 23))
        await driver.settle()
        assert driver.app.screen.__class__.__name__ == "HelpScreen"


async def test_leaving_stops_what_runs_at_once(small: Path) -> None:
    sql = "SELECT count(*) AS rows FROM range(1000000) AS a, range(1000000) AS b WHERE a.range % 7 = b.range"
    endless = DocumentedSQL(
        "endless", Path("endless.sql"), sql, {"title": "Endless", "description": "Endless."}
    )
    ended: list[str] = []

    def run() -> None:
        assert app.session is not None
        try:
            app.session.result(app.session.next_number(), endless, Scope(), {})
        except QueryCancelledError as error:
            ended.append(str(error))

    app = PortfolioApp(small)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        query = threading.Thread(target=run)
        query.start()
        started = time.monotonic()
        await pilot.press("ctrl+q")
    query.join()
    assert ended == ["Endless: cancelled."]
    assert time.monotonic() - started < SECONDS_TO_LEAVE


async def test_a_portfolio_without_rows_says_so_and_claims_no_date(tmp_path: Path) -> None:
    async with driving(write_portfolio(tmp_path / "empty", contracts=[], spend=[]), WIDE) as driver:
        assert "This portfolio has no rows yet" in driver.text()
        assert "as of" not in driver.lines()[0]
        await driver.press("2", "3", "question_mark", "escape", "f", "escape")
        assert "Contracts" in driver.text()


async def test_every_figure_asked_for_is_known_to_the_help(small: Path) -> None:
    async with driving(small) as driver:
        screen = driver.app.data_screen
        assert screen is not None
        assert PORTFOLIO_TOTALS in screen.measures_shown


async def test_without_a_terminal_to_start_anew_in_it_is_told_that_a_query_goes_on(small: Path) -> None:
    async with driving(small) as driver:
        driver.app.files.on_outliving(QueryCancelledError("Leakage: cancelled."))
        await driver.settle()
        assert "it is done; so does the dashboard." in driver.text()


async def test_the_dashboard_that_was_started_anew_says_why(small: Path) -> None:
    async with driving_app(PortfolioApp(small, told_before="Leakage: cancelled.")) as driver:
        assert "Leakage: cancelled." in driver.text()

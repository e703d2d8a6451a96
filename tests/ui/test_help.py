"""The help: keys and definitions of the screen in sight, searchable, and opened at a figure's measure."""

from pathlib import Path

from portfolio_tui.measures.contract_rows import CONTRACT_UTILIZATION
from portfolio_tui.measures.portfolio_rows import PORTFOLIO_TOTALS
from portfolio_tui.ui.screens.help import HelpScreen, help_blocks
from portfolio_tui.ui.theme import text_of
from tests.ui.driving import WIDE, Driver, driving
from tests.ui.portfolio_fixture import write_small_portfolio


def block(driver: Driver, heading: str) -> str:
    """Return the help under `heading` of the screen of figures in sight."""
    screen = driver.app.data_screen
    assert screen is not None
    found = [block for block in help_blocks(screen) if block.heading == heading]
    assert found, [block.heading for block in help_blocks(screen)]
    return text_of(found[0].runs())


async def test_the_keys_of_this_screen_and_of_the_app_are_named(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("question_mark")
        assert isinstance(driver.app.screen, HelpScreen)
        assert "s        Sort by the next column" in driver.line_with("Sort by")
        assert "/        Show only rows that match" in driver.line_with("Show only")
        assert "f        Choose the scope" in driver.line_with("Choose the scope")
        assert "^q       Quit" in driver.line_with("Quit")
        await driver.press("escape")
        assert not isinstance(driver.app.screen, HelpScreen)


async def test_every_figure_on_the_screen_is_defined_in_the_words_of_its_measure(small: Path) -> None:
    async with driving(small) as driver:
        for measure in (PORTFOLIO_TOTALS, CONTRACT_UTILIZATION):
            said = block(driver, measure.header["title"])
            for part in ("description", "formula", "denominator", "leaves out"):
                assert measure.header[part] in said
        await driver.press("2")
        screen = driver.app.data_screen
        assert screen is not None
        headings = [block.heading for block in help_blocks(screen)]
        assert "Contract utilization" not in headings


async def test_enter_on_a_figure_opens_the_help_at_its_measure(small: Path) -> None:
    async with driving(small) as driver:
        driver.app.screen.query_one("#attention-count").focus()
        await driver.press("enter")
        assert isinstance(driver.app.screen, HelpScreen)
        assert CONTRACT_UTILIZATION.header["title"] in driver.lines()[3]


async def test_what_is_typed_leaves_the_blocks_that_match(small: Path) -> None:
    async with driving(small, WIDE) as driver:
        await driver.press("question_mark")
        assert "Keys everywhere" in driver.text()
        await driver.type("burn")
        assert "Keys everywhere" not in driver.text()
        assert CONTRACT_UTILIZATION.header["title"] in driver.text()
        await driver.pilot.press("pagedown", "pageup", "down", "up")
        await driver.press("escape")
        assert not isinstance(driver.app.screen, HelpScreen)


async def test_a_demo_says_that_it_is_one_and_how_to_open_ones_own_data(small: Path) -> None:
    async with driving(small) as driver:
        assert "Made-up figures to look around in" in driver.lines()[3]
        said = block(driver, "Your own data")
        assert "demo" in said
        assert "portfolio-tui import SOURCE... --profile P --into FOLDER" in said
        await driver.press("3")
        assert "Made-up figures" not in driver.text()


async def test_data_that_is_real_is_not_called_a_demo(tmp_path: Path) -> None:
    small = write_small_portfolio(tmp_path / "small")
    manifest = small / "portfolio.toml"
    manifest.write_text(manifest.read_text().replace("synthetic = true", "synthetic = false"))
    async with driving(small) as driver:
        assert "DEMO DATA" not in driver.text()
        assert "Made-up" not in driver.text()
        assert "demo" not in block(driver, "Your own data")


async def test_the_help_of_a_page_says_how_its_figures_are_reckoned(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "enter")
        assert "÷" in block(driver, CONTRACT_UTILIZATION.header["title"])
        assert "Rows behind" in block(driver, "Keys on this screen")

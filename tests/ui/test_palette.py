"""The palette: everything that can be done or that has a name, a few letters away."""

import time
from pathlib import Path

import pytest
from textual import events

from portfolio_tui.measures.portfolio_rows import Name
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.palette import Entry, PaletteIndex, names
from portfolio_tui.ui.screens.palette_screen import PaletteScreen
from portfolio_tui.ui.theme import LIGHT_THEME
from portfolio_tui.ui.widgets.ledger import Ledger
from tests.ui.driving import Driver, driving

pytestmark = pytest.mark.thorough

MANY = 10_000
SECONDS_BETWEEN_KEYS = 0.2
"""A quick typist; finding takes a tenth of it on an idle machine."""


async def find(driver: Driver, text: str) -> list[str]:
    """Open the palette, type `text`, and return the rows found: kind and name."""
    await driver.press("ctrl+p")
    await driver.type(text)
    found = driver.app.screen.query_one("#palette-found", Ledger)
    return [" ".join(line.split()[:4]) for line in found.visible_text().splitlines()[1:]]


async def test_without_text_it_lists_what_can_be_done(small: Path) -> None:
    async with driving(small) as driver:
        found = await find(driver, "")
        assert found[0].startswith("▌action Choose the scope")
        assert any("Import files of" in row for row in found)
        assert all("action" in row for row in found)
        await driver.press("escape")
        assert not isinstance(driver.app.screen, PaletteScreen)


FOUND = (
    ("verm", "▌state Vermont VT", "Overview › Vermont"),
    ("naspo", "▌alliance NASPO ValuePoint", "Overview › NASPO ValuePoint"),
    ("vermont's own", "▌alliance Vermont's own", "Overview › States' own contracts"),
    ("tires tub", "▌contract Tires, tubes and", "Overview › 19101"),
    ("ma176", "▌contract Wireless MA176", "Overview › MA176"),
)


async def test_enter_goes_to_the_page_of_what_is_found(small: Path) -> None:
    async with driving(small, (120, 24)) as driver:
        for text, first, trail in FOUND:
            found = await find(driver, text)
            assert found[0].startswith(first)
            await driver.press("enter")
            assert driver.lines()[2].endswith(trail)
            await driver.press("escape")


async def test_a_contract_is_found_by_its_vendor_and_a_vendor_or_category_narrows_the_contracts(
    small: Path,
) -> None:
    async with driving(small) as driver:
        found = await find(driver, "goodyear")
        assert found[0].startswith("▌vendor Goodyear")
        assert found[1].startswith("contract Tires, tubes")
        await driver.press("enter")
        assert driver.app.scope == Scope(vendors=("v1",))
        assert driver.app.current_mode == "contracts"
        assert driver.lines()[1].startswith(" All alliances · Goodyear · all dates")
        assert "Tires" in driver.text()
        assert "Wireless" not in driver.text()
        await driver.press("F")
        found = await find(driver, "tires")
        assert found[0].startswith("▌category Tires")
        await driver.press("enter")
        assert driver.app.scope == Scope(categories=("25172500",))
        assert driver.lines()[1].startswith(" All alliances · category Tires · all dates")


async def test_actions_are_found_and_done(small: Path) -> None:
    async with driving(small) as driver:
        await find(driver, "light theme")
        await driver.press("enter")
        assert driver.app.theme == LIGHT_THEME.name
        await find(driver, "definitions")
        await driver.press("enter")
        assert "Keys on this screen" in driver.text()
        await driver.press("escape")
        await find(driver, "choose scope")
        await driver.press("enter")
        assert "Fiscal year" in driver.text()


async def test_what_is_typed_before_the_palette_is_drawn_is_not_lost(small: Path) -> None:
    async with driving(small) as driver:
        driver.app.simulate_key("ctrl+p")
        for letter in "verm":
            driver.app.post_message(events.Key(letter, letter))
        await driver.settle()
        await driver.settle()
        assert "verm" in driver.lines()[1]
        assert "Vermont" in driver.app.screen.query_one("#palette-found", Ledger).visible_text()


async def test_names_from_data_are_shown_as_they_are(small: Path) -> None:
    async with driving(small) as driver:
        found = await find(driver, "[red]")
        assert found[0].startswith("▌vendor [red]ACME[/] ␛]0;pwned␇")
        assert found[1].startswith("contract Copiers␊and [bold]more[/]")


async def test_arrows_choose_among_what_is_found(small: Path) -> None:
    async with driving(small) as driver:
        await find(driver, "ma")
        await driver.press("down", "pagedown", "pageup", "down")
        assert driver.line_with("▌") != ""
        await driver.press("up", "up", "up", "enter")
        assert "Overview › " in driver.lines()[2]


async def test_nothing_found_is_said_and_enter_stays(small: Path) -> None:
    async with driving(small) as driver:
        await find(driver, "zzzzqqq")
        assert "Nothing of that name." in driver.text()
        await driver.press("enter")
        assert isinstance(driver.app.screen, PaletteScreen)


def entry(name: str, kind: str = "contract", note: str = "") -> Entry:
    """Return an entry that leads nowhere."""
    return Entry(kind, name, note, lambda: None, key=name)


def found_names(index: PaletteIndex, text: str) -> list[str]:
    """Return the names found, best first."""
    return [found.name for found in index.find(text)]


def test_the_best_match_comes_first() -> None:
    index = PaletteIndex(
        [
            entry("Retired tires", note="tires"),
            entry("Snow", note="Tires Inc."),
            entry("Satires"),
            entry("Tires and tubes"),
            entry("Tires"),
        ]
    )
    assert found_names(index, "tires") == ["Tires", "Tires and tubes", "Retired tires", "Satires", "Snow"]


def test_letters_in_their_order_do_where_no_word_matches() -> None:
    index = PaletteIndex([entry("Public safety radios"), entry("Pest control"), entry("Paper")])
    assert found_names(index, "psrad") == ["Public safety radios"]
    assert found_names(index, "ppr") == ["Paper"]
    assert found_names(index, "xq") == []


def test_case_and_accents_do_not_matter_and_patterns_mean_nothing() -> None:
    index = PaletteIndex([entry("Société Générale (test) [a.b*]")])
    for text in ("SOCIETE", "société generale", "(test)", "[a.b*]"):
        assert len(index.find(text)) == 1
    assert index.find("a.c*") == []


async def test_ten_thousand_names_are_found_between_two_keys(small: Path) -> None:
    async with driving(small) as driver:
        named = [
            Name(
                "contract",
                f"c{number}",
                f"Contract of things number {number}",
                f"N-{number} Vendor {number % 97}",
            )
            for number in range(MANY)
        ]
        index = PaletteIndex(names(driver.app, named))
        for text in ("contract", "things 9999", "vendor 13", "nothing like it", "cotn"):
            started = time.perf_counter()
            index.find(text)
            assert time.perf_counter() - started < SECONDS_BETWEEN_KEYS
        assert found_names(index, "n-4711")[0] == "Contract of things number 4711"

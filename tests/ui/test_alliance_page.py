"""The page of one alliance, of all own contracts, of spend off contract, and of one state's use of each."""

from pathlib import Path

from portfolio_tui.query.scope import Scope
from tests.tiny import write_portfolio
from tests.ui.driving import Driver, driving
from tests.ui.portfolio_fixture import AS_OF


async def open_alliance(driver: Driver, group_id: str, state: str | None = None) -> None:
    """Open the page of an alliance, or of a state's use of it."""
    driver.app.show_alliance(group_id, state)
    await driver.settle()


def body(driver: Driver) -> list[str]:
    """Return the lines between the trail and the keys, without empty ones."""
    lines = driver.lines()
    start = next(index for index, line in enumerate(lines) if "›" in line)
    return [line for line in lines[start + 1 : -1] if line]


async def test_it_tells_kind_figures_with_their_denominators_and_states(small: Path) -> None:
    async with driving(small) as driver:
        await open_alliance(driver, "naspo")
        assert body(driver) == [
            " NASPO ValuePoint  ● 2 buying  ◐ 1 participating  ○ 3 member",
            " national",
            " Spend    Share  Adoption     Uptake       Concentration",
            # Tires 913,000, radios 3,100,000, wireless 710,000: 373.7 + 4308.2 + 226.0.
            " $4.72 m  94 %   67 % 2 of 3  50 % 1 of 2  4,908 3 vendors",
            " States 3  Contracts 4",
            " State                        ▼ Spend   Share  Used  Usable  Member    Addendum",
            "▌● New Hampshire              $3.40 m   100 %     2       0  2013-01   no",
            " ● Vermont                    $1.32 m    83 %     2       2  2013-01   2024-03",
            " ○ Maine                           $0     0 %     0       0  2013-01   no",
        ]


async def test_its_parts_are_its_states_and_its_contracts(small: Path) -> None:
    async with driving(small) as driver:
        await open_alliance(driver, "naspo")
        await driver.press("right")
        assert body(driver)[5:] == [
            " Title                      Status        Used against term   ▼ In scope   Burn",
            "▌Public safety radios       under-used    ██▉··┊······   24 %    $3.10 m   0.48",
            " Tires, tubes and services  running out   █████████┊▉·   91 %    $0.91 m   1.18",
            " Wireless                   expiring      no ceiling             $0.71 m      —",
            " Lighting                   not started   no ceiling                  $0      —",
        ]
        await driver.press("enter")
        assert "NASPO ValuePoint › 00318" in driver.text()
        await driver.press("escape", "left", "down", "enter")
        assert "Overview › NASPO ValuePoint › Vermont" in driver.text()


async def test_a_states_contracts_are_sorted_by_any_column_and_open(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("2", "end", "home", "down", "down", "enter", "enter")
        assert "Alliances › Vermont › NASPO ValuePoint" in driver.text()
        assert [line[1:9].strip() for line in body(driver)[-3:]] == ["Wireless", "Tires, t", "Public s"]
        await driver.press("s")
        assert "▼ Burn" in driver.text()
        assert [line[1:9].strip() for line in body(driver)[-3:]] == ["Tires, t", "Public s", "Wireless"]
        await driver.press("enter")
        assert "› NASPO ValuePoint › 19101" in driver.text()
        await driver.press("escape", "escape", "escape")
        assert driver.line_with("▌").startswith("▌Vermont")


async def test_own_contracts_of_all_states_stand_together(small: Path) -> None:
    async with driving(small) as driver:
        await open_alliance(driver, "own")
        assert body(driver)[:4] == [
            " States' own contracts",
            " Contracts that states awarded for themselves",
            " Spend    Share  Adoption      Uptake        Concentration",
            " $0.13 m  3 %    — no members  — no addenda  10,000 1 vendor",
        ]
        await driver.press("right")
        assert [line[1:13].strip() for line in body(driver)[-3:]] == ["Snow removal", "Paper", "Road salt"]


async def test_spend_off_contract_lies_in_states_and_categories(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path / "off",
        as_of=AS_OF,
        alliances=[{"alliance_id": "naspo", "name": "NASPO", "kind": "national"}],
        contracts=[
            {
                "contract_id": "c",
                "alliance_id": "naspo",
                "title": "C",
                "category": "Tires",
                "category_code": "25172500",
            }
        ],
        participating_addenda=[{"addendum_id": "p", "contract_id": "c", "state": "VT"}],
        spend=[
            {"state": "VT", "amount": "300", "spent_on": "2026-06-01", "category_code": "25172500"},
            {"state": "VT", "amount": "100", "spent_on": "2026-05-01"},
            {"state": "VT", "amount": "400", "spent_on": "2026-05-01", "contract_id": "c"},
            {"state": "NH", "amount": "50", "spent_on": "2026-04-01", "category_code": "99000000"},
        ],
    )
    async with driving(folder) as driver:
        await open_alliance(driver, "off_contract")
        assert body(driver)[2:] == [
            " Spend  Share",
            " $450   53 %",
            " States 2  Categories 3",
            " State                                    ▼ Spend   Share         Of  Last buy",
            "▌  Vermont                                   $400    50 %       $800    2026-06",
            "   New Hampshire                           $50.00   100 %     $50.00    2026-04",
        ]
        await driver.press("right")
        assert body(driver)[5:] == [
            " Category                        ▼ Spend   Share  Usable contracts  Last bought",
            "▌Tires                              $300    67 %                 1  2026-06",
            " no category given                  $100    22 %                 0  2026-05",
            " 99000000                         $50.00    11 %                 0  2026-04",
        ]
        await driver.press("left", "enter")
        assert body(driver) == [
            " Off contract in Vermont",
            " $400, 50 % of $800",
            " Category                        ▼ Spend   Share  Usable contracts  Last bought",
            "▌Tires                              $300    75 %                 1  2026-06",
            " no category given                  $100    25 %                 0  2026-05",
        ]


async def test_a_scope_of_other_alliances_is_said_not_to_hold_this_one(small: Path) -> None:
    async with driving(small, scope=Scope(alliances=("12aspo",))) as driver:
        await open_alliance(driver, "naspo")
        assert "not in the scope above" in driver.text()
        assert "$4.72 m  100 %" in driver.text()


async def test_shares_are_of_all_that_the_scope_holds(small: Path) -> None:
    async with driving(small, scope=Scope(alliances=("naspo", "12aspo"))) as driver:
        await open_alliance(driver, "12aspo")
        assert "not in the scope" not in driver.text()
        assert driver.line_with("$100   ").split()[:3] == ["$100", "<1", "%"]


async def test_an_alliance_that_is_not_there_fails_nothing(small: Path) -> None:
    async with driving(small) as driver:
        await open_alliance(driver, "nix")
        assert "The portfolio's table of alliances has no row of it" in driver.text()
        assert "No state is a member, participates or buys in this scope: press f" in driver.text()
        await driver.press("right", "enter")
        assert "No contract of this alliance in this scope: press f" in driver.text()


async def test_a_portfolio_of_contracts_and_positions_alone_has_pages_too(city: Path) -> None:
    async with driving(city) as driver:
        await open_alliance(driver, "city")
        assert "$750   100 %  — no members  — no addenda" in driver.text()
        await driver.press("enter")
        assert "● buying · $750, 100 % of $750" in driver.text()
        await driver.press("escape", "escape")
        await open_alliance(driver, "off_contract", "TX")
        assert "Nothing was bought off contract in this scope: press f" in driver.text()


async def test_a_tiny_terminal_is_left_to_the_rows(small: Path) -> None:
    async with driving(small, (40, 10)) as driver:
        await open_alliance(driver, "naspo", "VT")
        assert driver.line_with("▌").startswith("▌Wireless")
        await driver.press("escape", "2", "right", "right")
        assert driver.line_with("▌").startswith("▌Maine")
        await driver.press("left", "left", "enter")
        assert driver.line_with("▌").startswith("▌● 12ASPO")
        await driver.press("enter", "escape", "escape", "m", "enter", "escape", "v")
        assert "Alliances" in driver.text()

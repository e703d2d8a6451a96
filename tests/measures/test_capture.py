"""Golden figures of capture and leakage, off-contract spend, coverage, discount and concentration."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.measures.contract_rows import DISCOUNT_OFF_LIST, DiscountOffList
from portfolio_tui.measures.portfolio_rows import (
    CAPTURE,
    COVERAGE,
    OFF_CONTRACT_SPEND,
    VENDOR_CONCENTRATION,
    Capture,
    Coverage,
    OffContractSpend,
    VendorConcentration,
)
from portfolio_tui.query.scope import Scope
from tests.tiny import Cells, opened, row_of, rows_of, write_portfolio

SNOW, TIRES, DRUGS = "22101600", "25172500", "51000000"
CONTRACTS: list[Cells] = [
    {
        "contract_id": "snow",
        "alliance_id": "a",
        "title": "Snow",
        "category_code": SNOW,
        "ends_on": "2026-03-31",
    },
    {"contract_id": "tires", "alliance_id": "a", "title": "Tires", "category_code": TIRES},
    {"contract_id": "drugs", "alliance_id": "a", "title": "Drugs", "category_code": DRUGS},
]


def bought(day: str, amount: str, **cells: object) -> Cells:
    """Return a line that Vermont bought, off contract unless it says otherwise."""
    return {"state": "VT", "spent_on": day, "amount": amount, **cells}


def addendum(addendum_id: str, contract_id: str, **cells: object) -> Cells:
    """Return an addendum of Vermont's."""
    return {"addendum_id": addendum_id, "contract_id": contract_id, "state": "VT", **cells}


def capture(folder: Path, addenda: list[Cells], spend: list[Cells], scope: Scope | None = None) -> Capture:
    written = write_portfolio(
        folder, as_of="2026-06-30", contracts=CONTRACTS, participating_addenda=addenda, spend=spend
    )
    with opened(written) as service:
        return row_of(service, CAPTURE, scope or Scope())


FROM_2025 = [addendum("1", "snow", effective_on="2025-01-01", ends_on="2026-06-30")]


def test_capture_is_the_part_of_addressable_spend_that_has_a_contract(tmp_path: Path) -> None:
    spend = [
        bought("2025-01-01", "700", contract_id="snow"),  # its contract tells the category
        bought("2026-03-31", "100", contract_id="tires", category_code=SNOW),  # any contract
        bought("2025-06-30", "250", category_code=SNOW),
        bought("2025-07-01", "-50", category_code=SNOW),
    ]
    assert capture(tmp_path, FROM_2025, spend) == Capture(
        Decimal(1000), Decimal(800), Decimal("0.8"), Decimal("0.2")
    )


@pytest.mark.parametrize(
    "innocent",
    [
        bought("2024-12-31", "999", category_code=SNOW),  # the addendum had not taken effect
        bought("2026-04-01", "999", category_code=SNOW),  # its contract had ended
        bought("2026-01-01", "999", category_code=TIRES),  # another category
        bought("2026-01-01", "999"),  # no category
        bought("2026-01-01", "999", category_code=SNOW, state="NH"),  # another state
        bought("2026-07-01", "999", category_code=SNOW),  # after the as-of date
    ],
)
def test_off_contract_spend_that_no_addendum_could_have_taken_is_no_leakage(
    tmp_path: Path, innocent: Cells
) -> None:
    spend = [bought("2026-01-01", "100", contract_id="snow"), innocent]
    assert capture(tmp_path, FROM_2025, spend) == Capture(Decimal(100), Decimal(100), Decimal(1), Decimal(0))


def test_two_addenda_that_overlap_count_their_days_once(tmp_path: Path) -> None:
    addenda = [
        addendum("1", "tires", effective_on="2025-01-01", ends_on="2025-06-30"),
        addendum("2", "tires", effective_on="2025-03-01", ends_on="2025-04-30"),
        addendum("3", "tires", effective_on="2025-06-30", ends_on="2025-12-31"),
        addendum("4", "tires", effective_on="2026-02-01"),
    ]
    days = ["2025-01-01", "2025-04-01", "2025-06-30", "2025-12-31", "2026-02-01"]
    spend = [bought(day, "1", category_code=TIRES) for day in [*days, "2024-12-31", "2026-01-31"]]
    assert capture(tmp_path, addenda, spend).addressable_amount == Decimal(5)


def test_a_contracts_category_covers_the_finer_ones_below_it(tmp_path: Path) -> None:
    addenda = [addendum("1", "drugs")]
    spend = [
        bought("2026-01-01", "1", category_code="51102700"),
        bought("2026-01-01", "2", category_code="51"),
        bought("2026-01-01", "4", category_code="5"),
        bought("2026-01-01", "8", category_code="52000000"),
    ]
    assert capture(tmp_path, addenda, spend).addressable_amount == Decimal(3)


def test_an_entitys_addendum_makes_only_its_own_spend_addressable(tmp_path: Path) -> None:
    addenda = [
        addendum("1", "tires", entity_id="university"),
        addendum("2", "snow", effective_on="2026-01-01"),
    ]
    spend = [
        bought("2026-01-01", "1", category_code=TIRES, entity_id="university"),
        bought("2026-01-01", "2", category_code=TIRES, entity_id="city"),
        bought("2026-01-01", "4", category_code=SNOW, entity_id="university"),
        bought("2026-01-01", "8", category_code=SNOW, entity_id="city"),
        bought("2026-01-01", "16", category_code=TIRES, entity_id="university", state="NH"),
    ]
    assert capture(tmp_path, addenda, spend).addressable_amount == Decimal(1 + 4 + 8)


@pytest.mark.parametrize(
    "narrow", [Scope(alliances=("a",)), Scope(vendors=("v",)), Scope(contracts=("snow",))]
)
def test_there_is_no_capture_where_the_scope_leaves_spend_off_contract_out(
    tmp_path: Path, narrow: Scope
) -> None:
    spend = [bought("2026-01-01", "100", contract_id="snow", vendor_id="v")]
    assert capture(tmp_path, FROM_2025, spend, narrow) == Capture(Decimal(0), Decimal(0), None, None)


def test_nothing_addressable_gives_no_share(tmp_path: Path) -> None:
    assert capture(tmp_path, [], [bought("2026-01-01", "5")]) == Capture(Decimal(0), Decimal(0), None, None)


def test_spend_off_contract_by_category_beside_what_could_have_taken_it(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        as_of="2026-06-30",
        contracts=[
            *CONTRACTS,
            {
                "contract_id": "own",
                "alliance_id": "vermont",
                "title": "Own",
                "category_code": TIRES,
                "category": "Tires",
                "lead_state": "VT",
            },
        ],
        alliances=[{"alliance_id": "vermont", "name": "Vermont", "kind": "state"}],
        participating_addenda=[addendum("1", "tires"), addendum("2", "snow")],  # snow has ended
        spend=[
            bought("2026-01-01", "30", category_code=TIRES),
            bought("2026-02-01", "60", category_code=SNOW),
            bought("2026-03-01", "10"),
            bought("2026-03-01", "900", contract_id="tires"),
        ],
    )
    with opened(folder) as service:
        rows = rows_of(service, OFF_CONTRACT_SPEND)
    assert rows == (
        OffContractSpend(SNOW, None, Decimal(60), Decimal("0.6"), 1, 0, dt.date(2026, 2, 1)),
        OffContractSpend(TIRES, "Tires", Decimal(30), Decimal("0.3"), 1, 2, dt.date(2026, 1, 1)),
        OffContractSpend(None, None, Decimal(10), Decimal("0.1"), 1, 0, dt.date(2026, 3, 1)),
    )


def test_coverage_is_the_share_of_net_spend_that_names_each_thing(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        as_of="2026-06-30",
        contracts=[
            {"contract_id": "c", "alliance_id": "a", "title": "C", "vendor_id": "v"},
            {"contract_id": "p", "alliance_id": "a", "title": "P"},
        ],
        spend=[
            bought("2026-01-01", "500", contract_id="c", entity_id="e", order_date="2026-01-01"),
            bought("2026-01-02", "-100", contract_id="c"),
            bought("2026-01-03", "400", vendor_id="w", entity_id="e"),
            bought("2026-01-04", "100"),
        ],
        balances=[{"contract_id": "p", "state": "TX", "as_of": "2026-03-31", "ordered_amount": "100"}],
    )
    with opened(folder) as service:
        # Of 1,000: contract 500 - 100 + 100; vendor 500 - 100 + 400; entity 500 + 400; order date 500.
        assert row_of(service, COVERAGE) == Coverage(
            Decimal(1000), 5, Decimal("0.5"), Decimal("0.8"), Decimal("0.9"), Decimal("0.5")
        )
        nothing = Coverage(Decimal(0), 0, None, None, None, None)
        assert row_of(service, COVERAGE, Scope(states=("ME",))) == nothing


def test_discount_off_list_with_the_share_it_covers(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        as_of="2026-06-30",
        contracts=[],
        spend=[
            bought("2026-01-01", "900", list_price="100", quantity="10"),
            bought("2026-01-01", "300", list_price="200.00", quantity="2.5"),
            bought("2026-01-01", "-90", list_price="100", quantity="-1"),  # a return
            bought("2026-01-01", "100", list_price="0", quantity="5"),
            bought("2026-01-01", "200", list_price="100"),
            bought("2026-01-01", "500"),
        ],
    )
    with opened(folder) as service:
        # 1,200 against 1,000 + 500; 1,200 of the 2,000 of sales.
        assert row_of(service, DISCOUNT_OFF_LIST) == DiscountOffList(
            Decimal("0.2"), Decimal("0.6"), Decimal(1500), 2
        )
        assert row_of(service, DISCOUNT_OFF_LIST, Scope(states=("ME",))) == DiscountOffList(
            None, None, None, 0
        )


def test_concentration_of_four_vendors_is_that_of_the_merger_guidelines(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        as_of="2026-06-30",
        vendors=[
            {"vendor_id": "big", "name": "Big"},
            {"vendor_id": "daughter", "name": "Daughter", "parent_id": "big"},
            {"vendor_id": "other", "name": "Other"},
        ],
        contracts=[{"contract_id": "c", "alliance_id": "a", "title": "C", "vendor_id": "other"}],
        spend=[
            bought("2026-01-01", "100", vendor_id="big"),
            bought("2026-01-01", "200", vendor_id="daughter"),  # 30 % with its parent
            bought("2026-01-01", "300", contract_id="c"),  # 30 %, known from the contract
            bought("2026-01-01", "200", contract_id="c", vendor_id="not in the table"),  # 20 %
            bought("2026-01-01", "200", vendor_id="fourth"),  # 20 %
            bought("2026-01-01", "-50", vendor_id="in credit"),
            bought("2026-01-01", "5000"),
        ],
    )
    with opened(folder) as service:
        assert row_of(service, VENDOR_CONCENTRATION) == VendorConcentration(
            Decimal(2600), 4, Decimal("0.3"), "Big"
        )
        one = Scope(vendors=("fourth",))
        assert row_of(service, VENDOR_CONCENTRATION, one).concentration_index == Decimal(10000)
        none = VendorConcentration(None, 0, None, None)
        assert row_of(service, VENDOR_CONCENTRATION, Scope(states=("ME",))) == none

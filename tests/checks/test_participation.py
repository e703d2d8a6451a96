"""Rules P01 to P08: an addendum and the contract in force, for that buyer and those goods."""

from pathlib import Path

from portfolio_tui.query.scope import Scope
from tests.checks.found import Tables, addendum, as_of, contract, found, line, result_of
from tests.tiny import Cells

BUYERS: list[Cells] = [
    {"entity_id": "city", "name": "City", "entity_type": "city", "state": "VT"},
    {"entity_id": "school", "name": "School", "entity_type": "school_k12", "state": "VT"},
    {"entity_id": "club", "name": "Club", "entity_type": "nonprofit", "state": "VT"},
]


def test_p01_a_state_without_an_addendum_and_not_an_entity_with_its_own(tmp_path: Path) -> None:
    tables: Tables = {
        "contracts": [contract(), contract("direct", alliance_id="gsa")],
        "entities": BUYERS,
        "participating_addenda": [addendum("nh", "NH"), addendum("own", entity_id="city")],
        "spend": [
            line("statewide", state="NH"),
            line("own addendum", entity_id="city"),
            line("unknown buyer"),
            line("another buyer", entity_id="school", amount="70"),
            line("another again", entity_id="school", amount="30.05"),
            line("its credit", entity_id="school", amount="-30", order_type="credit"),
            line("a credit with a wrong sign", entity_id="school", order_type="credit"),
            line("no addendum at all", state="ME"),
            line("no addenda needed", contract_id="direct"),
            line("off contract", contract_id=None),
            line("unknown contract", contract_id="x"),
        ],
    }
    assert found(tmp_path, "P01", tables) == [
        ("c|VT", "100.05", None, ["another again", "another buyer"]),
        ("c|ME", "100.00", None, ["no addendum at all"]),
    ]
    assert found(tmp_path, "P01", tables, Scope(states=("ME",))) == [
        ("c|ME", "100.00", None, ["no addendum at all"])
    ]
    assert [row[0] for row in found(tmp_path, "P01", tables, alliances="gsa")] == [
        "c|VT",
        "c|ME",
        "direct|VT",
    ]


def test_p01_says_what_it_found_and_of_whom(tmp_path: Path) -> None:
    result = result_of(
        tmp_path,
        "P01",
        {
            "participating_addenda": [addendum("nh", "NH")],
            "spend": [line("a", amount="1234567.8", entity_id="city"), line("b", entity_id="city")],
        },
    )
    (row,) = result.findings.to_pylist()
    assert row["summary"] == (
        "2 orders for 1,234,667.80 on c in VT, and no addendum on record that covers them."
    )
    assert (row["contract_id"], row["state"], row["vendor_id"], row["entity_id"]) == ("c", "VT", "v", "city")
    assert (str(row["day"]), row["row_table"]) == ("2025-01-10", "spend")


def test_p02_before_the_first_addendum_that_covers_the_buyer(tmp_path: Path) -> None:
    tables: Tables = {
        "entities": BUYERS,
        "participating_addenda": [
            addendum("late", effective_on="2025-03-01"),
            addendum("own", entity_id="city", effective_on="2025-01-01"),
            addendum("undated", "NH", effective_on=None),
            addendum("first", "ME", effective_on="2024-01-01", ends_on="2024-12-31"),
            addendum("second", "ME", effective_on="2025-06-01"),
        ],
        "spend": [
            line("early", "2025-02-28", entity_id="school"),
            line("on the day", "2025-03-01", entity_id="school"),
            line("own addendum", "2025-02-28", entity_id="city"),
            line("before both", "2024-12-31", entity_id="city", amount="7"),
            line("unknown buyer", "2025-02-27", amount="5"),
            line("undated", "2024-02-01", state="NH"),
            line("between two", "2025-03-01", state="ME"),
            line("a month that may do", "2025-03-31", entity_id="school", order_date=None, grain="quarter"),
            line("a month before", "2025-02-28", order_date=None, grain="month", amount="11"),
            line("invoiced late", "2025-03-02", invoice_date="2025-01-01"),
        ],
    }
    assert found(tmp_path, "P02", tables) == [
        ("late", "116.00", None, ["a month before", "early", "unknown buyer"]),
        ("own", "7.00", None, ["before both"]),
    ]


def test_p03_after_the_addendum_and_not_ordered_in_term_and_invoiced_after_it(tmp_path: Path) -> None:
    tables: Tables = {
        "entities": BUYERS,
        "participating_addenda": [
            addendum("over", ends_on="2025-06-30"),
            addendum("own", entity_id="city", ends_on="2025-12-31"),
            addendum("open", "NH"),
            addendum("first", "ME", ends_on="2024-12-31"),
            addendum("second", "ME", effective_on="2025-06-01"),
        ],
        "spend": [
            line("late", "2025-07-01", entity_id="school"),
            line("on the day", "2025-06-30"),
            line("invoiced after", "2025-06-30", invoice_date="2025-08-01"),
            line("covered by its own", "2025-12-31", entity_id="city"),
            line("after both", "2026-01-01", entity_id="city", amount="9"),
            line("follows the contract", "2026-06-01", state="NH"),
            line("in a gap", "2025-01-15", state="ME", amount="3"),
            line("within the second", "2025-06-01", state="ME"),
            line("a credit", "2025-09-01", amount="-50", order_type="credit"),
            line("part of a quarter", "2025-09-30", order_date=None, period_start="2025-06-30"),
            line("a quarter", "2025-09-30", order_date=None, grain="quarter", amount="8"),
        ],
    }
    assert found(tmp_path, "P03", tables) == [
        ("over", "108.00", None, ["a quarter", "late"]),
        ("own", "9.00", None, ["after both"]),
        ("first", "3.00", None, ["in a gap"]),
    ]


def test_p03_ends_are_those_of_the_as_of_date(tmp_path: Path) -> None:
    tables: Tables = {
        "participating_addenda": [addendum("a", ends_on="2025-12-31")],
        "amendments": [
            {
                "contract_id": "c",
                "addendum_id": "a",
                "kind": "option",
                "effective_on": "2025-07-01",
                "old_ends_on": "2025-03-31",
                "new_ends_on": "2025-12-31",
            }
        ],
        "spend": [line("s", "2025-05-01")],
    }
    assert found(tmp_path, "P03", tables) == []
    assert found(tmp_path, "P03", tables, as_of("2025-06-30")) == [("a", "100.00", None, ["s"])]
    assert found(tmp_path, "P03", tables, as_of("2025-04-30")) == []


def test_p04_after_the_contract_and_not_ordered_in_term_and_invoiced_after_it(tmp_path: Path) -> None:
    tables: Tables = {
        "contracts": [contract(ends_on="2025-03-31"), contract("open", ends_on=None)],
        "participating_addenda": [addendum("longer", ends_on="2026-01-01")],
        "spend": [
            line("late", "2025-04-01"),
            line("later", "2025-05-01", amount="0.05"),
            line("in New Hampshire", "2025-05-01", state="NH"),
            line("in term", "2025-03-31", invoice_date="2025-05-01"),
            line("without an end", "2026-05-01", contract_id="open"),
            line("a return", "2025-05-01", amount="-5", order_type="return"),
            line("after the as-of date", "2026-07-01"),
        ],
    }
    assert found(tmp_path, "P04", tables) == [
        ("c|VT", "100.05", None, ["late", "later"]),
        ("c|NH", "100.00", None, ["in New Hampshire"]),
    ]
    assert found(tmp_path, "P03", tables) == []


def test_p04_and_not_in_a_bridge(tmp_path: Path) -> None:
    tables: Tables = {
        "contracts": [contract(initial_ends_on="2025-03-31", ends_on="2025-06-30")],
        "amendments": [
            {
                "contract_id": "c",
                "kind": "bridge",
                "effective_on": "2025-04-01",
                "old_ends_on": "2025-03-31",
                "new_ends_on": "2025-06-30",
            }
        ],
        "spend": [line("bridged", "2025-05-01"), line("late", "2025-07-01")],
    }
    assert found(tmp_path, "P04", tables) == [("c|VT", "100.00", None, ["late"])]


def test_p05_an_addendum_that_outlives_its_contract_and_not_one_that_ends_with_it(tmp_path: Path) -> None:
    tables: Tables = {
        "participating_addenda": [
            addendum("longer", ends_on="2027-01-01", number="PA-9"),
            addendum("together", "NH", ends_on="2026-12-31"),
            addendum("open", "ME"),
            addendum("signed later", "MA", ends_on="2028-01-01", signed_on="2026-07-01"),
        ]
    }
    extended = {
        "contract_id": "c",
        "kind": "option",
        "signed_on": "2026-06-01",
        "effective_on": "2027-01-01",
        "old_ends_on": "2026-12-31",
        "new_ends_on": "2027-12-31",
    }
    in_time: Tables = {**tables, "contracts": [contract(ends_on="2027-12-31")], "amendments": [extended]}
    assert found(tmp_path / "extended", "P05", in_time) == []
    assert found(tmp_path / "extended", "P05", in_time, as_of("2026-05-31"))[0][0] == "longer"
    result = result_of(tmp_path, "P05", tables)
    (row,) = result.findings.to_pylist()
    assert (row["finding"], row["amount_at_stake"], str(row["day"])) == ("longer", None, "2027-01-01")
    assert row["summary"] == "The addendum PA-9 of VT says it ends on 2027-01-01, 1 day after its contract c."
    assert found(tmp_path, "P05", tables, Scope(states=("NH",))) == []


def test_p06_a_buyer_that_the_addendum_does_not_allow(tmp_path: Path) -> None:
    public = "state_agency, City ,county"
    tables: Tables = {
        "entities": [*BUYERS, {"entity_id": "odd", "name": "Odd", "state": "VT"}],
        "participating_addenda": [
            addendum("public", allowed_entity_types=public),
            addendum("own", entity_id="school", ends_on="2025-01-31"),
            addendum("all", "NH"),
        ],
        "spend": [
            line("club", entity_id="club"),
            line("club again", entity_id="club", amount="1"),
            line("city", entity_id="city"),
            line("own addendum", entity_id="school"),
            line("own addendum over", "2025-02-01", entity_id="school", amount="40"),
            line("before it", "2024-02-01", entity_id="club"),
            line("no type", entity_id="odd"),
            line("unknown buyer"),
            line("all may", entity_id="club", state="NH"),
        ],
    }
    assert found(tmp_path, "P06", tables) == [
        ("public", "141.00", None, ["club", "club again", "own addendum over"])
    ]
    assert found(tmp_path, "P06", tables, Scope(entity_types=("nonprofit",))) == [
        ("public", "101.00", None, ["club", "club again"])
    ]


def test_p07_goods_of_another_category_and_not_a_finer_one(tmp_path: Path) -> None:
    tables: Tables = {
        "contracts": [contract(category_code="43210000"), contract("uncoded")],
        "spend": [
            line("the same family", category_code="43211503"),
            line("coarser", category_code="43000000"),
            line("short", category_code="43"),
            line("another family", category_code="43220000", amount="20"),
            line("another segment", category_code="44103100"),
            line("no code"),
            line("contract without", contract_id="uncoded", category_code="44103100"),
        ],
    }
    assert found(tmp_path, "P07", tables) == [
        ("c|VT|44103100", "100.00", None, ["another segment"]),
        ("c|VT|43220000", "20.00", None, ["another family"]),
    ]
    assert [row[0] for row in found(tmp_path, "P07", tables, digits="2")] == ["c|VT|44103100"]


def test_p08_paper_signed_late_and_what_was_ordered_meanwhile(tmp_path: Path) -> None:
    tables: Tables = {
        "participating_addenda": [
            addendum("late", signed_on="2024-03-11"),
            addendum("on the day", "NH", signed_on="2024-03-01"),
            addendum("no day", "MA", effective_on=None, signed_on="2024-05-01"),
            addendum("unsigned", "ME", signed_on=None),
        ],
        "amendments": [
            {
                "contract_id": "c",
                "kind": "option",
                "signed_on": "2025-04-10",
                "effective_on": "2025-04-01",
                "old_ends_on": "2025-03-31",
                "new_ends_on": "2026-12-31",
            },
            {"contract_id": "c", "kind": "ceiling", "signed_on": "2025-02-02", "effective_on": "2025-02-01"},
            {"contract_id": "c", "kind": "bridge", "signed_on": "2026-07-02", "effective_on": "2026-07-01"},
        ],
        "spend": [
            line("before", "2024-02-29"),
            line("meanwhile", "2024-03-10", amount="30"),
            line("signed", "2024-03-11"),
            line("in the gap", "2025-04-09", state="NH", amount="12"),
            line("first order", "2024-04-01", state="MA", amount="4"),
        ],
    }
    assert found(tmp_path, "P08", tables) == [
        ("late", "30.00", None, ["late"]),
        ("c|option|2025-04-01", "12.00", None, ["c|option|2025-04-01"]),
        ("no day", "4.00", None, ["no day"]),
        ("c|ceiling|2025-02-01", None, None, ["c|ceiling|2025-02-01"]),
    ]
    assert found(tmp_path, "P08", tables, as_of("2024-03-05")) == []

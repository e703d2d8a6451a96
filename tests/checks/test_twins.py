"""Orders, ceilings and lines that look like a finding and are none, beside the smallest case that is one."""

from pathlib import Path

import pytest

from tests.checks.found import Tables, addendum, as_of, contract, found, line, result_of
from tests.tiny import Cells


def test_p03_a_total_of_a_period_in_which_the_next_addendum_took_effect(tmp_path: Path) -> None:
    def quarter(spend_id: str, day: str) -> Cells:
        return line(spend_id, day, order_date=None, grain="quarter")

    tables: Tables = {
        "participating_addenda": [
            addendum("first", ends_on="2024-12-31"),
            addendum("second", effective_on="2025-05-15"),
        ],
        "spend": [quarter("in the gap", "2025-03-31"), quarter("partly in the second", "2025-06-30")],
    }
    assert found(tmp_path, "P03", tables) == [("first", "100.00", None, ["in the gap"])]


def test_p06_an_addendum_whose_types_are_blank_allows_all(tmp_path: Path) -> None:
    club: Cells = {"entity_id": "club", "name": "Club", "entity_type": "nonprofit", "state": "VT"}
    tables: Tables = {
        "entities": [club, {**club, "entity_id": "abroad", "state": "NH"}],
        "participating_addenda": [
            addendum("blank", allowed_entity_types=" "),
            addendum("public", "NH", allowed_entity_types="city"),
        ],
        "spend": [line("all may", entity_id="club"), line("not there", state="NH", entity_id="abroad")],
    }
    assert found(tmp_path, "P06", tables) == [("public", "100.00", None, ["not there"])]


def test_p08_two_amendments_of_one_day_are_one_finding_whose_orders_count_once(tmp_path: Path) -> None:
    def amendment(signed_on: str, new_ends_on: str) -> Cells:
        return {
            "contract_id": "c",
            "kind": "option",
            "signed_on": signed_on,
            "effective_on": "2025-04-01",
            "old_ends_on": "2025-03-31",
            "new_ends_on": new_ends_on,
        }

    tables: Tables = {
        "amendments": [amendment("2025-04-10", "2025-12-31"), amendment("2025-04-20", "2026-12-31")],
        "spend": [line("meanwhile", "2025-04-15", "12")],
    }
    assert found(tmp_path, "P08", tables) == [("c|option|2025-04-01", "12.00", None, ["c|option|2025-04-01"])]


def test_c01_each_addendum_has_the_spend_of_its_own_term(tmp_path: Path) -> None:
    addenda = [
        addendum("first", effective_on="2024-01-01", ends_on="2024-12-31", ceiling_amount="100"),
        addendum("second", effective_on="2025-01-01", ends_on="2025-12-31", ceiling_amount="100"),
    ]
    spend = [line("last day", "2024-12-31", "90"), line("first day", "2025-01-01", "90")]
    innocent: Tables = {"participating_addenda": addenda, "spend": spend}
    assert found(tmp_path / "innocent", "C01", innocent) == []
    over: Tables = {**innocent, "spend": [*spend, line("over", "2025-12-31", "11")]}
    assert found(tmp_path / "over", "C01", over) == [("c|second", "1.00", "over", ["over"])]


def test_c01_an_addendum_listed_twice_is_held_against_its_ceiling_once(tmp_path: Path) -> None:
    tables: Tables = {
        "participating_addenda": [addendum("vt", ceiling_amount="150")] * 2,
        "spend": [line("s1"), line("s2", "2025-01-11", "50")],
    }
    assert found(tmp_path, "C01", tables) == []


def test_c04_bridges_years_apart_are_not_one_after_the_other(tmp_path: Path) -> None:
    def bridge(old: str, new: str) -> Cells:
        return {"contract_id": "c", "kind": "bridge", "old_ends_on": old, "new_ends_on": new}

    apart: Tables = {
        "amendments": [bridge("2019-12-31", "2020-03-31"), bridge("2024-12-31", "2025-03-31")],
    }
    assert found(tmp_path / "apart", "C04", apart) == []
    both_long: Tables = {
        "amendments": [bridge("2019-12-31", "2020-08-31"), bridge("2024-12-31", "2025-08-31")],
    }
    (row,) = result_of(tmp_path / "long", "C04", both_long).findings.to_pylist()
    assert (row["days_bridged"], row["are_several"]) == (244 + 243, False)
    assert row["summary"] == (
        "2 bridges carried c on for 487 days in all, the first from 2019-12-31, the last to 2025-08-31."
    )


def test_d02_an_invoice_is_one_sellers_to_one_buyer(tmp_path: Path) -> None:
    def invoice(spend_id: str, period: str, amount: str, **cells: object) -> Cells:
        said = {"invoice_number": "1001", "product_number": "P", "report_period": period}
        return {**line(spend_id, amount=amount), **said, **cells}

    tables: Tables = {
        "spend": [
            invoice("first", "2025-Q1", "100", entity_id="e"),
            invoice("restated", "2025-Q2", "130", entity_id="e"),
            invoice("another buyer", "2025-Q2", "180", entity_id="f"),
            invoice("unknown seller 1", "2025-Q1", "50", contract_id=None),
            invoice("unknown seller 2", "2025-Q2", "60", contract_id=None),
        ]
    }
    assert found(tmp_path, "D02", tables) == [("restated", "30.00", "over", ["first", "restated"])]


def test_d06_dates_say_nothing_of_an_order_whose_day_is_not_known(tmp_path: Path) -> None:
    tables: Tables = {
        "spend": [
            line("dated by its invoice", order_date=None, invoice_date="2025-01-10", ship_date="2025-01-03"),
            line("shipped first", ship_date="2025-01-03"),
            line("a credit for an older sale", amount="-5", order_type="credit", invoice_date="2024-12-01"),
            line("a return of an older sale", order_type="return", ship_date="2024-12-01"),
        ]
    }
    assert found(tmp_path, "D06", tables) == [
        ("c|VT|shipped before the order", "100.00", None, ["shipped first"])
    ]


def test_d06_before_the_contract_where_no_addendums_first_day_would_stop_it(tmp_path: Path) -> None:
    def orders(contract_id: str) -> Cells:
        return line(contract_id, "2023-12-15", contract_id=contract_id)

    names = ("early", "undated", "with it")
    tables: Tables = {
        "contracts": [contract(name) for name in names],
        "participating_addenda": [
            addendum("a", contract_id="early", effective_on="2023-12-01"),
            addendum("b", contract_id="undated", effective_on=None),
            addendum("c", contract_id="with it", effective_on="2024-01-01"),
        ],
        "spend": [orders(name) for name in names],
    }
    assert found(tmp_path, "D06", tables) == [
        ("early|VT|ordered before the contract began", "100.00", None, ["early"]),
        ("undated|VT|ordered before the contract began", "100.00", None, ["undated"]),
    ]
    assert [row[3] for row in found(tmp_path, "P02", tables)] == [["with it"]]


def test_d07_a_credit_that_is_too_large_is_under(tmp_path: Path) -> None:
    tables: Tables = {
        "spend": [
            line("too large a credit", amount="-100", quantity="-1", unit_price="90"),
            line("too large a sale", amount="100", quantity="1", unit_price="70"),
            line("for nothing", amount="0", quantity="1", unit_price="5"),
        ]
    }
    assert found(tmp_path, "D07", tables) == [
        ("c|VT|over", "30.00", "over", ["too large a sale"]),
        ("c|VT|under", "15.00", "under", ["for nothing", "too large a credit"]),
    ]


def test_d12_a_price_listed_twice_is_found_once(tmp_path: Path) -> None:
    price: Cells = {
        "contract_id": "c",
        "product_number": "P",
        "contract_price": "10",
        "list_price": "9",
        "starts_on": "2024-01-01",
    }
    assert len(found(tmp_path, "D12", {"prices": [price, price]})) == 1


def test_v01_a_vendor_listed_twice_is_one(tmp_path: Path) -> None:
    tables: Tables = {
        "vendors": [
            {"vendor_id": "v", "name": "Acme Supply"},
            {"vendor_id": "v", "name": "Acme Supply"},
            {"vendor_id": "w", "name": "ACME SUPPLY"},
        ],
        "spend": [line("s"), line("t", vendor_id="w", amount="30")],
    }
    assert found(tmp_path, "V01", tables) == [("v|w", "30.00", None, ["v", "w"])]


@pytest.mark.parametrize(
    "rule", ["P01", "P04", "P07", "D01", "D02", "D04", "D05", "D06", "D07", "D08", "D10"]
)
def test_rows_without_a_state_or_an_id_are_told_of_in_words_or_left_out(rule: str, tmp_path: Path) -> None:
    odd: Cells = {
        **line("s", "2027-01-10", quantity="1", unit_price="90", order_type="sale", category_code="44000000"),
        "state": None,
        "invoice_number": "7",
        "invoice_date": "2027-01-05",
        "product_number": "P",
        "report_period": "2027-Q1",
    }
    tables: Tables = {
        "contracts": [contract(category_code="43000000")],
        "participating_addenda": [addendum("vt"), addendum("nowhere", state=None), addendum(None, "QQ")],
        "prices": [
            {"contract_id": "c", "product_number": name, "contract_price": "1"} for name in ("P", None)
        ],
        "spend": [
            odd,
            {**odd, "spend_id": None},
            {**odd, "report_period": "2027-Q2"},
            {**odd, "amount": "-4"},
            {**odd, "amount": "4", "report_period": "2027-Q2", "spend_id": None},
        ],
    }
    rows = result_of(tmp_path, rule, tables, as_of("2027-06-30")).findings.to_pylist()
    assert [row for row in rows if row["finding"] is None or row["summary"] is None] == []
    assert bool(rows) == (rule not in {"P01", "D02"})

"""Rules D01 to D09: lines that came twice, or contradict themselves, beside lines that only look so."""

from pathlib import Path

from portfolio_tui.query.scope import Scope
from tests.checks.found import Tables, addendum, contract, found, line, result_of
from tests.tiny import Cells


def reported(spend_id: str, period: str | None = "2025-Q1", **cells: object) -> Cells:
    """Return a line on invoice 7, reported in that period."""
    return {
        **line(spend_id),
        "invoice_number": "7",
        "invoice_date": "2025-01-12",
        "product_number": "P-1",
        "report_period": period,
        **cells,
    }


def test_d01_a_line_in_two_reports_and_not_identical_lines_in_one(tmp_path: Path) -> None:
    tables: Tables = {
        "spend": [
            reported("again 1"),
            reported("again 2", "2025-Q2", source_file="late.csv", fee_amount="1"),
            *(reported(f"cartridge {number}", product_number="P-2") for number in (1, 2, 3)),
            reported("other amount 1", product_number="P-3"),
            reported("other amount 2", "2025-Q2", product_number="P-3", amount="101"),
            reported("other buyer 1", product_number="P-4", entity_id="a"),
            reported("other buyer 2", "2025-Q2", product_number="P-4", entity_id="b"),
            reported("no number 1", invoice_number=None, product_number="P-5"),
            reported("no number 2", "2025-Q2", invoice_number=None, product_number="P-5"),
            reported("credit 1", amount="-20", order_type="credit"),
            reported("credit 2", "2025-Q3", amount="-20", order_type="credit"),
            reported("unreported 1", None, product_number="P-6"),
            reported("unreported 2", None, product_number="P-6"),
        ]
    }
    assert found(tmp_path, "D01", tables) == [
        ("again 1", "100.00", "over", ["again 1", "again 2"]),
        ("credit 1", "20.00", "under", ["credit 1", "credit 2"]),
    ]
    assert found(tmp_path, "D01", tables, Scope(states=("NH",))) == []


def test_d01_as_many_as_the_fullest_report_has_are_real(tmp_path: Path) -> None:
    tables: Tables = {
        "spend": [reported("a1"), reported("a2"), reported("a3", "2025-Q2"), reported("a4", "2025-Q3")]
    }
    assert found(tmp_path, "D01", tables) == [("a1", "200.00", "over", ["a1", "a2", "a3", "a4"])]


def test_d02_an_invoice_with_another_amount_and_not_with_other_goods(tmp_path: Path) -> None:
    tables: Tables = {
        "spend": [
            reported("first"),
            reported("larger line", amount="500"),
            reported("higher", "2025-Q2", amount="130"),
            reported("lower 1", product_number="P-2"),
            reported("lower 2", "2025-Q2", product_number="P-2", amount="99.99"),
            reported("goods 1", product_number="P-3"),
            reported("goods 2", "2025-Q2", product_number="P-4", amount="7"),
            reported("two in one report 1", product_number="P-5"),
            reported("two in one report 2", product_number="P-5", amount="9"),
            reported("credited 1", product_number="P-6"),
            reported("credited 2", "2025-Q2", product_number="P-6", amount="-10", order_type="credit"),
            reported("number again 1", product_number="P-7"),
            reported(
                "number again 2", "2025-Q2", product_number="P-7", amount="8", invoice_date="2025-04-01"
            ),
            reported("alike 1", product_number="P-8"),
            reported("alike 2", "2025-Q2", product_number="P-8"),
        ]
    }
    assert found(tmp_path, "D02", tables) == [
        ("higher", "30.00", "over", ["first", "higher"]),
        ("lower 2", "0.01", "under", ["lower 1", "lower 2"]),
    ]


def test_d03_numbers_that_look_alike_and_not_another_buyer_or_year(tmp_path: Path) -> None:
    def invoice(spend_id: str, number: str, day: str = "2025-01-10", **cells: object) -> Cells:
        said = {"invoice_number": number, "invoice_date": day, "entity_id": "e"}
        return {**line(spend_id, day), **said, **cells}

    tables: Tables = {
        "spend": [
            invoice("first", "INV-0010"),
            invoice("typed again", "1NV 001O", "2025-04-10"),
            invoice("other amount", "INV 0010", amount="99"),
            invoice("other buyer", "INV 0010", entity_id="f"),
            invoice("other seller", "INV 0010", vendor_id="w"),
            invoice("unknown buyer", "INV 0010", entity_id=None),
            invoice("next year", "INV0010", "2025-07-10"),
            invoice("zero 1", "0042", amount="50"),
            invoice("zero 2", "42", "2025-01-11", amount="50"),
            invoice("other number", "INV-0011"),
            invoice("same 1", "9", amount="60"),
            invoice("same 2", "9", amount="60"),
            invoice("a credit", "INV0010", amount="-100", order_type="credit"),
        ]
    }
    # From the first to the second are 90 days; from that to the next year's 91, from the first 181.
    assert found(tmp_path, "D03", tables) == [
        ("typed again", "100.00", "over", ["first", "typed again"]),
        ("zero 2", "50.00", "over", ["zero 1", "zero 2"]),
    ]
    assert [row[0] for row in found(tmp_path, "D03", tables, days="89")] == ["zero 2"]


def test_d04_identical_lines_in_one_report(tmp_path: Path) -> None:
    tables: Tables = {
        "spend": [
            *(reported(f"cartridge {number}", product_number="P-2") for number in (1, 2, 3)),
            reported("again 1"),
            reported("again 2", "2025-Q2"),
            reported("other quantity 1", quantity="1"),
            reported("other quantity 2", quantity="2"),
        ]
    }
    assert found(tmp_path, "D04", tables) == [
        ("c|VT|2025-Q1", "200.00", None, ["cartridge 1", "cartridge 2", "cartridge 3"])
    ]


def test_d05_ids_that_are_not_on_record(tmp_path: Path) -> None:
    tables: Tables = {
        "contracts": [contract(), contract("odd", vendor_id="gone")],
        "vendors": [{"vendor_id": "v", "name": "Vendor"}],
        "entities": [{"entity_id": "e", "name": "Buyer", "state": "VT"}],
        "participating_addenda": [addendum("a"), addendum("b", contract_id="lost"), addendum("d", "QQ")],
        "amendments": [
            {"contract_id": "c", "addendum_id": "a", "kind": "option", "effective_on": "2025-01-01"},
            {"contract_id": "c", "addendum_id": "z", "kind": "option", "effective_on": "2025-01-01"},
        ],
        "balances": [{"contract_id": "far", "state": "TX", "as_of": "2025-01-01", "ordered_amount": "9"}],
        "spend": [
            line("fine", vendor_id="v", entity_id="e"),
            line("nothing said", contract_id=None),
            line("contract 1", contract_id="00c"),
            line("contract 2", contract_id="00c", amount="-5"),
            line("seller", vendor_id="w", amount="30"),
            line("buyer", entity_id="f", amount="20"),
            line("state", state="ZZ", amount="10"),
        ],
    }
    assert found(tmp_path, "D05", tables) == [
        ("spend.contract_id|00c", "105.00", None, ["contract 1", "contract 2"]),
        ("spend.vendor_id|w", "30.00", None, ["seller"]),
        ("spend.entity_id|f", "20.00", None, ["buyer"]),
        ("spend.state|ZZ", "10.00", None, ["state"]),
        ("balances.contract_id|far", "9.00", None, ["far|TX|2025-01-01"]),
        ("amendments.addendum_id|z", None, None, ["c|z|option|2025-01-01"]),
        ("contracts.vendor_id|gone", None, None, ["odd"]),
        ("participating_addenda.contract_id|lost", None, None, ["b"]),
        ("participating_addenda.state|QQ", None, None, ["d"]),
    ]
    scoped = found(tmp_path, "D05", tables, Scope(states=("VT",)))
    assert [row[0] for row in scoped] == [
        "spend.contract_id|00c",
        "spend.vendor_id|w",
        "spend.entity_id|f",
        "participating_addenda.contract_id|lost",
    ]


def test_d05_says_nothing_of_ids_whose_table_is_not_there(tmp_path: Path) -> None:
    assert found(tmp_path, "D05", {"spend": [line("s", vendor_id="w", entity_id="f")]}) == []


def test_d06_dates_out_of_order_and_not_dates_after_the_as_of_date(tmp_path: Path) -> None:
    tables: Tables = {
        "contracts": [contract(), contract("joined")],
        "participating_addenda": [addendum("a", contract_id="joined")],
        "spend": [
            line("in order", ship_date="2025-01-10", invoice_date="2025-01-10", received_on="2025-01-10"),
            line("shipped", ship_date="2025-01-09"),
            line("invoiced", invoice_date="2025-01-09", amount="4"),
            line("from the future", ship_date="2025-04-02", received_on="2025-04-01", amount="8"),
            line("shipped later", "2026-06-30", ship_date="2026-07-04"),
            line("before the contract", "2023-12-31", amount="3"),
            line("before, and P02's", "2023-12-31", contract_id="joined"),
            line("a total", order_date=None, grain="month", invoice_date="2025-01-01"),
        ],
    }
    assert found(tmp_path, "D06", tables) == [
        ("c|VT|shipped before the order", "100.00", None, ["shipped"]),
        ("c|VT|dated after its report came", "8.00", None, ["from the future"]),
        ("c|VT|invoiced before the order", "4.00", None, ["invoiced"]),
        ("c|VT|ordered before the contract began", "3.00", None, ["before the contract"]),
    ]


def test_d07_lines_that_do_not_multiply_and_not_rounding(tmp_path: Path) -> None:
    tables: Tables = {
        "spend": [
            line("exact", quantity="4", unit_price="25"),
            line("a cent a unit", quantity="3", unit_price="33.33"),
            line("half a percent", quantity="1", unit_price="99.50"),
            line("too much", quantity="1", unit_price="99.49"),
            line("too little", quantity="2", unit_price="60"),
            line("a credit", amount="-100", quantity="-4", unit_price="25"),
            line("a credit of units", amount="-100", quantity="4", unit_price="25"),
            line("no price", quantity="2"),
            line("off contract", contract_id=None, quantity="1", unit_price="10"),
        ]
    }
    assert found(tmp_path, "D07", tables) == [
        ("|VT|over", "90.00", "over", ["off contract"]),
        ("c|VT|under", "20.00", "under", ["too little"]),
        ("c|VT|over", "0.51", "over", ["too much"]),
    ]
    assert [row[0] for row in found(tmp_path, "D07", tables, part="0.2")] == ["|VT|over"]


def test_d08_wrong_signs_and_credits_of_nothing(tmp_path: Path) -> None:
    goods = {"entity_id": "e", "product_number": "P"}
    tables: Tables = {
        "spend": [
            line("first line", "2024-01-05", product_number="Q"),
            line("a sale", "2025-01-10", order_type="sale", **goods),
            line("its credit", "2025-01-20", "-40", order_type="credit", **goods),
            line("credit before the sale", "2025-01-09", "-30", order_type="credit", **goods),
            line(
                "another buyer's", "2025-02-01", "-20", order_type="return", entity_id="f", product_number="P"
            ),
            line("unknown buyer", "2025-02-01", "-15", order_type="credit", product_number="P"),
            line("may be older", "2024-07-03", "-9", order_type="credit", **goods),
            line("just too late", "2024-07-04", "-8", order_type="credit", **goods),
            line("positive credit", amount="7", order_type="credit"),
            line("negative sale", amount="-6", order_type="sale"),
            line("not said", amount="-5"),
        ]
    }
    assert found(tmp_path, "D08", tables) == [
        (
            "c|VT|credit without a sale",
            "58.00",
            "under",
            ["another buyer's", "credit before the sale", "just too late"],
        ),
        ("c|VT|credit above zero", "7.00", "over", ["positive credit"]),
        ("c|VT|sale below zero", "6.00", "under", ["negative sale"]),
    ]


def test_d09_a_buyer_of_another_state_and_not_one_of_none_or_two(tmp_path: Path) -> None:
    tables: Tables = {
        "entities": [
            {"entity_id": "vt", "name": "A", "state": "VT"},
            {"entity_id": "nh", "name": "B", "state": "NH"},
            {"entity_id": "none", "name": "C"},
            {"entity_id": "both", "name": "D", "state": "NH"},
            {"entity_id": "both", "name": "D", "state": "VT"},
        ],
        "spend": [
            line("at home", entity_id="vt"),
            line("away", entity_id="nh"),
            line("away again", entity_id="nh", amount="-2.50"),
            line("nowhere", entity_id="none"),
            line("both", entity_id="both"),
            line("unknown"),
        ],
    }
    result = result_of(tmp_path, "D09", tables)
    (row,) = result.findings.to_pylist()
    assert (row["finding"], str(row["amount_at_stake"]), row["row_ids"]) == (
        "VT|nh",
        "102.50",
        ["away", "away again"],
    )
    assert row["summary"] == "2 lines for 102.50 in VT by nh, a buyer in NH."

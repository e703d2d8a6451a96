"""Rules D10 to D12, F, R and V01: prices, fees, reports and names against what they should be."""

from pathlib import Path

from portfolio_tui.query.scope import Scope
from tests.checks.found import Tables, addendum, as_of, contract, found, line, result_of
from tests.tiny import Cells


def price(product: str, contract_price: str, list_price: str | None = None, **cells: object) -> Cells:
    """Return a price of contract c from 2024 on."""
    return {
        "contract_id": "c",
        "product_number": product,
        "contract_price": contract_price,
        "list_price": list_price,
        "starts_on": "2024-01-01",
        **cells,
    }


def test_d10_above_the_price_of_that_day_and_never_netted_with_what_is_below(tmp_path: Path) -> None:
    tables: Tables = {
        "prices": [
            price("P", "10", ends_on="2024-12-31"),
            price("P", "12", starts_on="2025-01-01"),
            price("Q", "5"),
        ],
        "spend": [
            line("last year", "2024-12-31", product_number="P", quantity="10", unit_price="12"),
            line("this year", "2025-01-01", product_number="P", quantity="10", unit_price="12"),
            line("above", "2025-01-02", product_number="P", quantity="3", unit_price="12.01"),
            line("below", "2025-01-02", product_number="P", quantity="99", unit_price="1"),
            line("before any price", "2023-12-31", product_number="Q", quantity="1", unit_price="50"),
            line("no price", product_number="R", quantity="1", unit_price="50"),
            line("a credit", amount="-50", product_number="Q", quantity="-1", unit_price="50"),
            line("other contract", contract_id=None, product_number="Q", quantity="1", unit_price="50"),
        ],
    }
    assert found(tmp_path, "D10", tables) == [("c|VT|P", "20.03", "over", ["above", "last year"])]


def test_d11_a_list_price_that_jumps_and_not_one_that_the_discount_makes_up_for(tmp_path: Path) -> None:
    def prices(product: str, after: tuple[str, str], day: str = "2025-01-01") -> list[Cells]:
        return [price(product, "80", "100"), price(product, *after, starts_on=day)]

    tables: Tables = {
        "prices": [
            *prices("jumps", ("88.80", "111")),
            *prices("ten percent", ("88", "110")),
            *prices("more discount", ("80", "111")),
            *prices("falls", ("72", "90")),
            *prices("to come", ("88.80", "111"), "2026-07-01"),
            price("once", "80", "100"),
        ]
    }
    assert found(tmp_path, "D11", tables) == [("c|jumps|2025-01-01", None, None, ["c|jumps|2025-01-01"])]
    assert len(found(tmp_path, "D11", tables, part="0.05")) == 2


def test_d12_a_list_price_below_the_contract_and_not_one_that_is_over(tmp_path: Path) -> None:
    tables: Tables = {
        "prices": [
            price("cheap", "10", "9.99"),
            price("same", "10", "10"),
            price("none", "10"),
            price("past", "10", "9", ends_on="2026-06-29"),
        ]
    }
    assert found(tmp_path, "D12", tables) == [("c|cheap|2024-01-01", None, None, ["c|cheap|2024-01-01"])]


def test_f01_a_quarter_percent_misread_and_not_rounding(tmp_path: Path) -> None:
    tables: Tables = {
        "contracts": [contract(admin_fee_rate="0.0025"), contract("free")],
        "spend": [
            line("right", amount="10000", fee_amount="25.00", report_period="2025-Q1"),
            line("rounded", amount="10001", fee_amount="25.01", report_period="2025-Q1"),
            line("misread", amount="10000", fee_amount="0.25", report_period="2025-Q1"),
            line("too much", amount="10000", fee_amount="250", report_period="2025-Q1"),
            line("its credit", amount="-10000", fee_amount="-25.00", report_period="2025-Q1"),
            line("no fee said", amount="10000", report_period="2025-Q1"),
            line("no rate", amount="10000", contract_id="free", fee_amount="7"),
        ],
    }
    assert found(tmp_path, "F01", tables) == [
        ("c|2025-Q1|over", "225.00", "over", ["too much"]),
        ("c|2025-Q1|under", "24.75", "under", ["misread"]),
    ]
    assert [row[0] for row in found(tmp_path, "F01", tables, tolerance="25")] == ["c|2025-Q1|over"]


def test_f01_rates_change_on_a_day_and_exempt_some_buyers(tmp_path: Path) -> None:
    def rule(rate: str, **cells: object) -> Cells:
        return {"alliance_id": "naspo", "rate": rate, "entity_types": "city, county", **cells}

    tables: Tables = {
        "contracts": [contract(admin_fee_rate="0.5")],
        "entities": [
            {"entity_id": "city", "name": "City", "entity_type": "city"},
            {"entity_id": "agency", "name": "Agency", "entity_type": "state_agency"},
        ],
        "fee_rules": [
            rule("0.01", ends_on="2023-12-31"),
            rule("0.015", starts_on="2024-01-01", ends_on="2024-12-31"),
            rule("0.02", starts_on="2025-01-01"),
            rule("0.03", state="VT"),
        ],
        "spend": [
            line("old", "2023-06-01", "1000", entity_id="city", fee_amount="10"),
            line("old rate", "2025-01-01", "1000", entity_id="city", fee_amount="15"),
            line("new rate", "2025-01-01", "1000", entity_id="city", fee_amount="20"),
            line(
                "invoiced", "2024-12-31", "1000", entity_id="city", invoice_date="2025-01-01", fee_amount="20"
            ),
            line("exempt", "2025-01-01", "1000", entity_id="agency", fee_amount="0"),
            line("not exempt", "2025-01-01", "1000", entity_id="agency", fee_amount="20"),
        ],
    }
    assert found(tmp_path, "F01", tables) == [
        ("c||over", "20.00", "over", ["not exempt"]),
        ("c||under", "5.00", "under", ["old rate"]),
    ]


def test_f01_rates_fall_with_the_sales_of_the_year(tmp_path: Path) -> None:
    rules = [("0.02", None), ("0.015", "30000"), ("0.01", "50000")]
    tables: Tables = {
        "fee_rules": [{"alliance_id": "naspo", "rate": rate, "floor_amount": floor} for rate, floor in rules],
        "spend": [
            line("a", "2025-01-10", "20000", fee_amount="400"),
            # 10,000 at 2 %, 20,000 at 1.5 %, 5,000 at 1 %
            line("b", "2025-02-10", "35000", fee_amount="550"),
            line("c", "2025-03-10", "1000", fee_amount="20"),
            line("d", "2025-04-10", "-1000", fee_amount="-10", order_type="credit"),
            line("next year", "2026-01-10", "1000", fee_amount="20"),
        ],
    }
    assert found(tmp_path, "F01", tables) == [("c||over", "10.00", "over", ["c"])]
    assert found(tmp_path, "F01", tables, Scope(from_date=as_of("2025-02-01").as_of)) == [
        ("c||over", "10.00", "over", ["c"])
    ]


def payment(period: str, amount: str, paid_on: str | None, state: str | None = None) -> Cells:
    """Return a payment on contract c."""
    return {
        "contract_id": "c",
        "report_period": period,
        "amount": amount,
        "paid_on": paid_on,
        "state": state,
    }


def test_f02_the_rate_of_the_addendum_on_what_was_reported(tmp_path: Path) -> None:
    quarters = {
        "2025-Q1": "2025-02-01",
        "2025-Q2": "2025-05-01",
        "2025-Q3": "2025-08-01",
        "2026-Q2": "2026-05-01",
    }
    tables: Tables = {
        "participating_addenda": [
            addendum("vt", state_fee_rate="0.01"),
            addendum("nh", "NH", state_fee_rate="0.01"),
            addendum("me", "ME"),
        ],
        "fee_payments": [
            payment("2025-Q1", "9.50", "2025-05-01", "VT"),
            payment("2025-Q2", "4", "2025-08-01", "VT"),
            payment("2026-Q1", "5", "2026-05-01", "VT"),
        ],
        "spend": [
            *(line(f"vt {period}", day, "1000", report_period=period) for period, day in quarters.items()),
            line("credit", "2025-02-02", "-50", order_type="credit", report_period="2025-Q1"),
            line("nobody collects", state="NH", amount="1000", report_period="2025-Q1"),
        ],
    }
    assert found(tmp_path, "F02", tables) == [
        ("c|VT|2025-Q3", "10.00", "under", ["c|VT|2025-Q3"]),
        ("c|VT|2025-Q2", "6.00", "under", ["c|VT|2025-Q2"]),
    ]
    exempt: Tables = {
        **tables,
        "entities": [{"entity_id": "agency", "name": "Agency", "entity_type": "state_agency"}],
        "fee_rules": [{"alliance_id": "naspo", "state": "VT", "rate": "0.02", "entity_types": "city"}],
        "spend": [line("exempt", "2025-02-01", "1000", report_period="2025-Q1", entity_id="agency")],
    }
    assert found(tmp_path, "F02", exempt) == [("c|VT|2025-Q1", "9.50", "over", ["c|VT|2025-Q1"])]


def test_f03_paid_late_short_or_not_at_all(tmp_path: Path) -> None:
    fees = {"2025-Q1": "25", "2025-Q2": "30", "2025-Q3": "40", "2025-Q4": "50", "2026-Q2": "60"}
    tables: Tables = {
        "fee_payments": [
            payment("2025-Q1", "25", "2025-05-30"),
            payment("2025-Q2", "20", "2025-08-01"),
            payment("2025-Q2", "9.50", "2025-08-30"),
            payment("2025-Q3", "30", "2025-11-01"),
        ],
        "spend": [line(period, report_period=period, fee_amount=fee) for period, fee in fees.items()],
    }
    assert found(tmp_path, "F03", tables) == [
        ("c|2025-Q4|paid short", "50.00", "under", ["c||2025-Q4"]),
        ("c|2025-Q3|paid short", "10.00", "under", ["c||2025-Q3"]),
        ("c|2025-Q2|paid late", "9.50", None, ["c||2025-Q2"]),
    ]
    rules: Tables = {**tables, "fee_rules": [{"alliance_id": "naspo", "rate": "0.0025", "due_days": 61}]}
    assert [row[0] for row in found(tmp_path, "F03", rules)] == [
        "c|2025-Q4|paid short",
        "c|2025-Q3|paid short",
    ]


def summary(period: str, amount: str, state: str | None = "VT", received_on: str | None = None) -> Cells:
    """Return a total reported for contract c."""
    return {
        "contract_id": "c",
        "report_period": period,
        "amount": amount,
        "state": state,
        "received_on": received_on,
    }


def test_r01_a_missing_report_and_not_one_of_zero_or_not_yet_due(tmp_path: Path) -> None:
    tables: Tables = {
        "contracts": [
            contract(starts_on="2025-05-01", ends_on="2026-02-01"),
            contract("other", alliance_id="gsa"),
            contract("elder", ends_on="2025-03-31"),
        ],
        "summary_sales": [
            summary("2025-Q2", "100"),
            summary("2025-Q3", "0", None),
            summary("2026-Q1", "5", received_on="2026-06-30"),
        ],
        "spend": [line("s", "2025-11-01", "70", report_period="2025-Q4")],
    }
    assert found(tmp_path, "R01", tables) == [("c|2025-Q4", "70.00", None, [])]
    assert [row[0] for row in found(tmp_path, "R01", tables, as_of("2026-06-29"))] == [
        "c|2026-Q1",
        "c|2025-Q4",
    ]
    assert found(tmp_path, "R01", tables, as_of("2026-01-30")) == []
    quiet = {"alliance_id": "naspo", "zero_reports": False, "due_days": 15}
    assert [row[0] for row in found(tmp_path, "R01", {**tables, "report_rules": [quiet]})] == ["c|2025-Q4"]


def test_r01_a_report_a_month_where_the_rule_says_so(tmp_path: Path) -> None:
    tables: Tables = {
        "contracts": [contract(starts_on="2026-02-10", ends_on="2026-04-30")],
        "report_rules": [{"alliance_id": "naspo", "frequency": "month"}],
        "summary_sales": [summary("2026-02", "1"), summary("2026-04", "0", None)],
    }
    assert found(tmp_path, "R01", tables) == [("c|2026-03", None, None, [])]


def test_r02_a_late_report_and_not_lines_that_came_again_later(tmp_path: Path) -> None:
    tables: Tables = {
        "contracts": [contract(), contract("other", alliance_id="gsa")],
        "report_rules": [{"alliance_id": "gsa", "due_days": 45}],
        "summary_sales": [
            summary("2025-Q3", "1", "VT", "2025-11-01"),
            summary("2025-Q4", "1", "VT", "2026-01-30"),
        ],
        "spend": [
            line("in time", report_period="2025-Q1", received_on="2025-04-30"),
            line("again", report_period="2025-Q1", received_on="2025-09-01"),
            line("late", "2025-05-01", report_period="2025-Q2", received_on="2025-07-31"),
            line("late too", "2025-05-02", report_period="2025-Q2", received_on="2025-07-31", amount="1"),
            line("in time there", contract_id="other", report_period="2025-Q1", received_on="2025-05-15"),
            line("odd period", report_period="Spring", received_on="2026-05-15"),
        ],
    }
    assert found(tmp_path, "R02", tables) == [
        ("c|2025-Q3", None, None, ["c|VT|2025-Q3"]),
        ("c|2025-Q2", "101.00", None, ["late", "late too"]),
    ]
    assert [row[0] for row in found(tmp_path, "R02", tables, days="31")] == ["c|2025-Q3"]


def test_r03_a_summary_that_the_lines_do_not_come_to(tmp_path: Path) -> None:
    tables: Tables = {
        "summary_sales": [
            summary("2025-Q1", "150", received_on="2025-04-20"),
            summary("2025-Q1", "101.01", received_on="2025-06-20"),
            summary("2025-Q2", "99"),
            summary("2025-Q3", "60"),
            summary("2025-Q4", "0"),
            summary("2026-Q1", "100", None),
        ],
        "spend": [
            line(period, report_period=period)
            for period in ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1")
        ],
    }
    assert found(tmp_path, "R03", tables) == [
        ("c|VT|2025-Q3", "40.00", "over", ["c|VT|2025-Q3"]),
        ("c|VT|2025-Q1", "1.01", "under", ["c|VT|2025-Q1"]),
    ]
    assert found(tmp_path, "R03", tables, as_of("2025-05-01")) == [
        ("c|VT|2025-Q1", "50.00", "under", ["c|VT|2025-Q1"])
    ]


def test_r04_lines_that_the_summary_does_not_count(tmp_path: Path) -> None:
    tables: Tables = {
        "summary_sales": [
            summary("2025-Q1", "0"),
            summary("2025-Q2", "100", "NH"),
            summary("2025-Q3", "100", None),
            summary("2025-Q4", "0", None),
        ],
        "spend": [
            *(
                line(period, report_period=period)
                for period in ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1")
            ),
            line("counted", report_period="2025-Q2", state="NH"),
        ],
    }
    assert found(tmp_path, "R04", tables) == [
        ("c|VT|2025-Q1", "100.00", "under", ["2025-Q1"]),
        ("c|VT|2025-Q2", "100.00", "under", ["2025-Q2"]),
        ("c|VT|2025-Q4", "100.00", "under", ["2025-Q4"]),
    ]


def test_r05_a_restated_summary_and_not_one_that_came_again(tmp_path: Path) -> None:
    tables: Tables = {
        "summary_sales": [
            summary("2025-Q1", "100", received_on="2025-04-20"),
            summary("2025-Q1", "80", received_on="2025-05-20"),
            summary("2025-Q1", "130", received_on="2025-06-20"),
            summary("2025-Q2", "100", received_on="2025-07-20"),
            summary("2025-Q2", "100", received_on="2025-08-20"),
        ]
    }
    assert found(tmp_path, "R05", tables) == [("c|VT|2025-Q1", "30.00", "over", ["c|VT|2025-Q1"])]
    assert found(tmp_path, "R05", tables, as_of("2025-05-31")) == [
        ("c|VT|2025-Q1", "20.00", "under", ["c|VT|2025-Q1"])
    ]


def test_v01_one_name_under_two_ids_and_not_of_one_family(tmp_path: Path) -> None:
    tables: Tables = {
        "vendors": [
            {"vendor_id": "v", "name": "Société Müller, Inc."},
            {"vendor_id": "w", "name": "SOCIETE MULLER LLC"},
            {"vendor_id": "a", "name": "Acme Supply"},
            {"vendor_id": "a2", "name": "ACME SUPPLY", "parent_id": "a"},
            {"vendor_id": "b", "name": "Brick, Co."},
            {"vendor_id": "b2", "name": "Brick Works, Co."},
            {"vendor_id": "3m", "name": "3M"},
            {"vendor_id": "3m2", "name": "3m"},
        ],
        "spend": [line("contractor's"), line("other id", vendor_id="w", amount="30")],
    }
    result = result_of(tmp_path, "V01", tables)
    (row,) = result.findings.to_pylist()
    assert (row["finding"], str(row["amount_at_stake"]), row["vendor_id"]) == ("v|w", "30.00", "v")
    assert row["summary"] == "2 vendors with one name: Société Müller, Inc. (v), SOCIETE MULLER LLC (w)."

"""Rules C01 to C04: ceilings passed and soon reached, estimates far exceeded, bridges that are too long."""

from pathlib import Path

from portfolio_tui.query.scope import Scope
from tests.checks.found import Tables, addendum, as_of, contract, found, line, result_of
from tests.tiny import Cells


def raised(on: str, old: str | None, new: str = "500", **cells: object) -> Cells:
    """Return an amendment that raises the ceiling of contract c."""
    return {
        "contract_id": "c",
        "kind": "ceiling",
        "effective_on": on,
        "old_ceiling_amount": old,
        "new_ceiling_amount": new,
        **cells,
    }


def test_c01_the_first_day_and_row_over_the_ceiling(tmp_path: Path) -> None:
    tables: Tables = {
        "contracts": [
            contract(ceiling_amount="250"),
            contract("just", ceiling_amount="100"),
            contract("none"),
        ],
        "spend": [
            line("s1", "2025-01-10"),
            line("s2", "2025-02-10", state="NH"),
            line("s3", "2025-03-10", amount="50"),
            line("s4", "2025-03-11", amount="40"),
            line("s5", "2025-03-11", amount="-30", order_type="credit"),
            line("s6", "2025-03-12", amount="-60", order_type="credit"),
            line("j", contract_id="just"),
            line("n", contract_id="none", amount="999"),
        ],
    }
    result = result_of(tmp_path, "C01", tables)
    (row,) = result.findings.to_pylist()
    assert (row["finding"], str(row["amount_at_stake"]), row["direction"]) == ("c", "10.00", "over")
    assert (str(row["day"]), row["row_table"], row["row_ids"]) == ("2025-03-11", "spend", ["s4"])
    assert row["summary"] == (
        "Spend on c passed the ceiling of the contract, 250.00, on 2025-03-11; at most it was 10.00 over."
    )
    assert found(tmp_path, "C01", tables, Scope(states=("NH",), fiscal_year=2020))[0][0] == "c"
    assert found(tmp_path, "C01", tables, as_of("2025-03-10")) == []
    assert found(tmp_path, "C01", tables, Scope(contracts=("just",))) == []


def test_c01_not_where_the_ceiling_was_raised_the_day_before(tmp_path: Path) -> None:
    spend = [line("s1", "2025-01-10"), line("s2", "2025-02-10")]
    contracts = [contract(ceiling_amount="500")]
    in_time: Tables = {"contracts": contracts, "spend": spend, "amendments": [raised("2025-02-09", "150")]}
    assert found(tmp_path / "in time", "C01", in_time) == []
    late: Tables = {"contracts": contracts, "spend": spend, "amendments": [raised("2025-02-11", "150")]}
    assert found(tmp_path / "late", "C01", late) == [("c", "50.00", "over", ["s2"])]
    twice: Tables = {
        "contracts": contracts,
        "spend": spend,
        "amendments": [raised("2025-02-09", "120", "150"), raised("2025-03-01", "150")],
    }
    assert found(tmp_path / "twice", "C01", twice) == [("c", "50.00", "over", ["s2"])]
    unlimited: Tables = {"contracts": contracts, "spend": spend, "amendments": [raised("2025-03-01", None)]}
    assert found(tmp_path / "unlimited", "C01", unlimited) == []


def test_c01_addenda_have_ceilings_of_their_own(tmp_path: Path) -> None:
    tables: Tables = {
        "participating_addenda": [addendum("vt", ceiling_amount="150"), addendum("nh", "NH")],
        "spend": [line("s1"), line("s2", "2025-01-11"), line("s3", state="NH", amount="900")],
    }
    assert found(tmp_path, "C01", tables) == [("c|vt", "50.00", "over", ["s2"])]
    assert found(tmp_path, "C01", tables, Scope(states=("NH",))) == []


def test_c01_positions_are_held_against_the_ceiling_they_state(tmp_path: Path) -> None:
    def position(day: str, ordered: str, ceiling: str | None) -> Cells:
        return {
            "contract_id": "c",
            "state": "TX",
            "as_of": day,
            "ordered_amount": ordered,
            "ceiling_amount": ceiling,
        }

    tables: Tables = {
        "contracts": [contract(ceiling_amount="100")],
        "balances": [
            position("2025-03-31", "90", None),
            position("2025-06-30", "120", "150"),
            position("2025-09-30", "160", "150"),
            position("2025-12-31", "175", "150"),
        ],
    }
    assert found(tmp_path, "C01", tables) == [("c|TX", "25.00", "over", ["c|TX|2025-09-30"])]


def test_c02_a_ceiling_that_will_be_reached_and_not_one_that_lasts(tmp_path: Path) -> None:
    # 365 in the last twelve months: one a day. 60 days make 425; 184 days are left to the end of 2026.
    year = line("year", "2026-01-10", amount="365")
    cases = {
        "soon": ("500", "2026-12-31"),  # 425 ≥ 375, and 549 > 500
        "lasts": ("549", "2026-12-31"),  # 425 ≥ 411.75, but the term ends first
        "far off": ("600", "2027-12-31"),  # 425 < 450
        "over": ("364", "2026-12-31"),
    }
    for name, (ceiling, ends_on) in cases.items():
        case: Tables = {"contracts": [contract(ceiling_amount=ceiling, ends_on=ends_on)], "spend": [year]}
        expected = [("c", "49.00", "over", ["c"])] if name == "soon" else []
        assert found(tmp_path / name, "C02", case) == expected, name
    far_off = tmp_path / "far off"
    tables: Tables = {"contracts": [contract(ceiling_amount="600", ends_on="2027-12-31")], "spend": [year]}
    assert found(far_off, "C02", tables, part="0.7") == [("c", "314.00", "over", ["c"])]
    assert found(far_off, "C02", tables, days="90") == [("c", "314.00", "over", ["c"])]


def test_c03_far_over_the_estimate_and_not_a_little(tmp_path: Path) -> None:
    tables: Tables = {
        "contracts": [
            contract(estimated_amount="100"),
            contract("little", estimated_amount="100"),
            contract("ceiling", ceiling_amount="100"),
            contract("nothing", estimated_amount="100"),
        ],
        "spend": [
            line("s", amount="120.01"),
            line("l", amount="120", contract_id="little"),
            line("n", amount="500", contract_id="ceiling"),
        ],
    }
    assert found(tmp_path, "C03", tables) == [("c", "20.01", "over", ["c"])]
    assert [row[0] for row in found(tmp_path, "C03", tables, over="1.1")] == ["c", "little"]


def bridge(contract_id: str, old: str, new: str, kind: str = "bridge", effective: str | None = None) -> Cells:
    """Return an amendment that moves the end of a contract."""
    return {
        "contract_id": contract_id,
        "kind": kind,
        "old_ends_on": old,
        "new_ends_on": new,
        "effective_on": effective,
    }


def test_c04_long_bridges_and_several_in_a_row(tmp_path: Path) -> None:
    tables: Tables = {
        "contracts": [contract(name) for name in ("long", "half", "row", "apart", "option", "coming")],
        "amendments": [
            bridge("long", "2025-02-28", "2025-09-01"),
            bridge("half", "2025-02-28", "2025-08-31"),
            bridge("row", "2024-12-31", "2025-03-31"),
            bridge("row", "2025-03-31", "2025-06-30"),
            bridge("apart", "2023-12-31", "2024-03-31"),
            bridge("apart", "2024-03-31", "2025-03-31", "option"),
            bridge("apart", "2025-03-31", "2025-06-30"),
            bridge("option", "2024-12-31", "2026-12-31", "option"),
            bridge("coming", "2026-06-30", "2027-06-30", effective="2026-07-01"),
        ],
        "spend": [
            line("before", "2025-02-28", contract_id="long"),
            line("within", "2025-03-01", contract_id="long", amount="5"),
            line("at its end", "2025-09-01", contract_id="long", amount="6"),
            line("after", "2025-09-02", contract_id="long"),
            line("in the row", "2025-06-30", contract_id="row", amount="2"),
        ],
    }
    assert found(tmp_path, "C04", tables) == [
        ("long", "11.00", None, ["long|bridge"]),
        ("row", "2.00", None, ["row|bridge"]),
    ]
    assert [row[0] for row in found(tmp_path, "C04", tables, months="7")] == ["row"]

"""Names, facts of alliances and of tables: rows as they are, whatever the scope."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

from portfolio_tui.measures.portfolio_rows import (
    ALLIANCE_FACTS,
    NAMES,
    TABLE_FACTS,
    AllianceFacts,
    Name,
    TableFacts,
)
from portfolio_tui.query.scope import Scope
from tests.tiny import opened, rows_of, write_portfolio


def test_names_of_everything_that_can_be_searched_for(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        alliances=[{"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"}],
        vendors=[
            {"vendor_id": "v", "name": "Goodyear", "parent_id": "p"},
            {"vendor_id": "w", "name": "No contract's", "parent_id": "q"},
            {"vendor_id": "p", "name": "Rubber Holding"},
            {"vendor_id": "q", "name": "Owns no contractor"},
        ],
        contracts=[
            {
                "contract_id": "c",
                "alliance_id": "naspo",
                "title": "Tires",
                "number": "19101",
                "vendor_id": "v",
                "category_code": "25172500",
                "category": "Tires and tubes",
            },
            {"contract_id": "d", "alliance_id": "naspo", "title": "Tubes", "category_code": "25172500"},
        ],
        spend=[],
    )
    with opened(folder) as service:
        names = rows_of(service, NAMES, Scope(states=("VT",), contracts=("d",)))
    assert [name for name in names if name.kind != "state"] == [
        Name("alliance", "naspo", "NASPO ValuePoint", "national"),
        Name("category", "25172500", "Tires and tubes", "25172500"),
        Name("contract", "c", "Tires", "19101 Goodyear"),
        Name("contract", "d", "Tubes", ""),
        Name("vendor", "v", "Goodyear", None),
        Name("vendor", "p", "Rubber Holding", None),
    ]
    states = [name for name in names if name.kind == "state"]
    assert len(states) == 56
    assert Name("state", "VT", "Vermont", "state") in states
    assert Name("state", "GU", "Guam", "territory") in states


def test_what_is_known_of_an_alliance(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        alliances=[
            {
                "alliance_id": "12aspo",
                "name": "12ASPO",
                "kind": "regional",
                "url": "https://example.org",
                "is_synthetic": True,
                "note": "As described in the source.",
            }
        ],
        contracts=[{"contract_id": "c", "alliance_id": "ghost", "title": "C"}],
        spend=[],
    )
    with opened(folder) as service:
        assert rows_of(service, ALLIANCE_FACTS, alliance="12aspo") == (
            AllianceFacts(
                "12aspo", "12ASPO", "regional", "https://example.org", True, "As described in the source."
            ),
        )
        assert rows_of(service, ALLIANCE_FACTS, alliance="ghost") == ()


def test_first_and_last_day_of_each_table_and_the_total_of_spend(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        as_of="2020-01-01",
        contracts=[
            {
                "contract_id": "c",
                "alliance_id": "a",
                "title": "C",
                "starts_on": "2020-01-01",
                "ends_on": "2030-12-31",
            }
        ],
        spend=[
            {"state": "VT", "amount": "10.10", "spent_on": "2021-01-01"},
            {"state": "VT", "amount": "-0.20", "spent_on": "2022-01-01"},
        ],
        balances=[{"contract_id": "c", "state": "VT", "as_of": "2023-01-01", "paid_amount": "5"}],
    )
    with opened(folder) as service:
        facts = {row.table_name: row for row in rows_of(service, TABLE_FACTS, Scope(states=("NH",)))}
    assert facts["spend"] == TableFacts("spend", dt.date(2021, 1, 1), dt.date(2022, 1, 1), Decimal("9.90"))
    assert facts["contracts"] == TableFacts("contracts", dt.date(2020, 1, 1), dt.date(2030, 12, 31), None)
    assert facts["balances"] == TableFacts("balances", dt.date(2023, 1, 1), dt.date(2023, 1, 1), None)
    assert facts["memberships"] == TableFacts("memberships", None, None, None)

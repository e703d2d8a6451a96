"""A small portfolio whose figures can be checked by hand, for the tests of the dashboard's screens.

Net spend is $5,000,000.00: NASPO ValuePoint 4,723,000, Vermont's own contracts 132,500, the regional alliance
100, off contract 144,400. Six of eight contracts are in force and four need attention.
"""

from pathlib import Path

from tests.tiny import Cells, write_portfolio

AS_OF = "2026-06-30"
HOSTILE_VENDOR = "[red]ACME[/] \x1b]0;pwned\x07"

_ALLIANCES: list[Cells] = [
    {"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"},
    {"alliance_id": "12aspo", "name": "12ASPO (synthetic)", "kind": "regional", "is_synthetic": True},
    {"alliance_id": "own-vt", "name": "Vermont's own", "kind": "state"},
]
_MEMBERSHIPS: list[Cells] = [
    {"alliance_id": alliance, "state": state, "joined_on": joined_on}
    for alliance, state, joined_on in (
        ("naspo", "ME", "2013-01-01"),
        ("naspo", "NH", "2013-01-01"),
        ("naspo", "VT", "2013-01-01"),
        ("12aspo", "ME", "2020-01-01"),
    )
]
_VENDORS: list[Cells] = [
    {"vendor_id": "v1", "name": "Goodyear"},
    {"vendor_id": "v2", "name": "Motorola"},
    {"vendor_id": "v3", "name": "T-Mobile"},
    {"vendor_id": "v4", "name": "Plow & Sons"},
    {"vendor_id": "v5", "name": HOSTILE_VENDOR},
]
_CONTRACTS: list[Cells] = [
    {
        "contract_id": "tires",
        "number": "19101",
        "alliance_id": "naspo",
        "title": "Tires, tubes and services",
        "category": "Tires",
        "category_code": "25172500",
        "vendor_id": "v1",
        "lead_state": "IA",
        "starts_on": "2024-07-01",
        "ends_on": "2027-01-26",
        "latest_ends_on": "2029-06-30",
        "ceiling_amount": "1000000",
        "warranty_months": 12,
        "delivery_days": 30,
        "payment_days": 45,
        "admin_fee_rate": "0.0025",
        "discount_rate": "0.10",
    },
    {
        "contract_id": "radios",
        "number": "00318",
        "alliance_id": "naspo",
        "title": "Public safety radios",
        "vendor_id": "v2",
        "lead_state": "WA",
        "starts_on": "2024-01-01",
        "ends_on": "2028-12-31",
        "ceiling_amount": "12900000",
    },
    {
        "contract_id": "wireless",
        "number": "MA176",
        "alliance_id": "naspo",
        "title": "Wireless",
        "vendor_id": "v3",
        "starts_on": "2021-08-31",
        "ends_on": "2026-08-30",
        "latest_ends_on": "2028-08-30",
        "estimated_amount": "1000000",
    },
    {
        "contract_id": "snow",
        "number": "VT-7",
        "alliance_id": "own-vt",
        "title": "Snow removal",
        "vendor_id": "v4",
        "starts_on": "2025-01-01",
        "ends_on": "2026-12-31",
        "ceiling_amount": "50000",
    },
    {
        "contract_id": "hostile",
        "alliance_id": "12aspo",
        "title": "Copiers\nand [bold]more[/]",
        "vendor_id": "v5",
        "ceiling_amount": "0",
    },
    {
        "contract_id": "old",
        "number": "VT-1",
        "alliance_id": "own-vt",
        "title": "Paper",
        "starts_on": "2020-07-01",
        "ends_on": "2024-06-30",
    },
    {
        "contract_id": "coming",
        "number": "24155",
        "alliance_id": "naspo",
        "title": "Lighting",
        "starts_on": "2026-08-01",
        "ends_on": "2029-07-31",
    },
    {
        "contract_id": "salt",
        "number": "VT-9",
        "alliance_id": "own-vt",
        "title": "Road salt",
        "starts_on": "2025-07-01",
        "ends_on": "2028-06-30",
        "ceiling_amount": "100000",
    },
]
_AMENDMENTS: list[Cells] = [
    {
        "contract_id": "tires",
        "kind": "option",
        "signed_on": "2025-12-01",
        "effective_on": "2026-01-26",
        "old_ends_on": "2026-01-26",
        "new_ends_on": "2027-01-26",
    }
]
_ADDENDA: list[Cells] = [
    {
        "addendum_id": "tires-vt",
        "contract_id": "tires",
        "state": "VT",
        "number": "VT-19101",
        "effective_on": "2024-08-01",
        "ends_on": "2027-01-26",
    },
    {"addendum_id": "radios-vt", "contract_id": "radios", "state": "VT", "effective_on": "2024-03-01"},
]
_ENTITIES: list[Cells] = [
    {"entity_id": "e1", "name": "Vermont Transportation", "entity_type": "state_agency", "state": "VT"},
    {"entity_id": "e2", "name": "Dover School District", "entity_type": "school_k12", "state": "NH"},
    {"entity_id": "e3", "name": "City of Bangor", "entity_type": "city", "state": "ME"},
]
_BALANCES: list[Cells] = [
    {
        "contract_id": "salt",
        "state": "VT",
        "as_of": as_of,
        "ceiling_amount": "100000",
        "paid_amount": paid,
        "source_file": "positions.csv",
        "source_row": row,
    }
    for row, (as_of, paid) in enumerate([("2025-12-31", "20000"), (AS_OF, "30000")], start=1)
]


def _line(state: str, amount: str, spent_on: str, contract: str | None, entity: str, **more: object) -> Cells:
    return {
        "state": state,
        "amount": amount,
        "spent_on": spent_on,
        "contract_id": contract,
        "entity_id": entity,
        **more,
    }


_SPEND: list[Cells] = [
    _line("VT", "183000", "2024-10-15", "tires", "e1"),
    _line("VT", "430000", "2025-09-10", "tires", "e1", list_price="500", quantity="1000"),
    _line("NH", "300000", "2026-05-05", "tires", "e2", description="Tires [red]x[/]\x1b[2J\nsecond line"),
    _line("NH", "1600000", "2024-12-01", "radios", "e2"),
    _line("NH", "1500000", "2025-10-01", "radios", "e2"),
    _line("VT", "710000", "2026-01-15", "wireless", "e1"),
    _line("VT", "65000", "2025-12-10", "snow", "e1"),
    _line("VT", "-2500", "2026-01-20", "snow", "e1", order_type="credit"),
    _line("ME", "100", "2026-02-01", "hostile", "e3"),
    _line("VT", "40000", "2023-05-01", "old", "e1"),
    _line("VT", "144400", "2026-03-03", None, "e1"),
]


def write_small_portfolio(folder: Path) -> Path:
    """Write the portfolio into `folder`."""
    return write_portfolio(
        folder,
        as_of=AS_OF,
        alliances=_ALLIANCES,
        memberships=_MEMBERSHIPS,
        vendors=_VENDORS,
        contracts=_CONTRACTS,
        amendments=_AMENDMENTS,
        participating_addenda=_ADDENDA,
        entities=_ENTITIES,
        balances=_BALANCES,
        spend=_SPEND,
    )


def write_city_portfolio(folder: Path) -> Path:
    """Write a city's portfolio: positions alone, no alliance but its own, one contract without a ceiling."""
    contracts: list[Cells] = [
        {"contract_id": "c1", "alliance_id": "city", "title": "Janitors", "ends_on": "2028-01-01"},
        {"contract_id": "c2", "alliance_id": "city", "title": "Painters", "starts_on": "2025-07-01"},
    ]
    positions: list[Cells] = [
        {"contract_id": "c1", "state": "TX", "as_of": AS_OF, "ceiling_amount": "1000", "paid_amount": "250"},
        {"contract_id": "c2", "state": "TX", "as_of": AS_OF, "paid_amount": "500"},
    ]
    alliances: list[Cells] = [{"alliance_id": "city", "name": "City of Austin", "kind": "local"}]
    return write_portfolio(folder, as_of=AS_OF, alliances=alliances, contracts=contracts, balances=positions)

"""Puts what the lines are drawn from into database tables: flows, buyers, products, sellers, seasons."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from portfolio_tui.portfolio.demo.calendar import AS_OF, HISTORY_STARTS_ON, months_later, quarter_name
from portfolio_tui.portfolio.demo.catalogue import PRODUCTS_PER_CATEGORY, Product
from portfolio_tui.portfolio.demo.flows import BUYER_MIXES, Buying, Flow
from portfolio_tui.portfolio.demo.places import RELATIVE_SIZES, season
from portfolio_tui.portfolio.demo.rows import Entity
from portfolio_tui.portfolio.reference import jurisdictions
from portfolio_tui.portfolio.schema import ENTITY_TYPES

_WEIGHT_STEPS = 10**15
_BUYER_SLOTS = 64
_SELLER_SLOTS = 8
_SELLER_SHARES = 128
_PURCHASE_ORDER_PREFIXES = ("45", "P", "PO-", "00", "DO ")

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class LineInputs:
    """What the lines are drawn from."""

    buying: Buying
    entities: Sequence[Entity]
    products: Sequence[Product]


def fill_tables(connection: duckdb.DuckDBPyConnection, inputs: LineInputs) -> None:
    """Create the tables that `cells.sql` and `lines.sql` read."""
    tables = {
        "seasons": _season_rows(),
        "flows": _flow_rows(inputs.buying),
        "buyers": _buyer_rows(inputs.entities),
        "entities": [
            {"entity": number, "entity_id": entity.entity_id} for number, entity in enumerate(inputs.entities)
        ],
        "products": _product_rows(inputs.products),
        "sellers": _seller_rows(inputs.buying),
        "calendar": _calendar_rows(),
    }
    connection.execute((Path(__file__).parent / "inputs.sql").read_text(encoding="utf-8"))
    for name, rows in tables.items():
        connection.register("rows", pa.Table.from_pylist(rows))
        connection.execute(f"INSERT INTO {name} BY NAME FROM rows")
        connection.unregister("rows")


def _season_rows() -> Rows:
    return [
        {"state": place.code, "month": month, "percent": season(place, month)}
        for place in jurisdictions()
        for month in range(1, 13)
    ]


def _calendar_rows() -> Rows:
    """Return, for each day, the report that an invoice of that day comes in, and the one after it."""
    rows: Rows = []
    for number in range((AS_OF - HISTORY_STARTS_ON).days + 1):
        day = HISTORY_STARTS_ON + dt.timedelta(days=number)
        next_quarter = months_later(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), 3)
        later_day = min(next_quarter, AS_OF)
        rows.append(
            {
                "day": day,
                "report_period": quarter_name(day),
                "report_ends_on": next_quarter,
                "later_period": quarter_name(later_day),
                "later_ends_on": months_later(next_quarter, 3),
            }
        )
    return rows


def _flow_rows(buying: Buying) -> Rows:
    first_slots = {
        (state, mix): (state_number * len(BUYER_MIXES) + mix_number) * _BUYER_SLOTS
        for state_number, state in enumerate(RELATIVE_SIZES)
        for mix_number, mix in enumerate(BUYER_MIXES)
    }
    pools = {name: number * _SELLER_SLOTS for number, name in enumerate(buying.pools)}
    return [
        {
            "flow": number,
            "first_buyer_slot": first_slots[flow.state, flow.buyer_mix],
            "first_seller_slot": pools.get(flow.seller_pool or "", -_SELLER_SLOTS),
            **_flow_row(number, flow),
        }
        for number, flow in enumerate(buying.flows)
    ]


def _flow_row(number: int, flow: Flow) -> dict[str, Any]:
    prefix_number = ord(flow.state[1]) % len(_PURCHASE_ORDER_PREFIXES)
    return {
        "state": flow.state,
        "contract_id": flow.contract_id,
        "source": flow.alliance_id or "off-contract",
        "first_product": flow.category_position * PRODUCTS_PER_CATEGORY,
        "price_permille": 1000 - int(flow.discount_rate * 1000),
        "has_list_price": flow.has_list_price,
        "fee_millionths": None if flow.fee_rate is None else int(flow.fee_rate * 1_000_000),
        "lines_per_order": 1 + number % 4,
        "delivery_days": 3 + number % 17,
        "report_delay_days": flow.report_delay_days,
        "repeats_in_same_report": flow.repeats_in_same_report,
        "po_prefix": _PURCHASE_ORDER_PREFIXES[prefix_number],
        "first_day": flow.first_day,
        "last_day": flow.last_day,
        "weight": 0 if flow.fixed_lines else max(1, round(flow.weight * _WEIGHT_STEPS)),
        "fixed_lines": flow.fixed_lines,
        "entity_id": flow.entity_id,
        "seller_share": flow.seller_percent * _SELLER_SHARES // 100,
    }


def _buyer_rows(entities: Sequence[Entity]) -> Rows:
    """Return 64 slots for each state and mix: the first entity of the slot's type, and how many there are."""
    first: dict[tuple[str, str], int] = {}
    count: dict[tuple[str, str], int] = {}
    for number, entity in enumerate(entities):
        key = (entity.state, entity.entity_type)
        first.setdefault(key, number)
        count[key] = count.get(key, 0) + 1
    rows: Rows = []
    for state in RELATIVE_SIZES:
        for mix in BUYER_MIXES.values():
            for entity_type, slots in zip(ENTITY_TYPES, mix, strict=True):
                key = (state, entity_type)
                rows += [
                    {"slot": len(rows) + slot, "first_entity": first[key], "entity_count": count[key]}
                    for slot in range(slots)
                ]
    return rows


def _product_rows(products: Sequence[Product]) -> Rows:
    return [
        {
            "product": number,
            "product_number": product.number,
            "description": product.description,
            "category_code": product.category.code,
            "list_cents": int(product.list_price.scaleb(2)),
        }
        for number, product in enumerate(products)
    ]


def _seller_rows(buying: Buying) -> Rows:
    return [
        {"slot": number * _SELLER_SLOTS + slot, "vendor_id": vendors[slot % len(vendors)]}
        for number, vendors in enumerate(buying.pools.values())
        for slot in range(_SELLER_SLOTS)
    ]

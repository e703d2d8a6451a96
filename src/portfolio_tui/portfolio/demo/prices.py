"""Price lists of NASPO ValuePoint's contracts: what their lines were sold at, and a few misfits."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio_tui.portfolio.demo.alliances import NASPO
from portfolio_tui.portfolio.demo.rows import Contract, Price

_DAY = dt.timedelta(days=1)
_CENT = Decimal("0.01")
_LIST_RISE = Decimal("1.15")


@dataclass(frozen=True)
class Sold:
    """A product as it was sold under a contract."""

    contract_id: str
    product_number: str
    unit_price: Decimal
    list_price: Decimal
    first_sold_on: dt.date
    states: int


def build_prices(sold: Sequence[Sold], contracts: Sequence[Contract], chance: random.Random) -> list[Price]:
    """Return the prices from each contract's first day on, with four kinds of planted cases.

    Four are below what was charged; three list prices are below the contract's; three rose with the contract
    price, and two rose alone, which is in order.
    """
    by_id = {contract.contract_id: contract for contract in contracts if contract.alliance_id == NASPO}
    products = [product for product in sold if product.contract_id in by_id]
    plain = [_price(product, by_id) for product in products]
    eligible = [
        number
        for number, product in enumerate(products)
        if product.states == 1
        and product.unit_price > 20
        and product.first_sold_on > by_id[product.contract_id].starts_on + 60 * _DAY
    ]
    cases = ("charged",) * 4 + ("list",) * 3 + ("rise",) * 3 + ("discount",) * 2
    chosen = dict(zip(chance.sample(eligible, min(12, len(eligible))), cases, strict=False))
    rows: list[Price] = []
    for number, price in enumerate(plain):
        rows += _case(price, products[number], chosen.get(number))
    return rows


def _case(price: Price, product: Sold, case: str | None) -> list[Price]:
    raised_on = product.first_sold_on - 20 * _DAY
    before, after = replace(price, ends_on=raised_on - _DAY), replace(price, starts_on=raised_on)
    match case:
        case "charged":
            return [replace(price, contract_price=(price.contract_price * 95 / 100).quantize(_CENT))]
        case "list":
            return [replace(price, list_price=(price.contract_price * 98 / 100).quantize(_CENT))]
        case "rise":
            lower = (_divided(price.contract_price), _divided(price.list_price))
            return [replace(before, contract_price=lower[0], list_price=lower[1]), after]
        case "discount":
            return [before, replace(after, list_price=(price.list_price * _LIST_RISE).quantize(_CENT))]
        case _:
            return [price]


def _divided(price: Decimal) -> Decimal:
    return (price / _LIST_RISE).quantize(_CENT)


def _price(product: Sold, contracts: Mapping[str, Contract]) -> Price:
    starts_on = contracts[product.contract_id].starts_on
    return Price(
        product.contract_id, product.product_number, product.unit_price, product.list_price, starts_on
    )

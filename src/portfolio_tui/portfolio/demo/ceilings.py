"""Sets ceilings and estimates to suit what was spent, so that every state of use can be seen."""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from portfolio_tui.portfolio.demo.calendar import AS_OF, HISTORY_STARTS_ON
from portfolio_tui.portfolio.demo.chance import heavy
from portfolio_tui.portfolio.demo.rows import Addendum, Contract
from portfolio_tui.portfolio.demo.spent import NOTHING, Spent

_OWN_WITH_CEILING = 0.44
_COOPERATIVE_WITH_CEILING = 0.09
_WITH_ESTIMATE = 0.24
_ADDENDA_WITH_CEILING = 0.05

_LEAST_SPENT = Decimal(20_000)
"""Below this a contract's ceiling is far away, whatever its turn: nobody signs a ceiling of a few dollars."""

_USES = (
    "on track", "over", "under-used", "running out", "on track", "ahead", "under-used", "on track",
    "on track", "under-used", "on track", "ahead",
)  # fmt: skip
"""How the contracts in force that have a ceiling stand to it, over and over in this order."""


def with_ceilings(
    contracts: Sequence[Contract], spent: Mapping[str, Spent], chance: random.Random
) -> list[Contract]:
    """Return the contracts with ceilings (a tenth), estimates only (a fifth) or neither (the rest)."""
    rows = []
    uses = itertools.cycle(_USES)
    for contract in contracts:
        so_far = spent.get(contract.contract_id, NOTHING)
        share = _OWN_WITH_CEILING if contract.alliance_id.startswith("own-") else _COOPERATIVE_WITH_CEILING
        draw = chance.random()
        # Only where the whole term lies within the demo's history does its spend tell how much is used.
        if draw < share and contract.starts_on >= HISTORY_STARTS_ON:
            ceiling = _ceiling(contract, so_far, _use(contract, so_far, uses), chance)
            estimate = _rounded(ceiling * _between(chance, 0.6, 0.9), 2) if chance.random() < 0.4 else None
            rows.append(replace(contract, ceiling_amount=ceiling, estimated_amount=estimate))
        elif draw > 1 - _WITH_ESTIMATE:
            used = _between(chance, 0.35, 1.3) * _elapsed(contract)
            rows.append(replace(contract, estimated_amount=_rounded(_basis(so_far, chance) / used, 2)))
        else:
            rows.append(contract)
    return rows


def addenda_with_ceilings(
    addenda: Sequence[Addendum], spent: Mapping[tuple[str, str], Spent], chance: random.Random
) -> list[Addendum]:
    """Return the addenda, a few of them with a ceiling of their own."""
    rows = []
    for addendum in addenda:
        so_far = spent.get((addendum.contract_id, addendum.state), NOTHING)
        is_whole = addendum.effective_on >= HISTORY_STARTS_ON and so_far.to_date > 0
        if chance.random() < _ADDENDA_WITH_CEILING and is_whole:
            ceiling = _rounded(so_far.to_date / _between(chance, 0.2, 1.06), 2, ROUND_UP)
            rows.append(replace(addendum, ceiling_amount=ceiling))
        else:
            rows.append(addendum)
    return rows


def _ceiling(contract: Contract, so_far: Spent, use: str, chance: random.Random) -> Decimal:
    """Return the ceiling that makes the use of `contract` what `use` says, as far as its spend allows."""
    spent = so_far.to_date
    elapsed = _elapsed(contract)
    days_left = (contract.ends_on - AS_OF).days
    match use:
        case "far off":
            ceiling = _rounded(_basis(so_far, chance) * 4 + 10 * _LEAST_SPENT, 2)
        case "expired":
            ceiling = _rounded(spent / _between(chance, 0.3, 1.04), 2)
        case "over":
            ceiling = _rounded(spent / _between(chance, 1.02, 1.14), 3, ROUND_DOWN)
        case "running out" if so_far.lately > 0 and days_left > 60:
            ceiling = _rounded(spent + so_far.lately / 365 * chance.randint(12, 52), 6)
        case "ahead" if elapsed < Decimal("0.85"):
            ceiling = _rounded(spent / max(Decimal("0.77"), elapsed + _between(chance, 0.03, 0.12)), 3)
        case "under-used":
            ceiling = _rounded(spent / elapsed / _between(chance, 0.1, 0.45), 2, ROUND_UP)
        case _:
            ceiling = _rounded(spent / elapsed / _between(chance, 0.58, 0.97), 3, ROUND_UP)
    return ceiling


def _use(contract: Contract, so_far: Spent, uses: Iterator[str]) -> str:
    """Return how `contract` shall stand to its ceiling: the next use, if in force and bought from."""
    if so_far.to_date < _LEAST_SPENT:
        return "far off"
    return next(uses) if contract.ends_on >= AS_OF else "expired"


def _elapsed(contract: Contract) -> Decimal:
    """Return the part of the current term gone by on the as-of date, at least a hundredth, at most one."""
    days = (contract.ends_on - contract.starts_on).days
    return max(Decimal("0.01"), min(Decimal(1), Decimal((AS_OF - contract.starts_on).days) / days))


def _basis(so_far: Spent, chance: random.Random) -> Decimal:
    """Return what was spent, or an amount out of the air where nothing was."""
    return so_far.to_date if so_far.to_date > 0 else Decimal(round(200_000 * heavy(chance, 1.0)))


def _between(chance: random.Random, low: float, high: float) -> Decimal:
    return Decimal(chance.randint(round(low * 1000), round(high * 1000))).scaleb(-3)


def _rounded(amount: Decimal, digits: int, rounding: str = ROUND_UP) -> Decimal:
    """Return `amount` with so many leading digits, as people write ceilings; never nothing."""
    step = Decimal(10) ** max(0, amount.adjusted() + 1 - digits)
    return max(step, (amount / step).to_integral_value(rounding) * step).quantize(Decimal("0.01"))

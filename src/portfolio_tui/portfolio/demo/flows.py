"""How much each state buys from each contract, and when: what the spend lines are drawn from."""

import datetime as dt
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio_tui.portfolio.demo import alliances
from portfolio_tui.portfolio.demo.addenda import PUBLIC_BUYERS, STATE_BUYERS
from portfolio_tui.portfolio.demo.awards import Award
from portfolio_tui.portfolio.demo.calendar import AS_OF, HISTORY_STARTS_ON
from portfolio_tui.portfolio.demo.catalogue import CATEGORIES
from portfolio_tui.portfolio.demo.chance import heavy
from portfolio_tui.portfolio.demo.places import RELATIVE_SIZES, buying_weight
from portfolio_tui.portfolio.demo.rows import Addendum
from portfolio_tui.portfolio.demo.vendors import Sellers

_DAY = dt.timedelta(days=1)

OFF_CONTRACT_SHARE = 0.07
_SHARES_OF_LINES: Mapping[str, float] = {
    alliances.NASPO: 0.34,
    alliances.ASPO: 0.035,
    alliances.SOURCEWELL: 0.09,
    alliances.OMNIA: 0.07,
    alliances.MMCAP: 0.05,
    alliances.MHEC_MIDWEST: 0.012,
    alliances.MHEC_MASS: 0.006,
    alliances.GSA: 0.035,
    "own": 0.292,
    "none": OFF_CONTRACT_SHARE,
}

BUYER_MIXES: Mapping[str, tuple[int, int, int, int, int, int, int, int]] = {
    "cooperative": (20, 10, 11, 11, 9, 2, 1, 0),
    "public": (20, 10, 12, 13, 9, 0, 0, 0),
    "state": (64, 0, 0, 0, 0, 0, 0, 0),
    "own": (28, 9, 10, 9, 7, 1, 0, 0),
    "campus": (4, 0, 0, 6, 54, 0, 0, 0),
    "nonprofit": (0, 0, 0, 0, 0, 64, 0, 0),
}
"""Sixty-fourths of the lines that each entity type buys, in the order of the schema's entity types."""


@dataclass(frozen=True)
class Flow:
    """Buying by one state from one contract, or off contract, between two days."""

    state: str
    contract_id: str | None
    alliance_id: str | None
    category_position: int
    discount_rate: Decimal
    has_list_price: bool
    fee_rate: Decimal | None
    first_day: dt.date
    last_day: dt.date
    weight: float
    """Lines an average day, relative to the other flows; nothing where `fixed_lines` counts them."""
    buyer_mix: str
    entity_id: str | None = None
    seller_pool: str | None = None
    """Whose names the lines are sold under, where it is not the contractor's."""
    seller_percent: int = 0
    """Percent of the lines that name a seller from the pool."""
    fixed_lines: int = 0
    """Exactly so many lines, in the month of the first day; for planted cases."""
    report_delay_days: int = 20
    """Days from the end of a quarter to the day its report comes."""
    repeats_in_same_report: bool = False
    """Whether a repeated line stays in its own report, where it would else come again in the next."""


@dataclass(frozen=True)
class Buying:
    """Every flow, and the vendors of each pool of sellers that the flows name."""

    flows: tuple[Flow, ...]
    pools: Mapping[str, tuple[str, ...]]


def build_buying(
    awards: Sequence[Award], addenda: Sequence[Addendum], sellers: Sellers, chance: random.Random
) -> Buying:
    """Return the flows behind the spend, their weights scaled to each alliance's share of the lines."""
    pools: dict[str, tuple[str, ...]] = {}
    by_contract: dict[str, list[Addendum]] = {}
    for addendum in addenda:
        by_contract.setdefault(addendum.contract_id, []).append(addendum)
    liking = {
        (state, alliance.alliance_id): heavy(chance, 0.7)
        for state in RELATIVE_SIZES
        for alliance in alliances.COOPERATIVES
    }
    flows: list[Flow] = []
    for award in awards:
        pool, percent = _sellers_of(award, sellers, pools, chance)
        base = _base_flow(award, pool, percent)
        delay = chance.randint(9, 28)
        for flow in _uses(award, by_contract.get(award.contract.contract_id, []), base, chance):
            factor = liking.get((flow.state, award.contract.alliance_id), 1.0)
            flows.append(
                replace(flow, weight=flow.weight * factor * heavy(chance, 0.6), report_delay_days=delay)
            )
    flows += _off_contract(sellers, pools, chance)
    clipped = [flow for flow in map(_within_history, flows) if flow is not None]
    return Buying(tuple(_scaled(clipped)), pools)


def _base_flow(award: Award, pool: str | None, percent: int) -> Flow:
    contract = award.contract
    is_campus = contract.alliance_id in {alliances.MHEC_MIDWEST, alliances.MHEC_MASS}
    is_own = contract.alliance_id.startswith("own-")
    return Flow(
        contract.lead_state,
        contract.contract_id,
        contract.alliance_id,
        CATEGORIES.index(award.category),
        contract.discount_rate or Decimal(0),
        contract.discount_rate is not None,
        contract.admin_fee_rate,
        contract.starts_on,
        contract.ends_on,
        award.volume,
        "campus" if is_campus else "own" if is_own else "cooperative",
        seller_pool=pool,
        seller_percent=percent,
    )


def _uses(award: Award, addenda: Sequence[Addendum], base: Flow, chance: random.Random) -> Iterable[Flow]:
    contract = award.contract
    if chance.random() < 0.05:
        return
    if award.needs_addenda:
        for addendum in addenda:
            yield from _addendum_flow(addendum, base, chance)
    elif contract.alliance_id.startswith("own-"):
        yield replace(base, weight=base.weight * buying_weight(base.state))
    else:
        for state in _direct_states(contract.alliance_id, chance):
            yield replace(base, state=state, weight=base.weight * buying_weight(state))


def _addendum_flow(addendum: Addendum, base: Flow, chance: random.Random) -> Iterable[Flow]:
    draw = chance.random()
    if draw < 0.1:
        return
    last_day = min(base.last_day, addendum.ends_on or base.last_day)
    if draw < 0.18:
        last_day = min(last_day, AS_OF - chance.randint(370, 700) * _DAY)
    mix = {PUBLIC_BUYERS: "public", STATE_BUYERS: "state"}.get(
        addendum.allowed_entity_types or "", base.buyer_mix
    )
    yield replace(
        base,
        state=addendum.state,
        first_day=addendum.effective_on,
        last_day=last_day,
        weight=base.weight * buying_weight(addendum.state) * (0.15 if addendum.entity_id else 1.0),
        buyer_mix=mix,
        entity_id=addendum.entity_id,
    )


def _direct_states(alliance_id: str, chance: random.Random) -> list[str]:
    if alliance_id == alliances.MHEC_MASS:
        return ["MA"]
    return sorted(chance.sample(sorted(RELATIVE_SIZES), chance.randint(4, 24)))


def _sellers_of(
    award: Award, sellers: Sellers, pools: dict[str, tuple[str, ...]], chance: random.Random
) -> tuple[str | None, int]:
    vendor_id = award.contract.vendor_id
    if award.category.code[:2] in {"43", "81", "44"} and chance.random() < 0.4:
        pools[award.contract.contract_id] = tuple(chance.sample(sellers.resellers, chance.randint(1, 8)))
        return award.contract.contract_id, chance.randint(20, 80)
    if vendor_id in sellers.spellings:
        pools[vendor_id] = sellers.spellings[vendor_id]
        return vendor_id, chance.randint(5, 30)
    return None, 0


def _off_contract(
    sellers: Sellers, pools: dict[str, tuple[str, ...]], chance: random.Random
) -> Iterable[Flow]:
    for state in RELATIVE_SIZES:
        pool = f"off contract {state}"
        pools[pool] = tuple(chance.sample([*sellers.contractors, *sellers.resellers], 24))
        for position in chance.sample(range(len(CATEGORIES)), 14):
            yield Flow(
                state,
                None,
                None,
                position,
                Decimal(0),
                has_list_price=False,
                fee_rate=None,
                first_day=HISTORY_STARTS_ON,
                last_day=AS_OF,
                weight=buying_weight(state) * heavy(chance, 0.9),
                buyer_mix="own",
                seller_pool=pool,
                seller_percent=94,
            )


def _within_history(flow: Flow) -> Flow | None:
    first_day, last_day = max(flow.first_day, HISTORY_STARTS_ON), min(flow.last_day, AS_OF)
    return replace(flow, first_day=first_day, last_day=last_day) if first_day <= last_day else None


def _scaled(flows: Sequence[Flow]) -> Iterable[Flow]:
    """Scale the weights so that each alliance has its share of all lines."""
    lines: dict[str, float] = {}
    for flow in flows:
        group = _group(flow)
        lines[group] = lines.get(group, 0.0) + flow.weight * _days(flow)
    for flow in flows:
        group = _group(flow)
        yield replace(flow, weight=flow.weight * _SHARES_OF_LINES[group] / lines[group])


def _group(flow: Flow) -> str:
    if flow.alliance_id is None:
        return "none"
    return "own" if flow.alliance_id.startswith("own-") else flow.alliance_id


def _days(flow: Flow) -> int:
    return (flow.last_day - flow.first_day).days + 1

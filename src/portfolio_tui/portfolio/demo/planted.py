"""Lines that should not be there: outside an addendum or a term, by the wrong buyer, for other goods."""

import datetime as dt
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from portfolio_tui.portfolio.demo.addenda import PUBLIC_BUYERS, STATE_WITHOUT_NASPO
from portfolio_tui.portfolio.demo.calendar import AS_OF, HISTORY_STARTS_ON
from portfolio_tui.portfolio.demo.catalogue import CATEGORIES
from portfolio_tui.portfolio.demo.flows import Flow
from portfolio_tui.portfolio.demo.places import RELATIVE_SIZES
from portfolio_tui.portfolio.demo.rows import Addendum, Contract

_DAY = dt.timedelta(days=1)
_LINES_EACH = 3
_CASES_OF_A_KIND = 6


@dataclass(frozen=True)
class _Use:
    """A statewide addendum together with its contract and with the buying under it."""

    flow: Flow
    addendum: Addendum
    contract: Contract
    state_without_addendum: str

    @property
    def ends_on(self) -> dt.date:
        """The last day on which orders are in order."""
        return min(self.contract.ends_on, self.addendum.ends_on or self.contract.ends_on)


def planted_flows(
    flows: Sequence[Flow], addenda: Sequence[Addendum], contracts: Sequence[Contract], chance: random.Random
) -> list[Flow]:
    """Return flows of three lines each that break one rule each, six of a kind."""
    uses = _uses(flows, addenda, contracts, chance)
    chance.shuffle(uses)
    kinds = (
        _before_addendum,
        _after_addendum,
        _before_contract,
        _after_contract,
        _without_addendum,
        _wrong_buyer,
        _other_goods,
    )
    return [flow for kind in kinds for flow in _first_six(kind, uses)]


def _before_addendum(use: _Use) -> Flow | None:
    first_day = use.addendum.effective_on - 40 * _DAY
    return _lines_from(use, first_day) if first_day >= use.contract.starts_on else None


def _after_addendum(use: _Use) -> Flow | None:
    ended_early = use.ends_on + 60 * _DAY < use.contract.ends_on
    return _lines_from(use, use.ends_on + 12 * _DAY) if ended_early else None


def _before_contract(use: _Use) -> Flow | None:
    return _lines_from(use, use.contract.starts_on - 35 * _DAY)


def _after_contract(use: _Use) -> Flow | None:
    ends_together = use.ends_on == use.contract.ends_on
    return _lines_from(use, use.contract.ends_on + 15 * _DAY) if ends_together else None


def _without_addendum(use: _Use) -> Flow | None:
    flow = _lines_from(use, use.flow.first_day)
    return replace(flow, state=use.state_without_addendum) if flow else None


def _wrong_buyer(use: _Use) -> Flow | None:
    flow = _lines_from(use, use.flow.first_day)
    is_public = use.addendum.allowed_entity_types == PUBLIC_BUYERS
    return replace(flow, buyer_mix="nonprofit") if flow and is_public else None


def _other_goods(use: _Use) -> Flow | None:
    flow = _lines_from(use, use.flow.first_day)
    other = (use.flow.category_position + 7) % len(CATEGORIES)
    return replace(flow, category_position=other) if flow else None


def _lines_from(use: _Use, first_day: dt.date) -> Flow | None:
    """Return three lines within ten days of `first_day`, or None outside the demo's history."""
    last_day = first_day + 10 * _DAY
    if first_day < HISTORY_STARTS_ON or last_day > AS_OF:
        return None
    return replace(use.flow, first_day=first_day, last_day=last_day, fixed_lines=_LINES_EACH, weight=0.0)


def _uses(
    flows: Sequence[Flow], addenda: Sequence[Addendum], contracts: Sequence[Contract], chance: random.Random
) -> list[_Use]:
    by_use = {(flow.contract_id, flow.state): flow for flow in flows}
    by_id = {contract.contract_id: contract for contract in contracts}
    participating: dict[str, set[str]] = {}
    for addendum in addenda:
        participating.setdefault(addendum.contract_id, {STATE_WITHOUT_NASPO}).add(addendum.state)
    return [
        _Use(
            by_use[key],
            addendum,
            by_id[addendum.contract_id],
            chance.choice(sorted(RELATIVE_SIZES.keys() - participating[addendum.contract_id])),
        )
        for addendum in addenda
        if (key := (addendum.contract_id, addendum.state)) in by_use and addendum.entity_id is None
    ]


def _first_six(kind: Callable[[_Use], Flow | None], uses: Iterable[_Use]) -> list[Flow]:
    found: list[Flow] = []
    for use in uses:
        flow = kind(use)
        if flow is not None:
            found.append(flow)
            if len(found) == _CASES_OF_A_KIND:
                break
    return found

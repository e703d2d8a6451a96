"""Participating addenda: which states may use a contract, from when, until when, and for which buyers."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from portfolio_tui.portfolio.demo import alliances
from portfolio_tui.portfolio.demo.awards import Award
from portfolio_tui.portfolio.demo.calendar import AS_OF
from portfolio_tui.portfolio.demo.numbers import addendum_number
from portfolio_tui.portfolio.demo.places import RELATIVE_SIZES, buying_weight
from portfolio_tui.portfolio.demo.rows import Addendum, Amendment, Contract, Entity

_DAY = dt.timedelta(days=1)
STATE_WITHOUT_NASPO = "AS"
"""The one jurisdiction of the demo that uses no NASPO ValuePoint contract."""

PUBLIC_BUYERS = "state_agency,county,city,school_k12,higher_education"
STATE_BUYERS = "state_agency"
_LOCAL_TYPES = ("city", "school_k12", "higher_education")


def build_addenda(
    awards: Sequence[Award], entities: Sequence[Entity], chance: random.Random
) -> list[Addendum]:
    """Return the addenda of every award that needs them."""
    local_buyers: dict[str, list[Entity]] = {}
    for entity in entities:
        if entity.entity_type in _LOCAL_TYPES:
            local_buyers.setdefault(entity.state, []).append(entity)
    state_fees = {
        state: Decimal(chance.choice((25, 50, 75, 100))).scaleb(-4) if chance.random() < 0.4 else None
        for state in RELATIVE_SIZES
    }
    rows: list[Addendum] = []
    for award in awards:
        if award.needs_addenda:
            for state in _participating_states(award, chance):
                serial = f"PA{len(rows) + 1:06d}"
                buyer = chance.choice(local_buyers[state]).entity_id if chance.random() < 0.02 else None
                addendum = _addendum(serial, award.contract, state, chance)
                types = None if buyer else addendum.allowed_entity_types
                fee = state_fees[state]
                rows.append(
                    replace(addendum, entity_id=buyer, allowed_entity_types=types, state_fee_rate=fee)
                )
    return rows


def extensions(
    addenda: Sequence[Addendum], contracts: Sequence[Contract], chance: random.Random
) -> list[Amendment]:
    """Return amendments for some of the addenda that were extended together with their contract."""
    by_id = {contract.contract_id: contract for contract in contracts}
    rows = []
    for addendum in addenda:
        contract = by_id[addendum.contract_id]
        was_extended = addendum.ends_on == contract.ends_on > contract.initial_ends_on
        if was_extended and contract.initial_ends_on > addendum.effective_on and chance.random() < 0.3:
            effective_on = contract.initial_ends_on + _DAY
            rows.append(
                Amendment(
                    contract.contract_id,
                    "option",
                    signed_on=min(AS_OF, effective_on - chance.randint(1, 60) * _DAY),
                    effective_on=effective_on,
                    addendum_id=addendum.addendum_id,
                    old_ends_on=contract.initial_ends_on,
                    new_ends_on=addendum.ends_on,
                )
            )
    return rows


def _participating_states(award: Award, chance: random.Random) -> list[str]:
    contract = award.contract
    match contract.alliance_id:
        case alliances.NASPO:
            eligible = [state for state in RELATIVE_SIZES if state != STATE_WITHOUT_NASPO]
            count = min(50, 5 + round(4 * award.volume**0.9 * chance.random() * 2))
        case alliances.ASPO:
            eligible = _aspo_states(contract)
            count = chance.randint(5, len(eligible))
        case alliances.MHEC_MIDWEST:
            eligible = list(alliances.MHEC_MIDWEST_MEMBERS)
            count = chance.randint(5, 12)
        case _:
            eligible = list(RELATIVE_SIZES)
            count = chance.randint(5, 22)
    keyed = sorted(
        eligible, key=lambda state: chance.random() ** (1 / buying_weight(state) ** 0.35), reverse=True
    )
    if contract.lead_state in eligible:
        keyed.insert(0, contract.lead_state)
    return sorted(list(dict.fromkeys(keyed))[:count])


def _aspo_states(contract: Contract) -> list[str]:
    """Return the states that were members of 12ASPO during at least half a year of `contract`."""
    states = set(alliances.ASPO_MEMBERS)
    if contract.ends_on < alliances.ASPO_LATE_JOINING + 180 * _DAY:
        states.remove(alliances.ASPO_LATE_MEMBER)
    if contract.starts_on < alliances.ASPO_LEAVING - 180 * _DAY:
        states.add(alliances.ASPO_FORMER_MEMBER)
    return sorted(states)


def _addendum(serial: str, contract: Contract, state: str, chance: random.Random) -> Addendum:
    earliest = contract.starts_on
    if contract.alliance_id == alliances.ASPO and state == alliances.ASPO_LATE_MEMBER:
        earliest = max(earliest, alliances.ASPO_LATE_JOINING)
    latest = _left_on(contract, state) or contract.initial_ends_on
    longest_wait = max(0, min(540, (latest - earliest).days - 200))
    effective_on = earliest + round(longest_wait * chance.random() ** 2) * _DAY
    is_late = chance.random() < 0.06
    signed_on = effective_on + (chance.randint(3, 30) if is_late else -chance.randint(0, 45)) * _DAY
    return Addendum(
        serial,
        contract.contract_id,
        state,
        entity_id=None,
        number=addendum_number(chance, state, signed_on),
        signed_on=min(signed_on, AS_OF),
        effective_on=effective_on,
        ends_on=_left_on(contract, state) or _end(contract, effective_on, chance),
        ceiling_amount=None,
        allowed_entity_types=chance.choice(
            (None, None, None, None, None, PUBLIC_BUYERS, PUBLIC_BUYERS, STATE_BUYERS)
        ),
        state_fee_rate=None,
    )


def _left_on(contract: Contract, state: str) -> dt.date | None:
    """Return the last day of the addenda of the state that left 12ASPO; they ended with its membership."""
    left = contract.alliance_id == alliances.ASPO and state == alliances.ASPO_FORMER_MEMBER
    return alliances.ASPO_LEAVING - _DAY if left else None


def _end(contract: Contract, effective_on: dt.date, chance: random.Random) -> dt.date | None:
    """Return an addendum's own end: mostly none or the contract's, sometimes before it, rarely after it."""
    draw = chance.random()
    if draw < 0.5:
        return None
    if draw < 0.78:
        return contract.ends_on
    if draw < 0.9:
        return contract.initial_ends_on
    if draw < 0.96:
        return max(effective_on + 90 * _DAY, contract.ends_on - chance.randint(60, 500) * _DAY)
    return contract.ends_on + chance.randint(30, 365) * _DAY

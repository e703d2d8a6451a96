"""How long a contract runs: a first term, options used, and bridges when the follow-on is late."""

import datetime as dt
import random
from dataclasses import dataclass

from portfolio_tui.portfolio.demo.calendar import AS_OF, months_later, term_end
from portfolio_tui.portfolio.demo.rows import Amendment

_DAY = dt.timedelta(days=1)
LONGEST_USUAL_BRIDGE = 6
"""Months; the demo has a few longer bridges, which a careful reader should find."""


@dataclass(frozen=True)
class Term:
    """A contract's dates, and the amendments that made them."""

    starts_on: dt.date
    initial_ends_on: dt.date
    ends_on: dt.date
    latest_ends_on: dt.date
    amendments: tuple[Amendment, ...]


def build_term(
    contract_id: str, starts_on: dt.date, first_months: int, options: int, chance: random.Random
) -> Term:
    """Return a term of `first_months`, up to `options` of a year or two, and perhaps a bridge after."""
    option_months = chance.choice((12, 24))
    initial_ends_on = term_end(starts_on, first_months)
    ends_on = initial_ends_on
    amendments: list[Amendment] = []
    for _ in range(options):
        if ends_on > AS_OF + 45 * _DAY or chance.random() > 0.86:
            break
        amendment = _extension(contract_id, "option", ends_on, option_months, chance)
        amendments.append(amendment)
        ends_on = amendment.new_ends_on or ends_on
    while ends_on < AS_OF + 20 * _DAY and chance.random() < 0.2:
        months = 9 if chance.random() < 0.1 else chance.randint(3, LONGEST_USUAL_BRIDGE)
        amendment = _extension(contract_id, "bridge", ends_on, months, chance)
        amendments.append(amendment)
        ends_on = amendment.new_ends_on or ends_on
    latest_ends_on = max(ends_on, term_end(starts_on, first_months + option_months * options))
    return Term(starts_on, initial_ends_on, ends_on, latest_ends_on, tuple(amendments))


def _extension(
    contract_id: str, kind: str, old_ends_on: dt.date, months: int, chance: random.Random
) -> Amendment:
    effective_on = old_ends_on + _DAY
    is_late = chance.random() < 0.05
    signed_on = (
        effective_on + chance.randint(3, 25) * _DAY
        if is_late
        else old_ends_on - chance.randint(5, 120) * _DAY
    )
    return Amendment(
        contract_id,
        kind,
        signed_on=min(signed_on, AS_OF),
        effective_on=effective_on,
        old_ends_on=old_ends_on,
        new_ends_on=months_later(effective_on, months) - _DAY,
    )

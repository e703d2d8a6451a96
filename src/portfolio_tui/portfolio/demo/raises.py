"""Ceilings that were raised: mostly the day before they would have been passed, now and then too late."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from portfolio_tui.portfolio.demo.calendar import AS_OF
from portfolio_tui.portfolio.demo.rows import Amendment, Contract
from portfolio_tui.portfolio.demo.spent import Spent, days_of_crossing

_DAY = dt.timedelta(days=1)


def build_raises(
    folder: Path, contracts: Sequence[Contract], spent: Mapping[str, Spent], chance: random.Random
) -> list[Amendment]:
    """Return an amendment for every sixth contract with a ceiling of which more than a third is used."""
    raised = [
        contract
        for contract in contracts
        if contract.ceiling_amount
        and contract.contract_id in spent
        and spent[contract.contract_id].to_date * 3 > contract.ceiling_amount
    ][::6]
    old_ceilings = {
        contract.contract_id: _old_ceiling(spent[contract.contract_id], chance) for contract in raised
    }
    crossed = days_of_crossing(folder, old_ceilings)
    rows = []
    for number, contract in enumerate(raised):
        is_late = number % 5 == 4
        day = crossed[contract.contract_id] + (30 * _DAY if is_late else -_DAY)
        effective_on = max(contract.starts_on, min(day, AS_OF))
        rows.append(
            Amendment(
                contract.contract_id,
                "ceiling",
                signed_on=effective_on - chance.randint(0, 20) * _DAY,
                effective_on=effective_on,
                old_ceiling_amount=old_ceilings[contract.contract_id],
                new_ceiling_amount=contract.ceiling_amount,
            )
        )
    return rows


def _old_ceiling(so_far: Spent, chance: random.Random) -> Decimal:
    return (so_far.to_date * chance.randint(45, 90) / 100_000).quantize(Decimal(1)).scaleb(3)

"""A company that split in two: some of its contracts were assigned to the new half."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from portfolio_tui.portfolio.demo.awards import Award
from portfolio_tui.portfolio.demo.flows import Flow
from portfolio_tui.portfolio.demo.rows import Amendment, Vendor

SIGNED_ON = dt.date(2024, 10, 15)
EFFECTIVE_ON = dt.date(2024, 11, 1)
_NEW_HALF = "V80001"


@dataclass(frozen=True)
class Split:
    """The awards after the split, the new half, and the contracts that passed to it from the old half."""

    awards: tuple[Award, ...]
    new_vendor: Vendor
    old_vendor_id: str
    contract_ids: frozenset[str]


def split_company(awards: Sequence[Award], vendors: Iterable[Vendor]) -> Split:
    """Assign half of the contracts of the contractor with the most to a new company."""
    held: dict[str, list[str]] = {}
    for award in awards:
        contract = award.contract
        if contract.starts_on < dt.date(2024, 1, 1) and contract.ends_on > dt.date(2025, 11, 1):
            held.setdefault(contract.vendor_id, []).append(contract.contract_id)
    old_vendor_id = max(held, key=lambda vendor_id: (len(held[vendor_id]), vendor_id))
    passed = frozenset(held[old_vendor_id][: max(1, len(held[old_vendor_id]) // 2)])
    old_name = next(vendor.name for vendor in vendors if vendor.vendor_id == old_vendor_id)
    new_vendor = Vendor(_NEW_HALF, f"{old_name.split(' ', maxsplit=1)[0]} Enterprise, Inc.", None)
    return Split(
        tuple(_assigned(award) if award.contract.contract_id in passed else award for award in awards),
        new_vendor,
        old_vendor_id,
        passed,
    )


def with_old_half(flows: Iterable[Flow], split: Split, pools: Mapping[str, tuple[str, ...]]) -> list[Flow]:
    """Return the flows, the assigned contracts' lines sold by the old half until the day of the split."""
    pool = next(name for name, vendors in pools.items() if vendors == (split.old_vendor_id,))
    rows: list[Flow] = []
    for flow in flows:
        if flow.contract_id not in split.contract_ids:
            rows.append(flow)
            continue
        before = replace(
            flow,
            last_day=min(flow.last_day, EFFECTIVE_ON - dt.timedelta(days=1)),
            seller_pool=pool,
            seller_percent=100,
        )
        after = replace(flow, first_day=max(flow.first_day, EFFECTIVE_ON), seller_pool=None, seller_percent=0)
        rows += [part for part in (before, after) if part.first_day <= part.last_day]
    return rows


def _assigned(award: Award) -> Award:
    contract = replace(award.contract, vendor_id=_NEW_HALF)
    amendment = Amendment(contract.contract_id, "assignment", SIGNED_ON, EFFECTIVE_ON)
    return replace(award, contract=contract, amendments=(*award.amendments, amendment))

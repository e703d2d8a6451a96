"""The demo: a synthetic portfolio, shaped like the real thing, the same for the same lines and seed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.demo.addenda import build_addenda, extensions
from portfolio_tui.portfolio.demo.alliances import build_alliances, build_memberships
from portfolio_tui.portfolio.demo.assignments import split_company, with_old_half
from portfolio_tui.portfolio.demo.awards import Award, build_awards
from portfolio_tui.portfolio.demo.calendar import AS_OF
from portfolio_tui.portfolio.demo.catalogue import build_products
from portfolio_tui.portfolio.demo.ceilings import addenda_with_ceilings, with_ceilings
from portfolio_tui.portfolio.demo.chance import stream
from portfolio_tui.portfolio.demo.faults import faulty_contracts, with_faults
from portfolio_tui.portfolio.demo.flows import Buying, build_buying
from portfolio_tui.portfolio.demo.folder import written_whole
from portfolio_tui.portfolio.demo.line_inputs import LineInputs
from portfolio_tui.portfolio.demo.lines import write_lines
from portfolio_tui.portfolio.demo.places import build_entities, on_other_lists
from portfolio_tui.portfolio.demo.planted import planted_flows
from portfolio_tui.portfolio.demo.positions import build_positions, contracts_with_positions
from portfolio_tui.portfolio.demo.prices import build_prices
from portfolio_tui.portfolio.demo.raises import build_raises
from portfolio_tui.portfolio.demo.reports import build_payments, build_summaries, fee_rules, report_rules
from portfolio_tui.portfolio.demo.rows import Addendum, Contract, Entity, Vendor
from portfolio_tui.portfolio.demo.spent import (
    NOTHING,
    Spent,
    reports,
    sold_products,
    spent_by_contract_and_state,
)
from portfolio_tui.portfolio.demo.tables import write_rows
from portfolio_tui.portfolio.demo.vendors import build_sellers, strays
from portfolio_tui.portfolio.manifest import Manifest, write_manifest

BUNDLED_LINES = 150_000
BUNDLED_SEED = 1
FEWEST_LINES = 1_000
MOST_LINES = 2_000_000_000
_NOTES = (
    "Everything in this portfolio is made up: contracts and their numbers, contractors, buyers, figures. "
    "Alliances that exist keep their names; nothing here says anything about them."
)


def write_demo(folder: Path, lines: int, seed: int, on_progress: Callable[[int, int], None]) -> None:
    """Write a synthetic portfolio with exactly `lines` spend lines as `folder`, fixed by `lines` and `seed`.

    `on_progress(lines written, lines)` is called now and then. Raises UserError, and leaves nothing behind,
    when `lines` or `seed` is out of range, `folder` is not free, or a file cannot be written.
    """
    if not FEWEST_LINES <= lines <= MOST_LINES:
        raise UserError(
            f"A demo has from {FEWEST_LINES:,} to {MOST_LINES:,} lines; {lines:,} were asked for."
        )
    if not 0 <= seed < 2**31:
        raise UserError(f"A seed is a whole number from 0 to {2**31 - 1:,}; {seed:,} was given.")
    with written_whole(folder) as unfinished:
        try:
            _write_tables(unfinished, lines, seed, on_progress)
        except (duckdb.IOException, duckdb.OutOfMemoryException, pa.ArrowException, OSError) as error:
            is_full = "No space left on device" in str(error)
            reason = "the disk is full" if is_full else str(error).replace(str(unfinished), str(folder))
            raise UserError(
                f"{folder} could not be written: {reason}. Free some space, or name another folder."
            ) from error


@dataclass(frozen=True)
class _Plan:
    """All that is decided before the lines are drawn."""

    awards: tuple[Award, ...]
    addenda: tuple[Addendum, ...]
    vendors: tuple[Vendor, ...]
    entities: tuple[Entity, ...]
    buying: Buying
    positions_only: frozenset[str]
    silent_contract: str


def _plan(lines: int, seed: int) -> _Plan:
    growth = max(1.0, min(2.0, (lines / BUNDLED_LINES) ** 0.15))
    entities = build_entities(stream(seed, "entities"), growth**2.5)
    sellers = build_sellers(stream(seed, "vendors"), round(520 * growth))
    split = split_company(build_awards(stream(seed, "awards"), sellers, growth), sellers.vendors)
    contracts = [award.contract for award in split.awards]
    addenda = build_addenda(split.awards, entities, stream(seed, "addenda"))
    positions_only = contracts_with_positions(contracts)
    bought = [award for award in split.awards if award.contract.contract_id not in positions_only]
    buying = build_buying(bought, addenda, sellers, stream(seed, "buying"))
    pools = {**buying.pools, "old half": (split.old_vendor_id,)}
    split_flows = with_old_half(buying.flows, split, pools)
    flows = with_faults(split_flows)
    flows += planted_flows(flows, addenda, contracts, stream(seed, "planted"))
    return _Plan(
        split.awards,
        tuple(addenda),
        (*sellers.vendors, split.new_vendor, *strays(sellers)),
        tuple(entities),
        Buying(tuple(flows), pools),
        positions_only,
        faulty_contracts(split_flows)[0],
    )


def _write_tables(folder: Path, lines: int, seed: int, on_progress: Callable[[int, int], None]) -> None:
    plan = _plan(lines, seed)
    inputs = LineInputs(plan.buying, plan.entities, build_products(stream(seed, "products")))
    write_lines(folder, inputs, lines=lines, seed=seed, on_progress=on_progress)
    spent = spent_by_contract_and_state(folder)
    by_contract = _by_contract(spent)
    contracts = with_ceilings(
        [award.contract for award in plan.awards], by_contract, stream(seed, "ceilings")
    )
    contracts, balances = build_positions(contracts, plan.positions_only, stream(seed, "positions"))
    amendments = [row for award in plan.awards for row in award.amendments]
    amendments += extensions(plan.addenda, contracts, stream(seed, "extensions"))
    amendments += build_raises(folder, contracts, by_contract, stream(seed, "raises"))
    write_rows(folder, "alliances", build_alliances())
    write_rows(folder, "memberships", build_memberships(stream(seed, "memberships")))
    write_rows(folder, "vendors", sorted(plan.vendors, key=lambda vendor: vendor.vendor_id))
    write_rows(folder, "entities", (*plan.entities, *on_other_lists(plan.entities)))
    write_rows(folder, "contracts", contracts)
    write_rows(folder, "amendments", amendments)
    addenda = addenda_with_ceilings(plan.addenda, spent, stream(seed, "addendum ceilings"))
    write_rows(folder, "participating_addenda", addenda)
    write_rows(folder, "balances", balances)
    _write_reports(folder, plan, contracts, addenda, seed)
    source = f"portfolio-tui demo --lines {lines} --seed {seed}"
    write_manifest(folder, Manifest("Synthetic demo", "USD", _NOTES, True, AS_OF, (source,)))


def _write_reports(
    folder: Path, plan: _Plan, contracts: Sequence[Contract], addenda: Sequence[Addendum], seed: int
) -> None:
    """Write what is reported beside the lines: totals, fees, the rules for both, and prices."""
    reported = reports(folder)
    summaries = build_summaries(reported, contracts, plan.silent_contract, stream(seed, "summaries"))
    payments = build_payments(reported, contracts, addenda, stream(seed, "payments"))
    prices = build_prices(sold_products(folder), contracts, stream(seed, "prices"))
    write_rows(folder, "fee_rules", fee_rules())
    write_rows(folder, "report_rules", report_rules())
    write_rows(folder, "summary_sales", summaries)
    write_rows(folder, "fee_payments", payments)
    write_rows(folder, "prices", prices)


def _by_contract(spent: Mapping[tuple[str, str], Spent]) -> dict[str, Spent]:
    totals: dict[str, Spent] = {}
    for (contract_id, _), amount in spent.items():
        totals[contract_id] = totals.get(contract_id, NOTHING) + amount
    return totals

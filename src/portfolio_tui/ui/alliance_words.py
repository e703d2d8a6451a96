"""What the dashboard says of a state's use of an alliance, and the scope of a page about one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from portfolio_tui.measures.portfolio_rows import (
    OFF_CONTRACT_GROUP,
    OWN_GROUP,
    AllianceFacts,
    AllianceTotals,
    StateAllianceUse,
)
from portfolio_tui.portfolio.reference import jurisdictions_by_code
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.figures import count, day, month, percent, short_money
from portfolio_tui.ui.plain_text import fit, shown
from portfolio_tui.ui.session import Session
from portfolio_tui.ui.theme import Ink, Run, Runs
from portfolio_tui.ui.widgets.tile_lines import LEVEL_MARKS, Level

IDLE_MARK = "!"
"""Stands beside the mark of a state that participates but has not bought for a year."""

LEVEL_INKS: dict[Level, Ink] = {
    "buying": "muted",
    "participating": "plain",
    "member": "muted",
    "none": "faint",
}
_BRIEF_NAME_WIDTH = 28
_NOT_COOPERATIVE = {"state", "local", "none"}
_GROUP_NAMES = {OWN_GROUP: "States' own contracts", OFF_CONTRACT_GROUP: "Off contract"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def is_cooperative(kind: str) -> bool:
    """Tell whether an alliance of `kind` joins buyers of several states."""
    return kind not in _NOT_COOPERATIVE


def level_of(use: StateAllianceUse) -> Level:
    """Return the highest of the levels that a state has reached in an alliance."""
    if use.buying:
        return "buying"
    if use.participating:
        return "participating"
    return "member" if use.member else "none"


def highest_level(levels: Iterable[Level]) -> Level:
    """Return the highest of `levels`, "none" where there is none."""
    order = list(LEVEL_MARKS)
    return min(levels, key=order.index, default="none")


def level_words(use: StateAllianceUse) -> str:
    """Return the level as a word, empty for spend off contract, which has no levels."""
    if use.group_id == OFF_CONTRACT_GROUP:
        return ""
    level = level_of(use)
    return "" if level == "none" else level


def group_name(session: Session, group_id: str) -> str:
    """Return the name of an alliance group: an alliance's own, else the one of all own or no contracts."""
    return _GROUP_NAMES.get(group_id) or session.name_of("alliance", group_id)


def state_name(code: str) -> str:
    """Return the name of the jurisdiction of that code; an unknown code stands for itself."""
    known = jurisdictions_by_code().get(code)
    return known.name if known else code


def is_known_state(code: str) -> bool:
    """Tell whether `code` is one of the 56 jurisdictions, which alone can narrow a scope."""
    return code in jurisdictions_by_code()


def page_scope(session: Session, scope: Scope, group_id: str | None, state: str | None) -> Scope:
    """Return `scope` for a page about an alliance group, a state, or both, in place of the scope's own.

    Of all own contracts those alliances stay that the scope names, if it names any of them. Spend off
    contract belongs to no alliance, so that no alliance narrows it. An unknown state cannot narrow anything.
    """
    if state is not None and is_known_state(state):
        scope = replace(scope, states=(state,))
    if group_id is None:
        return scope
    if group_id == OFF_CONTRACT_GROUP:
        return replace(scope, alliances=())
    members = members_of(session, group_id)
    named = tuple(alliance for alliance in members if alliance in scope.alliances)
    return replace(scope, alliances=named or members)


def members_of(session: Session, group_id: str) -> tuple[str, ...]:
    """Return the ids of a group's alliances: itself, or those of all own contracts; none for off contract."""
    if group_id == OFF_CONTRACT_GROUP:
        return ()
    if group_id != OWN_GROUP:
        return (group_id,)
    return tuple(name.id for name in session.names if name.kind == "alliance" and name.note == "state")


def is_in_scope(session: Session, scope: Scope, group_id: str, state: str | None) -> bool:
    """Tell whether `scope` leaves any of what a page about the group, and the state, shows."""
    members = members_of(session, group_id)
    alliance_is_in = not scope.alliances or any(member in scope.alliances for member in members)
    return alliance_is_in and (state is None or not scope.states or state in scope.states)


def fiscal_year_words(code: str) -> str:
    """Return when a state's fiscal years run, as "Fiscal years July to June"; empty for an unknown code."""
    known = jurisdictions_by_code().get(code)
    if known is None:
        return ""
    first = known.fiscal_year_start_month
    return f"Fiscal years {_MONTHS[first - 1]} to {_MONTHS[first - 2]}"


def use_runs(use: StateAllianceUse, currency: str) -> Runs:
    """Return in one sentence how a state uses an alliance: level, spend, what stands out, since when."""
    words, level = level_words(use), level_of(use)
    mark = (Run(f"{LEVEL_MARKS[level]} {words}", LEVEL_INKS[level]), Run(" · ")) if words else ()
    if use.group_id == OFF_CONTRACT_GROUP:
        return (Run(_spend_fact(use, currency)),)
    facts = "".join(f" · {fact}" for fact in (*_contract_facts(use), *_since_facts(use)))
    return (*mark, Run(_spend_fact(use, currency)), *_warnings(use, currency), Run(facts))


def facts_runs(facts: AllianceFacts) -> Runs:
    """Return what is known of an alliance: its kind, whether it is made up, its address and note."""
    runs = [Run(shown(facts.kind), "muted")]
    says_so_itself = (facts.note or "").lower().startswith("synthetic")
    runs += [Run(" · synthetic", "running-out")] if facts.is_synthetic and not says_so_itself else []
    words = "".join(f" · {shown(text)}" for text in (facts.url, facts.note) if text)
    return (*runs, Run(words, "muted"))


def totals_runs(totals: AllianceTotals) -> Runs:
    """Return how many states have reached each level in an alliance, with the level's mark."""
    counts: tuple[tuple[Level, int], ...] = (
        ("buying", totals.states_buying),
        ("participating", totals.states_participating),
        ("member", totals.states_member),
    )
    return tuple(
        run
        for level, number in counts
        for run in (
            Run(f"  {LEVEL_MARKS[level]}", LEVEL_INKS[level]),
            Run(f" {count(number)} {level}", "muted"),
        )
    )


def _spend_fact(use: StateAllianceUse, currency: str) -> str:
    if use.net_amount == 0:
        return "no spend in this scope"
    spend = short_money(use.net_amount, currency)
    if use.share is None:
        return spend
    return f"{spend}, {percent(use.share)} of {short_money(use.state_net_amount, currency)}"


def _contract_facts(use: StateAllianceUse) -> list[str]:
    if use.contracts_used == use.contracts_usable == 0:
        return ["no usable contract"]
    noun = "contract" if use.contracts_used == 1 else "contracts"
    return [f"{count(use.contracts_used)} {noun} used, {count(use.contracts_usable)} usable now"]


def _since_facts(use: StateAllianceUse) -> list[str]:
    facts = []
    if use.member and use.member_since is not None:
        facts.append(f"member since {day(use.member_since)}")
    if use.participating_since is not None:
        facts.append(f"participates since {day(use.participating_since)}")
    if use.last_bought_month is not None:
        facts.append(f"last bought {month(use.last_bought_month)}")
    return facts


def _warnings(use: StateAllianceUse, currency: str) -> Runs:
    warnings = []
    if use.not_bought_for_a_year:
        warnings.append("not bought for a year")
    if use.contracts_without_addendum:
        warnings.append(f"{_uncovered(use, currency)} without an addendum")
    return tuple(Run(f" · {IDLE_MARK} {warning}", "running-out") for warning in warnings)


def on_lines(*lines: Runs) -> Runs:
    """Return `lines` as one text, each on a line of its own."""
    return tuple(run for line in lines for run in (Run("\n"), *line))[1:]


def legend_runs() -> Runs:
    """Return what the marks of the levels mean."""
    marks = [run for level in LEVEL_INKS if level != "none" for run in _mark_and_word(level)]
    return (*marks, Run(f"{IDLE_MARK} not bought for a year", "running-out"))


def _mark_and_word(level: Level) -> Runs:
    return (Run(LEVEL_MARKS[level], LEVEL_INKS[level]), Run(f" {level}  ", "muted"))


def brief_runs(use: StateAllianceUse, currency: str) -> Runs:
    """Return a state's use of an alliance in aligned columns: mark, name, spend, share, what stands out."""
    level = level_of(use)
    mark = " " if use.group_id == OFF_CONTRACT_GROUP else LEVEL_MARKS[level]
    bought = use.net_amount != 0
    spend = short_money(use.net_amount, currency) if bought else ""
    share = percent(use.share) if bought else ""
    idle = use.not_bought_for_a_year
    return (
        Run(f"{mark} ", LEVEL_INKS[level]),
        Run(fit(shown(use.group_name), _BRIEF_NAME_WIDTH), "plain" if bought else "muted"),
        Run(f" {fit(spend, 9, 'right')} {fit(share, 5, 'right')}"),
        Run(f" {IDLE_MARK} idle" if idle else "", "running-out"),
    )


def state_runs(name: str, uses: Sequence[StateAllianceUse], currency: str) -> Runs:
    """Return in one sentence how a state uses alliances altogether."""
    if not uses:
        return (Run(f"{shown(name)} ", "strong"), Run("takes part in nothing in this scope.", "muted"))
    share = cooperative_share(uses)
    through = "" if share is None else f", {percent(share)} through alliances"
    facts = f" · {short_money(uses[0].state_net_amount, currency)}{through}"
    idle = sum(use.not_bought_for_a_year for use in uses if is_cooperative(use.kind))
    warning = f" · {IDLE_MARK} {idle} not bought from for a year" if idle else ""
    return (Run(shown(name), "strong"), Run(facts), *levels_runs(uses), Run(warning, "running-out"))


def levels_runs(uses: Sequence[StateAllianceUse]) -> Runs:
    """Return at how many alliances a state has reached each level, with the level's mark."""
    found = [use for use in uses if is_cooperative(use.kind)]
    if not found:
        return ()
    counts: tuple[tuple[Level, str, int], ...] = (
        ("buying", "buys from", sum(use.buying for use in found)),
        ("participating", "participates in", sum(use.participating for use in found)),
        ("member", "member of", sum(use.member for use in found)),
    )
    return tuple(
        run
        for level, words, number in counts
        for run in (Run(f"  {LEVEL_MARKS[level]}", LEVEL_INKS[level]), Run(f" {words} {number}", "muted"))
    )


def cooperative_share(uses: Sequence[StateAllianceUse]) -> Decimal | None:
    """Return what share of a state's spend goes through alliances; None without spend or alliances."""
    found = [use.net_amount for use in uses if is_cooperative(use.kind)]
    if not found or uses[0].state_net_amount <= 0:
        return None
    return sum(found, Decimal(0)) / uses[0].state_net_amount


def notices(uses: Iterable[StateAllianceUse], currency: str) -> tuple[Runs, ...]:
    """Return a line for each thing that stands out in a state's `uses`; none where nothing does."""
    uses = tuple(uses)
    idle = [
        f"{use.group_name} ({_last_bought(use.last_bought_month)})"
        for use in uses
        if use.not_bought_for_a_year and is_cooperative(use.kind)
    ]
    uncovered = [
        f"{use.group_name} ({_uncovered(use, currency)})"
        for use in sorted(uses, key=lambda use: use.amount_without_addendum, reverse=True)
        if use.contracts_without_addendum
    ]
    lines = (("Participates, not bought for a year: ", idle), ("Bought without an addendum: ", uncovered))
    return tuple(
        (Run(f"{IDLE_MARK} {label}", "running-out"), Run(shown(", ".join(found))))
        for label, found in lines
        if found
    )


def _last_bought(last: dt.date | None) -> str:
    return "never" if last is None else f"last {month(last)}"


def _uncovered(use: StateAllianceUse, currency: str) -> str:
    noun = "contract" if use.contracts_without_addendum == 1 else "contracts"
    amount = short_money(use.amount_without_addendum, currency)
    return f"{amount} on {count(use.contracts_without_addendum)} {noun}"

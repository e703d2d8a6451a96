"""The page of one alliance, or of one state's use of it: who uses it, and on which contracts."""

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import ContentSwitcher

from portfolio_tui.measures.contract_rows import CONTRACT_UTILIZATION, ContractUtilization
from portfolio_tui.measures.portfolio_rows import (
    ALLIANCE_FACTS,
    ALLIANCE_TOTALS,
    OFF_CONTRACT_GROUP,
    OFF_CONTRACT_SPEND,
    OWN_GROUP,
    STATE_ALLIANCE_USE,
    VENDOR_CONCENTRATION,
    AllianceFacts,
    AllianceTotals,
    OffContractSpend,
    StateAllianceUse,
    VendorConcentration,
)
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.alliance_parts import (
    CATEGORIES,
    CONTRACTS,
    LABELS,
    STATES,
    part_columns,
    part_ledger,
    parts_of,
)
from portfolio_tui.ui.alliance_words import (
    facts_runs,
    group_name,
    is_cooperative,
    is_in_scope,
    is_known_state,
    page_scope,
    state_name,
    totals_runs,
    use_runs,
)
from portfolio_tui.ui.area_screen import AreaScreen
from portfolio_tui.ui.definitions import definition
from portfolio_tui.ui.figures import MISSING, count, percent, short_money
from portfolio_tui.ui.panels import Panels
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.state import StateScreen
from portfolio_tui.ui.theme import Run, Runs
from portfolio_tui.ui.widgets.choice_line import ChoiceLine
from portfolio_tui.ui.widgets.figure import Figure
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.notice import Notice

_ONE_LINE_WIDTH, _LOW = 120, 18


class AllianceScreen(AreaScreen):
    """The page of an alliance group; with a state, of that state's use of it.

    The groups of all own contracts and of spend off contract have such pages too.
    """

    AUTO_FOCUS: ClassVar[str | None] = "Ledger"
    DEFAULT_CSS = """
    AllianceScreen {
        #alliance-name { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #about { max-height: 4; }
        #figures { height: auto; margin: 0 0 1 0; }
        #parts { height: 1fr; }
        &.-low #figures { display: none; }
        &.-low #about { max-height: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,tab", "step(1)", "Next part", id="alliance.next-part", key_display="→"),
        Binding("left,shift+tab", "step(-1)", "Part before", id="alliance.part-before", show=False),
    ]

    def __init__(self, group_id: str, state: str | None = None) -> None:
        """Take the group, an alliance's id or one of the two others, and the state whose use to show."""
        super().__init__()
        self.group_id = group_id
        self.state = state
        self._parts = parts_of(group_id, state)
        self._totals_panel: Panels | None = None

    @property
    def crumb(self) -> str:
        """What the trail calls this screen: only what the page before it does not say already."""
        session = self.portfolio_app.session
        name = self.group_id if session is None else group_name(session, self.group_id)
        if self.state is None:
            return name
        for screen in self.app.screen_stack:
            if isinstance(screen, AllianceScreen) and (screen.group_id, screen.state) == (
                self.group_id,
                None,
            ):
                return state_name(self.state)
        return name if self._is_on_page_of_state else f"{name} in {state_name(self.state)}"

    def compose_body(self) -> ComposeResult:
        """Lay out the page."""
        yield Notice(id="alliance-name")
        yield Notice(id="about")
        if self.state is None:
            with Horizontal(id="figures"):
                yield from self._figures()
            yield ChoiceLine([(part, LABELS[part]) for part in self._parts], id="part-line")
        with ContentSwitcher(initial=self._parts[0], id="parts"):
            for part in self._parts:
                yield part_ledger(part, self.group_id, self.state)

    def on_resize(self, event: events.Resize) -> None:
        """Stack the figures where they have no room on one line; a low terminal is left to the rows."""
        for figure in self.query(Figure):
            figure.stacked = event.size.width < _ONE_LINE_WIDTH
        self.set_class(event.size.height < _LOW, "-low")

    @property
    def _page_scope(self) -> Scope:
        """The app's scope for this alliance, and this state, alone."""
        return page_scope(self.session, self.portfolio_app.scope, self.group_id, self.state)

    @property
    def _scope_around(self) -> Scope:
        """What shares are of: the app's scope for this state, or the page's own where that leaves it out."""
        scope = self.portfolio_app.scope
        if not is_in_scope(self.session, scope, self.group_id, self.state):
            return self._page_scope
        return page_scope(self.session, scope, None, self.state)

    def load(self) -> None:
        """Request the figures of every panel, what is in sight first."""
        currency, as_of = self.session.currency, self.session.as_of(self.portfolio_app.scope)
        for part in self._parts:
            self._ledger(part).set_columns(part_columns(part, self.group_id, self.state, currency, as_of))
        self._show_name(())
        if self.state is None:
            self._load_whole()
        else:
            self.request(self._notice("about"), STATE_ALLIANCE_USE, self._take_use, scope=self._scope_around)
        if self.state is not None and not is_known_state(self.state):
            text = f"{self.state} is none of the 56 jurisdictions: what it buys cannot be listed on its own."
            self._ledger(self._parts[-1]).show_error(text)
        elif CATEGORIES in self._parts:
            ledger = self._ledger(CATEGORIES)
            self.request(ledger, OFF_CONTRACT_SPEND, self._take_categories, scope=self._page_scope)
        else:
            ledger = self._ledger(CONTRACTS)
            self.request(ledger, CONTRACT_UTILIZATION, self._take_contracts, scope=self._page_scope)

    def _load_whole(self) -> None:
        """Request what only the page of the whole alliance shows."""
        if self._totals_panel is None:
            figures = [figure for figure in self.query(Figure) if figure.id != "concentration"]
            self._totals_panel = Panels(*figures)
        around = self._scope_around
        self.request(self._totals_panel, ALLIANCE_TOTALS, self._take_alliances, scope=around)
        self.request(self._ledger(STATES), STATE_ALLIANCE_USE, self._take_states, scope=around)
        if self.group_id == OFF_CONTRACT_GROUP:
            words = "Spend that names no contract, or one that is not among the contracts"
            self._notice("about").say(words)
            return
        concentration = self._figure("concentration")
        self.request(concentration, VENDOR_CONCENTRATION, self._take_concentration, scope=self._page_scope)
        if self.group_id == OWN_GROUP:
            self._notice("about").say("Contracts that states awarded for themselves")
        else:
            facts = {"alliance": self.group_id}
            self.request(self._notice("about"), ALLIANCE_FACTS, self._take_facts, facts)

    def _take_facts(self, rows: tuple[AllianceFacts, ...]) -> None:
        if rows:
            self._notice("about").show_runs(facts_runs(rows[0]))
        else:
            self._notice("about").say("The portfolio's table of alliances has no row of it")

    def _take_alliances(self, rows: tuple[AllianceTotals, ...]) -> None:
        found = next((row for row in rows if row.group_id == self.group_id), None)
        if found is None:
            for figure in self.query(Figure):
                figure.show(MISSING)
            return
        self._show_name(totals_runs(found) if is_cooperative(found.kind) else ())
        self._figure("spend").show(short_money(found.net_amount, self.session.currency))
        self._figure("share").show(percent(found.share))
        if self.group_id == OFF_CONTRACT_GROUP:
            return
        members = f"{count(found.members_buying)} of {count(found.states_member)}"
        self._figure("adoption").show(
            percent(found.adoption), members if found.states_member else "no members"
        )
        used = f"{count(found.addenda_used)} of {count(found.addenda_in_force)}"
        self._figure("uptake").show(percent(found.uptake), used if found.addenda_in_force else "no addenda")

    def _take_concentration(self, rows: tuple[VendorConcentration, ...]) -> None:
        figure, found = self._figure("concentration"), rows[0]
        vendors = f"{count(found.vendors)} {'vendor' if found.vendors == 1 else 'vendors'}"
        figure.show(count(found.concentration_index), vendors if found.vendors else "")

    def _take_states(self, rows: tuple[StateAllianceUse, ...]) -> None:
        uses = [use for use in rows if use.group_id == self.group_id]
        self._ledger(STATES).show(uses)
        self._tell(STATES, len(uses))

    def _take_use(self, rows: tuple[StateAllianceUse, ...]) -> None:
        for use in rows:
            if (use.group_id, use.state) == (self.group_id, self.state):
                self._notice("about").show_runs(use_runs(use, self.session.currency))
                return
        nothing = (
            "Nothing bought" if self.group_id == OFF_CONTRACT_GROUP else "No membership, addendum or spend"
        )
        self._notice("about").say(f"{nothing} in this scope")

    def _take_contracts(self, rows: tuple[ContractUtilization, ...]) -> None:
        self._ledger(CONTRACTS).show(rows)
        self._tell(CONTRACTS, len(rows))

    def _take_categories(self, rows: tuple[OffContractSpend, ...]) -> None:
        self._ledger(CATEGORIES).show(rows)
        self._tell(CATEGORIES, len(rows))

    def _tell(self, part: str, number: int) -> None:
        if self.state is None:
            self.query_one(ChoiceLine).tell(part, count(number))

    def _show_name(self, levels: Runs) -> None:
        name = shown(group_name(self.session, self.group_id))
        where = "" if self.state is None else f" in {shown(state_name(self.state))}"
        runs = [Run(f"{name}{where}", "strong")]
        if not is_in_scope(self.session, self.portfolio_app.scope, self.group_id, self.state):
            runs.append(Run(" · not in the scope above", "running-out"))
        self._notice("alliance-name").show_runs((*runs, *levels))

    def action_step(self, by: int) -> None:
        """Go to the part that many places further."""
        self.query_one(ChoiceLine).step(by)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer another part only where there are several."""
        return action != "step" or len(self._parts) > 1

    @on(ChoiceLine.Taken)
    def _show_part(self, event: ChoiceLine.Taken) -> None:
        self.query_one(ContentSwitcher).current = event.key
        self._ledger(event.key).focus()

    @on(Ledger.Chosen, "#states")
    def _open_state(self, event: Ledger.Chosen[StateAllianceUse]) -> None:
        self.portfolio_app.show_alliance(self.group_id, event.row.state)

    @on(Ledger.Chosen, "#contracts")
    def _open_contract(self, event: Ledger.Chosen[ContractUtilization]) -> None:
        self.portfolio_app.show_contract(event.row.contract_id)

    def _figures(self) -> Iterator[Figure]:
        wanted = [("Spend", ALLIANCE_TOTALS, "spend"), ("Share", ALLIANCE_TOTALS, "share")]
        if self.group_id != OFF_CONTRACT_GROUP:
            wanted += [("Adoption", ALLIANCE_TOTALS, "adoption"), ("Uptake", ALLIANCE_TOTALS, "uptake")]
        for label, measure, identifier in wanted:
            yield Figure(label, measure=measure.name, definition=definition(measure), id=identifier)
        if self.group_id != OFF_CONTRACT_GROUP:
            yield Figure(
                "Concentration",
                measure=VENDOR_CONCENTRATION.name,
                definition=definition(VENDOR_CONCENTRATION),
                id="concentration",
            )

    @property
    def _is_on_page_of_state(self) -> bool:
        return any(
            isinstance(screen, StateScreen) and screen.state == self.state for screen in self.app.screen_stack
        )

    def _ledger(self, part: str) -> Ledger[Any]:
        return self.query_one(f"#{part}", Ledger)

    def _figure(self, identifier: str) -> Figure:
        return self.query_one(f"#{identifier}", Figure)

    def _notice(self, identifier: str) -> Notice:
        return self.query_one(f"#{identifier}", Notice)

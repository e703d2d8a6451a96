"""The Overview area: the scope's key figures, its alliances, and the contracts that need attention."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from portfolio_tui.measures.contract_rows import CONTRACT_UTILIZATION, ContractUtilization
from portfolio_tui.measures.portfolio_rows import (
    ALLIANCE_TOTALS,
    PORTFOLIO_TOTALS,
    SPEND_BY_ALLIANCE_MONTH,
    AllianceMonth,
    AllianceTotals,
    PortfolioTotals,
)
from portfolio_tui.ui.alliance_lines import AllianceLine, alliance_columns, alliance_lines, last_month
from portfolio_tui.ui.area_screen import AreaScreen, LedgerKeys
from portfolio_tui.ui.contract_columns import attention_columns, contract_key
from portfolio_tui.ui.contract_words import pressing_order
from portfolio_tui.ui.definitions import definition
from portfolio_tui.ui.figures import MISSING, change, count, percent, short_money
from portfolio_tui.ui.panels import WAITING, Panels
from portfolio_tui.ui.theme import Run, content_of
from portfolio_tui.ui.widgets.figure import Figure
from portfolio_tui.ui.widgets.ledger import Ledger

_ONE_LINE_WIDTH = 100
_LOW = 16
_OWN_KINDS = {"state", "local", "none"}


class OverviewScreen(AreaScreen):
    """The Overview area."""

    AREA = "overview"
    KEYS: ClassVar[Mapping[str, LedgerKeys]] = {
        "contract_utilization": LedgerKeys("#attention", "contract_id")
    }
    AUTO_FOCUS: ClassVar[str | None] = "#attention"
    DEFAULT_CSS = """
    OverviewScreen {
        #figures { height: auto; }
        #figures Figure { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
        #note { height: auto; min-height: 1; padding: 0 1; }
        #alliances { height: auto; min-height: 4; max-height: 40%; margin: 0 0 1 0; }
        #attention { min-height: 2; }
        &.-low #figures, &.-low #note { display: none; }
        &.-low #alliances { min-height: 2; max-height: 2; margin: 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._alliances: tuple[AllianceTotals, ...] | None = None
        self._months: tuple[AllianceMonth, ...] = ()
        self._totals: PortfolioTotals | None = None
        self._months_panel = Panels()
        self._contracts_panel: Panels | None = None

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return "Overview"

    def compose_body(self) -> ComposeResult:
        """Lay out the area."""
        stacked = self.app.size.width < _ONE_LINE_WIDTH
        totals, attention = definition(PORTFOLIO_TOTALS), definition(CONTRACT_UTILIZATION)
        with Horizontal(id="figures"):
            for label, identifier in (
                ("Spend", "spend"),
                ("Through alliances", "share"),
                ("In force", "in-force"),
            ):
                yield Figure(
                    label,
                    measure=PORTFOLIO_TOTALS.name,
                    definition=totals,
                    stacked=stacked,
                    id=identifier,
                )
            yield Figure(
                "Need attention",
                measure=CONTRACT_UTILIZATION.name,
                definition=attention,
                stacked=stacked,
                id="attention-count",
            )
        yield Static(id="note", markup=False)
        yield Ledger[AllianceLine](
            alliance_columns("", None),
            lambda row: row.totals.group_id,
            sort="spend",
            descending=True,
            empty="No alliance and no spend in this scope: press f to choose another.",
            id="alliances",
        )
        yield Ledger[ContractUtilization](
            attention_columns("", dt.date.min),
            contract_key,
            empty="Nothing needs attention in this scope.",
            id="attention",
        )

    def on_mount(self) -> None:
        """Say what the first picture waits for."""
        if self.portfolio_app.session is None:
            for ledger in self.query(Ledger):
                ledger.show_loading(WAITING)

    def on_resize(self, event: events.Resize) -> None:
        """Stack the figures where they have no room on one line; in a low terminal do without them."""
        self.set_class(event.size.height < _LOW, "-low")
        for figure in self.query(Figure):
            figure.stacked = event.size.width < _ONE_LINE_WIDTH

    def load(self) -> None:
        """Request the figures of every panel."""
        currency, as_of = self.session.currency, self.session.as_of(self.scope)
        self._alliances, self._months, self._totals = None, (), None
        for figure in self.query(Figure):
            figure.show_loading()
        self.query_one("#note", Static).update("")
        self._alliance_ledger.set_columns(alliance_columns(currency, last_month(self.scope, as_of)))
        self._attention_ledger.set_columns(attention_columns(currency, as_of))
        self.request(self._alliance_ledger, ALLIANCE_TOTALS, self._take_alliances)
        self.request(self._months_panel, SPEND_BY_ALLIANCE_MONTH, self._take_months)
        if self._contracts_panel is None:
            self._contracts_panel = Panels(self._figure("attention-count"), self._attention_ledger)
        self.request(self._contracts_panel, CONTRACT_UTILIZATION, self._take_contracts)
        if self.portfolio_app.totals is not None:
            self.show_totals(self.portfolio_app.totals)

    def show_totals(self, totals: PortfolioTotals) -> None:
        """Show the scope's totals as key figures."""
        self._totals = totals
        changed = totals.change_on_year_before
        spend = short_money(totals.net_amount, self.session.currency)
        self._figure("spend").show(spend, "" if changed is None else change(changed))
        of_all = f"of {count(totals.contracts)}" if totals.contracts else ""
        self._figure("in-force").show(count(totals.contracts_in_force), of_all)
        self.query_one("#note", Static).update(content_of((Run(self._note(totals), "muted"),)))
        self._show_share()

    def _take_alliances(self, rows: tuple[AllianceTotals, ...]) -> None:
        self._alliances = rows
        self._show_alliances()
        self._show_share()

    def _take_months(self, rows: tuple[AllianceMonth, ...]) -> None:
        self._months = rows
        self._show_alliances()

    def _take_contracts(self, rows: tuple[ContractUtilization, ...]) -> None:
        as_of = self.session.as_of(self.scope)
        pressing = sorted(
            (row for row in rows if row.needs_attention), key=lambda row: pressing_order(row, as_of)
        )
        over = any(row.status == "over ceiling" for row in pressing)
        figure = self._figure("attention-count")
        if rows:
            figure.show(count(len(pressing)), ink="over" if over else "running-out" if pressing else "strong")
        else:
            figure.show(MISSING)
        self._attention_ledger.show(pressing)

    def _show_alliances(self) -> None:
        if self._alliances is None:
            return
        last = last_month(self.scope, self.session.as_of(self.scope))
        self._alliance_ledger.show(alliance_lines(self._alliances, self._months, last))

    def _show_share(self) -> None:
        """Show what went through alliances, once it is known whether there are any."""
        if self._totals is None or self._alliances is None:
            return
        if all(row.kind in _OWN_KINDS for row in self._alliances):
            self._figure("share").show(MISSING, "no alliance here")
        else:
            self._figure("share").show(percent(self._totals.cooperative_share))

    def _note(self, totals: PortfolioTotals) -> str:
        """Return what must be said about the figures, if anything."""
        if totals.line_count:
            if not totals.position_amount:
                return ""
            rests = short_money(totals.position_amount, self.session.currency)
            return f"{rests} of the spend rests on published positions, not on lines."
        if totals.position_amount:
            return "All figures here rest on published positions, none on lines."
        return "No spend in this scope and period: press f to choose another."

    @property
    def _alliance_ledger(self) -> Ledger[AllianceLine]:
        return self.query_one("#alliances", Ledger)

    @property
    def _attention_ledger(self) -> Ledger[ContractUtilization]:
        return self.query_one("#attention", Ledger)

    def _figure(self, identifier: str) -> Figure:
        return self.query_one(f"#{identifier}", Figure)

    @on(Ledger.Chosen, "#alliances")
    def _open_alliance(self, event: Ledger.Chosen[AllianceLine]) -> None:
        self.portfolio_app.show_alliance(event.row.totals.group_id)

    @on(Ledger.Chosen, "#attention")
    def _open_contract(self, event: Ledger.Chosen[ContractUtilization]) -> None:
        self.portfolio_app.show_contract(event.row.contract_id)

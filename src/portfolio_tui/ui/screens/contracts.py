"""The Contracts area: every contract in scope with how far it is used, the most pressing first."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from portfolio_tui.measures.contract_rows import CONTRACT_UTILIZATION, ContractUtilization
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.area_screen import AreaScreen, LedgerKeys
from portfolio_tui.ui.contract_columns import contract_columns, contract_key
from portfolio_tui.ui.figures import count, percent, short_money
from portfolio_tui.ui.panels import WAITING
from portfolio_tui.ui.theme import Run, content_of
from portfolio_tui.ui.widgets.choice_line import ChoiceLine
from portfolio_tui.ui.widgets.ledger import Ledger

_VIEWS: Mapping[str, tuple[str, Callable[[ContractUtilization], bool]]] = {
    "all": ("All", lambda _row: True),
    "attention": ("Need attention", lambda row: row.needs_attention),
    "in-force": ("In force", lambda row: row.status not in {"expired", "not started"}),
    "ended": ("Ended", lambda row: row.status == "expired"),
    "to-come": ("To come", lambda row: row.status == "not started"),
}


class TalliedLedger(Ledger[ContractUtilization]):
    """A ledger that tells when a search changed which rows it shows."""

    class Filtered(Message):
        """Other rows are shown."""

    def filter(self, text: str) -> int:
        """Show only the rows that match and tell."""
        found = super().filter(text)
        self.post_message(self.Filtered())
        return found


class ContractsScreen(AreaScreen):
    """The Contracts area."""

    AREA = "contracts"
    KEYS: ClassVar[Mapping[str, LedgerKeys]] = {
        "contract_utilization": LedgerKeys("#contracts", "contract_id")
    }
    AUTO_FOCUS: ClassVar[str | None] = "#contracts"
    DEFAULT_CSS = """
    ContractsScreen {
        #tally { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", "View", id="contracts.next-view", key_display="←→"),
        Binding("left", "step(-1)", "View before", id="contracts.view-before", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ContractUtilization, ...] = ()

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return "Contracts"

    def compose_body(self) -> ComposeResult:
        """Lay out the area."""
        yield ChoiceLine([(key, label) for key, (label, _) in _VIEWS.items()], id="views")
        yield TalliedLedger(
            contract_columns("", dt.date.min),
            contract_key,
            sort="status",
            empty="No contract to show here: ← → for another view, f for another scope.",
            id="contracts",
        )
        yield Static(id="tally", markup=False)

    def on_mount(self) -> None:
        """Say what the first picture waits for."""
        if self.portfolio_app.session is None:
            self._ledger.show_loading(WAITING)

    def load(self) -> None:
        """Request the figures of every panel."""
        self._ledger.set_columns(contract_columns(self.session.currency, self.session.as_of(self.scope)))
        self.query_one("#tally", Static).update("")
        self.request(self._ledger, CONTRACT_UTILIZATION, self._take_contracts)

    def _take_contracts(self, rows: tuple[ContractUtilization, ...]) -> None:
        self._rows = rows
        for key, (_, belongs) in _VIEWS.items():
            self._views.tell(key, count(sum(map(belongs, rows))))
        self._show_view()

    @on(ChoiceLine.Taken, "#views")
    def _show_view(self) -> None:
        _, belongs = _VIEWS[self._views.taken]
        self._ledger.show([row for row in self._rows if belongs(row)])
        self._show_tally()

    @on(TalliedLedger.Filtered)
    def _show_tally(self) -> None:
        if self.portfolio_app.session is None:
            return
        words = tally(self._ledger.rows_shown, self.scope, self.session.currency)
        self.query_one("#tally", Static).update(content_of((Run(words, "muted"),)))

    def action_step(self, by: int) -> None:
        """Go to the view that many places further."""
        self._views.step(by)

    @on(Ledger.Chosen, "#contracts")
    def _open_contract(self, event: Ledger.Chosen[ContractUtilization]) -> None:
        self.portfolio_app.show_contract(event.row.contract_id)

    @property
    def _views(self) -> ChoiceLine:
        return self.query_one("#views", ChoiceLine)

    @property
    def _ledger(self) -> TalliedLedger:
        return self.query_one("#contracts", TalliedLedger)


class VendorScreen(ContractsScreen):
    """The contracts of one vendor, as a page that any area may open."""

    AREA = ""

    def __init__(self, vendor_id: str) -> None:
        super().__init__()
        self.vendor_id = vendor_id

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        session = self.portfolio_app.session
        return self.vendor_id if session is None else session.name_of("vendor", self.vendor_id)

    @property
    def scope(self) -> Scope:
        """The app's states, buyers and period, for this vendor alone."""
        return replace(
            self.portfolio_app.scope, alliances=(), categories=(), contracts=(), vendors=(self.vendor_id,)
        )


def tally(rows: Sequence[ContractUtilization], scope: Scope, currency: str) -> str:
    """Return how many contracts `rows` are and what they sum to; the used share is that of the ceilings."""
    with_ceiling = [row for row in rows if row.ceiling_amount]
    ceilings = sum((row.ceiling_amount or Decimal(0) for row in with_ceiling), Decimal(0))
    used = sum((row.net_to_date for row in with_ceiling), Decimal(0))
    to_date = sum((row.net_to_date for row in rows), Decimal(0))
    in_scope = sum((row.net_in_scope for row in rows), Decimal(0))
    noun = "contract" if len(rows) == 1 else "contracts"
    parts = [f"{count(len(rows))} {noun}", f"{short_money(to_date, currency)} to date"]
    if scope.has_period or scope.states or scope.entity_types:
        parts.append(f"{short_money(in_scope, currency)} in scope")
    if with_ceiling:
        noun = "ceiling" if len(with_ceiling) == 1 else "ceilings"
        parts.append(f"{percent(used / ceilings)} of {count(len(with_ceiling))} {noun} used")
    return " · ".join(parts)

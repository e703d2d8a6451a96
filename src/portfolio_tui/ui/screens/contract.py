"""The page of one contract: how far it is used and how that is reckoned, with its parts below."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import ContentSwitcher

from portfolio_tui.measures.contract_rows import (
    CONTRACT_ADDENDA,
    CONTRACT_AMENDMENTS,
    CONTRACT_BUYERS,
    CONTRACT_MONTHS,
    CONTRACT_STATES,
    CONTRACT_UTILIZATION,
    DISCOUNT_OFF_LIST,
    ContractAddendum,
    ContractAmendment,
    ContractBuyer,
    ContractMonth,
    ContractState,
    ContractUtilization,
    DiscountOffList,
)
from portfolio_tui.measures.measure import Measure
from portfolio_tui.portfolio.reference import jurisdictions_by_code
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.check_place import Place
from portfolio_tui.ui.contract_parts import (
    addendum_columns,
    amendment_columns,
    buyer_columns,
    state_columns,
)
from portfolio_tui.ui.contract_summary import ContractAccount, facts, heading, identity
from portfolio_tui.ui.figures import count
from portfolio_tui.ui.panels import Panels
from portfolio_tui.ui.place_screen import FindingsLine, PlaceScreen
from portfolio_tui.ui.screens.lines import LinesScreen, contract_scope
from portfolio_tui.ui.widgets.choice_line import ChoiceLine
from portfolio_tui.ui.widgets.fact_list import FactList
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.month_chart import MonthAmount, MonthChart
from portfolio_tui.ui.widgets.notice import Notice
from portfolio_tui.ui.widgets.utilization_line import UtilizationLine

_TALL = 34
_MONTHS = "months"
_PARTS: tuple[tuple[str, str, Measure[Any]], ...] = (
    ("states", "States", CONTRACT_STATES),
    ("addenda", "Addenda", CONTRACT_ADDENDA),
    ("amendments", "Amendments", CONTRACT_AMENDMENTS),
    ("buyers", "Buyers", CONTRACT_BUYERS),
)


class ContractScreen(PlaceScreen):
    """The page of one contract."""

    DEFAULT_CSS = """
    ContractScreen {
        #heading { text-wrap: nowrap; text-overflow: ellipsis; height: 1; }
        #identity { text-wrap: nowrap; text-overflow: ellipsis; height: 1; }
        #facts { margin: 0 0 1 0; }
        &.-tall #identity { margin: 0 0 1 0; }
        &.-tall #utilization { margin: 0 1 1 1; }
        &.-tall #part-line { margin: 0 0 1 0; }
        #parts { height: 1fr; min-height: 5; }
        #months { height: 1fr; }
        #months MonthChart { height: 1fr; max-height: 14; }
    }
    """
    AUTO_FOCUS: ClassVar[str | None] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "step(1)", "Next part", id="contract.next-part", key_display="Tab"),
        Binding("right", "step(1)", "Next part", id="contract.part-right", show=False),
        Binding("shift+tab,left", "step(-1)", "Part before", id="contract.part-before", show=False),
        Binding("l", "lines", "Rows behind", id="contract.lines"),
        Binding("m", "single_months", "Months", id="contract.months", tooltip="Single months or total"),
    ]

    def __init__(self, contract_id: str) -> None:
        super().__init__()
        self.contract_id = contract_id
        self._account: ContractAccount | None = None
        self._discount: DiscountOffList | None = None
        self._months: tuple[ContractMonth, ...] | None = None
        self._single_months = False
        self._tied_to_scope = True
        self._discount_panel = Panels()

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return self._account.contract.number or self.contract_id if self._account else self.contract_id

    @property
    def scope(self) -> Scope:
        """The app's states, buyers and period, for this contract alone."""
        return contract_scope(self.portfolio_app.scope, self.contract_id)

    @property
    def place(self) -> Place | None:
        """The contract, once it is known to be one."""
        account = self._account
        return (
            None if account is None else Place(account.contract.number or self.contract_id, self.contract_id)
        )

    def compose_body(self) -> ComposeResult:
        """Lay out the page."""
        yield Notice(id="heading")
        yield Notice(id="identity")
        yield UtilizationLine(id="utilization")
        yield FindingsLine()
        yield FactList(id="facts")
        yield ChoiceLine([(_MONTHS, "Months"), *((key, label) for key, label, _ in _PARTS)], id="part-line")
        with ContentSwitcher(initial=_MONTHS, id="parts"):
            with Vertical(id=_MONTHS):
                yield Notice(id="months-notice")
                yield MonthChart()
            yield Ledger[ContractState](
                state_columns(""), lambda row: row.state, empty="No state uses it or may.", id="states"
            )
            yield Ledger[ContractAddendum](
                addendum_columns(""), lambda row: row.addendum_id, empty="It has no addenda.", id="addenda"
            )
            yield Ledger[ContractAmendment](
                amendment_columns(""), lambda row: row, empty="It was never amended.", id="amendments"
            )
            yield Ledger[ContractBuyer](
                buyer_columns(""),
                lambda row: (row.entity_id, row.state),
                empty="No line names a buyer in this scope and period.",
                id="buyers",
            )

    def on_resize(self, event: events.Resize) -> None:
        """Let the page breathe where there is room."""
        self.set_class(event.size.height >= _TALL, "-tall")

    def load(self) -> None:
        """Request the figures of every panel, what is in sight first."""
        currency = self.session.currency
        self._account, self._discount, self._months = None, None, None
        self._tied_to_scope = True
        self._show_lower_half(shown=True)
        self.query_one(UtilizationLine).say("")
        self.query_one(FactList).show(())
        self._notice("identity").say("")
        for part, columns in (
            ("states", state_columns(currency)),
            ("addenda", addendum_columns(currency)),
            ("amendments", amendment_columns(currency)),
            ("buyers", buyer_columns(currency)),
        ):
            self._ledger(part).set_columns(columns)
        self.request(self._notice("heading"), CONTRACT_UTILIZATION, self._take_contract)
        parameters = {"contract": self.contract_id}
        self.request(self._notice("months-notice"), CONTRACT_MONTHS, self._take_months, parameters)
        self.request(self._discount_panel, DISCOUNT_OFF_LIST, self._take_discount)
        for part, _, measure in _PARTS:
            self.request(self._ledger(part), measure, self._shower(part), parameters)

    def _take_contract(self, rows: tuple[ContractUtilization, ...]) -> None:
        if rows:
            self._show_contract(rows[0])
        elif self.scope.states and self._tied_to_scope:
            # Nothing ties it to the scope's states: show it all the same, and say so.
            self._tied_to_scope = False
            scope = replace(self.scope, states=())
            self.request(self._notice("heading"), CONTRACT_UTILIZATION, self._take_contract, scope=scope)
        else:
            self._notice("heading").say(f"There is no contract {self.contract_id} in this portfolio.", "over")
            self._notice("identity").say("The files may have changed since it was named. Esc goes back.")
            self._show_lower_half(shown=False)

    def _show_lower_half(self, *, shown: bool) -> None:
        for widget in (self.query_one(UtilizationLine), self._part_line, self.query_one("#parts")):
            widget.display = shown

    def _show_contract(self, row: ContractUtilization) -> None:
        narrowed = self.scope.states or self.scope.entity_types or self.scope.has_period
        in_scope = row.net_in_scope if self._tied_to_scope else Decimal(0)
        lead = jurisdictions_by_code().get(row.lead_state or "")
        self._account = ContractAccount(
            row,
            self.session.as_of(self.scope),
            self.session.currency,
            lead.name if lead else row.lead_state,
            in_scope if narrowed else None,
        )
        self._show_account()
        self.portfolio_app.show_frame()

    def _show_account(self) -> None:
        if self._account is None:
            return
        account = replace(self._account, months=self._months, discount=self._discount)
        row = account.contract
        self._notice("heading").show_runs(heading(row))
        self._notice("identity").show_runs(identity(account))
        if row.ceiling_amount == 0:
            self.query_one(UtilizationLine).say("ceiling of zero")
        else:
            self.query_one(UtilizationLine).show(row.ceiling_used, row.elapsed, row.estimate_used)
        self.query_one(FactList).show(facts(account))
        self._show_months()

    def _take_discount(self, rows: tuple[DiscountOffList, ...]) -> None:
        self._discount = rows[0]
        self._show_account()

    def _take_months(self, rows: tuple[ContractMonth, ...]) -> None:
        self._months = rows
        self._part_line.tell(_MONTHS, count(len(rows)))
        self._show_account()

    def _show_months(self) -> None:
        if self._months is None or self._account is None:
            return
        row, as_of = self._account.contract, self._account.as_of
        months = [MonthAmount(month.month, month.net_amount) for month in self._months]
        if months and months[-1].month < as_of.replace(day=1) and row.status != "expired":
            months.append(MonthAmount(as_of, None))
        running = not self._single_months
        self.query_one(MonthChart).show(
            months, ceiling=row.ceiling_amount or None, cumulative=running, currency=self._account.currency
        )
        words = (
            "Running total of all states and buyers" if running else "Single months, all states and buyers"
        )
        self._notice("months-notice").say(f"{words} · m {'single months' if running else 'running total'}")

    def _shower(self, part: str) -> Any:  # noqa: ANN401 each part has rows of its own type
        def show(rows: tuple[Any, ...]) -> None:
            self._part_line.tell(part, count(len(rows)))
            self._ledger(part).show(rows)

        return show

    @on(ChoiceLine.Taken, "#part-line")
    def _show_part(self, event: ChoiceLine.Taken) -> None:
        self.query_one("#parts", ContentSwitcher).current = event.key
        if event.key == _MONTHS:
            self.set_focus(None)
        else:
            self._ledger(event.key).focus()

    def action_step(self, by: int) -> None:
        """Go to the part that many places further."""
        self._part_line.step(by)

    def action_single_months(self) -> None:
        """Show single months instead of the running total, or the other way round."""
        self._single_months = not self._single_months
        self._part_line.take(_MONTHS)
        self._show_months()

    def action_lines(self) -> None:
        """Show the rows behind the figures."""
        if self._account is not None:
            positions = self._account.contract.position_on is not None
            self.app.push_screen(LinesScreen(self.contract_id, positions=positions))

    @on(Ledger.Chosen, "#states")
    @on(Ledger.Chosen, "#addenda")
    @on(Ledger.Chosen, "#buyers")
    def _open_state(self, event: Ledger.Chosen[Any]) -> None:
        if event.row.state in jurisdictions_by_code():
            self.portfolio_app.show_state(event.row.state)

    def _notice(self, identifier: str) -> Notice:
        return self.query_one(f"#{identifier}", Notice)

    def _ledger(self, part: str) -> Ledger[Any]:
        return self.query_one(f"#{part}", Ledger)

    @property
    def _part_line(self) -> ChoiceLine:
        return self.query_one("#part-line", ChoiceLine)

"""The page of one state: which alliances it uses, what stands out, and its spend by fiscal year and month."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from portfolio_tui.measures.portfolio_rows import (
    CAPTURE,
    SPEND_BY_ALLIANCE_MONTH,
    STATE_ALLIANCE_USE,
    VENDOR_CONCENTRATION,
    AllianceMonth,
    Capture,
    StateAllianceUse,
    VendorConcentration,
)
from portfolio_tui.portfolio.reference import Jurisdiction, jurisdictions_by_code
from portfolio_tui.ui.alliance_words import (
    cooperative_share,
    fiscal_year_words,
    is_known_state,
    levels_runs,
    notices,
    on_lines,
    page_scope,
    state_name,
)
from portfolio_tui.ui.check_place import Place
from portfolio_tui.ui.definitions import definition
from portfolio_tui.ui.figures import MISSING, count, percent, short_money
from portfolio_tui.ui.panels import Panels
from portfolio_tui.ui.place_screen import FindingsLine, PlaceScreen
from portfolio_tui.ui.plain_text import cell_width, shown
from portfolio_tui.ui.theme import Ink, Run, Runs, text_of
from portfolio_tui.ui.use_columns import alliances_of_a_state
from portfolio_tui.ui.widgets.figure import Figure
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.month_chart import MonthAmount, MonthChart
from portfolio_tui.ui.widgets.notice import Notice

_ONE_LINE_WIDTH, _TALL, _LOW = 120, 36, 18


class StateScreen(PlaceScreen):
    """The page of one state, for the app's scope narrowed to that state."""

    AUTO_FOCUS: ClassVar[str | None] = "#uses"
    DEFAULT_CSS = """
    StateScreen {
        #state-name { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #figures { height: auto; margin: 0 0 1 0; }
        #stands-out { max-height: 4; }
        #uses { height: 1fr; }
        #years { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #months { display: none; }
        &.-tall #years { margin: 1 0 0 0; }
        &.-tall #months { display: block; height: 12; }
        &.-low #figures, &.-low #years { display: none; }
        &.-low #stands-out { max-height: 1; }
    }
    """

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state
        self._uses_panel: Panels | None = None
        self._capture_panel: Panels | None = None
        self._concentration: VendorConcentration | None = None
        self._months: tuple[AllianceMonth, ...] = ()

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return state_name(self.state)

    @property
    def place(self) -> Place | None:
        """The state, where it is one that a scope can name."""
        return Place(state_name(self.state), state=self.state) if is_known_state(self.state) else None

    def compose_body(self) -> ComposeResult:
        """Lay out the page."""
        yield Notice(id="state-name")
        with Horizontal(id="figures"):
            for label, measure, identifier in (
                ("Spend", STATE_ALLIANCE_USE, "spend"),
                ("Through alliances", STATE_ALLIANCE_USE, "share"),
                ("Capture", CAPTURE, "capture"),
                ("Leakage", CAPTURE, "leakage"),
                ("Concentration", VENDOR_CONCENTRATION, "concentration"),
            ):
                yield Figure(label, measure=measure.name, definition=definition(measure), id=identifier)
        yield Notice(id="stands-out")
        yield FindingsLine()
        yield Ledger[StateAllianceUse](
            alliances_of_a_state(""),
            lambda use: use.group_id,
            sort="spend",
            descending=True,
            empty="No membership, addendum or spend of this state in this scope: press f for another scope.",
            id="uses",
        )
        yield Notice(id="years")
        yield MonthChart(id="months")

    def on_resize(self, event: events.Resize) -> None:
        """Stack the figures where they have no room on one line; leave out the chart on a low terminal."""
        for figure in self.query(Figure):
            figure.stacked = event.size.width < _ONE_LINE_WIDTH
        self.set_class(event.size.height >= _TALL, "-tall")
        self.set_class(event.size.height < _LOW, "-low")
        self._show_concentration()
        self._show_years()

    def load(self) -> None:
        """Request the figures of every panel, what is in sight first."""
        self._months, self._concentration = (), None
        if self._uses_panel is None or self._capture_panel is None:
            self._uses_panel = Panels(self._ledger, self._figure("spend"), self._figure("share"))
            self._capture_panel = Panels(self._figure("capture"), self._figure("leakage"))
        self._ledger.set_columns(alliances_of_a_state(self.session.currency))
        self._notice("state-name").show_runs(self._title(()))
        self._notice("stands-out").display = False
        scope = page_scope(self.session, self.portfolio_app.scope, None, self.state)
        self.request(self._uses_panel, STATE_ALLIANCE_USE, self._take_uses, scope=scope)
        if is_known_state(self.state):
            self.request(self._capture_panel, CAPTURE, self._take_capture, scope=scope)
            concentration = self._figure("concentration")
            self.request(concentration, VENDOR_CONCENTRATION, self._take_concentration, scope=scope)
            self.request(self._notice("years"), SPEND_BY_ALLIANCE_MONTH, self._take_months, scope=scope)
            return
        for identifier in ("capture", "leakage", "concentration"):
            self._figure(identifier).show_error(f"No scope can name {self.state!r}.")

    def _take_uses(self, rows: tuple[StateAllianceUse, ...]) -> None:
        uses = tuple(use for use in rows if use.state == self.state)
        currency = self.session.currency
        self._ledger.show(uses)
        self._notice("state-name").show_runs(self._title(uses))
        lines = notices(uses, currency)
        self._notice("stands-out").show_runs(on_lines(*lines))
        self._notice("stands-out").display = bool(lines)
        total = uses[0].state_net_amount if uses else None
        self._figure("spend").show(short_money(total, currency))
        self._figure("share").show(percent(cooperative_share(uses)))

    def _take_capture(self, rows: tuple[Capture, ...]) -> None:
        currency, capture = self.session.currency, rows[0]
        if capture.capture is None or capture.leakage is None:
            self._figure("capture").show(MISSING, "none addressable")
            self._figure("leakage").show(MISSING)
            return
        leaked = capture.addressable_amount - capture.contract_amount
        of_addressable = f"of {short_money(capture.addressable_amount, currency)}"
        self._figure("capture").show(percent(capture.capture), of_addressable)
        ink: Ink = "running-out" if capture.leakage > 0 else "strong"
        self._figure("leakage").show(percent(capture.leakage), short_money(leaked, currency), ink)

    def _take_concentration(self, rows: tuple[VendorConcentration, ...]) -> None:
        self._concentration = rows[0]
        self._show_concentration()

    def _show_concentration(self) -> None:
        if self._concentration is None:
            return
        found, wide = self._concentration, self.size.width >= _ONE_LINE_WIDTH
        note = f"largest {percent(found.largest_share)}" if wide else ""
        self._figure("concentration").show(count(found.concentration_index), note if found.vendors else "")

    def _take_months(self, rows: tuple[AllianceMonth, ...]) -> None:
        self._months = rows
        in_order = sorted(rows, key=attrgetter("month"))
        months = [
            MonthAmount(month, sum((row.net_amount for row in of_month), Decimal(0)))
            for month, of_month in groupby(in_order, key=attrgetter("month"))
        ]
        self.query_one(MonthChart).show(months, currency=self.session.currency)
        self._show_years()

    def _show_years(self) -> None:
        """Show the newest fiscal years for which there is room."""
        if not self._months:
            return
        currency, as_of = self.session.currency, self.session.as_of(self.scope)
        place = jurisdictions_by_code()[self.state]
        begin = Run(fiscal_year_words(self.state), "muted")
        room = self.size.width - cell_width(begin.text) - 2
        shown_years: list[Runs] = []
        for year, amount in sorted(spend_by_fiscal_year(self._months, place).items(), reverse=True):
            so_far = " so far" if place.fiscal_year_bounds(year)[1] > as_of else ""
            runs = (Run(f"  FY{year} ", "muted"), Run(short_money(amount, currency)), Run(so_far, "muted"))
            room -= cell_width(text_of(runs))
            if room < 0:
                break
            shown_years.insert(0, runs)
        self._notice("years").show_runs((begin, *(run for runs in shown_years for run in runs)))

    def _title(self, uses: tuple[StateAllianceUse, ...]) -> Runs:
        """Return the state's name, its fiscal year, how many alliances it uses, and what is odd about it."""
        runs = [Run(shown(state_name(self.state)), "strong")]
        if not is_known_state(self.state):
            words = " is none of the 56 jurisdictions: only its rows can be shown"
            return (*runs, Run(words, "running-out"))
        chosen = self.portfolio_app.scope.states
        if chosen and self.state not in chosen:
            runs.append(Run(" · not in the scope above", "running-out"))
        return (*runs, *levels_runs(uses))

    @on(Ledger.Chosen, "#uses")
    def _open_alliance(self, event: Ledger.Chosen[StateAllianceUse]) -> None:
        self.portfolio_app.show_alliance(event.row.group_id, self.state)

    @property
    def _ledger(self) -> Ledger[StateAllianceUse]:
        return self.query_one("#uses", Ledger)

    def _figure(self, identifier: str) -> Figure:
        return self.query_one(f"#{identifier}", Figure)

    def _notice(self, identifier: str) -> Notice:
        return self.query_one(f"#{identifier}", Notice)


def spend_by_fiscal_year(months: Iterable[AllianceMonth], place: Jurisdiction) -> dict[int, Decimal | None]:
    """Return net spend by the fiscal years of `place`, from the first to the last; None for one without rows.

    A year is named after the calendar year in which it ends.
    """
    start = place.fiscal_year_start_month
    years: dict[int, Decimal] = {}
    for row in months:
        year = row.month.year + (1 < start <= row.month.month)
        years[year] = years.get(year, Decimal(0)) + row.net_amount
    every_year = range(min(years), max(years) + 1) if years else ()
    return {year: years.get(year) for year in every_year}

"""What an import did, or would do: one list at a time, and the row at the cursor in full."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll

from portfolio_tui.ui.figures import count
from portfolio_tui.ui.import_parts import PARTS, PartRow, part_of
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.widgets.choice_field import ChoiceField
from portfolio_tui.ui.widgets.choice_line import ChoiceLine
from portfolio_tui.ui.widgets.fact_list import Fact, FactList
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from portfolio_tui.sources.outcome import ImportOutcome


_ALWAYS = ("files", "tables")


class OutcomeView(Vertical):
    """The lists of an import's outcome; ← and → step through them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", "Next list", id="outcome.next", key_display="←→"),
        Binding("left", "step(-1)", "List before", id="outcome.before", show=False),
        Binding("down", "go_into_list", "Go into the list", id="outcome.into", show=False),
    ]
    DEFAULT_CSS = """
    OutcomeView {
        height: 1fr;
        ChoiceField { margin: 1 1 0 1; }
        #outcome-whole { height: 7; padding: 1 0 0 0; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._outcome: ImportOutcome | None = None

    def compose(self) -> ComposeResult:
        """Lay out the names of the lists, the list, and its row in full."""
        yield ChoiceField(PARTS, id="outcome-parts")
        yield Ledger[PartRow]((), lambda row: row.number, id="outcome-rows")
        yield Notice(id="outcome-more")
        with VerticalScroll(id="outcome-whole", can_focus=False):
            yield FactList(id="outcome-row")

    def show(self, outcome: "ImportOutcome") -> None:
        """Show an outcome, the files first; rows set aside first where there are any."""
        self._outcome = outcome
        totals = {key: part_of(outcome, key).total for key, _ in PARTS}
        for key, total in totals.items():
            self.line.tell(key, count(total))
        self.line.take("set-aside" if totals["set-aside"] else "files")
        self.line.offer([key for key, total in totals.items() if total or key in _ALWAYS])
        self._show_part()

    @property
    def line(self) -> ChoiceField:
        """The line with the names of the lists."""
        return self.query_one(ChoiceField)

    @property
    def row_at_cursor(self) -> PartRow | None:
        """The row at the cursor of the list, None where there is none."""
        return self._ledger.row_at_cursor

    def action_step(self, by: int) -> None:
        """Show the list that many places further."""
        self.line.step(by)

    def action_go_into_list(self) -> None:
        """Move to the rows of the list in sight."""
        self._ledger.focus()

    @on(ChoiceLine.Taken)
    def _follow(self, event: ChoiceLine.Taken) -> None:
        event.stop()
        self._show_part()

    def _show_part(self) -> None:
        if self._outcome is None:
            return
        part = part_of(self._outcome, self.line.taken)
        more = (
            f"The first {len(part.rows)} of {count(part.total)}." if part.total > len(part.rows) > 0 else ""
        )
        self.query_one(Notice).say(more)
        self.query_one(Notice).display = bool(more)
        self.query_one("#outcome-whole").display = part.is_long and bool(part.rows)
        ledger = self._ledger
        ledger.cursor = 0
        ledger.set_columns(part.columns)
        if part.rows:
            ledger.show(part.rows)
            self._tell(part.rows[0])
        else:
            ledger.show_loading(part.empty)
            self.query_one(FactList).show(())

    @on(Ledger.Highlighted)
    def _tell_row(self, event: Ledger.Highlighted[PartRow]) -> None:
        event.stop()
        self._tell(event.row)

    def _tell(self, row: PartRow) -> None:
        self.query_one(FactList).show([Fact(label, shown(text)) for label, text in row.facts if text])
        self.query_one("#outcome-whole").scroll_home(animate=False)

    @property
    def _ledger(self) -> Ledger[PartRow]:
        return self.query_one(Ledger)

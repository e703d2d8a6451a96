"""Rows and columns for the tests of the ledger."""

from dataclasses import dataclass
from decimal import Decimal

from textual import on

from portfolio_tui.ui.figures import exact_money, short_money
from portfolio_tui.ui.widgets.cells import Cell, Column
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.utilization_bar import utilization, utilization_text
from tests.ui.widgets.hosts import Host

HOSTILE = "[red]ACME[/] \x1b]0;pwned\x07"


@dataclass(frozen=True)
class Contract:
    """A contract as a ledger's row."""

    number: str
    title: str
    vendor: str
    used: Decimal | None = None
    left: Decimal | None = None


CONTRACTS = (
    Contract("19101", "Tires, tubes and services", "Goodyear", Decimal("0.86"), Decimal(412345)),
    Contract("00318", "Public safety radios", "Motorola", Decimal("0.24"), Decimal(9800000)),
    Contract("MA176", "Wireless", "Société Mobile"),
    Contract("00007", "Copiers", HOSTILE, Decimal("1.18"), Decimal(-17516)),
)

COLUMNS = (
    Column[Contract]("number", "Contract", lambda row: Cell(row.number), 8, priority=9),
    Column[Contract]("title", "Title", lambda row: Cell(row.title), 12, flex=2, max_width=30, priority=8),
    Column[Contract]("vendor", "Vendor", lambda row: Cell(row.vendor, "muted"), 10, flex=1, priority=2),
    Column[Contract](
        "used",
        "Used",
        lambda row: Cell(utilization_text(row.used), draw=lambda width: utilization(row.used, None, width)),
        16,
        priority=6,
        sort_key=lambda row: row.used,
        largest_first=True,
    ),
    Column[Contract](
        "left",
        "Left",
        lambda row: Cell(short_money(row.left), exact=exact_money(row.left)),
        9,
        priority=5,
        align="right",
        sort_key=lambda row: row.left,
        largest_first=True,
    ),
)


class LedgerHost(Host[Ledger[Contract]]):
    """Holds a ledger of contracts and notes which rows it told as highlighted and chosen."""

    def __init__(self, *, sort: str | None = None, descending: bool = False) -> None:
        super().__init__(
            Ledger(COLUMNS, lambda row: row.number, sort=sort, descending=descending, empty="No contracts.")
        )
        self.highlighted: list[str] = []
        self.chosen: list[str] = []

    @on(Ledger.Highlighted)
    def note_highlighted(self, event: Ledger.Highlighted[Contract]) -> None:
        self.highlighted.append(event.row.number)

    @on(Ledger.Chosen)
    def note_chosen(self, event: Ledger.Chosen[Contract]) -> None:
        self.chosen.append(event.row.number)


def many(count: int) -> list[Contract]:
    """Return `count` contracts numbered from 00000."""
    return [Contract(f"{number:05}", f"Title {number}", f"Vendor {number % 7}") for number in range(count)]


def numbers(ledger: Ledger[Contract]) -> list[str]:
    """Return the numbers of the contracts shown, in order."""
    return [row.number for row in ledger.rows_shown]

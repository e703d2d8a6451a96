"""Tells what kind of file it is, and lays out the tables of a profile for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import polars as pl

from portfolio_tui.sources.guessing.facts import ColumnFacts
from portfolio_tui.sources.guessing.roles import Part
from portfolio_tui.sources.guessing.toml_text import Block, Line, constant, table, text, texts


class Shape(Enum):
    """What the rows of a file are."""

    LINES = "Each row has a day and an amount of its own, so the rows are flows: lines of spend."
    PERIODS = "Each row has an amount and the end of a period, so the rows are flows: totals of years."
    YEARS = "Each row has an amount and a fiscal year, so the rows are flows: totals of years."
    QUARTERS = "Four columns hold the amounts of quarters, so the rows are flows: totals of quarters."
    POSITIONS = (
        "Each row is a contract with what was ordered or paid, and no day of a payment, so the figures are "
        "taken for positions: to date, not of a period. If they are of a period alone, fill [tables.spend]."
    )
    LIST = "Each row is a contract without what was ordered or paid: a list without figures."


FLOWS = frozenset(Shape) - {Shape.POSITIONS, Shape.LIST}
"""The shapes whose rows become spend."""


@dataclass(frozen=True)
class Layouts:
    """What was found in a file: what to call its profile, its shape, the column of each part, its rows."""

    name: str
    shape: Shape
    parts: Mapping[str, Part]
    quarters: tuple[str, ...]
    rows: pl.DataFrame

    def column(self, *roles: str) -> str | None:
        """Return the column that plays the first of these parts that is played."""
        return next((self.parts[role].column.name for role in roles if role in self.parts), None)

    @property
    def is_flow(self) -> bool:
        """Whether the rows become spend."""
        return self.shape in FLOWS

    @property
    def has_contracts(self) -> bool:
        """Whether rows name contracts, by a number or by what else tells them apart.

        What is paid to somebody for something is under a contract only where its term or ceiling is told.
        """
        is_described = {"title", "vendor_name"} <= self.parts.keys()
        is_agreed = not self.is_flow or bool({"starts_on", "ends_on", "ceiling"} & self.parts.keys())
        return "contract_id" in self.parts or (is_described and is_agreed)

    @property
    def vendor(self) -> str | None:
        """The column that tells vendors apart."""
        return self.column("vendor_number", "vendor_name")


def shape_of(parts: Mapping[str, Part], quarters: Sequence[str]) -> Shape | None:
    """Return what the rows of a file are; None where they are neither contracts nor payments."""
    known = parts.keys()
    has_amount = bool({"amount", "paid"} & known)
    has_contract = "contract_id" in known or {"title", "vendor_name"} <= known
    is_shape = {
        Shape.QUARTERS: bool(quarters) and "fiscal_year" in known,
        Shape.LINES: has_amount and bool({"line_date", "invoice_date"} & known),
        Shape.PERIODS: has_amount and "period_end" in known,
        Shape.YEARS: has_amount and "fiscal_year" in known and "ends_on" not in known,
        Shape.POSITIONS: has_contract and bool({"paid", "ordered"} & known),
        Shape.LIST: has_contract,
    }
    return next((shape for shape, holds in is_shape.items() if holds), None)


def contract_id(found: Layouts) -> tuple[str, str]:
    """Return where the id of a contract comes from, as TOML, and why."""
    number, vendor = found.column("contract_id"), found.column("vendor_name", "vendor_number")
    if number is None:
        columns = [
            column
            for column in (found.column(role) for role in ("entity", "vendor_name", "title", "starts_on"))
            if column is not None
        ]
        value = table(join=texts(columns), with_=text(" / "), where_empty=text("-"))
        return value, "No column holds numbers of contracts; these together stand for one."
    reason = found.parts["contract_id"].reason
    if found.is_flow and vendor is not None and _vendors_of_a_number(found.rows, number, vendor) > 1:
        value = table(join=texts([number, vendor]), with_=text("/"))
        return value, f"{reason}; it stands for several vendors, each with a contract of its own"
    return text(number), reason


def _vendors_of_a_number(rows: pl.DataFrame, number: str, vendor: str) -> int:
    most = rows.drop_nulls(number).group_by(number).agg(pl.col(vendor).n_unique())[vendor].max()
    return most if isinstance(most, int) else 0


def table_blocks(found: Layouts, columns: Sequence[ColumnFacts]) -> Iterator[Block]:
    """Yield the tables of the profile."""
    if found.vendor is not None:
        yield Block("[tables.vendors]", tuple(_vendor_lines(found)))
    if found.is_flow and (entity := found.column("entity")) is not None:
        yield Block("[tables.entities]", tuple(_entity_lines(found, entity)))
    if found.has_contracts:
        yield Block("[tables.contracts]", tuple(_contract_lines(found)))
    if found.has_contracts and (states := found.column("states")) is not None:
        yield Block("[tables.participating_addenda]", tuple(_addendum_lines(found, states)))
    if found.shape is Shape.POSITIONS:
        yield Block("[tables.balances]", tuple(_balance_lines(found)))
    elif found.is_flow:
        yield Block("[tables.spend]", tuple(_spend_lines(found, columns)))


def _vendor_lines(found: Layouts) -> Iterator[Line]:
    key, name = found.column("vendor_number", "vendor_name"), found.column("vendor_name", "vendor_number")
    if key is not None and name is not None:
        role = "vendor_number" if "vendor_number" in found.parts else "vendor_name"
        yield Line("vendor_id", text(key), found.parts[role].reason)
        yield Line("name", text(name) if key == name else table(first_of=texts([name, key])))


def _entity_lines(found: Layouts, entity: str) -> Iterator[Line]:
    yield Line("entity_id", text(entity), found.parts["entity"].reason)
    yield Line("name", text(entity))
    if (state := found.column("state")) is not None:
        yield Line("state", text(state))


def _contract_lines(found: Layouts) -> Iterator[Line]:
    key, reason = contract_id(found)
    yield Line("contract_id", key, reason)
    number, title = found.column("contract_id"), found.column("title")
    fallback = found.column("contract_id", "category", "vendor_name")
    named = [column for column in (title, fallback) if column is not None]
    why = found.parts["title"].reason if "title" in found.parts else "No column tells what a contract is for."
    yield Line("title", table(first_of=texts(named)), why)
    if number is not None:
        yield Line("number", text(number))
    yield from _plain(found, "category", ("category",))
    if found.vendor is not None:
        yield Line("vendor_id", text(found.vendor))
    for name in ("starts_on", "ends_on"):
        yield from _plain(found, name, (name,))
    yield from _plain(found, "ceiling_amount", _ceiling(found))


def _ceiling(found: Layouts) -> tuple[str, ...]:
    return ("ceiling",) if found.is_flow else ("ceiling", "amount")


def _addendum_lines(found: Layouts, states: str) -> Iterator[Line]:
    key, _ = contract_id(found)
    number = found.column("contract_id", "title") or states
    reason = found.parts["states"].reason
    yield Line(
        "addendum_id", table(join=texts([number, states]), with_=text("/")), f"{reason}; a row for each"
    )
    yield Line("contract_id", key)
    yield Line("state", table(states_in=text(states)))


def _balance_lines(found: Layouts) -> Iterator[Line]:
    key, _ = contract_id(found)
    yield Line("contract_id", key)
    yield from _plain(found, "state", ("state",))
    yield from _plain(found, "as_of", ("as_of",))
    yield from _plain(found, "ceiling_amount", _ceiling(found))
    yield from _plain(found, "ordered_amount", ("ordered",))
    yield from _plain(found, "paid_amount", ("paid",))


def _spend_lines(found: Layouts, columns: Sequence[ColumnFacts]) -> Iterator[Line]:
    yield Line("spend_id", *_spend_id(found, columns))
    yield from _plain(found, "state", ("state",))
    if found.has_contracts:
        yield Line("contract_id", contract_id(found)[0])
    if (entity := found.column("entity")) is not None:
        yield Line("entity_id", text(entity))
    if found.vendor is not None:
        yield Line("vendor_id", text(found.vendor))
    if found.shape is not Shape.QUARTERS:
        yield from _plain(found, "amount", ("amount", "paid"))
        yield from _day_lines(found)
    for name in ("po_number", "invoice_number", "product_number", "quantity", "unit_price", "list_price"):
        yield from _plain(found, name, (name,))
    yield from _plain(found, "description", ("title", "category"))


def _spend_id(found: Layouts, columns: Sequence[ColumnFacts]) -> tuple[str, str]:
    amounts = {*found.quarters, found.column("amount", "paid") if found.shape is not Shape.LINES else None}
    named = [column.name for column in columns if column.filled and column.name not in amounts]
    told = (
        "all columns" if found.shape is Shape.LINES else "all columns but the amounts, which may be restated"
    )
    return table(
        key_of=texts(named), source=text(found.name)
    ), f"No column numbers the rows, so {told} tell one from another."


def _day_lines(found: Layouts) -> Iterator[Line]:
    if found.shape is Shape.YEARS:
        year = table(fiscal_year=text(found.column("fiscal_year") or ""), year_starts_in_month="7")
        reason = found.parts["fiscal_year"].reason
        yield Line(
            "spent_on", year, f"{reason}. That the year starts in July is a guess: most fiscal years do."
        )
        yield Line("period_start", year)
        yield Line("period_end", year)
        yield Line("grain", constant("year"))
    elif found.shape is Shape.PERIODS:
        yield from _plain(found, "spent_on", ("period_end",))
        yield Line("period_end", text(found.column("period_end") or ""))
        yield Line(
            "grain", constant("year"), "That the periods are years is a guess: month, quarter or year."
        )
    else:
        yield from _plain(found, "spent_on", ("line_date", "invoice_date"))


def _plain(found: Layouts, key: str, roles: tuple[str, ...]) -> Iterator[Line]:
    """Yield the line that takes `key` from the column that plays the first of these parts, if one does."""
    column = found.column(*roles)
    if column is not None:
        role = next(role for role in roles if role in found.parts)
        yield Line(key, text(column), found.parts[role].reason)

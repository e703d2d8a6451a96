"""The tables of a portfolio, typed, in one place.

Validation, the demo writer, the importers and the documentation's table pages all read `TABLES`.
"""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a column holds; the value is the SQL type it is read as and written with."""

    TEXT = "VARCHAR"
    DATE = "DATE"
    MONEY = "DECIMAL(18,2)"
    RATE = "DECIMAL(9,6)"
    QUANTITY = "DECIMAL(18,4)"
    INTEGER = "BIGINT"
    BOOLEAN = "BOOLEAN"


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds, whether a file must have it, and what it means."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    """The table whose single-column key this column names, or None."""


@dataclass(frozen=True)
class Table:
    """One table: its columns, and the key that no two rows may share (empty where rows have none)."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Return the column called `name`; raises KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")

    @property
    def required_columns(self) -> tuple[Column, ...]:
        """The columns that every file of this table must have."""
        return tuple(column for column in self.columns if column.required)


ALLIANCE_KINDS = ("national", "regional", "state", "local", "federal", "other")
AMENDMENT_KINDS = ("option", "bridge", "ceiling", "assignment", "other")
ENTITY_TYPES = (
    "state_agency",
    "county",
    "city",
    "school_k12",
    "higher_education",
    "nonprofit",
    "tribal",
    "other",
)
FEE_BASES = ("ordered", "invoiced", "paid")
FREQUENCIES = ("month", "quarter")
GRAINS = ("line", "month", "quarter", "year")
ORDER_TYPES = ("sale", "credit", "return")


def _text(name: str, meaning: str, *, required: bool = False, refers_to: str | None = None) -> Column:
    return Column(name, Kind.TEXT, meaning, required=required, refers_to=refers_to)


def _choice(name: str, choices: tuple[str, ...], meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.TEXT, meaning, required=required, choices=choices)


def _date(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.DATE, meaning, required=required)


def _money(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.MONEY, meaning, required=required)


def _rate(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.RATE, meaning, required=required)


def _integer(name: str, meaning: str) -> Column:
    return Column(name, Kind.INTEGER, meaning)


_STATE = "jurisdictions"

ALLIANCES = Table(
    "alliances",
    "Purchasing alliances: bodies through which states buy together, and each state's own solicitations.",
    (
        _text("alliance_id", "Short stable id, as `naspo`.", required=True),
        _text("name", "The name as the alliance writes it.", required=True),
        _choice("kind", ALLIANCE_KINDS, "How far it reaches.", required=True),
        _text("url", "Where the alliance describes itself."),
        Column("is_synthetic", Kind.BOOLEAN, "True where its contracts are made up."),
        _text("note", "What a reader should know, with its source."),
    ),
    key=("alliance_id",),
)

MEMBERSHIPS = Table(
    "memberships",
    "Which state belonged to which alliance, and when.",
    (
        _text("alliance_id", "The alliance.", required=True, refers_to="alliances"),
        _text("state", "Two-letter code of the jurisdiction.", required=True, refers_to=_STATE),
        _date("joined_on", "First day of membership; empty where it is not known."),
        _date("left_on", "First day after membership; empty while it lasts."),
        _text("role", "The state's part in the alliance, as `member` or `lead`."),
        _text("source", "Where the membership was read."),
    ),
)

CONTRACTS = Table(
    "contracts",
    "Master agreements and a state's own contracts: one row per contractor and award.",
    (
        _text("contract_id", "Unique id, text as written.", required=True),
        _text("alliance_id", "The alliance that awarded it.", required=True, refers_to="alliances"),
        _text("title", "What it is for.", required=True),
        _text("number", "The number that buyers cite; may repeat."),
        _text("portfolio", "The family of contracts that one solicitation awarded."),
        _text("category_code", "UNSPSC code as text, eight digits; 2, 4 or 6 digit prefixes roll up."),
        _text("category", "The category in words."),
        _text("vendor_id", "The contractor.", refers_to="vendors"),
        _text("lead_state", "The state that ran the solicitation.", refers_to=_STATE),
        _date("starts_on", "First day of the term."),
        _date("initial_ends_on", "Last day of the first term, before options."),
        _date("ends_on", "Last day of the current term, with every extension signed."),
        _date("latest_ends_on", "Last day if every option were used."),
        _money("ceiling_amount", "Not-to-exceed value; empty where there is none."),
        _money("estimated_amount", "Value estimated at award; never a ceiling."),
        _rate("discount_rate", "Agreed discount off list, as a fraction."),
        _integer("warranty_months", "Warranty in months."),
        _integer("delivery_days", "Days from order to delivery."),
        _integer("payment_days", "Days from invoice to payment."),
        _rate(
            "admin_fee_rate", "The alliance's fee on net sales, as a fraction (0.0025 is a quarter percent)."
        ),
    ),
    key=("contract_id",),
)

AMENDMENTS = Table(
    "amendments",
    "Signed changes of a contract's or an addendum's term or ceiling.",
    (
        _text("contract_id", "The contract.", required=True, refers_to="contracts"),
        _text(
            "addendum_id", "The addendum changed; empty for the contract.", refers_to="participating_addenda"
        ),
        _choice("kind", AMENDMENT_KINDS, "What kind of change."),
        _date("signed_on", "The day it was signed."),
        _date("effective_on", "The day from which it holds."),
        _date("old_ends_on", "End of the term before."),
        _date("new_ends_on", "End of the term after."),
        _money("old_ceiling_amount", "Ceiling before."),
        _money("new_ceiling_amount", "Ceiling after."),
    ),
)

PARTICIPATING_ADDENDA = Table(
    "participating_addenda",
    "Agreements between a contractor and a state, or one entity, to use a contract.",
    (
        _text("addendum_id", "Unique id.", required=True),
        _text("contract_id", "The contract.", required=True, refers_to="contracts"),
        _text("state", "The participating state.", required=True, refers_to=_STATE),
        _text("entity_id", "The participating entity; empty where statewide.", refers_to="entities"),
        _text("number", "The state's own number for it."),
        _date("signed_on", "The day it was signed."),
        _date("effective_on", "The first day orders may be placed; empty where it is not known."),
        _date("ends_on", "Last day orders may be placed; empty where it follows the contract."),
        _money("ceiling_amount", "Not-to-exceed value for this state; empty where there is none."),
        _text("allowed_entity_types", "Entity types that may buy, comma-separated; empty where all may."),
        _rate("state_fee_rate", "The state's own fee on net sales, as a fraction."),
    ),
    key=("addendum_id",),
)

VENDORS = Table(
    "vendors",
    "Contractors and sellers.",
    (
        _text("vendor_id", "Unique id.", required=True),
        _text("name", "The name as reported.", required=True),
        _text("parent_id", "The vendor this one belongs to.", refers_to="vendors"),
    ),
    key=("vendor_id",),
)

ENTITIES = Table(
    "entities",
    "Buyers: agencies, counties, cities, schools, universities and others.",
    (
        _text("entity_id", "Unique id.", required=True),
        _text("name", "The name as reported.", required=True),
        _choice("entity_type", ENTITY_TYPES, "What kind of body it is."),
        _text("state", "The state it lies in.", refers_to=_STATE),
    ),
    key=("entity_id",),
)

SPEND = Table(
    "spend",
    "Net spend: single lines, or totals of a month, quarter or year.",
    (
        _text("spend_id", "Unique id of the row.", required=True),
        _text("state", "The state whose entity bought.", required=True, refers_to=_STATE),
        _money("amount", "Net of tax and freight; credits are negative.", required=True),
        _date("spent_on", "Order date of a line; last day of the period of a total.", required=True),
        _choice("grain", GRAINS, "What a row is; empty means line."),
        _text("contract_id", "The contract; empty where spent off contract.", refers_to="contracts"),
        _text("entity_id", "The buyer.", refers_to="entities"),
        _text("vendor_id", "The seller, where it is not the contractor.", refers_to="vendors"),
        _choice("order_type", ORDER_TYPES, "Sale, credit or return."),
        _date("order_date", "The day of the order."),
        _date("ship_date", "The day of shipment."),
        _date("invoice_date", "The day of the invoice."),
        _date("period_start", "First day of a total's period."),
        _date("period_end", "Last day of a total's period."),
        _text("po_number", "The buyer's purchase order."),
        _text("invoice_number", "The seller's invoice."),
        _text("product_number", "The seller's product number."),
        _text("description", "What was bought."),
        _text("category_code", "UNSPSC code of the line, as text."),
        Column("quantity", Kind.QUANTITY, "Units bought."),
        _money("unit_price", "Price paid a unit."),
        _money("list_price", "Catalogue price a unit."),
        _money("fee_amount", "The alliance's fee as reported."),
        _text("report_period", "The report that brought the line, as `2026-Q1`."),
        _date("received_on", "The day that report came."),
        _text("source_file", "The file it was read from."),
        _integer("source_row", "The row in that file, the first row of data being 1."),
    ),
    key=("spend_id",),
)

BALANCES = Table(
    "balances",
    "Published positions: a ceiling and a to-date figure on a day. A stock, never summed over days.",
    (
        _text("contract_id", "The contract.", required=True, refers_to="contracts"),
        _text("state", "The state that published it.", required=True, refers_to=_STATE),
        _date("as_of", "The day of the position.", required=True),
        _money("ceiling_amount", "The ceiling on that day."),
        _money("ordered_amount", "Ordered to date."),
        _money("paid_amount", "Paid to date."),
        _text("source_file", "The file it was read from."),
        _integer("source_row", "The row in that file, the first row of data being 1."),
    ),
    key=("contract_id", "state", "as_of"),
)

FEE_RULES = Table(
    "fee_rules",
    "What alliances and states charge on sales: from when, for which buyers, above which volume.",
    (
        _text("alliance_id", "The alliance whose contracts it is for.", required=True, refers_to="alliances"),
        _text("state", "The state that charges it; empty for the alliance's own fee.", refers_to=_STATE),
        _text("contract_id", "The contract it is for; empty for all.", refers_to="contracts"),
        _date("starts_on", "First day on which it holds."),
        _date("ends_on", "Last day on which it holds."),
        _text("entity_types", "Entity types whose purchases it is on, comma-separated; empty for all."),
        _money("floor_amount", "Net sales of a contract in the calendar year above which it holds."),
        _rate("rate", "The fee on net sales, as a fraction (0.0025 is a quarter percent).", required=True),
        _choice("basis", FEE_BASES, "What makes a sale count; empty means invoiced."),
        _integer("due_days", "Days after the period within which it is paid."),
        _text("source", "Where it was read."),
    ),
)

REPORT_RULES = Table(
    "report_rules",
    "How often, and how soon, contractors report their sales.",
    (
        _text("alliance_id", "The alliance whose contracts it is for.", required=True, refers_to="alliances"),
        _date("starts_on", "First day on which it holds."),
        _date("ends_on", "Last day on which it holds."),
        _choice("frequency", FREQUENCIES, "How long a period is; empty means quarter."),
        _integer("due_days", "Days after the period within which the report comes."),
        Column(
            "zero_reports", Kind.BOOLEAN, "Whether a report is due when nothing was sold; empty means yes."
        ),
        _text("source", "Where it was read."),
    ),
)

SUMMARY_SALES = Table(
    "summary_sales",
    "Totals by state that contractors report beside the single lines; a restated report is a further row.",
    (
        _text("contract_id", "The contract.", required=True, refers_to="contracts"),
        _text("report_period", "The period reported, as `2026-Q1`.", required=True),
        _money("amount", "Net sales reported; zero where nothing was sold.", required=True),
        _text("state", "The state; empty where the report is for all.", refers_to=_STATE),
        _date("received_on", "The day that report came."),
        _text("source_file", "The file it was read from."),
        _integer("source_row", "The row in that file, the first row of data being 1."),
    ),
)

FEE_PAYMENTS = Table(
    "fee_payments",
    "Fees that contractors paid on their sales of a period.",
    (
        _text("contract_id", "The contract.", required=True, refers_to="contracts"),
        _text("report_period", "The period whose sales it is for, as `2026-Q1`.", required=True),
        _money("amount", "What was paid.", required=True),
        _text("state", "The state whose own fee it is; empty for the alliance's.", refers_to=_STATE),
        _date("paid_on", "The day it was paid."),
        _text("source_file", "The file it was read from."),
        _integer("source_row", "The row in that file, the first row of data being 1."),
    ),
)

PRICES = Table(
    "prices",
    "Prices agreed in a contract, and the list prices they come from.",
    (
        _text("contract_id", "The contract.", required=True, refers_to="contracts"),
        _text("product_number", "The seller's product number.", required=True),
        _money("contract_price", "The most that a unit may cost under the contract."),
        _money("list_price", "Catalogue price a unit."),
        _date("starts_on", "First day on which it holds."),
        _date("ends_on", "Last day on which it holds."),
        _text("source_file", "The file it was read from."),
        _integer("source_row", "The row in that file, the first row of data being 1."),
    ),
)

TABLES: tuple[Table, ...] = (
    ALLIANCES,
    MEMBERSHIPS,
    CONTRACTS,
    AMENDMENTS,
    PARTICIPATING_ADDENDA,
    VENDORS,
    ENTITIES,
    SPEND,
    BALANCES,
    FEE_RULES,
    REPORT_RULES,
    SUMMARY_SALES,
    FEE_PAYMENTS,
    PRICES,
)
"""Every table that a portfolio may hold, in the order in which they refer to one another."""

FLOW_TABLES = ("spend", "balances")
"""A portfolio needs at least one of these, beside `contracts`."""

READ_IN_PLACE = (*FLOW_TABLES, "summary_sales", "fee_payments", "prices")
"""The tables that may be large: queries read their files, which are not loaded on opening."""


def table_named(name: str) -> Table:
    """Return the table called `name`; raises KeyError when no portfolio table is called so."""
    for table in TABLES:
        if table.name == name:
            return table
    raise KeyError(f"No portfolio table is called {name!r}")

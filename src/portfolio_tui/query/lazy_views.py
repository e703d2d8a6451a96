"""The views over the tables, each made when SQL first names it: making all at once keeps people waiting."""

import re
import threading
from collections.abc import Collection
from functools import cache
from pathlib import Path

import duckdb

from portfolio_tui.query.raw_views import IN_FILES

FOLDER = Path(__file__).parent / "views"
FROM_THE_START = ("summed_months", "scope_macros", "check_macros", "bounded_functions")
"""The files of the months summed once, and of functions that views and queries share."""

VIEWS = (
    "contract_states",
    "repeated_amounts",
    "repeated_lines",
    "amended_terms",
    "contract_terms",
    "addendum_terms",
    "alliance_groups",
    "entity_kinds",
    "vendor_names",
    "counted_positions",
    "position_flows",
    "latest_positions",
    "dated_spend",
    "dated_spend_in_scope",
    "contracts",
    "participating_addenda",
    "addenda_in_force",
    "usable_contracts",
    "amendments",
    "alliances",
    "memberships",
    "vendors",
    "entities",
    "balances",
    "spend",
    "orders",
    "fee_rules",
    "report_rules",
    "summary_sales",
    "fee_payments",
    "prices",
    "monthly_spend",
    "monthly_contract_spend",
    "monthly_spend_any_period",
    "monthly_spend_to_date",
    "monthly_spend_year_before",
    "contract_use_in_scope",
    "category_capture_in_scope",
)
"""The views, and the tables read from the files when SQL first needs them; each after those that it reads."""

WHOLE = "whole"
"""The schema of the views in scope of tables that have further columns, with those."""

_COMMENTS_AND_TEXTS = re.compile(r"--.*|'[^']*'")
_LISTS_TABLES = re.compile(r"\bshow\b", re.IGNORECASE)


class LazyViews:
    """The views of one engine: `make_for` makes those that SQL needs and that are not there yet."""

    def __init__(self, with_further_columns: Collection[str] = ()) -> None:
        """Take the names of the tables that have further columns."""
        self._with_further_columns = frozenset(with_further_columns)
        self._lock = threading.Lock()
        self._made: set[str] = set()

    def make_for(self, sql: str, cursor: duckdb.DuckDBPyConnection) -> None:
        """Make on `cursor` every view that `sql` names, and those that they read; raises duckdb.Error."""
        needed = needed_by(sql)
        with self._lock:
            for name in VIEWS:
                if name in needed and name not in self._made:
                    cursor.execute(text_of_view(name))
                    if name in self._with_further_columns:
                        cursor.execute(_text_of_whole_view(name))
                    self._made.add(name)

    def show_further_columns(self, sql: str, cursor: duckdb.DuckDBPyConnection) -> None:
        """Have the tables in scope that `sql` names on `cursor` show their further columns, too.

        A list of the tables is that of all, whether they have some or not.
        """
        if self._with_further_columns and not _LISTS_TABLES.search(sql):
            cursor.execute(f"USE {WHOLE}")


def _text_of_whole_view(name: str) -> str:
    """Return the statement that makes the view of a table in scope once more, with its further columns."""
    in_scope = text_of_view(name).replace(f"VIEW {name} AS", f"VIEW {WHOLE}.{name} AS", 1)
    return re.sub(rf"\bunscoped\.{name}\b", f"{IN_FILES}.{name}", in_scope)


def needed_by(sql: str) -> frozenset[str]:
    """Return the views that `sql` names, and those that they read; all where it lists the tables."""
    if _LISTS_TABLES.search(sql):
        return frozenset(VIEWS)
    needed: set[str] = set()
    waiting = [name for name in VIEWS if _pattern(name).search(sql)]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting.extend(_read_by(name))
    return frozenset(needed)


@cache
def text_of_view(name: str) -> str:
    """Return the statements of the file `name` in the folder of views."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@cache
def _read_by(view: str) -> tuple[str, ...]:
    text = _COMMENTS_AND_TEXTS.sub("", text_of_view(view))
    return tuple(name for name in VIEWS if name != view and _pattern(name).search(text))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return what finds `name` in SQL; a view in scope is not meant by its table outside of the scope."""
    in_scope = f" unscoped.{name} AS\n" not in text_of_view(name)
    before = r"(?<!unscoped\.)(?<!unscoped\.\")" if in_scope else ""
    return re.compile(rf"{before}\b{name}\b", re.IGNORECASE)

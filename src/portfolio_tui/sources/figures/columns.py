"""Writes the lists of columns that the SQL for merging figures needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portfolio_tui.portfolio.schema import Kind, Table
from portfolio_tui.query.raw_views import literal, quoted
from portfolio_tui.sources.readers.source_rows import SOURCE_ROW
from portfolio_tui.sources.records import SOURCE_FILE

WHERE_FROM = (SOURCE_FILE, SOURCE_ROW)
"""Where a row was read: no difference between two rows that say the same."""

SORTED_BY = {"spend": ("state", "spent_on", "contract_id", "spend_id")}
"""The order of a table in a single file, where it is not that of its key."""

SUMMED = {"spend": "amount"}
"""The amounts of which the log of imports keeps a total; positions are never summed."""

TELLING = {"spend": "amount", "balances": "paid_amount"}
"""The amount by which a row is shown in one line."""

_DAYS = {"spend": "spent_on", "balances": "as_of"}


@dataclass(frozen=True)
class FigureColumns:
    """The columns of a table of figures in the portfolio, and those that the files bring."""

    table: Table
    there: tuple[str, ...]
    brought: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every column of the table, in its order, and then every further one."""
        names = [column.name for column in self.table.columns]
        return tuple(dict.fromkeys([*names, *self.there, *self.brought]))

    @property
    def compared(self) -> tuple[str, ...]:
        """The columns in which two rows of the same key may differ."""
        known = {*self.table.key, *WHERE_FROM}
        return tuple(name for name in self.brought if name not in known)

    @property
    def identifying(self) -> tuple[str, ...]:
        """The columns that tell a row from the others: the key, else everything that is said."""
        return self.table.key or self.compared

    def key(self) -> str:
        """Return the SQL of a row's key as one number, which two keys of a table never share.

        It has 128 bits, and so fits memory where the texts of millions of keys do not.
        """
        if len(self.table.key) == 1:
            return f"md5_number({quoted(self.table.key[0])})"
        parts = (f"coalesce(concat(length({name}), ':', {name}), '-')" for name in self._key_texts())
        return f"md5_number(concat({', '.join(parts)}))"

    def row_hash(self) -> str:
        """Return the SQL of the arguments that make the hash by which rows are compared.

        Two different rows share one of its 2**64 values so rarely that no import will ever meet it.
        """
        return listed(self.compared) or "0"

    def selection(self, names: Sequence[str]) -> str:
        """Return the SQL of all columns, cast to their types, of a file that has `names`."""
        return ", ".join(self._present(name, names) for name in self.all)

    def row_key(self, alias: str) -> str:
        """Return the SQL of a row's key as text."""
        return f"concat_ws(' ', {listed(self.identifying, f'{alias}.')})"

    def values(self) -> str:
        """Return the SQL of a struct for each column of the pair of rows `old` and `new`."""
        return ", ".join(self._value(name) for name in self.compared)

    def in_order(self) -> str:
        """Return the SQL of the order in which a single file holds the table."""
        return listed(SORTED_BY.get(self.table.name, self.table.key) or self.all)

    def control_total(self) -> str:
        """Return the SQL of the table's control total, NULL where it has none."""
        name = SUMMED.get(self.table.name)
        return "NULL" if name is None else f"CAST(sum({quoted(name)}) AS DECIMAL(38, 2))"

    def first_day(self) -> str:
        """Return the SQL of the oldest day of the figures, NULL where they have none."""
        return self._day("min")

    def newest_day(self) -> str:
        """Return the SQL of the newest day of the figures, NULL where they have none."""
        return self._day("max")

    def money(self) -> tuple[str, ...]:
        """Return the columns that hold amounts of money."""
        return tuple(column.name for column in self.table.columns if column.kind is Kind.MONEY)

    def _key_texts(self) -> tuple[str, ...]:
        return tuple(f"CAST({quoted(name)} AS VARCHAR)" for name in self.identifying)

    def _day(self, function: str) -> str:
        name = _DAYS.get(self.table.name)
        return f"{function}({'NULL::DATE' if name is None else quoted(name)})"

    def _kind(self, name: str) -> str | None:
        return next((column.kind.value for column in self.table.columns if column.name == name), None)

    def _present(self, name: str, names: Sequence[str]) -> str:
        kind = self._kind(name)
        value = quoted(name) if name in names else "NULL"
        cast = value if kind is None else f"CAST({value} AS {kind})"
        return f"{cast} AS {quoted(name)}"

    def _value(self, name: str) -> str:
        old, new = f"old.{quoted(name)}", f"new.{quoted(name)}"
        difference = "NULL"
        if name in self.money():
            difference = f"coalesce({new}, 0) - coalesce({old}, 0)"
        return (
            f"{{'column_name': {literal(name)}, 'old_value': CAST({old} AS VARCHAR), "
            f"'new_value': CAST({new} AS VARCHAR), "
            f"'difference': CAST({difference} AS DECIMAL(20, 2))}}"
        )


def listed(names: Iterable[str], prefix: str = "") -> str:
    """Return the SQL of a list of columns."""
    return ", ".join(f"{prefix}{quoted(name)}" for name in names)

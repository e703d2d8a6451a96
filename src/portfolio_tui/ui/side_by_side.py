"""Rows put side by side for the grid: a line for each of their columns, those in which they differ on top.

Import this module only once there are rows to show: it brings pyarrow, which the first picture must not wait
for.
"""

from dataclasses import dataclass

import pyarrow as pa

from portfolio_tui.checks.behind import ComparedColumn, compared
from portfolio_tui.query.parameters import text_of
from portfolio_tui.ui.figures import count
from portfolio_tui.ui.theme import Run, Runs
from portfolio_tui.ui.widgets.grid_rows import GridRows, grid_rows
from portfolio_tui.ui.widgets.grid_values import title_of

DIFFERS = "≠"


@dataclass(frozen=True)
class SideBySide:
    """The rows of one table ready for the grid, how many there are, in how many columns they differ."""

    grid: GridRows
    table: str
    row_count: int
    total: int
    differing: int
    columns: int
    truncated: bool

    def words(self) -> Runs:
        """Return what these rows are, and what the sign beside a column means."""
        name = self.table.replace("_", " ")
        if self.row_count == 1:
            return (Run(f"The row of {name} behind it, every cell", "muted"),)
        many = f"{count(self.row_count)} rows of {name}, side by side"
        if self.truncated:
            many = f"The first {count(self.row_count)} of {count(self.total)} rows of {name} (e exports all)"
        runs = [Run(many, "running-out" if self.truncated else "muted"), Run(" · ", "muted")]
        if not self.differing:
            return (*runs, Run("the same in every column", "muted"))
        told = f" in the {count(self.differing)} of {count(self.columns)} columns that differ"
        return (*runs, Run(DIFFERS, "accent"), Run(told, "muted"))


def side_by_side(rows: pa.Table, table: str, total: int, *, truncated: bool) -> SideBySide:
    """Return `rows` of the table so named, of which there are `total`; call it in a worker thread."""
    columns = compared(rows)
    differing = sum(column.differs for column in columns)
    return SideBySide(
        grid_rows(_on_its_side(columns, rows.num_rows)),
        table,
        rows.num_rows,
        total,
        differing,
        len(columns),
        truncated,
    )


def _on_its_side(columns: tuple[ComparedColumn, ...], row_count: int) -> pa.Table:
    """Return a table with a row for each column: its name, the sign, and its value in every row as text."""
    names = ["name", *([DIFFERS] if row_count > 1 else []), *(f"row {row + 1}" for row in range(row_count))]
    signs = [[DIFFERS if column.differs else "" for column in columns]] if row_count > 1 else []
    values = [
        [None if column.values[row] is None else text_of(column.values[row]) for column in columns]
        for row in range(row_count)
    ]
    titles = [title_of(column.name) for column in columns]
    arrays = [pa.array(texts, pa.string()) for texts in (titles, *signs, *values)]
    return pa.table(arrays, names=names)

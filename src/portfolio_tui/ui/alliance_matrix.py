"""The matrix of states and alliances: its rows, its columns, and the tiles of the map made from the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Literal

from portfolio_tui.measures.portfolio_rows import (
    OFF_CONTRACT_GROUP,
    OWN_GROUP,
    AllianceTotals,
    StateAllianceUse,
)
from portfolio_tui.portfolio.reference import jurisdictions
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.alliance_words import IDLE_MARK, LEVEL_INKS, highest_level, is_cooperative, level_of
from portfolio_tui.ui.figures import MISSING, count, exact_money, percent, short_money
from portfolio_tui.ui.plain_text import cell_width, clip, fit, shown
from portfolio_tui.ui.theme import Ink, Run, Runs
from portfolio_tui.ui.widgets.cells import Cell
from portfolio_tui.ui.widgets.matrix_layout import MatrixColumn
from portfolio_tui.ui.widgets.tile_lines import LEVEL_MARKS, Level, Tile

CellMeasure = Literal["spend", "share", "contracts"]
"""What the cells show."""

CELL_MEASURES: tuple[CellMeasure, ...] = ("spend", "share", "contracts")
STATE_COLUMN, TOTAL_COLUMN = "state", "total"
PINNED = 2
TOTALS_CODE = ""

_LAST_KINDS = {"local": 1, "state": 2, "none": 3}
_ONE_WORD_WIDTH, _SHORT_TITLE_WIDTH = 12, 9
_MARKS_WIDTH = 2
_SHORT_GROUPS = {OWN_GROUP: "Own", OFF_CONTRACT_GROUP: "No contr."}


@dataclass(frozen=True)
class Group:
    """An alliance as a column: its id, name and kind."""

    group_id: str
    name: str
    kind: str


@dataclass(frozen=True)
class UseFigures:
    """What one cell shows: amounts, and for a state the level it has reached and whether it stays idle."""

    net_amount: Decimal
    share: Decimal | None
    contracts: int
    level: Level | None = None
    idle: bool = False


@dataclass(frozen=True)
class StateRow:
    """A row of the matrix: a state, or all of them, with its figures under the ids of the alliance groups."""

    code: str
    name: str
    net_amount: Decimal
    contracts: int
    figures: Mapping[str, UseFigures] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known of the state in this scope."""
        return not self.figures


def groups_of(totals: Sequence[AllianceTotals], uses: Iterable[StateAllianceUse]) -> tuple[Group, ...]:
    """Return the alliances to show: the largest first, then local and own contracts, then off contract."""
    found = {row.group_id: Group(row.group_id, row.group_name, row.kind) for row in totals}
    for use in uses:
        found.setdefault(use.group_id, Group(use.group_id, use.group_name, use.kind))
    return tuple(sorted(found.values(), key=lambda group: _LAST_KINDS.get(group.kind, 0)))


def state_rows(uses: Iterable[StateAllianceUse], scope: Scope) -> tuple[StateRow, ...]:
    """Return a row for each state with anything in `uses`, by name, then the others in scope, by name."""
    by_state: dict[str, list[StateAllianceUse]] = {}
    for use in uses:
        by_state.setdefault(use.state, []).append(use)
    rows = [_state_row(state_uses) for state_uses in by_state.values()]
    empty = [
        StateRow(place.code, place.name, Decimal(0), 0)
        for place in jurisdictions()
        if place.code not in by_state and (not scope.states or place.code in scope.states)
    ]
    by_name = sorted(rows, key=lambda row: row.name)
    return (*by_name, *sorted(empty, key=lambda row: row.name))


def totals_row(totals: Sequence[AllianceTotals]) -> StateRow:
    """Return the row of all states together; its shares are of all spend in scope."""
    return StateRow(
        TOTALS_CODE,
        "All states",
        sum((row.net_amount for row in totals), Decimal(0)),
        sum(row.contracts_used for row in totals),
        {row.group_id: UseFigures(row.net_amount, row.share, row.contracts_used) for row in totals},
    )


def matrix_columns(
    groups: Sequence[Group], rows: Sequence[StateRow], measure: CellMeasure, currency: str
) -> tuple[MatrixColumn[StateRow], ...]:
    """Return the columns of the matrix: the state, its total, and each of `groups`, as wide as needed."""
    titles = short_titles(groups)
    total_words = [_total_words(row, measure, currency) for row in rows]
    return (
        _state_column(),
        MatrixColumn(
            TOTAL_COLUMN,
            "Contracts" if measure == "contracts" else "All spend",
            lambda row: _total_cell(row, measure, currency),
            max([9, *map(cell_width, total_words)]),
            align="right",
            sort_key=lambda row: _value(UseFigures(row.net_amount, row.net_amount, row.contracts), measure),
            largest_first=True,
            searchable=False,
        ),
        *(_group_column(group, titles[group.group_id], rows, measure, currency) for group in groups),
    )


def short_titles(groups: Sequence[Group]) -> dict[str, str]:
    """Return for each alliance its first words, as few as tell it from the others, cut where long."""
    words = {group.group_id: group.name.replace(",", " ").replace("(", " ").split() for group in groups}
    titles = {}
    for group in groups:
        own = words[group.group_id] or [group.group_id]
        others = [words[other.group_id] for other in groups if other.group_id != group.group_id]
        length = next(
            (n for n in range(1, len(own)) if all(other[:n] != own[:n] for other in others)), len(own)
        )
        width = _ONE_WORD_WIDTH if length == 1 else _SHORT_TITLE_WIDTH
        titles[group.group_id] = clip(shown(" ".join(own[:length])), width)
    return titles | {group_id: title for group_id, title in _SHORT_GROUPS.items() if group_id in titles}


def tiles(rows: Iterable[StateRow], groups: Sequence[Group], group_id: str | None) -> tuple[Tile, ...]:
    """Return the tiles for one alliance, or for all cooperative ones together, shaded by their share."""
    cooperative = [group.group_id for group in groups if is_cooperative(group.kind)]
    wanted = cooperative if group_id is None else [group_id]
    return tuple(_tile(row, wanted) for row in rows)


def _tile(row: StateRow, group_ids: Sequence[str]) -> Tile:
    found = [row.figures[group_id] for group_id in group_ids if group_id in row.figures]
    level = highest_level(figures.level for figures in found if figures.level is not None)
    return Tile(row.code, level, _share(row, group_ids))


def _share(row: StateRow, group_ids: Iterable[str]) -> Decimal | None:
    if row.net_amount <= 0:
        return None
    found = (row.figures[group_id].net_amount for group_id in group_ids if group_id in row.figures)
    return sum(found, Decimal(0)) / row.net_amount


def _state_row(uses: Sequence[StateAllianceUse]) -> StateRow:
    figures = {
        use.group_id: UseFigures(
            use.net_amount,
            use.share,
            use.contracts_used,
            None if use.group_id == OFF_CONTRACT_GROUP else level_of(use),
            use.not_bought_for_a_year,
        )
        for use in uses
    }
    first = uses[0]
    contracts = sum(use.contracts_used for use in uses)
    return StateRow(first.state, first.state_name, first.state_net_amount, contracts, figures)


def _state_column() -> MatrixColumn[StateRow]:
    def cell(row: StateRow) -> Cell:
        ink: Ink = "faint" if row.is_empty else "strong" if row.code == TOTALS_CODE else "plain"
        # The code is found by a search and copied, but takes no room of its own.
        return Cell(f"{row.name} {row.code}", draw=lambda width: (Run(fit(shown(row.name), width), ink),))

    return MatrixColumn(
        STATE_COLUMN, "State", cell, 14, max_width=24, short_title="State", sort_key=lambda row: row.name
    )


def _group_column(
    group: Group, short_title: str, rows: Sequence[StateRow], measure: CellMeasure, currency: str
) -> MatrixColumn[StateRow]:
    group_id = group.group_id
    found = [row.figures[group_id] for row in rows if group_id in row.figures]
    widths = [cell_width(_words(figures, measure, currency)) + _marks_width(figures) for figures in found]
    width = max([cell_width(short_title), *widths])
    return MatrixColumn(
        group_id,
        group.name,
        partial(_group_cell, group_id=group_id, measure=measure, currency=currency),
        width,
        align="right",
        sort_key=lambda row: _value(row.figures.get(group_id), measure),
        largest_first=True,
        searchable=False,
        short_title=short_title,
    )


def _group_cell(row: StateRow, group_id: str, measure: CellMeasure, currency: str) -> Cell:
    figures = row.figures.get(group_id)
    if figures is None:
        return Cell("", draw=lambda width: (Run(fit(LEVEL_MARKS["none"], width), "faint"),))
    words = _words(figures, measure, currency)
    exact = exact_money(figures.net_amount, currency) if measure == "spend" else words
    level = figures.level or ""
    return Cell(words, exact=f"{exact} {level}".strip(), draw=partial(_drawn, figures, words))


def _drawn(figures: UseFigures, words: str, width: int) -> Runs:
    """Return mark, warning and figure in exactly `width` cells."""
    ink: Ink = "over" if figures.net_amount < 0 else "plain"
    if figures.level is None:
        return (Run(fit(words, width, "right"), ink),)
    mark_ink = "running-out" if figures.idle else LEVEL_INKS[figures.level]
    marks = LEVEL_MARKS[figures.level] + (IDLE_MARK if figures.idle else " ")
    return (Run(marks, mark_ink), Run(fit(words, width - _MARKS_WIDTH, "right"), ink))


def _marks_width(figures: UseFigures) -> int:
    return 0 if figures.level is None else _MARKS_WIDTH


def _words(figures: UseFigures | None, measure: CellMeasure, currency: str) -> str:
    """Return the figure that a cell shows, empty where nothing was bought."""
    if figures is None or (figures.net_amount == 0 and figures.contracts == 0):
        return ""
    if measure == "spend":
        return short_money(figures.net_amount, currency)
    if measure == "share":
        return percent(figures.share)
    return count(figures.contracts) if figures.contracts else ""


def _value(figures: UseFigures | None, measure: CellMeasure) -> Decimal | None:
    """Return what a column is sorted by, in step with `_words`."""
    if figures is None or _words(figures, measure, "") in {"", MISSING}:
        return None
    if measure == "spend":
        return figures.net_amount
    return figures.share if measure == "share" else Decimal(figures.contracts)


def _total_words(row: StateRow, measure: CellMeasure, currency: str) -> str:
    if row.is_empty:
        return ""
    return count(row.contracts) if measure == "contracts" else short_money(row.net_amount, currency)


def _total_cell(row: StateRow, measure: CellMeasure, currency: str) -> Cell:
    words = _total_words(row, measure, currency)
    ink: Ink = "over" if row.net_amount < 0 else "strong" if row.code == TOTALS_CODE else "plain"
    return Cell(words, ink, exact="" if measure == "contracts" else exact_money(row.net_amount, currency))

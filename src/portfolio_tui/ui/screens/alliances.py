"""The Alliances area: which alliances each state uses, as a matrix and as a map of the country."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.reactive import reactive
from textual.widgets import ContentSwitcher

from portfolio_tui.measures.portfolio_rows import (
    ALLIANCE_TOTALS,
    STATE_ALLIANCE_USE,
    AllianceTotals,
    StateAllianceUse,
)
from portfolio_tui.ui.alliance_matrix import (
    CELL_MEASURES,
    PINNED,
    STATE_COLUMN,
    TOTAL_COLUMN,
    CellMeasure,
    Group,
    StateRow,
    groups_of,
    matrix_columns,
    state_rows,
    tiles,
    totals_row,
)
from portfolio_tui.ui.alliance_words import brief_runs, legend_runs, on_lines, state_runs, use_runs
from portfolio_tui.ui.area_screen import AreaScreen, LedgerKeys
from portfolio_tui.ui.figures import percent
from portfolio_tui.ui.panels import Panels
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import Run, Runs
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.matrix import Matrix
from portfolio_tui.ui.widgets.notice import Notice
from portfolio_tui.ui.widgets.tile_map import TileMap

_WIDE, _TALL, _LOW = 120, 36, 18
_MEASURE_WORDS: dict[CellMeasure, str] = {
    "spend": "Spend",
    "share": "Share of spend",
    "contracts": "Contracts used",
}
_NOTHING = "No membership, no addendum and no spend in this scope: press f to choose another."


class AlliancesScreen(AreaScreen):
    """The matrix of states and alliances with a line about the cell under the cursor, and the tile map."""

    AREA = "alliances"
    KEYS: ClassVar[Mapping[str, LedgerKeys]] = {
        "state_alliance_use": LedgerKeys("#matrix", "state", one_row_each=False)
    }
    AUTO_FOCUS: ClassVar[str | None] = "#matrix"
    DEFAULT_CSS = """
    AlliancesScreen {
        #legend { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        ContentSwitcher { height: 1fr; }
        #detail { height: 3; }
        &.-wide #detail { height: 2; }
        &.-low #detail { height: 1; }
        #map-view { height: 1fr; overflow: hidden; }
        #map-detail { height: 1fr; }
        &.-short #map { height: 11; }
        &.-wide #map-view { layout: horizontal; }
        &.-wide #map { width: 86; height: auto; }
        &.-wide #map-detail { width: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "measure", "Measure", id="alliances.measure", tooltip="Spend, share or contracts"),
        Binding("m", "map", "Map", id="alliances.map", tooltip="Matrix or map"),
        Binding("z", "empty", "Empty", id="alliances.empty", tooltip="Show or hide states with nothing"),
        Binding("left_square_bracket", "alliance(-1)", "Alliance before", id="alliances.before", show=False),
        Binding("right_square_bracket", "alliance(1)", "Next alliance", id="alliances.next", show=False),
    ]

    shown_measure: reactive[CellMeasure] = reactive("spend", init=False)
    """What the cells of the matrix show."""
    hides_empty: reactive[bool] = reactive(False, init=False)
    """Whether states with nothing at all are left out of the matrix."""

    def __init__(self) -> None:
        super().__init__()
        self._uses: tuple[StateAllianceUse, ...] = ()
        self._totals: tuple[AllianceTotals, ...] = ()
        self._groups: tuple[Group, ...] = ()
        self._rows: dict[str, StateRow] = {}
        self._uses_are_here = False
        self._panel: Panels | None = None

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return "Alliances"

    def compose_body(self) -> ComposeResult:
        """Lay out the area."""
        yield Notice(id="legend")
        with ContentSwitcher(initial="matrix"):
            yield Matrix[StateRow](lambda row: row.code, pinned=PINNED, empty=_NOTHING, id="matrix")
            with Container(id="map-view"):
                yield TileMap(value_text=percent, id="map")
                yield Notice(id="map-detail")
        yield Notice(id="detail")

    def on_resize(self, event: events.Resize) -> None:
        """Put what is said of a state beside the map where there is room, else under it."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self.set_class(event.size.height < _TALL, "-short")
        self.set_class(event.size.height < _LOW, "-low")

    def load(self) -> None:
        """Request the states' use of alliances, and the alliances' totals."""
        self._uses, self._totals, self._uses_are_here = (), (), False
        if self._panel is None:
            self._panel = Panels(self._matrix, self.query_one("#map-detail", Notice))
        self._show_legend()
        self.request(self._panel, STATE_ALLIANCE_USE, self._take_uses)
        self.request(self.query_one("#detail", Notice), ALLIANCE_TOTALS, self._take_alliances)

    def _take_uses(self, rows: tuple[StateAllianceUse, ...]) -> None:
        self._uses = rows
        self._uses_are_here = True
        self._show_matrix()

    def _take_alliances(self, rows: tuple[AllianceTotals, ...]) -> None:
        self._totals = rows
        if self._uses_are_here:
            self._show_matrix()

    def _show_matrix(self) -> None:
        """Show what there is, in the matrix and on the map."""
        self._groups = groups_of(self._totals, self._uses)
        rows = state_rows(self._uses, self.scope) if self._uses else ()
        if self.hides_empty:
            rows = tuple(row for row in rows if not row.is_empty)
        self._rows = {row.code: row for row in rows}
        totals = totals_row(self._totals) if self._totals else None
        every_row = rows if totals is None else (*rows, totals)
        columns = matrix_columns(self._groups, every_row, self.shown_measure, self.session.currency)
        self._matrix.show_matrix(columns, rows, totals)
        self._show_map()
        self._show_detail()

    def _show_map(self) -> None:
        self.query_one(TileMap).show(tiles(self._rows.values(), self._groups, self._group_id))
        self._show_legend()

    def _show_legend(self) -> None:
        if self._on_map:
            group = next((group for group in self._groups if group.group_id == self._group_id), None)
            name = shown(group.name) if group else "all alliances together"
            title: Runs = (
                Run("Share of the state's spend through ", "muted"),
                Run(name, "strong"),
                Run("  [ ] another", "muted"),
            )
        else:
            title = (Run(_MEASURE_WORDS[self.shown_measure], "strong"), Run("  "), *legend_runs())
        self.query_one("#legend", Notice).show_runs(title)

    @on(Ledger.Highlighted)
    @on(Matrix.ColumnHighlighted)
    def _cell_highlighted(self) -> None:
        self._show_detail()

    @on(TileMap.Highlighted)
    def _tile_highlighted(self) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        """Say in words what the cell, or the tile, under the cursor stands for."""
        if not self._uses_are_here:
            return
        if self._on_map:
            self._show_map_detail()
            return
        row = self._matrix.row_at_cursor
        detail = self.query_one("#detail", Notice)
        if row is None:
            detail.show_runs(())
            return
        use = self._use(row.code, self._group_id)
        currency = self.session.currency
        if use is not None:
            name = f"{shown(row.name)} · {shown(use.group_name)} "
            detail.show_runs((Run(name, "strong"), *use_runs(use, currency)))
        elif self._group_id is None:
            detail.show_runs(state_runs(row.name, self._uses_of(row.code), currency))
        else:
            detail.show_runs(
                (Run(f"{shown(row.name)} ", "strong"), Run("takes no part in this alliance.", "muted"))
            )

    def _show_map_detail(self) -> None:
        code = self.query_one(TileMap).code
        uses, currency = self._uses_of(code), self.session.currency
        name = self._rows[code].name if code in self._rows else code
        lines = [state_runs(name, uses, currency)]
        lines += [brief_runs(use, currency) for use in uses]
        self.query_one("#map-detail", Notice).show_runs(on_lines(*lines))

    def _uses_of(self, code: str) -> tuple[StateAllianceUse, ...]:
        return tuple(use for use in self._uses if use.state == code)

    def _use(self, code: str, group_id: str | None) -> StateAllianceUse | None:
        return next((use for use in self._uses_of(code) if use.group_id == group_id), None)

    def watch_shown_measure(self) -> None:
        """Draw the matrix anew with another measure."""
        if self._uses_are_here:
            self._show_matrix()
        self._show_legend()

    def watch_hides_empty(self) -> None:
        """Draw the matrix anew with or without the states that have nothing."""
        if self._uses_are_here:
            self._show_matrix()

    def action_measure(self) -> None:
        """Show the next measure in the cells."""
        self.shown_measure = CELL_MEASURES[(CELL_MEASURES.index(self.shown_measure) + 1) % len(CELL_MEASURES)]

    def action_empty(self) -> None:
        """Hide the states that have nothing, or show them again."""
        self.hides_empty = not self.hides_empty

    def action_map(self) -> None:
        """Go from the matrix to the map, or back, staying on the same state."""
        switcher, tile_map = self.query_one(ContentSwitcher), self.query_one(TileMap)
        row = self._matrix.row_at_cursor
        if self._on_map:
            switcher.current = "matrix"
            self._matrix.move_to(tile_map.code)
            self._matrix.focus()
        else:
            switcher.current = "map-view"
            if row is not None:
                tile_map.move_to(row.code)
            tile_map.focus()
        self.query_one("#detail").display = not self._on_map
        self._show_map()
        self._show_detail()
        self.refresh_bindings()

    def action_alliance(self, step: int) -> None:
        """Go to the next alliance: its column in the matrix, its shares on the map."""
        ids = [None, *(group.group_id for group in self._groups)]
        group_id = ids[(ids.index(self._group_id) + step) % len(ids)]
        self._matrix.move_to_column(STATE_COLUMN if group_id is None else group_id)
        self._show_map()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer what belongs to the matrix only where it is in sight."""
        return not (self._on_map and action in {"measure", "empty"}) if self.is_mounted else True

    @on(Matrix.CellChosen)
    def _open_cell(self, event: Matrix.CellChosen[StateRow]) -> None:
        if event.column_key in {STATE_COLUMN, TOTAL_COLUMN}:
            self.portfolio_app.show_state(event.row.code)
        else:
            self.portfolio_app.show_alliance(event.column_key, event.row.code)

    @on(TileMap.Chosen)
    def _open_tile(self, event: TileMap.Chosen) -> None:
        self.portfolio_app.show_state(event.code)

    @property
    def _matrix(self) -> Matrix[StateRow]:
        return self.query_one("#matrix", Matrix)

    @property
    def _on_map(self) -> bool:
        return self.query_one(ContentSwitcher).current == "map-view"

    @property
    def _group_id(self) -> str | None:
        """The alliance of the column under the cursor, None where that is a state's name or total."""
        key = self._matrix.column_key
        return None if key in {STATE_COLUMN, TOTAL_COLUMN} else key

"""The country as a grid of tiles, one a jurisdiction, shaded by a value, marked by how far it takes part."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from portfolio_tui.ui.figures import short_money
from portfolio_tui.ui.theme import INK_CLASSES, ink_css, strip_of
from portfolio_tui.ui.widgets.tile_layout import GRID_COLUMNS, GRID_ROWS, POSITIONS, Direction, next_tile
from portfolio_tui.ui.widgets.tile_lines import (
    Level,
    Tile,
    TileSize,
    legend_lines,
    shade_bounds,
    shade_number,
    tile_line,
    tile_size,
)

__all__ = ["Level", "Tile", "TileMap"]

_CODE_AT = {position: code for code, position in POSITIONS.items()}
_LEGEND_LINES = 2
_MARGIN = 1
_SHADE_CLASSES = tuple(f"tile-map--shade-{number}" for number in range(1, 5))


class TileMap(Widget, can_focus=True):
    """All 56 jurisdictions; the arrow keys move to the nearest tile, Enter or a second click chooses."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {*INK_CLASSES, "tile-map--cursor", *_SHADE_CLASSES}
    DEFAULT_CSS = (
        ink_css("TileMap")
        + """
    TileMap {
        width: 1fr;
        height: auto;
        & > .tile-map--shade-1 { background: $primary 6%; }
        & > .tile-map--shade-2 { background: $primary 13%; }
        & > .tile-map--shade-3 { background: $primary 22%; }
        & > .tile-map--shade-4 { background: $primary 32%; }
        & > .tile-map--cursor { background: $foreground 15%; }
        &:focus > .tile-map--cursor { background: $foreground 30%; }
        &:ansi > .tile-map--shade-1, &:ansi > .tile-map--shade-2, &:ansi > .tile-map--shade-3,
        &:ansi > .tile-map--shade-4, &:ansi > .tile-map--cursor { background: ansi_default; }
    }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move('up')", "North", id="map.up", show=False),
        Binding("down,j", "move('down')", "South", id="map.down", show=False),
        Binding("left,h", "move('left')", "West", id="map.left", show=False),
        Binding("right,l", "move('right')", "East", id="map.right", show=False),
        Binding("enter", "choose", "Open", id="map.choose"),
    ]

    code: reactive[str] = reactive("VT", init=False)
    """The code of the tile under the cursor."""

    class TileMessage(Message):
        """What a map tells about one of its tiles."""

        def __init__(self, tile_map: "TileMap", code: str) -> None:
            super().__init__()
            self.tile_map = tile_map
            self.code = code

        @property
        def control(self) -> "TileMap":
            """The map, for `@on(TileMap.Highlighted, "#id")`."""
            return self.tile_map

    class Highlighted(TileMessage):
        """The cursor came to another tile."""

    class Chosen(TileMessage):
        """Enter was pressed on a tile, or the tile under the cursor was clicked."""

    def __init__(
        self,
        *,
        value_text: Callable[[Decimal | None], str] = short_money,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Take how a value reads in the legend."""
        super().__init__(name=name, id=id, classes=classes)
        self._value_text = value_text
        self._tiles: dict[str, Tile] = {}
        self._bounds: tuple[Decimal, ...] = ()

    def show(self, tiles: Iterable[Tile]) -> None:
        """Show `tiles`; jurisdictions without one are drawn as taking no part."""
        self._tiles = {tile.code: tile for tile in tiles}
        self._bounds = shade_bounds(tile.value for tile in self._tiles.values())
        self.refresh()

    def move_to(self, code: str) -> bool:
        """Put the cursor on the tile `code`; say whether there is one."""
        if code in POSITIONS:
            self.code = code
        return code in POSITIONS

    def visible_text(self) -> str:
        """Return the map and its legend as plain text."""
        return "\n".join(self.render_line(y).text.rstrip() for y in range(self.size.height))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the lines of map and legend, in the largest tiles for which the container has room."""
        room = container.height - _LEGEND_LINES - 1
        size = tile_size(width - _MARGIN, room, GRID_COLUMNS, GRID_ROWS)
        return GRID_ROWS * size.lines + _LEGEND_LINES + 1

    def render_line(self, y: int) -> Strip:
        """Draw line `y`: the tiles, then the legend where there is room for it."""
        size = self._tile_size
        row, line = divmod(y, size.lines)
        if row < GRID_ROWS:
            return self._row_strip(row, line, size)
        legend = legend_lines(self._bounds, self._value_text)
        position = y - GRID_ROWS * size.lines - 1
        runs = legend[position] if 0 <= position < len(legend) else ()
        margin = Strip.blank(_MARGIN, self.visual_style.rich_style)
        return Strip.join([margin, strip_of(self, runs, max(0, self.size.width - _MARGIN))])

    def _row_strip(self, row: int, line: int, size: TileSize) -> Strip:
        strips = [strip_of(self, (), _MARGIN)]
        for column in range(GRID_COLUMNS):
            code = _CODE_AT.get((column, row))
            if code is None:
                strips.append(strip_of(self, (), size.width))
                continue
            tile = self._tiles.get(code, Tile(code))
            runs = tile_line(tile, line, size, self._bounds)
            width = sum(len(run.text) for run in runs)
            strips += [
                strip_of(self, runs, width, *self._surfaces(tile)),
                strip_of(self, (), size.width - width),
            ]
        return Strip.join(strips).adjust_cell_length(self.size.width, self.visual_style.rich_style)

    def _surfaces(self, tile: Tile) -> tuple[str, ...]:
        if tile.code == self.code:
            return ("tile-map--cursor",)
        number = shade_number(tile.value, self._bounds)
        return (_SHADE_CLASSES[number - 1],) if number > 0 else ()

    @property
    def _tile_size(self) -> TileSize:
        room = self.size.height - _LEGEND_LINES - 1
        return tile_size(self.size.width - _MARGIN, room, GRID_COLUMNS, GRID_ROWS)

    def watch_code(self, code: str) -> None:
        """Draw the map anew and tell."""
        self.refresh()
        self.post_message(self.Highlighted(self, code))

    def action_move(self, direction: Direction) -> None:
        """Move the cursor to the nearest tile in a direction."""
        self.code = next_tile(self.code, direction)

    def action_choose(self) -> None:
        """Tell that the tile under the cursor was chosen."""
        self.post_message(self.Chosen(self, self.code))

    def on_click(self, event: events.Click) -> None:
        """Go to the tile clicked, or choose it if the cursor was there already."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        size = self._tile_size
        code = _CODE_AT.get(((offset.x - _MARGIN) // size.width, offset.y // size.lines))
        if code is None:
            return
        if code == self.code:
            self.action_choose()
        self.code = code

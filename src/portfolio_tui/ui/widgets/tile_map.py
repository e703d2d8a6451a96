"""The country as a grid of tiles, one a jurisdiction, shaded by a value, marked by how far it takes part."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from textual.message import Message
from textual.widget import Widget

from portfolio_tui.ui.figures import short_money
from portfolio_tui.ui.theme import INK_CLASSES, ink_css

Level = Literal["none", "member", "participating", "buying"]


@dataclass(frozen=True, slots=True)
class Tile:
    """A jurisdiction on the map: its two-letter code, how far it takes part, and the value that shades it."""

    code: str
    level: Level = "none"
    value: Decimal | None = None


class TileMap(Widget, can_focus=True):
    """All 56 jurisdictions; the arrow keys move to the nearest tile, Enter or a click chooses."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*INK_CLASSES}
    DEFAULT_CSS = ink_css("TileMap")

    class Highlighted(Message):
        """The cursor came to another tile."""

        def __init__(self, tile_map: "TileMap", code: str) -> None:
            super().__init__()
            self.tile_map = tile_map
            self.code = code

        @property
        def control(self) -> "TileMap":
            """The map, for `@on(TileMap.Highlighted, "#id")`."""
            return self.tile_map

    class Chosen(Highlighted):
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

    def show(self, tiles: Iterable[Tile]) -> None:
        """Show `tiles`; jurisdictions without one are drawn as taking no part."""

    @property
    def code_at_cursor(self) -> str:
        """The code of the tile under the cursor."""
        raise NotImplementedError

    def move_to(self, code: str) -> bool:
        """Put the cursor on the tile `code`; say whether there is one."""
        raise NotImplementedError

    def visible_text(self) -> str:
        """Return the map and its legend as plain text."""
        raise NotImplementedError

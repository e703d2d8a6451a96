"""How the values of a result read: exact, one line in a cell, whole in the cell view, plain when copied.

Import this module only once there are rows to show: it brings pyarrow, which the first picture must not wait
for.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

import pyarrow as pa
import pyarrow.compute as pc

from portfolio_tui.ui.figures import MINUS, count
from portfolio_tui.ui.plain_text import Align, clip, shown
from portfolio_tui.ui.widgets.json_text import json_text

WIDEST_CELL = 40
"""More of a value is cut off in the grid; the cell view shows it whole."""

YES, NO = "yes", "no"

_LOOKED_AT = 4 * WIDEST_CELL
"""How many characters of a text are made safe for a cell; a text may be megabytes long."""

_LAID_OUT = 100_000
"""How many characters of a value are laid out on lines, which takes long for megabytes."""

_NO_QUANTITIES = re.compile(r"(?:^|_)(?:year|id|code|number|fips|zip|fy)$", re.IGNORECASE)
"""Names of whole numbers that name something: their digits are not grouped, 2026 is no 2,026."""

_NO_FRACTION = re.compile(r"\.0+(?=Z$|[+-]\d{4}$|$)")


class Kind(Enum):
    """What the values of a column are to a reader."""

    TEXT = auto()
    WHOLE = auto()
    DECIMAL = auto()
    FLOAT = auto()
    BOOLEAN = auto()
    MOMENT = auto()
    NESTED = auto()
    OTHER = auto()


_NUMBERS = frozenset({Kind.WHOLE, Kind.DECIMAL, Kind.FLOAT})


@dataclass(frozen=True)
class GridColumn:
    """A column of a result: its name in the SQL, its title, what its values are, its width in cells."""

    name: str
    title: str
    kind: Kind
    width: int

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.kind in _NUMBERS

    @property
    def align(self) -> Align:
        """Numbers stand right, everything else left."""
        return "right" if self.is_number else "left"


def kind_of(type_: pa.DataType) -> Kind:
    """Return what values of an Arrow type are to a reader."""
    tests = (
        (Kind.TEXT, (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)),
        (Kind.WHOLE, (pa.types.is_integer,)),
        (Kind.DECIMAL, (pa.types.is_decimal,)),
        (Kind.FLOAT, (pa.types.is_floating,)),
        (Kind.BOOLEAN, (pa.types.is_boolean,)),
        (Kind.MOMENT, (pa.types.is_date, pa.types.is_time, pa.types.is_timestamp)),
        (Kind.NESTED, (pa.types.is_nested,)),
    )
    return next((kind for kind, fits in tests if any(fit(type_) for fit in fits)), Kind.OTHER)


def title_of(name: str) -> str:
    """Return a column's name as its title: "spent_on" is "Spent on"."""
    words = shown(name).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def plain(value: pa.Scalar, kind: Kind) -> str | None:
    """Return a value as it is, without separators, for copying and searching; None where there is none."""
    if not value.is_valid:
        return None
    if kind is Kind.MOMENT:
        return _NO_FRACTION.sub("", str(pc.cast(value, pa.string())))
    if kind is Kind.NESTED:
        return nested_text(value)
    return _plain_python(value.as_py())


def cell_text(value: pa.Scalar, column: GridColumn) -> str | None:
    """Return a value as one safe line of at most `WIDEST_CELL` cells; None where there is none."""
    text = plain(value, column.kind)
    if text is None:
        return None
    if column.is_number:
        return grouped(text, column)
    return clip(shown(text[:_LOOKED_AT]), WIDEST_CELL)


def whole_text(value: pa.Scalar, column: GridColumn) -> str | None:
    """Return a value whole and safe, a line each for the lines it has; None where there is none.

    Of megabytes only the beginning is returned, and how much more there is.
    """
    nested = column.kind is Kind.NESTED and value.is_valid
    text = nested_text(value, indent=2) if nested else plain(value, column.kind)
    if text is None or column.is_number:
        return None if text is None else grouped(text, column)
    rest = len(text) - _LAID_OUT
    more = [f"… and {count(rest)} more characters"] if rest > 0 else []
    return "\n".join([*map(shown, text[:_LAID_OUT].splitlines()), *more])


def grouped(digits: str, column: GridColumn) -> str:
    """Return a plain number with its thousands separated, but where the column's name says that it names."""
    sign = MINUS if digits.startswith("-") else ""
    whole, point, fraction = digits.removeprefix("-").partition(".")
    names_something = column.kind is Kind.WHOLE and _NO_QUANTITIES.search(column.name)
    if names_something or not whole.isascii() or not whole.isdigit():
        return f"{sign}{whole}{point}{fraction}"
    return f"{sign}{int(whole):,}{point}{fraction}"


def nested_text(value: pa.Scalar, indent: int = 0) -> str:
    """Return a list, struct or map as JSON text."""
    try:
        return json_text(value.as_py(maps_as_pydicts="lossy"), indent)
    except (ValueError, OverflowError):  # such as a day beyond the year 9999
        return str(value)


def _plain_python(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.hex() if isinstance(value, bytes) else str(value)

"""Text for people in columns, as the commands print it."""

from collections.abc import Sequence

from portfolio_tui.terminal_text import columns_taken, shown


def aligned(rows: Sequence[Sequence[str]], sides: str) -> str:
    """Return rows of cells in columns, each column to the side that `sides` gives for it (< or >)."""
    safe = [[shown(cell) for cell in row] for row in rows]
    widths = [max(map(columns_taken, column)) for column in zip(*safe, strict=True)]
    return lines(
        [
            "  ".join(
                cell + _room(cell, width) if side == "<" else _room(cell, width) + cell
                for cell, width, side in zip(row, widths, sides, strict=True)
            )
            for row in safe
        ]
    )


def lines(texts: Sequence[str]) -> str:
    """Return `texts` as lines, made fit for a terminal."""
    return "\n".join(shown(text).rstrip() for text in texts)


def _room(cell: str, width: int) -> str:
    return " " * (width - columns_taken(cell))

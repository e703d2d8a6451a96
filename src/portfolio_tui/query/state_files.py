"""Where the dashboard keeps what belongs to one portfolio: a folder of its own among the user's state."""

from hashlib import sha256
from pathlib import Path

from portfolio_tui.settings import state_folder


def state_of(portfolio_folder: Path) -> Path | None:
    """Return the folder for what is remembered of that portfolio; it may not exist.

    None for a user without a home folder.
    """
    try:
        state = state_folder()
    except RuntimeError:  # what platformdirs raises
        return None
    mark = sha256(str(portfolio_folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return state / "portfolios" / mark[:16]

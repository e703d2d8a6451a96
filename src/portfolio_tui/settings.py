"""Where the program keeps its settings and its state."""

from pathlib import Path

import platformdirs

APPLICATION = "portfolio-tui"


def config_folder() -> Path:
    """Return the folder of the user's settings; it may not exist."""
    return Path(platformdirs.user_config_dir(APPLICATION))


def state_folder() -> Path:
    """Return the folder where the program remembers what was last open; it may not exist."""
    return Path(platformdirs.user_state_dir(APPLICATION))


def data_folder() -> Path:
    """Return the folder where portfolios lie that the user gave no other place; it may not exist."""
    return Path(platformdirs.user_data_dir(APPLICATION))


def can_name_a_file(name: str) -> bool:
    """Tell whether a file may be called `name` on every system, and is in sight."""
    return (
        bool(name)
        and name[:1] != "."
        and not any(sign in '/\\:*?"<>|' or not sign.isprintable() for sign in name)
    )

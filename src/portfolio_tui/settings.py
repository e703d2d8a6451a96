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

"""Finds a profile by the name it ships under, or by the path of its file."""

import difflib
from pathlib import Path

from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.toml_section import ProfileError

_FOLDER = Path(__file__).resolve().parent / "profiles"


def bundled_profiles() -> dict[str, Path]:
    """Return the files of the profiles that ship with the program, under their names."""
    return {file.stem: file for file in sorted(_FOLDER.glob("*.toml"))}


def find_profile(name_or_path: str) -> Profile:
    """Return the bundled profile of that name, or the one in that TOML file.

    Raises ProfileError, naming the known profiles, when there is neither.
    """
    known = bundled_profiles()
    if name_or_path in known:
        return read_profile(known[name_or_path])
    path = Path(name_or_path)
    if path.is_file():
        return read_profile(path)
    lines = [f'There is no profile "{name_or_path}", and no such file.']
    close = difflib.get_close_matches(name_or_path, known, n=1)
    if close:
        lines.append(f"Did you mean {close[0]}?")
    listed = "".join(f"\n  {name}" for name in known)
    lines.append(f"Name the path of a TOML file, or one of the bundled profiles:{listed}")
    raise ProfileError(" ".join(lines))

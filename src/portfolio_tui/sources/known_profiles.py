"""Finds a profile by its name, the user's own before those that ship, or by the path of its file."""

from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.text_files import keep_own_file
from portfolio_tui.query.nearest import nearest
from portfolio_tui.settings import can_name_a_file, config_folder
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.profile_toml import profile_of_text, read_profile
from portfolio_tui.sources.toml_section import ProfileError

_FOLDER = Path(__file__).resolve().parent / "profiles"


def bundled_profiles() -> dict[str, Path]:
    """Return the files of the profiles that ship with the program, under their names."""
    return {file.stem: file for file in sorted(_FOLDER.glob("*.toml"))}


def your_profiles() -> dict[str, Path]:
    """Return the files of the user's own profiles, under their names; none where they cannot be read."""
    try:
        return {file.stem: file for file in sorted(your_profiles_folder().glob("*.toml"))}
    except (OSError, RuntimeError):  # RuntimeError: a user without a home folder
        return {}


def your_profiles_folder() -> Path:
    """Return the folder of the user's own profiles; it may not exist."""
    return config_folder() / "profiles"


def find_profile(name_or_path: str) -> Profile:
    """Return the profile of that name, the user's own before a bundled one, or the one in that TOML file.

    Raises ProfileError, naming the known profiles, when there is neither.
    """
    known = {**bundled_profiles(), **your_profiles()}
    if name_or_path in known:
        return read_profile(known[name_or_path])
    path = Path(name_or_path)
    if path.is_file():
        return read_profile(path)
    near = nearest(name_or_path, known)
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    listed = "".join(f"\n  {name}" for name in known)
    raise ProfileError(
        f'There is no profile "{name_or_path}", and no such file. {hint}'
        f"Name the path of a TOML file, or one of these profiles:{listed}"
    )


def save_profile(name: str, text: str, *, replace: bool = False) -> Path:
    """Write the TOML in `text` as the user's own profile `name` and return its file.

    Raises UserError when the name is no file's stem, when there is one already and `replace` is not asked
    for, or when the folder cannot be written; and ProfileError, writing nothing, when the text has a fault.
    """
    if not can_name_a_file(name):
        raise UserError(f"{name!r} is no name for a profile. Use letters, digits and hyphens, as my-county.")
    try:
        path = your_profiles_folder() / f"{name}.toml"
    except RuntimeError as error:
        raise UserError("There is no home folder to keep a profile in.") from error
    profile_of_text(text, path)
    keep_own_file(path, text, "profile", replace=replace)
    return path

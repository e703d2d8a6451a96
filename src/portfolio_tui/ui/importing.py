"""What the import screens ask of the sources: profiles, a preview, the import itself, and undoing it."""

import datetime as dt
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.errors import UserError
from portfolio_tui.settings import data_folder
from portfolio_tui.ui.exporting import folder_to_start_in
from portfolio_tui.ui.plain_text import folded
from portfolio_tui.ui.profile_text import line_of_key, line_of_message, line_with

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portfolio_tui.sources.choices import Choice
    from portfolio_tui.sources.guessing import Guess
    from portfolio_tui.sources.outcome import ImportOutcome
    from portfolio_tui.sources.profile import Profile
    from portfolio_tui.sources.progress import ImportProgress

NEW_PROFILE = "profile"
"""What a profile is called until it has a name."""


_MENDED: "Mapping[Choice, str]" = {
    "day": "Go back with Escape and write the day beside As of.",
    "folder": "Go back with Escape and name a new or empty folder.",
}


@dataclass(frozen=True)
class ImportPlan:
    """What is to be imported: files and folders, how to read them, where to, and the day of the figures."""

    sources: tuple[Path, ...] = ()
    profile: "Profile | None" = None
    folder: Path | None = None
    as_of: dt.date | None = None


@dataclass(frozen=True)
class KnownProfile:
    """A profile that can be named: the user's own, or one that ships with the program."""

    name: str
    file: Path
    is_yours: bool


@dataclass(frozen=True)
class Fault:
    """What is wrong with the text of a profile, and in which line, counted from 1, where that is known."""

    message: str
    line: int | None = None
    marked: str = ""
    """What in that line is to be replaced, where that is known."""


@dataclass(frozen=True)
class Undone:
    """What taking an import back did, in words."""

    words: str


class StoppedError(UserError):
    """The user stopped what was under way."""


class Stopper:
    """The progress that a preview or an import reports to: hands it on, until it is asked to end."""

    def __init__(self, tell: "Callable[[ImportProgress], None]") -> None:
        self._tell = tell
        self._asked = threading.Event()

    def stop(self) -> None:
        """Ask for the end; the next report raises."""
        self._asked.set()

    @property
    def is_asked(self) -> bool:
        """Whether the end was asked for."""
        return self._asked.is_set()

    def __call__(self, progress: "ImportProgress") -> None:
        """Hand `progress` on; raises StoppedError where the end was asked for."""
        if self._asked.is_set():
            raise StoppedError("Stopped. Nothing was changed.")
        self._tell(progress)


def guess(sources: tuple[Path, ...]) -> "Guess | str":
    """Return a profile for the files, or why none can be guessed; call it in a worker thread."""
    from portfolio_tui.sources.guessing import guess_profile

    try:
        return guess_profile(sources)
    except UserError as error:
        return str(error)


def known_profiles() -> tuple[KnownProfile, ...]:
    """Return every profile that can be named, the user's own first; of two with one name the user's."""
    from portfolio_tui.sources.known_profiles import bundled_profiles, your_profiles

    yours = your_profiles()
    bundled = {name: file for name, file in bundled_profiles().items() if name not in yours}
    return (
        *(KnownProfile(name, file, is_yours=True) for name, file in yours.items()),
        *(KnownProfile(name, file, is_yours=False) for name, file in bundled.items()),
    )


def profile_in(text: str, name: str) -> "Profile | Fault":
    """Return the profile that `text` holds, or what is wrong with it."""
    from portfolio_tui.sources.profile_toml import profile_of_text
    from portfolio_tui.sources.toml_section import ProfileError

    file = Path(f"{name or NEW_PROFILE}.toml")
    try:
        return profile_of_text(text, file)
    except ProfileError as error:
        message = str(error).removeprefix(f"{file}: ")
        line = line_of_key(text, error.key) if error.key else line_of_message(text, message)
        return Fault(message, line)


def left_open(profile: "Profile", text: str) -> Fault | None:
    """Return what a guessed profile leaves to the user to say, with its line in `text`; None for nothing."""
    from portfolio_tui.sources.profile import FILL_IN

    if not profile.unfinished:
        return None
    keys = ", ".join(profile.unfinished)
    return Fault(
        f"Only you can say {keys}: write it in place of {FILL_IN}.", line_with(text, FILL_IN), FILL_IN
    )


def read_known(known: KnownProfile) -> "Profile | Fault":
    """Return a known profile, or what is wrong with its file."""
    from portfolio_tui.sources.profile_toml import read_profile
    from portfolio_tui.sources.toml_section import ProfileError

    try:
        return read_profile(known.file)
    except ProfileError as error:
        return Fault(str(error))


def text_of_profile(known: KnownProfile) -> str:
    """Return the TOML of a profile; empty where its file cannot be read any more."""
    try:
        return known.file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def save_profile(name: str, text: str, *, replace: bool) -> KnownProfile:
    """Save `text` as the user's own profile `name`; raises UserError as its namesake does."""
    from portfolio_tui.sources.known_profiles import save_profile as save

    return KnownProfile(name, save(name, text, replace=replace), is_yours=True)


def asks_for_day(profile: "Profile") -> bool:
    """Tell whether the day of the figures stands outside the rows of the files."""
    from portfolio_tui.sources.calendar import needs_report_day

    return needs_report_day(profile)


def without_day(profile: "Profile", sources: tuple[Path, ...]) -> Path | None:
    """Return the first file whose name does not tell the day of its figures, where the profile needs it."""
    from portfolio_tui.sources.calendar import with_report_day
    from portfolio_tui.sources.data_names import PACKED_NAMES

    for file in sources:
        if file.is_file() and not file.name.lower().endswith(PACKED_NAMES):
            try:
                with_report_day(profile, file, None)
            except UserError:
                return file
    return None


def folder_for(profile: "Profile") -> Path:
    """Return where a portfolio of that kind is kept when the user names no other place."""
    stem = re.sub(r"[^a-z0-9]+", "-", folded(profile.portfolio_name)).strip("-") or "portfolio"
    try:
        return data_folder() / stem[:60]
    except RuntimeError:  # a user without a home folder
        return folder_to_start_in() / stem[:60]


def preview(plan: ImportPlan, progress: Stopper) -> "ImportOutcome | str":
    """Return what importing `plan` would do, or why it cannot be; call it in a worker thread."""
    from portfolio_tui.sources.importing import preview_files

    try:
        return preview_files(*_arguments(plan), progress=progress)
    except UserError as error:
        return _told(error)


def bring_in(plan: ImportPlan, progress: Stopper) -> "ImportOutcome | str":
    """Import `plan` and return what that did, or why nothing was changed; call it in a worker thread."""
    from portfolio_tui.sources.importing import import_files

    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    try:
        return import_files(*_arguments(plan), progress=progress, imported_at=now)
    except UserError as error:
        return _told(error)


def undo(folder: Path) -> "Undone | str":
    """Take the last import into `folder` back, or tell why not; call it in a worker thread."""
    from portfolio_tui.sources.summary import undo_summary
    from portfolio_tui.sources.undoing import undo_import

    try:
        return Undone(undo_summary(undo_import(folder), folder, is_done=True))
    except UserError as error:
        return str(error)


def _told(error: UserError) -> str:
    """Return what an error says, with the step in which it can be mended."""
    from portfolio_tui.sources.choices import ChoiceError

    return f"{error} {_MENDED[error.choice]}" if isinstance(error, ChoiceError) else str(error)


def _arguments(plan: ImportPlan) -> "tuple[tuple[Path, ...], Profile, Path, dt.date | None]":
    if plan.profile is None or plan.folder is None:
        raise RuntimeError("an import was begun before it was known how to read the files and where to")
    return plan.sources, plan.profile, plan.folder, plan.as_of

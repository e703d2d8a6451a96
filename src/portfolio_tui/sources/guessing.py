"""Guesses how files are read: by a profile that ships with the program, or by a first one of their own."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.sources.known_profiles import bundled_profiles, your_profiles
from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.readers import SourceFile, read_source
from portfolio_tui.sources.readers.source_rows import SourceRows
from portfolio_tui.sources.toml_section import ProfileError


@dataclass(frozen=True)
class Reason:
    """Why the profile says what it says under `key` (`tables.contracts.contract_id`)."""

    key: str
    reason: str


@dataclass(frozen=True)
class Guess:
    """A profile for some files, as TOML with its reasons as comments.

    `bundled` is the name of the profile that fits the files, if any, one of the user's or one that ships with
    the program; `toml` is its text then. `missing` are the keys that only the user can fill in.
    """

    profile_name: str
    toml: str
    reasons: tuple[Reason, ...]
    bundled: str | None = None
    missing: tuple[str, ...] = ()


def guess_profile(files: Sequence[Path]) -> Guess:
    """Return a profile for `files`; raises UserError when one cannot be read, or they differ in kind."""
    samples = [read_source(SourceFile.plain(file), Layout()) for file in files]
    fitting = _known_that_fits(samples)
    if fitting is None:
        names = ", ".join(sample.file_name for sample in samples)
        raise UserError(f"No known profile fits {names}; write one, as the documentation on importing shows.")
    name, file = fitting
    reason = Reason("", f"the files have every column that the profile {name} needs")
    return Guess(name, file.read_text(encoding="utf-8"), (reason,), bundled=name)


def _known_that_fits(samples: Sequence[SourceRows]) -> tuple[str, Path] | None:
    """Return the profile whose columns every sample has; of several yours, and what needs most."""
    fitting: list[tuple[bool, int, str, Path]] = []
    yours = your_profiles()
    for name, file in {**bundled_profiles(), **yours}.items():
        with suppress(ProfileError):  # one of the user's that is unfinished
            needed = set(read_profile(file).file_columns())
            if needed and all(needed <= set(sample.texts.columns) for sample in samples):
                fitting.append((name in yours, len(needed), name, file))
    return max(fitting)[2:] if fitting else None

"""Guesses how files are read: by a profile that ships with the program, or by a first one of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.sources.known_profiles import bundled_profiles
from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.readers import SourceFile, read_source
from portfolio_tui.sources.readers.source_rows import SourceRows


@dataclass(frozen=True)
class Reason:
    """Why the profile says what it says under `key` (`tables.contracts.contract_id`)."""

    key: str
    reason: str


@dataclass(frozen=True)
class Guess:
    """A profile for some files, as TOML with its reasons as comments.

    `bundled` is the name of the profile that ships with the program and fits the files, if any; `toml` is
    its text then. `missing` are the keys that only the user can fill in.
    """

    profile_name: str
    toml: str
    reasons: tuple[Reason, ...]
    bundled: str | None = None
    missing: tuple[str, ...] = ()


def guess_profile(files: Sequence[Path]) -> Guess:
    """Return a profile for `files`; raises UserError when one cannot be read, or they differ in kind."""
    samples = [read_source(SourceFile.plain(file), Layout()) for file in files]
    bundled = _bundled_that_fits(samples)
    if bundled is None:
        names = ", ".join(sample.file_name for sample in samples)
        raise UserError(
            f"No bundled profile fits {names}; write one, as the documentation on importing shows."
        )
    name, file = bundled
    reason = Reason("", f"the files have every column that the bundled profile {name} needs")
    return Guess(name, file.read_text(encoding="utf-8"), (reason,), bundled=name)


def _bundled_that_fits(samples: Sequence[SourceRows]) -> tuple[str, Path] | None:
    """Return the bundled profile whose columns every sample has; of several the one that needs most."""
    fitting: list[tuple[int, str, Path]] = []
    for name, file in bundled_profiles().items():
        needed = set(read_profile(file).file_columns())
        if all(needed <= set(sample.texts.columns) for sample in samples):
            fitting.append((len(needed), name, file))
    return max(fitting)[1:] if fitting else None

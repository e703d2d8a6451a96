"""Finds the profile among those that are known, bundled or the user's own, that fits some files."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from portfolio_tui.sources.guessing.samples import Sample
from portfolio_tui.sources.known_profiles import bundled_profiles, your_profiles
from portfolio_tui.sources.naming import columns_of_profile
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.readers.source_rows import SourceError
from portfolio_tui.sources.toml_section import ProfileError

_LEAST_FOUND = 2 / 3


def known_profiles() -> dict[str, Profile]:
    """Return the profiles that are known, by name, the user's own last; unfinished ones are left out."""
    return dict(_known())


def _known() -> Iterator[tuple[str, Profile]]:
    for name, file in {**bundled_profiles(), **your_profiles()}.items():
        with suppress(ProfileError):  # the user may be at work on one of theirs
            profile = read_profile(file)
            if not profile.unfinished:
                yield name, profile


def profile_that_fits(samples: Sequence[Sample], known: dict[str, Profile]) -> Profile | None:
    """Return the profile whose columns every file has: the user's own first, then the one that finds most.

    Columns that a file may lack do not count for much: two thirds of them all must be there.
    """
    yours = your_profiles()
    fitting: list[tuple[bool, int, str]] = []
    for name, profile in known.items():
        found = min(_columns_found(sample, profile) for sample in samples)
        if found and found >= _LEAST_FOUND * len(profile.file_columns()):
            fitting.append((name in yours, found, name))
    return known[max(fitting)[2]] if fitting else None


def _columns_found(sample: Sample, profile: Profile) -> int:
    with suppress(SourceError):
        return len(columns_of_profile(sample.file_name, sample.headings, sample.repeated, profile))
    return 0

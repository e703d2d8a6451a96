"""What a guess comes to: a profile, and the reasons for what it says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Why the profile says what it says under `key` (`tables.contracts.contract_id`); "" is the whole."""

    key: str
    reason: str


@dataclass(frozen=True)
class Guess:
    """A profile for some files, as TOML with its reasons as comments.

    `bundled` is the name of the profile that fits the files, if any, one of the user's or one that ships with
    the program; `toml` is its text then. `missing` are the keys that only the user can fill in: FILL_IN
    stands there.
    """

    profile_name: str
    toml: str
    reasons: tuple[Reason, ...]
    bundled: str | None = None
    missing: tuple[str, ...] = ()

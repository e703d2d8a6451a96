"""Reads a TOML file strictly: every key is known, every value has its type, and errors name file and key."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.query.nearest import or_nearest


class ProfileError(UserError):
    """A profile that cannot be used; the message names its file and key.

    `key` is that key with the tables that it lies in, as `tables.contracts.title`; empty where there is none.
    """

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


class Section:
    """One table of a TOML file; each key is asked for once by its type, then `finish` refuses the rest."""

    def __init__(self, file: Path, path: str, values: Mapping[str, object]) -> None:
        self._file = file
        self._path = path
        self._values = values
        self._asked: list[str] = []

    @classmethod
    def of_file(cls, file: Path) -> "Section":
        """Return the whole of a TOML file; raises ProfileError when it cannot be read."""
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ProfileError(f"The profile {file} cannot be read: {error}") from error
        return cls.of_text(text, file)

    @classmethod
    def of_text(cls, text: str, file: Path) -> "Section":
        """Return the whole of the TOML in `text`, which errors call `file`; raises ProfileError."""
        try:
            return cls(file, "", tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise ProfileError(f"The profile {file} is not TOML: {error}") from error

    def error(self, key: str, message: str) -> ProfileError:
        """Return an error about `key` of this section."""
        return ProfileError(f"{self._file}: {self._name(key)} {message}", self._path_of(key).rstrip("."))

    def has(self, key: str) -> bool:
        """Tell whether the section holds `key`."""
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; one without a default is required and must not be empty."""
        value = self._value(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.error(key, f"must be a text that is not empty, not {value!r}.")
        return value

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """Return a text out of `choices`."""
        names = list(choices)
        value = self.text(key, default)
        if value not in names:
            raise self.error(key, f'cannot be "{value}". {or_nearest(value, names)}')
        return value

    def optional_text(self, key: str) -> str | None:
        """Return a text that is not empty, or None when the key is absent."""
        self._asked.append(key)
        return self.text(key) if key in self._values else None

    def optional_choice(self, key: str, choices: Iterable[str]) -> str | None:
        """Return a text out of `choices`, or None when the key is absent."""
        self._asked.append(key)
        return self.choice(key, choices) if key in self._values else None

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of texts; one without a default is required and must not be empty."""
        value = self._value(key, default)
        listed = isinstance(value, list | tuple) and all(isinstance(item, str) and item for item in value)
        if not listed or (default is None and not value):
            raise self.error(key, f"must be a list of texts, not {value!r}.")
        return tuple(value) if isinstance(value, list | tuple) else ()

    def texts_or_blanks(self, key: str) -> tuple[str, ...]:
        """Return a list of texts of which some may be empty; it is required and must not be empty."""
        value = self._value(key, None)
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            raise self.error(key, f"must be a list of texts, not {value!r}.")
        return tuple(value)

    def month(self, key: str) -> int:
        """Return a month, 1 to 12."""
        value = self._value(key, None)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 12:
            raise self.error(key, f"must be a month, 1 to 12, not {value!r}.")
        return value

    def truth(self, key: str) -> bool:
        """Return true or false; false where the key is absent."""
        value = self._value(key, default=False)
        if not isinstance(value, bool):
            raise self.error(key, f"must be true or false, not {value!r}.")
        return value

    def scalar(self, key: str) -> str:
        """Return a text, whole number, truth or date as text."""
        value = self._value(key, None)
        if isinstance(value, float | list | dict):
            raise self.error(
                key, f'must be a text, whole number, truth or date, not {value!r}; write "0.25".'
            )
        return str(value).lower() if isinstance(value, bool) else str(value)

    def map_of_texts(self, key: str) -> Mapping[str, str]:
        """Return a table whose keys and values are texts."""
        value = self._value(key, None)
        if not isinstance(value, dict) or not value or not all(isinstance(to, str) for to in value.values()):
            raise self.error(
                key, f'must be a table of texts such as {{ "AGY" = "state_agency" }}, not {value!r}.'
            )
        return dict(value)

    def section(self, key: str) -> "Section":
        """Return the table under `key`; it is required."""
        value = self._value(key, None)
        if not isinstance(value, dict):
            raise self.error(key, f"must be a table, [{self._path_of(key)}], not {value!r}.")
        return Section(self._file, self._path_of(key), value)

    def optional_section(self, key: str) -> "Section | None":
        """Return the table under `key`, or None when it is absent."""
        self._asked.append(key)
        return self.section(key) if key in self._values else None

    def sections(self, known: Iterable[str]) -> "dict[str, Section]":
        """Return the tables of this section, each under a key out of `known`."""
        found = {key: self.optional_section(key) for key in known}
        self.finish()
        return {key: section for key, section in found.items() if section is not None}

    def sections_or_lists(self, known: Iterable[str]) -> "dict[str, tuple[Section, ...]]":
        """Return the tables of this section, each or a list of several under a key out of `known`."""
        found = {key: self.records(key) for key in known}
        self.finish()
        return {key: sections for key, sections in found.items() if sections}

    def records(self, key: str) -> "tuple[Section, ...]":
        """Return the tables under `key`, one or a list of them; none when it is absent."""
        self._asked.append(key)
        value = self._values.get(key)
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            paths = [f"{self._path_of(key)} {number}" for number in range(1, len(value) + 1)]
            paths[0] = self._path_of(key)
            return tuple(Section(self._file, path, each) for path, each in zip(paths, value, strict=True))
        return (self.section(key),) if key in self._values else ()

    @property
    def names(self) -> tuple[str, ...]:
        """The keys of this section as they stand in the file."""
        return tuple(self._values)

    def value(self, key: str) -> object:
        """Return the value of `key` whatever its type."""
        return self._value(key, None)

    def know(self, keys: Iterable[str]) -> None:
        """Refuse every key outside `keys`, naming the nearest one, before any of them is read."""
        known = list(keys)
        for key in self._values:
            if key not in known:
                raise self.error(key, f"is not known here. {or_nearest(key, known)}")

    def finish(self) -> None:
        """Refuse the keys that nobody asked for, naming the nearest one that is known."""
        self.know(self._asked)

    def _value(self, key: str, default: object) -> object:
        self._asked.append(key)
        if key not in self._values:
            if default is None:
                raise self.error(key, "is missing.")
            return default
        return self._values[key]

    def _path_of(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def _name(self, key: str) -> str:
        return f"[{self._path}] {key}".rstrip() if self._path else key

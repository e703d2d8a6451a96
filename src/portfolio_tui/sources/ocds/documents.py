"""Finds the releases in a file, whatever they are wrapped in, holding one at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import TextIO

from portfolio_tui.sources.ocds.dates import instant_of
from portfolio_tui.sources.ocds.shapes import TEXT, Json, raw_json, shaped
from portfolio_tui.sources.readers.json_rows import values_of_lines
from portfolio_tui.sources.readers.json_text import LONGEST_RECORD, JsonText
from portfolio_tui.sources.readers.json_values import decoder

_COMPILED = "compiledRelease"
_COMPILED_TAG = "compiled"
_RECORD_KEYS = (_COMPILED, "versionedRelease")
_LINKED = "is a release linked only by its URL; download it and import it, too"


class Form(Enum):
    """What a release is found as."""

    RELEASE = "release"
    COMPILED = "compiled release"


@dataclass(frozen=True)
class Found:
    """A release, with the version of the standard that what holds it names; empty where it names none."""

    form: Form
    release: Json
    version: str


@dataclass(frozen=True)
class Unusable:
    """What stands where a release is expected and is none."""

    raw_text: str
    reason: str


@dataclass
class Documents:
    """The releases of one file. While they are read, `kinds` gathers what the file is made of.

    `version` is that of the package which the file is, known for sure only once all of it has been read, and
    `publisher` the name of the first publisher that is named.
    """

    version: str = ""
    publisher: str = ""
    kinds: dict[str, None] = field(default_factory=dict)

    def read(self, text: TextIO, *, in_lines: bool) -> Iterator[Found | Unusable]:
        """Yield what the file holds; `in_lines` where it seems to be JSON lines. Raises ValueError."""
        if in_lines and _ends_an_object(text):
            for value, raw_text in values_of_lines(text):
                if isinstance(value, ValueError):
                    yield Unusable(raw_text, str(value))
                else:
                    yield from self._of_value(value, "")
            return
        cursor = JsonText(text, decoder())
        while sign := cursor.next_sign():
            if sign == "[":
                for value, _ in cursor.values_of_list():
                    yield from self._of_value(value, "")
            elif sign == "{":
                yield from self._of_object(cursor)
            else:
                value, _ = cursor.next_value()
                yield from self._of_value(value, "")

    def _of_object(self, cursor: JsonText) -> Iterator[Found | Unusable]:
        """Yield what an object holds; the releases or records of a package are read one after the other."""
        held: Json = {}
        is_streamed = False
        for name in cursor.names_of_object():
            if name == "records" and cursor.next_sign() == "[":
                self.kinds["record package"] = None
                is_streamed = True
                for value, _ in cursor.values_of_list():
                    yield from self._of_record(value, "")
            elif name == "releases" and cursor.next_sign() == "[":
                yield from self._of_list_of_releases(cursor, held)
                is_streamed = is_streamed or name not in held
            else:
                held[name], _ = cursor.next_value()
                self._learn_publisher(held)
        self.version = _text(held.get("version")) or self.version
        if is_streamed and any(key in held for key in _RECORD_KEYS):
            raise ValueError(f"has a record of more than {LONGEST_RECORD:,} characters")
        if not is_streamed or "releases" in held:
            yield from self._of_value(held, "")

    def _of_list_of_releases(self, cursor: JsonText, held: Json) -> Iterator[Found | Unusable]:
        """Hold the releases, which may be those of a record, until they are too many to be one's."""
        releases: list[object] = []
        size = 0
        for value, raw_text in cursor.values_of_list():
            size += len(raw_text)
            releases.append(value)
            if size > LONGEST_RECORD:
                self.kinds["release package"] = None
                for release in releases:
                    yield from self._of_release(release, "")
                releases.clear()
        if size <= LONGEST_RECORD:
            held["releases"] = releases

    def _of_value(self, value: object, version: str) -> Iterator[Found | Unusable]:
        """Yield what a value holds that is a package, a record or a release."""
        if not isinstance(value, dict):
            yield Unusable(raw_json(value), "is no JSON object")
            return
        self._learn_publisher(value)
        version = _text(value.get("version")) or version
        if isinstance(value.get("records"), list):
            self.kinds["record package"] = None
            for record in value["records"]:
                yield from self._of_record(record, version)
        elif any(name in value for name in _RECORD_KEYS) or ("ocid" in value and "releases" in value):
            yield from self._of_record(value, version)
        elif isinstance(value.get("releases"), list):
            self.kinds["release package"] = None
            for release in value["releases"]:
                yield from self._of_release(release, version)
        else:
            yield from self._of_release(value, version)

    def _learn_publisher(self, package: Json) -> None:
        publisher = package.get("publisher")
        if isinstance(publisher, dict) and not self.publisher:
            self.publisher = _text(publisher.get("name"))

    def _of_record(self, value: object, version: str) -> Iterator[Found | Unusable]:
        self.kinds["record"] = None
        if not isinstance(value, dict):
            yield Unusable(raw_json(value), "is no JSON object")
            return
        compiled = value.get(_COMPILED)
        listed = value.get("releases")
        releases = listed if isinstance(listed, list) else []
        ocid = value.get("ocid")
        if isinstance(compiled, dict) and compiled:
            told = {"ocid": ocid, "date": _newest_date(releases)}
            yield _found(Form.COMPILED, _with_parts(compiled, told), version)
        elif releases:
            for release in releases:
                yield from self._of_release(release, version, ocid)
        else:
            yield Unusable(raw_json(value), "is a record without a release")

    def _of_release(self, value: object, version: str, ocid: object = None) -> Iterator[Found | Unusable]:
        """Yield a release; `ocid` is that of the record which it stands in."""
        self.kinds["release"] = None
        if not isinstance(value, dict):
            yield Unusable(raw_json(value), "is no JSON object")
        elif "ocid" not in value and "url" in value:
            yield Unusable(raw_json(value), _LINKED)
        else:
            tags = value.get("tag")
            is_compiled = isinstance(tags, list) and _COMPILED_TAG in tags
            form = Form.COMPILED if is_compiled else Form.RELEASE
            yield _found(form, _with_parts(value, {"ocid": ocid}), version)


def _found(form: Form, release: Json, version: str) -> Found | Unusable:
    if not shaped(release.get("ocid"), TEXT, "ocid", []):
        return Unusable(raw_json(release), "has no ocid, so that it is no release")
    return Found(form, release, version)


def _ends_an_object(text: TextIO) -> bool:
    """Tell whether the first line that is not blank ends an object, unlike one of an indented text."""
    line = next((line for line in iter(partial(text.readline, LONGEST_RECORD), "") if line.strip()), "")
    text.seek(0)
    return line.rstrip().endswith("}")


def _newest_date(releases: list[object]) -> str | None:
    """Return the date of a record's newest release, be it a link: what they compile to is of that date."""
    dates = [_text(release.get("date")) for release in releases if isinstance(release, dict)]
    return max((date for date in dates if instant_of(date)), key=instant_of, default=None)


def _with_parts(release: Json, parts: Json) -> Json:
    """Return a release with those of `parts` that it does not tell itself."""
    missing = {name: part for name, part in parts.items() if part is not None and release.get(name) is None}
    return {**release, **missing} if missing else release


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""

"""What is read of a release, and the type that each part of it must have; everything else is dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from portfolio_tui.sources.readers.encodings import escaped, is_writable
from portfolio_tui.sources.readers.json_values import has_repeated_names, json_written

TEXT: Final = "text"
NUMBER: Final = "number"

Shape = str | tuple["Shape"] | Mapping[str, "Shape"]
"""A text, a number, a list of one shape, or an object with named parts."""

Json = dict[str, object]

_VALUE: Shape = {"amount": NUMBER, "currency": TEXT}
_PERIOD: Shape = {"startDate": TEXT, "endDate": TEXT, "maxExtentDate": TEXT}
_IDENTIFIER: Shape = {"scheme": TEXT, "id": TEXT, "legalName": TEXT}
_ORGANIZATION: dict[str, Shape] = {
    "id": TEXT,
    "name": TEXT,
    "identifier": _IDENTIFIER,
    "address": {"region": TEXT, "countryName": TEXT},
}
_PARTY: Shape = {**_ORGANIZATION, "roles": (TEXT,)}
_CLASSIFICATION: Shape = {"scheme": TEXT, "id": TEXT, "description": TEXT}
_ITEMS: Shape = ({"id": TEXT, "classification": _CLASSIFICATION},)
_AMENDMENT: Shape = {
    "id": TEXT,
    "date": TEXT,
    "releaseID": TEXT,
    "changes": ({"property": TEXT, "former_value": TEXT},),
}
_RELATED: Shape = ({"id": TEXT, "relationship": (TEXT,), "scheme": TEXT, "identifier": TEXT},)
TRANSACTION: Shape = {
    "id": TEXT,
    "date": TEXT,
    "value": _VALUE,
    "amount": _VALUE,
    "payer": _ORGANIZATION,
    "payee": _ORGANIZATION,
    "providerOrganization": _IDENTIFIER,
    "receiverOrganization": _IDENTIFIER,
}
CONTRACT: dict[str, Shape] = {
    "id": TEXT,
    "awardID": TEXT,
    "title": TEXT,
    "status": TEXT,
    "period": _PERIOD,
    "value": _VALUE,
    "maximumValue": _VALUE,
    "estimatedValue": _VALUE,
    "items": _ITEMS,
    "amendments": (_AMENDMENT,),
    "amendment": _AMENDMENT,
    "relatedProcesses": _RELATED,
}
"""A contract but for its transactions, which are rows of their own."""

RELEASE: dict[str, Shape] = {
    "ocid": TEXT,
    "id": TEXT,
    "date": TEXT,
    "buyer": _ORGANIZATION,
    "parties": (_PARTY,),
    "tender": {
        "title": TEXT,
        "mainProcurementCategory": TEXT,
        "value": _VALUE,
        "maximumValue": _VALUE,
        "items": _ITEMS,
        "procuringEntity": _ORGANIZATION,
        "techniques": {"frameworkAgreement": {"value": _VALUE, "maximumValue": _VALUE}},
    },
    "awards": (
        {
            "id": TEXT,
            "title": TEXT,
            "value": _VALUE,
            "maximumValue": _VALUE,
            "estimatedValue": _VALUE,
            "contractPeriod": _PERIOD,
            "items": _ITEMS,
            "suppliers": (_ORGANIZATION,),
        },
    ),
    "relatedProcesses": _RELATED,
}
"""A release but for its contracts."""


@dataclass(frozen=True)
class Misfit:
    """A part of a release that is not of its type: where it stands, and its text."""

    path: str
    raw_text: str
    reason: str


def shaped(value: object, shape: Shape, path: str, misfits: list[Misfit]) -> object:
    """Return what `shape` has of `value`; what is of another type is dropped, and told in `misfits`.

    Null is kept where a release says it: it takes an earlier value away.
    """
    if value is None:
        return None
    if isinstance(shape, str):
        return _scalar(value, shape, path, misfits)
    if isinstance(shape, tuple):
        items = value if isinstance(value, list) else [value]
        listed = [shaped(item, shape[0], path, misfits) for item in items]
        return _without_repeats([item for item in listed if item is not None], path, misfits)
    return _parts(value, shape, path, misfits)


def _parts(value: object, shape: Mapping[str, Shape], path: str, misfits: list[Misfit]) -> Json | None:
    if not isinstance(value, dict):
        misfits.append(Misfit(path, raw_json(value), "is no JSON object"))
        return None
    if has_repeated_names(value):
        misfits.append(Misfit(path, raw_json(value), "has a name twice, of which the last is read"))
    parts: Json = {}
    for name, part in shape.items():
        if name not in value:
            continue
        held = value[name]
        if held is None:
            parts[name] = None
        elif isinstance(held, str) and isinstance(part, str) and _is_plain(held):
            parts[name] = str(held)
        else:
            found_part = shaped(held, part, f"{path}.{name}" if path else name, misfits)
            if found_part is not None:
                parts[name] = found_part
    return parts


def shaped_object(value: Json, shape: Shape, path: str, misfits: list[Misfit]) -> Json:
    """Return what `shape` has of the object `value`, as `shaped` does."""
    found = shaped(value, shape, path, misfits)
    return found if isinstance(found, dict) else {}


def raw_json(value: object) -> str:
    """Write a value as JSON, its numbers as they stood there, such that it can be kept."""
    try:
        return escaped(json_written(value))
    except RecursionError:
        return "(nested too deeply to be shown)"


def _without_repeats(items: list[object], path: str, misfits: list[Misfit]) -> list[object]:
    """Keep the first of the objects that have the same id: a merge would mix them."""
    kept: list[object] = []
    by_id: dict[object, object] = {}
    for item in items:
        identity = item.get("id") if isinstance(item, dict) else None
        if identity is None:
            kept.append(item)
        elif identity not in by_id:
            by_id[identity] = item
            kept.append(item)
        elif by_id[identity] != item:
            misfits.append(Misfit(path, raw_json(item), "repeats an id, and says something else"))
    return kept


def _is_plain(text: str) -> bool:
    """Tell a text that needs no look: of common characters, and single blanks between words."""
    return (
        text.isascii()
        and text.isprintable()
        and "  " not in text
        and not text.startswith(" ")
        and not text.endswith(" ")
    )


def _scalar(value: object, kind: str, path: str, misfits: list[Misfit]) -> str | None:
    if not isinstance(value, str):
        misfits.append(Misfit(path, raw_json(value), f"is no {kind}"))
        return None
    if not is_writable(value) or "\0" in value:
        misfits.append(Misfit(path, escaped(value), "holds bytes or escapes that are no characters"))
        return None
    return " ".join(value.split())

"""The parameters of documented SQL: how a header declares them, and how people write their values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.reference import jurisdictions_by_code
from portfolio_tui.query.list_text import joined_values, split_values
from portfolio_tui.query.scope_text import day_from, fiscal_year_from

ALWAYS_THERE = "as_of"


@dataclass(frozen=True)
class Choices:
    """What a parameter's value is picked from: a fixed list, or SQL that gives values and their words.

    The SQL has one column, the values, or two, the values and what they are called.
    """

    values: tuple[str, ...] = ()
    sql: str | None = None


@dataclass(frozen=True)
class Parameter:
    """A value that the SQL takes: its type, whether it may be left out, its default, its label and limits.

    Default, minimum and maximum are as the header writes them. A value of fixed choices must be one of them;
    choices that SQL gives are offered, and others may be written.
    """

    name: str
    type: str
    is_list: bool
    optional: bool
    default: str | None
    label: str
    minimum: str | None = None
    maximum: str | None = None
    choices: Choices | None = None

    @property
    def type_in_words(self) -> str:
        """The type as messages and pages name it: "list of text", "fiscal year"."""
        words = self.type.replace("_", " ")
        return f"list of {words}" if self.is_list else words


DECLARATION = (
    'a parameter is written `-- param NAME: TYPE = DEFAULT "Label" (min X) (max Y) (choices: A | B)`.'
)
_NAME = re.compile("[a-z][a-z0-9_]*")
_DECLARED = re.compile(
    r"(?P<type>[a-z_]+)(?P<is_list>\[\])?(?P<optional>\?)?(?:\s*=\s*(?P<default>[^\"(]*?))?"
    r"(?:\s*\"(?P<label>[^\"]*)\")?(?P<limits>\s*\(.*\))?\s*",
    re.DOTALL,
)
_LIMITS = re.compile(
    r"\s*(?:\(\s*choices:\s*(?P<choices>.*)\)|\((?P<bounds>\s*(?:min|max)\s[^()]*)\))\s*", re.DOTALL
)
_BOUNDED = ("integer", "decimal", "date", "fiscal_year")


def read_parameter(declaration: str) -> Parameter:
    """Return the parameter that the header line `-- param DECLARATION` declares.

    Raises UserError when the line says something that is not known, or that contradicts itself.
    """
    name, colon, rest = declaration.partition(":")
    matched = _DECLARED.fullmatch(rest.strip())
    if not colon or matched is None or not _NAME.fullmatch(name.strip()):
        raise UserError(DECLARATION)
    if matched["type"] not in _READERS:
        raise UserError(f"there is no type {matched['type']!r}. The types are {', '.join(TYPES)}.")
    if name.strip() == ALWAYS_THERE:
        raise UserError(f"${ALWAYS_THERE} is always there. Drop the line.")
    limits = _limits(matched["limits"] or "")
    parameter = Parameter(
        name=name.strip(),
        type=matched["type"],
        is_list=bool(matched["is_list"]),
        optional=bool(matched["optional"]),
        default=matched["default"],
        label=matched["label"] or name.strip().replace("_", " ").capitalize(),
        minimum=limits.get("min"),
        maximum=limits.get("max"),
        choices=_choices(limits.get("choices")),
    )
    _refuse_contradictions(parameter)
    return parameter


def value_from(parameter: Parameter, text: str) -> Any:  # noqa: ANN401 the type depends on the parameter
    """Return the value that `text` writes: a list's as `split_values` takes them; an empty text is none.

    Raises UserError, naming the parameter, when it is of another type or outside the limits.
    """
    try:
        if parameter.is_list:
            return [_checked(parameter, part) for part in split_values(text) if part]
        return _checked(parameter, text.strip())
    except UserError as error:
        raise UserError(f"{parameter.name}: {error}") from error


def text_of(value: object) -> str:
    """Return `value` as text that `value_from` reads back; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return joined_values(map(text_of, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _checked(parameter: Parameter, text: str) -> Any:  # noqa: ANN401 the type depends on the parameter
    read = _READERS[parameter.type]
    value = read(text)
    if parameter.minimum is not None and value < read(parameter.minimum):
        raise UserError(f"{text} is too small; the smallest is {parameter.minimum}.")
    if parameter.maximum is not None and value > read(parameter.maximum):
        raise UserError(f"{text} is too large; the largest is {parameter.maximum}.")
    fixed = parameter.choices.values if parameter.choices is not None else ()
    if fixed and value not in [read(choice) for choice in fixed]:
        raise UserError(f"{text!r} is no choice; write one of {', '.join(fixed)}.")
    return value


def _limits(text: str) -> Mapping[str, str]:
    """Return what "(min 1) (max 9)", "(min 1, max 9)" or "(choices: …)" say; raises UserError."""
    found: dict[str, str] = {}
    position = 0
    while position < len(text):
        matched = _LIMITS.match(text, position)
        if matched is None:
            raise UserError(DECLARATION)
        parts = [] if matched["bounds"] is None else matched["bounds"].split(",")
        said = [part.split(maxsplit=1) for part in parts]
        said += [] if matched["choices"] is None else [["choices", matched["choices"].strip()]]
        for words in said:
            if len(words) != 2 or words[0] in found or words[0] not in {"min", "max", "choices"}:
                raise UserError(DECLARATION)
            found[words[0]] = words[1].strip()
        position = matched.end()
    return found


def _choices(text: str | None) -> Choices | None:
    if text is None:
        return None
    if re.match(r"(select|with|from|values)\b", text, re.IGNORECASE):
        return Choices(sql=text)
    values = tuple(value.strip() for value in text.split("|"))
    if not all(values):
        raise UserError("a choice is empty. Write choices as (choices: A | B), or as a SELECT.")
    return Choices(values=values)


def _refuse_contradictions(parameter: Parameter) -> None:
    for word, bound in (("min", parameter.minimum), ("max", parameter.maximum)):
        if bound is None:
            continue
        if parameter.type not in _BOUNDED:
            raise UserError(f"a {parameter.type} has no {word}. Drop it.")
        _READERS[parameter.type](bound)
    unlimited = Parameter("", parameter.type, is_list=False, optional=False, default=None, label="")
    for choice in parameter.choices.values if parameter.choices is not None else ():
        _checked(unlimited, choice)
    if parameter.minimum is not None and parameter.maximum is not None:
        read = _READERS[parameter.type]
        if read(parameter.minimum) > read(parameter.maximum):
            raise UserError(f"the min {parameter.minimum} is above the max {parameter.maximum}.")
    if parameter.default is not None:
        if parameter.optional:
            raise UserError("what may be left out has no default. Drop the ? or the default.")
        value_from(parameter, parameter.default)


def _text(text: str) -> str:
    if not text:
        raise UserError("write a value.")
    return text


def _integer(text: str) -> int:
    if re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII) is None:
        raise UserError(f"{text!r} is no whole number; write it as 180.")
    return int(text)


def _decimal(text: str) -> Decimal:
    if re.fullmatch(r"[+-]?\d{1,20}(\.\d{1,12})?", text, re.ASCII) is None:
        raise UserError(f"{text!r} is no number; write it as 1250.50.")
    return Decimal(text)


def _boolean(text: str) -> bool:
    words = {"yes": True, "true": True, "no": False, "false": False}
    if text.lower() not in words:
        raise UserError(f"{text!r} is neither yes nor no; write yes or no.")
    return words[text.lower()]


def _state(text: str) -> str:
    if text.upper() not in jurisdictions_by_code():
        raise UserError(f"there is no state {text!r}; write its two letters, as VT.")
    return text.upper()


_READERS: Mapping[str, Callable[[str], Any]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "date": day_from,
    "boolean": _boolean,
    "state": _state,
    "alliance": _text,
    "contract": _text,
    "fiscal_year": fiscal_year_from,
}
TYPES = tuple(_READERS)

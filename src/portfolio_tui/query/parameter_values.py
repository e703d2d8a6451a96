"""Puts together the values a query runs with: those given, those of the scope, and the defaults."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from portfolio_tui.errors import UserError
from portfolio_tui.query.documented_sql import DocumentedSQL
from portfolio_tui.query.nearest import or_nearest
from portfolio_tui.query.parameters import Parameter, text_of, value_from
from portfolio_tui.query.scope import Scope


class MissingValueError(UserError):
    """A query that needs a value which nobody gave."""


def values_from(
    query: DocumentedSQL, given: Mapping[str, str | Sequence[str]], scope: Scope
) -> dict[str, Any]:
    """Return a typed value for each parameter of `query`, under its name; None for one left out.

    A text of several values has commas between them; of a list each text is one value, commas and all. What
    is not given is taken from the default, then from a scope that names exactly one; an empty text leaves out
    what may be left out. Raises UserError when a value is wrong or unknown, MissingValueError when one is
    missing.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            raise UserError(f"{query.name} has no parameter {name!r}. {_known_ones(name, known)}")
    return {name: _value(query, parameter, given.get(name), scope) for name, parameter in known.items()}


def text_to_start_with(parameter: Parameter, scope: Scope) -> str:
    """Return what a form holds before anybody writes: the default, or what the scope says; else nothing."""
    if parameter.default is not None:
        return parameter.default
    return text_of(_from_scope(parameter, scope))


def _value(
    query: DocumentedSQL, parameter: Parameter, given: str | Sequence[str] | None, scope: Scope
) -> Any:  # noqa: ANN401 the type depends on the parameter
    if given == "" and parameter.optional:
        return None
    if given is None or given == "":
        if parameter.default is not None:
            return value_from(parameter, parameter.default)
        in_scope = _from_scope(parameter, scope)
        if in_scope is None and not parameter.optional:
            raise MissingValueError(
                f"{query.name} needs a value for {parameter.name}: {parameter.label} "
                f"({parameter.type_in_words})."
            )
        return in_scope
    if isinstance(given, str):
        return value_from(parameter, given)
    if not parameter.is_list:
        raise UserError(f"{parameter.name}: one value is needed, not a list.")
    single = replace(parameter, is_list=False)
    return [value_from(single, text) for text in given]


def _from_scope(parameter: Parameter, scope: Scope) -> Any:  # noqa: ANN401 the type depends on the parameter
    """Return what `scope` says of a parameter of that type: its list, or the one value that it names."""
    chosen: Mapping[str, Sequence[Any]] = {
        "state": scope.states,
        "alliance": scope.alliances,
        "contract": scope.contracts,
        "fiscal_year": () if scope.fiscal_year is None else (scope.fiscal_year,),
    }
    values = chosen.get(parameter.type, ())
    if parameter.is_list:
        return list(values) or None
    return values[0] if len(values) == 1 else None


def _known_ones(name: str, known: Mapping[str, Parameter]) -> str:
    return or_nearest(name, known) if known else "It takes none."

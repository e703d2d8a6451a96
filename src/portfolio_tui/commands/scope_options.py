"""The scope as options of a command: every command that reads a portfolio takes the same ones."""

import argparse
from collections.abc import Callable
from typing import TypeVar

from portfolio_tui.errors import UserError
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.scope_text import day_from, fiscal_year_from

Value = TypeVar("Value")

_LISTS = (
    ("--state", "states", "VT", "a state, by its two letters"),
    ("--alliance", "alliances", "ID", "an alliance, by its id"),
    ("--category", "categories", "CODE", "a category, by its UNSPSC code; trailing 00 take in all below it"),
    ("--vendor", "vendors", "ID", "a vendor, by its id; those it owns count with it"),
    ("--contract", "contracts", "ID", "a contract, by its id"),
    ("--entity-type", "entity_types", "TYPE", "a kind of buyer, as city or school_k12"),
)
_SINGLES = (
    ("--fiscal-year", "fiscal_year", "YEAR", "the fiscal year that ends in YEAR, each state's own"),
    ("--from", "from_date", "DATE", "the first day that counts"),
    ("--to", "to_date", "DATE", "the last day that counts"),
    ("--as-of", "as_of", "DATE", "the day on which things stand as shown; unless given, the portfolio's"),
)


def add_scope_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that `scope_from` reads."""
    group = parser.add_argument_group(
        "scope", "What to narrow to; the first six may be given several times. Dates are written 2026-06-30."
    )
    for option, name, placeholder, meaning in _LISTS:
        group.add_argument(option, dest=name, metavar=placeholder, action="append", default=[], help=meaning)
    for option, name, placeholder, meaning in _SINGLES:
        group.add_argument(option, dest=name, metavar=placeholder, help=meaning)


def scope_from(arguments: argparse.Namespace) -> Scope:
    """Return the scope that the options give, one that narrows nothing where there are none.

    Raises UserError, naming the option, when a value is wrong.
    """
    return Scope(
        states=tuple(dict.fromkeys(state.upper() for state in arguments.states)),
        alliances=tuple(dict.fromkeys(arguments.alliances)),
        categories=tuple(dict.fromkeys(arguments.categories)),
        vendors=tuple(dict.fromkeys(arguments.vendors)),
        contracts=tuple(dict.fromkeys(arguments.contracts)),
        entity_types=tuple(dict.fromkeys(arguments.entity_types)),
        fiscal_year=_read("--fiscal-year", arguments.fiscal_year, fiscal_year_from),
        from_date=_read("--from", arguments.from_date, day_from),
        to_date=_read("--to", arguments.to_date, day_from),
        as_of=_read("--as-of", arguments.as_of, day_from),
    )


def _read(option: str, text: str | None, read: Callable[[str], Value]) -> Value | None:
    try:
        return None if text is None else read(text)
    except UserError as error:
        raise UserError(f"{option}: {error}") from error

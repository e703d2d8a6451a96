"""Tells whether a column that is headed as a contract's number tells contracts apart, and so may be one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from portfolio_tui.sources.guessing.facts import ColumnFacts
from portfolio_tui.sources.guessing.roles import Part, parts_of
from portfolio_tui.sources.guessing.shapes import FLOWS, Shape, shape_of

_DESCRIBING = (("title", "vendor_name", "vendor_number"), ("starts_on", "ends_on", "ceiling"))
"""What a contract has one of; the second where there is nothing of the first."""
_VENDORS_AT_MOST = 20
_VENDORS_OF_ROWS = 0.5


@dataclass(frozen=True)
class Found:
    """Which column plays which part, what the rows are, and why some columns are no contract's number."""

    parts: Mapping[str, Part]
    shape: Shape | None
    refused: tuple[str, ...] = ()


def find_parts(columns: Sequence[ColumnFacts], quarters: Sequence[str], rows: pl.DataFrame) -> Found:
    """Return which column plays which part; a contract's number is one that tells contracts apart."""
    refused: dict[str, str] = {}
    while True:
        parts = parts_of(columns, rows, no_numbers=refused)
        shape = shape_of(parts, quarters)
        number = parts.get("contract_id")
        fault = "" if number is None else _fault(number.column, parts, rows, is_flow=shape in FLOWS)
        if number is None or not fault:
            return Found(parts, shape, tuple(refused.values()))
        refused[number.column.name] = fault


def _fault(number: ColumnFacts, parts: Mapping[str, Part], rows: pl.DataFrame, *, is_flow: bool) -> str:
    """Return why the column does not tell contracts apart; "" where it may.

    Of those rows that share a text, most have one title, or one vendor. Lines of spend may have several
    vendors under one number, but not as many as there are.
    """
    repeated = rows.filter(pl.col(number.name).is_not_null() & (pl.len().over(number.name) > 1))
    described = _described(parts)
    if not repeated.height or not described:
        return ""
    for role, column in described.items():
        several, share = _usually(repeated, number.name, column)
        has_few = several <= _VENDORS_AT_MOST and share <= _VENDORS_OF_ROWS
        if several <= 1 or (is_flow and role.startswith("vendor") and has_few):
            return ""
    differing = " and ".join(f'"{column}"' for column in described.values())
    return (
        f'"{number.name}" is headed as the number of a contract and is none: it has {number.distinct:,} '
        f"different texts, and rows that share one differ in {differing}."
    )


def _usually(rows: pl.DataFrame, number: str, column: str) -> tuple[float, float]:
    """Return the median over the texts of `number` of how many texts `column` has, and of those by row."""
    counted = rows.group_by(number).agg(pl.col(column).n_unique().cast(pl.Float64).alias("texts"), pl.len())
    texts, shares = counted.select(
        pl.col("texts").median(), (pl.col("texts") / pl.col("len")).median().alias("shares")
    ).row(0)
    return float(texts), float(shares)


def _described(parts: Mapping[str, Part]) -> dict[str, str]:
    """Return the columns that describe contracts, by their parts."""
    for roles in _DESCRIBING:
        played = {role: parts[role].column.name for role in roles if role in parts}
        if played:
            return played
    return {}

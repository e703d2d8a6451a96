"""Tells which column of a file plays which part: contract number, vendor, dates, amounts."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from portfolio_tui.sources.guessing.facts import ColumnFacts

_WHO = "agency|department|customer|entity|authority|buyer|purchaser|organization|institution|bill to"
_SELLER = "vendor|supplier|contractor|payee|seller|provider|company"
_LEAST = 0.2
_MOST = 0.9
_LESSER = re.compile(r"\b(line|ln|original|previous|prior|old|remaining|parent|value added|reseller|alias)\b")


@dataclass(frozen=True)
class _Sign:
    """A name by which a column is known for a part, and how sure a sign that is."""

    role: str
    pattern: str
    weight: int
    needs: str = ""


_SIGNS = (
    _Sign(
        "contract_id",
        rf"\b(contract|agreement|award|addendum)s?( (?!({_SELLER})\b)\w+)? (number|id)$",
        10,
    ),
    _Sign("contract_id", r"^(current item id|document (number|id)|(contract|agreement|award)( code)?)$", 7),
    _Sign("title", r"\b(contract|award|procurement|agreement|rfo) (title|description|name)$", 10),
    _Sign("title", r"^(title|short description|subject|purpose|name of contract)$", 9),
    _Sign("title", r"\bdescription$", 3),
    _Sign("vendor_name", rf"^({_SELLER})s?( name| information)?$", 10),
    _Sign("vendor_name", rf"\b({_SELLER})\b.* name$|^legal name$", 7),
    _Sign("vendor_number", rf"\b({_SELLER})( \w+)? (number|id|code)$", 8),
    _Sign("starts_on", r"\b(start|begin|effective|commencement)( date| on)?$", 10, "date"),
    _Sign("starts_on", r"\baward(ed)? (date|on)$", 5, "date"),
    _Sign("ends_on", r"\b(end|ends|expiration|expires|expiry|expire)( date| on)?$", 10, "date"),
    _Sign("as_of", r"^(today|as of( date)?|report(ed)? (date|on)|snapshot( date)?|run date)$", 10, "date"),
    _Sign("period_end", r"\b(year|period|quarter|month) end(ing)?( date)?$", 12, "date"),
    _Sign(
        "line_date",
        r"\b(payment|check|transaction|order|posting|issue|sale|purchase)( \w+)? date$",
        9,
        "date",
    ),
    _Sign("line_date", r"^(date|day|invoice date|ship(ped)? date|payment issue date|paid on)$", 7, "date"),
    _Sign("invoice_date", r"\binvoice date$", 5, "date"),
    _Sign("ceiling", r"\b(limit|not to exceed|maximum( \w+)?|ceiling)\b", 10, "amount"),
    _Sign("ceiling", r"\b(contract|award|agreement)( \w+)? (amount|value)\b", 9, "amount"),
    _Sign("ordered", r"\b(ordered|encumbered|obligated)\b", 8, "amount"),
    _Sign("paid", r"\b(paid|payments?|expended|expenditures?|spent|disbursed|transactions)\b", 7, "amount"),
    _Sign(
        "amount",
        r"\b(purchase|invoice|net|total|extended|line|payment|sales?)( \w+)? (amount|price)$",
        9,
        "amount",
    ),
    _Sign("amount", r"^(amount|total|net|sales|price|cost|net amount)$", 6, "amount"),
    _Sign("state", rf"^(({_WHO}|ship to) )?states?$", 8, "state"),
    _Sign("states", r"\bstates?\b", 9, "states"),
    _Sign("entity", rf"\b({_WHO})( name| description)?$", 8),
    _Sign(
        "category",
        r"\b(category|commodity|class)( description| name)?$|\b(contract|award|structure) type$",
        6,
    ),
    _Sign("fiscal_year", r"^(fiscal |calendar |budget )?year$", 8, "year"),
    _Sign("po_number", r"\b(po|purchase order)( number)?$", 8),
    _Sign("invoice_number", r"\binvoice( number| id)?$", 8),
    _Sign("product_number", r"\b(product|item|part|sku)( number| code)$", 7),
    _Sign("quantity", r"\bquantity$", 9, "amount"),
    _Sign("unit_price", r"\b(unit|contract) price$", 9, "amount"),
    _Sign("list_price", r"\b(list price|msrp)\b", 9, "amount"),
)


@dataclass(frozen=True)
class Part:
    """The column that plays a part, and why it is thought to."""

    column: ColumnFacts
    reason: str


def parts_of(
    columns: Sequence[ColumnFacts], rows: pl.DataFrame, *, no_numbers: Container[str] = ()
) -> Mapping[str, Part]:
    """Return which column plays which part; each plays one at most, and some play none.

    Columns in `no_numbers` are not taken for the number of a contract; of columns that are headed as one
    with equal right, the one with more different texts is.
    """
    parts = _named_parts(columns, no_numbers)
    number, name = parts.get("vendor_number"), parts.get("vendor_name")
    if number is not None and name is not None and not _numbers(number.column.name, name.column.name, rows):
        return {role: part for role, part in parts.items() if role != "vendor_number"}
    return parts


def _numbers(number: str, name: str, rows: pl.DataFrame) -> bool:
    """Tell whether a column numbers what another names: hardly any number has several names."""
    names = rows.drop_nulls(number).group_by(number).agg(pl.col(name).n_unique())[name]
    return names.len() > 0 and (names == 1).sum() >= _MOST * names.len()


def _named_parts(columns: Sequence[ColumnFacts], no_numbers: Container[str]) -> dict[str, Part]:
    candidates = sorted(
        (
            (_merit(sign, column), sign, column)
            for sign in _SIGNS
            for column in columns
            if sign.role != "contract_id" or column.name not in no_numbers
        ),
        key=lambda candidate: (-candidate[0], -candidate[2].distinct * (candidate[1].role == "contract_id")),
    )
    parts: dict[str, Part] = {}
    taken: set[str] = set()
    for merit, sign, column in candidates:
        if merit > 0 and sign.role not in parts and column.name not in taken:
            parts[sign.role] = Part(column, _reason(sign, column))
            taken.add(column.name)
    return parts


def quarters_of(columns: Sequence[ColumnFacts]) -> tuple[str, ...]:
    """Return the four columns of amounts that are the quarters of a year, in their order, or none."""
    found: dict[str, str] = {}
    for column in columns:
        sign = re.search(r"\b(?:q|quarter )([1-4])\b", column.words)
        if sign and column.mark:
            found.setdefault(sign[1], column.name)
    return tuple(found[number] for number in sorted(found)) if len(found) == 4 else ()


def _merit(sign: _Sign, column: ColumnFacts) -> float:
    if not re.search(sign.pattern, column.words) or column.filled < _LEAST or not _has(sign.needs, column):
        return 0
    is_lesser = _LESSER.search(column.words) is not None
    is_sellers = sign.role == "state" and re.search(_SELLER, column.words) is not None
    return 0 if is_sellers else sign.weight * (0.5 + column.filled / 2) * (0.5 if is_lesser else 1)


def _has(need: str, column: ColumnFacts) -> bool:
    match need:
        case "date":
            return bool(column.dates)
        case "amount":
            return bool(column.mark) and not column.dates
        case "state":
            return column.is_state
        case "states":
            return column.is_list_of_states
        case "year":
            return bool(column.mark) and column.distinct < 100
        case _:
            return True


def _reason(sign: _Sign, column: ColumnFacts) -> str:
    held = {
        "date": f"holds days written {' or '.join(column.dates)}",
        "amount": "holds amounts",
        "state": "holds states",
        "states": "lists states",
        "year": "holds years",
    }
    told = held.get(sign.needs, f"{column.distinct:,} different texts")
    blank = "" if column.filled == 1 else f", empty in {1 - column.filled:.0%} of the rows"
    return f'Headed "{column.name}"; {told}{blank}.'

"""The portfolio's tables as Arrow schemas, for whoever writes or reads Parquet."""

import pyarrow as pa

from portfolio_tui.portfolio.schema import Kind, Table

ARROW_TYPES: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.MONEY: pa.decimal128(18, 2),
    Kind.RATE: pa.decimal128(9, 6),
    Kind.QUANTITY: pa.decimal128(18, 4),
    Kind.INTEGER: pa.int64(),
    Kind.BOOLEAN: pa.bool_(),
}


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema that a full file of `table` has, columns in the table's order."""
    return pa.schema(
        [
            pa.field(column.name, ARROW_TYPES[column.kind], nullable=not column.required)
            for column in table.columns
        ]
    )


def fits(found: pa.DataType, kind: Kind) -> bool:
    """Tell whether values of the Arrow type `found` can be read as `kind` without losing anything.

    The null type, which writers give a column that is empty throughout, fits every kind.
    """
    if pa.types.is_null(found):
        return True
    if pa.types.is_dictionary(found):
        return fits(found.value_type, kind)
    match kind:
        case Kind.TEXT:
            is_text = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
            answer = any(test(found) for test in is_text)
        case Kind.DATE:
            answer = pa.types.is_date(found)
        case Kind.BOOLEAN:
            answer = pa.types.is_boolean(found)
        case Kind.INTEGER:
            answer = pa.types.is_integer(found) and not pa.types.is_uint64(found)
        case Kind.MONEY | Kind.RATE | Kind.QUANTITY:
            answer = pa.types.is_decimal(found) and _digits_fit(found, ARROW_TYPES[kind])
    return bool(answer)


def _digits_fit(found: pa.DataType, wanted: pa.DataType) -> bool:
    whole_digits_fit = found.precision - found.scale <= wanted.precision - wanted.scale
    return bool(whole_digits_fit and found.scale <= wanted.scale)

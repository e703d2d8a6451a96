"""All findings of a run as one table, each row complete by itself: rule, version, parameters, rows, note."""

import json
from collections.abc import Iterable, Iterator

import pyarrow as pa

from portfolio_tui.checks.acknowledgements import Acknowledgements
from portfolio_tui.checks.check import FINDING_COLUMNS
from portfolio_tui.checks.run import CheckResult, no_findings
from portfolio_tui.query.parameters import text_of

_NAMES = [name for name, _, _ in FINDING_COLUMNS]


def findings_table(results: Iterable[CheckResult], acknowledged: Acknowledgements) -> pa.Table:
    """Return the findings of `results` in their order.

    Before the columns of every finding stand rule, severity and version; after them acknowledged, note, and
    as JSON text the parameters and the rule's own columns, `details`.
    """
    return pa.concat_tables([_empty(), *(_rows(result, acknowledged) for result in results)])


def _rows(result: CheckResult, acknowledged: Acknowledgements) -> pa.Table:
    count = result.count
    notes = acknowledged.notes(result)
    parameters = json.dumps({name: text_of(value) for name, value in result.parameters.items()})
    common = result.findings.select(_NAMES).cast(no_findings().schema)
    before = {"rule": result.check.id, "severity": str(result.check.severity)}
    columns = [
        *(pa.array([text] * count, pa.string()) for text in before.values()),
        pa.array([result.check.version] * count, pa.int64()),
        *common.columns,
        pa.array([note is not None for note in notes], pa.bool_()),
        pa.array(notes, pa.string()),
        pa.array([parameters] * count, pa.string()),
        pa.array(_details(result), pa.string()),
    ]
    return pa.table(columns, schema=_empty().schema)


def _details(result: CheckResult) -> Iterator[str]:
    own = result.findings.drop_columns(_NAMES)
    for row in own.to_pylist():
        yield json.dumps(row, ensure_ascii=False, default=str)
    yield from ["{}"] * (0 if own.num_columns else result.count)


def _empty() -> pa.Table:
    before = pa.schema([("rule", pa.string()), ("severity", pa.string()), ("version", pa.int64())])
    after = pa.schema(
        [
            ("acknowledged", pa.bool_()),
            ("note", pa.string()),
            ("parameters", pa.string()),
            ("details", pa.string()),
        ]
    )
    return pa.schema([*before, *no_findings().schema, *after]).empty_table()

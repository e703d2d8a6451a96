"""Writes what is proposed into the file that a reviewer decides in, and leaves alone what was decided."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from portfolio_tui.portfolio.name_variants import COLUMNS, GUARDED, NameVariants, VariantLine
from portfolio_tui.variants.proposals import Proposal

_NUMBERS = frozenset({"lines", "amount", "proposed_lines", "proposed_amount"})


def cells_of(proposal: Proposal) -> dict[str, str]:
    """Return a proposal as the cells of its line, by column; the decision is empty."""
    merged, into = proposal.merged, proposal.into
    return {
        "kind": proposal.kind,
        "id": merged.id,
        "name": merged.name,
        "lines": str(merged.lines),
        "amount": str(merged.amount),
        "proposed_id": into.id,
        "proposed_name": into.name,
        "proposed_lines": str(into.lines),
        "proposed_amount": str(into.amount),
        "why": proposal.why,
        "decision": "",
    }


def reviewed_text(variants: NameVariants, proposals: Sequence[Proposal]) -> str:
    """Return the text of the file with each line that has a decision as it is, and what is proposed below.

    A line without a decision goes when it is no longer proposed, and keeps what stands in further columns
    when it is.
    """
    columns = [*variants.columns, *(name for name in COLUMNS if name not in variants.columns)]
    decided = [line for line in variants.lines if line.decision]
    there = {_pair(line): line for line in variants.lines if not line.decision}
    rows: list[Mapping[str, str]] = [line.cells for line in decided]
    for proposal in proposals:
        line = there.get((proposal.kind, proposal.merged.id, proposal.into.id))
        rows.append({**({} if line is None else line.cells), **cells_of(proposal)})
    return _csv(columns, rows, variants.delimiter)


def _pair(line: VariantLine) -> tuple[str, str, str]:
    return line.kind, line.id, line.proposed_id


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]], delimiter: str) -> str:
    lines = [_line(columns, delimiter)]
    lines += [_line([_guarded(name, row.get(name, "")) for name in columns], delimiter) for row in rows]
    return "".join(lines)


def _line(cells: Sequence[str], delimiter: str) -> str:
    """Return one line; written as if lines ended in both signs, so that a cell with either has quotes."""
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return written.getvalue().removesuffix("\r\n") + "\n"


def _guarded(column: str, cell: str) -> str:
    """Return a cell with an apostrophe before what a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(GUARDED) and column not in _NUMBERS else cell

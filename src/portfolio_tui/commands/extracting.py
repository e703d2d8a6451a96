"""Writes an extract for a command: progress and what came of it are told on stderr."""

from typing import TYPE_CHECKING

from portfolio_tui.commands.narration import Progress, note
from portfolio_tui.commands.stopping import run_stoppable

if TYPE_CHECKING:
    from portfolio_tui.extract.extract import ExtractReport
    from portfolio_tui.extract.plan import ExtractPlan


def write_and_tell(plan: "ExtractPlan") -> "ExtractReport":
    """Write the extract of `plan`, tell on stderr what it is, and return what there is to say of it.

    Raises what `write_extract` raises, and KeyboardInterrupt when a signal ended it; then nothing is written.
    """
    from portfolio_tui.extract.extract import write_extract

    with Progress() as progress:
        report = run_stoppable(lambda cancellation: write_extract(plan, progress.on_extract, cancellation))
    for line in _told(plan, report):
        note(line)
    return report


def _told(plan: "ExtractPlan", report: "ExtractReport") -> list[str]:
    from portfolio_tui.extract.words import counted, size_in_words, told_left_out

    rows = counted(report.rows, "row", "rows")
    told = [f"Wrote {report.path}: {rows}, {size_in_words(report.bytes)}."]
    if report.sidecar is not None:
        told.append(f"What it came from is in {report.sidecar.name}, beside it.")
    if report.left_out:
        told.append(told_left_out(report.left_out))
    if plan.portfolio.manifest.synthetic:
        told.append("The portfolio is synthetic: these are made-up data.")
    return told

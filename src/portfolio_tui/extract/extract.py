"""Writes an extract: runs a query to its end and puts the rows, with their provenance, in place."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import duckdb

from portfolio_tui import __version__
from portfolio_tui.errors import UserError
from portfolio_tui.extract.cancellation import Cancellation
from portfolio_tui.extract.failures import failure_to_write
from portfolio_tui.extract.parquet_document import blanks, put_document, sum_of_data
from portfolio_tui.extract.plan import PARTITION_COLUMNS, ExtractPlan
from portfolio_tui.extract.progress import OnProgress, Reporter, nobody, size_of
from portfolio_tui.extract.provenance import KEY, Provenance, recorded_values
from portfolio_tui.extract.provenance_files import parts_of, sidecar_of, sum_of_extract, sum_of_parts
from portfolio_tui.extract.targets import (
    beside,
    checked_target,
    clear_strays,
    flush_all,
    put_in_place,
    remove,
)
from portfolio_tui.extract.totals import Tally, totals_of_parquet
from portfolio_tui.extract.writers import PARQUET, writers
from portfolio_tui.portfolio.fingerprint import fingerprint, stamp
from portfolio_tui.portfolio.problems import PortfolioError
from portfolio_tui.query.engine import MEMORY_LIMIT, SUMMED_LINES_AT_MOST, open_engine
from portfolio_tui.query.errors import QueryError, QueryFailedError
from portfolio_tui.query.running_query import ResultColumn, RunningQuery
from portfolio_tui.query.service import OnOutliving, QueryService

_NUMBER = 1
_FRUGAL_MEMORY = "700MB"
"""What the engine holds at first, so that the whole process stays within 1 GB: more is set aside on the disk.
A query that fails for it, for not all can be set aside, is run again with what queries have elsewhere."""
_LONGEST_NUMBER = 10**80
"""More than any total or number of rows: there is room for that many digits."""


@dataclass(frozen=True)
class ExtractReport:
    """What was written: where it lies, how large it is, and what it came from."""

    path: Path
    sidecar: Path | None
    bytes: int
    provenance: Provenance

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.provenance.rows

    @property
    def left_out(self) -> tuple[str, ...]:
        """The columns that were left out, for they hold people's names or contacts."""
        return self.provenance.left_out


class NothingToPartitionError(UserError):
    """An extract without rows, of which no partition would be written."""


def write_extract(
    plan: ExtractPlan, on_progress: OnProgress = nobody, cancellation: Cancellation | None = None
) -> ExtractReport:
    """Run the query of `plan` to its end and put its rows in place.

    Meant for a worker thread. Opens an engine of its own, which may write nothing but the extract. Whatever
    fails or is cancelled leaves the target as it was. Raises UserError, and QueryError for the query itself.
    """
    cancellation = cancellation or Cancellation()
    target = checked_target(plan)
    try:
        clear_strays(target.parent)
        try:
            return _write_beside(plan, target, on_progress, cancellation, _FRUGAL_MEMORY)
        except (PortfolioError, QueryFailedError) as error:
            if not isinstance(error.__cause__, duckdb.OutOfMemoryException):
                raise
            return _write_beside(plan, target, on_progress, cancellation, MEMORY_LIMIT)
    except (OSError, QueryError) as error:
        failure = failure_to_write(error, target)
        if failure is None:
            raise
        raise failure from error


def _write_beside(
    plan: ExtractPlan, target: Path, on_progress: OnProgress, cancellation: Cancellation, memory_limit: str
) -> ExtractReport:
    """Write the rows beside `target`, holding so much in memory, and put them in its place."""
    before = stamp(plan.portfolio.folder)
    with beside(target) as written, beside(target) as spilled:
        with _service(plan, written, cancellation, memory_limit, spilled) as service:
            report = _write(plan, service, written, on_progress, cancellation)
        if stamp(plan.portfolio.folder) != before:
            raise UserError("The portfolio's files changed while the extract was made. Make it again.")
        cancellation.check()
        return _put(plan, report, target)


@contextmanager
def _service(
    plan: ExtractPlan, written: Path, cancellation: Cancellation, memory_limit: str, spilled: Path
) -> Iterator[QueryService]:
    """Give a service on an engine of its own, which may write nothing but `written`."""
    try:
        engine = open_engine(
            plan.portfolio,
            SUMMED_LINES_AT_MOST if _reads_months(plan.query.sql) else 0,
            cancellation.on_cancel,
            (written,) if plan.format == PARQUET else (),
            memory_limit=memory_limit,
            spill_folder=spilled,
        )
    except PortfolioError:
        cancellation.check()  # then it was stopped while it opened
        raise
    service = QueryService(engine, _once_removed(cancellation.on_outliving, written, spilled))
    cancellation.on_cancel(lambda: service.cancel(_NUMBER))
    try:
        yield service
    finally:
        service.close()


def _once_removed(on_outliving: OnOutliving | None, *paths: Path) -> OnOutliving | None:
    """Return `on_outliving` so that it finds `paths` removed: it may end the process."""
    if on_outliving is None:
        return None

    def told(error: QueryError) -> None:
        for path in paths:
            remove(path)
        on_outliving(error)

    return told


def _write(
    plan: ExtractPlan,
    service: QueryService,
    written: Path,
    on_progress: OnProgress,
    cancellation: Cancellation,
) -> ExtractReport:
    """Write the rows to `written`, a file or a folder, and return what there is to say of it."""
    cancellation.check()
    with Reporter(written, on_progress) as reporter:
        provenance = _write_rows(plan, service, written, reporter)
    cancellation.check()
    provenance = replace(provenance, fingerprint=fingerprint(plan.portfolio.folder))
    provenance = _summed_up(provenance, written)
    flush_all(written)
    return ExtractReport(written, None, size_of(written), provenance)


def _reads_months(sql: str) -> bool:
    """Tell whether summing the months first pays: for single lines it only takes time."""
    return "month" in sql.lower() or "dated_spend" in sql.lower()


def _write_rows(plan: ExtractPlan, service: QueryService, written: Path, reporter: "Reporter") -> Provenance:
    query = plan.kept_query()
    if plan.partition_by:
        with service.running(plan.request(_NUMBER)) as running:
            query = plan.reckoned(running.columns)
    with service.running(plan.request(_NUMBER, query)) as running:
        columns, left_out = plan.chosen(running.columns)
        provenance = _provenance(plan, service, columns, left_out)
        if plan.format == PARQUET:
            return _copy(plan, provenance, running, written)
        tally = Tally(columns)
        running.observe(tally.names, tally.add)
        with written.open("xb") as sink:
            rows = writers()[plan.format].write(running, columns, sink, reporter.on_rows)
        return replace(provenance, rows=rows, totals=tally.totals)


def _copy(plan: ExtractPlan, provenance: Provenance, running: RunningQuery, written: Path) -> Provenance:
    """Let the engine write Parquet, with room for the provenance that is complete only afterwards."""
    by = [PARTITION_COLUMNS[word] for word in plan.partition_by]
    totals = dict.fromkeys(Tally(provenance.columns).names, Decimal(-_LONGEST_NUMBER))
    room = len(replace(provenance, rows=_LONGEST_NUMBER, totals=totals).to_json())
    rows = running.copy_parquet(written, provenance.columns, {KEY: blanks(room)}, by)
    if by and rows == 0:
        raise NothingToPartitionError(
            f"{plan.query.name} has no rows, so there is nothing to partition. Write one file."
        )
    totals = totals_of_parquet(parts_of(written), provenance.columns)
    return replace(provenance, rows=rows, totals=totals)


def _provenance(
    plan: ExtractPlan, service: QueryService, columns: Sequence[ResultColumn], left_out: Sequence[str]
) -> Provenance:
    """Return the provenance as far as it is known before the rows are."""
    manifest = plan.portfolio.manifest
    return Provenance(
        portfolio=manifest.name,
        fingerprint="0" * 64,
        synthetic=manifest.synthetic,
        query=plan.query.name,
        title=plan.query.title,
        sql=plan.query.sql,
        sees_further_columns=plan.query.sees_further_columns,
        parameters=recorded_values(plan.query, plan.parameters),
        scope=plan.scope,
        as_of=service.engine.as_of(plan.scope),
        kept=plan.kept,
        partition_by=plan.partition_by,
        format=plan.format,
        columns=tuple(columns),
        left_out=tuple(left_out),
        software={"portfolio-tui": __version__, "duckdb": duckdb.__version__},
        data_sha256="0" * 64,
    )


def _summed_up(provenance: Provenance, written: Path) -> Provenance:
    """Return the provenance with the sum of what was written; Parquet files get their document."""
    if provenance.format != PARQUET:
        return replace(provenance, data_sha256=sum_of_extract(written))
    parts = parts_of(written)
    sums = {part.relative_to(written).as_posix(): sum_of_data(part) for part in parts}
    complete = replace(
        provenance, data_sha256=sum_of_parts(sums) if written.is_dir() else next(iter(sums.values()))
    )
    for part in parts:
        put_document(part, complete.to_json())
    return complete


def _put(plan: ExtractPlan, report: ExtractReport, target: Path) -> ExtractReport:
    """Put what was written in the place of `target`, and what it came from beside it.

    An old sidecar goes first: a file and a sidecar that do not belong together never lie side by side.
    """
    if plan.format == PARQUET:
        put_in_place(report.path, target, replace=plan.replace)
        return replace(report, path=target)
    sidecar = sidecar_of(target)
    with beside(sidecar) as written:
        written.write_text(f"{report.provenance.to_json()}\n", encoding="utf-8")
        flush_all(written)
        if plan.replace:
            sidecar.unlink(missing_ok=True)
        put_in_place(report.path, target, replace=plan.replace)
        put_in_place(written, sidecar, replace=True)
    return replace(report, path=target, sidecar=sidecar)

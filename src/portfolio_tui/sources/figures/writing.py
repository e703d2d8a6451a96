"""Writes a merged table of figures: a small one as one sorted file, a large one as a folder of files.

Of a folder, only those files are written anew that lose rows; what is new is a further file. Parts that come
in whole are moved there as they are.
"""

import shutil
from pathlib import Path

from portfolio_tui.portfolio.replacing import link_or_copy
from portfolio_tui.query.raw_views import literal
from portfolio_tui.sources.figures.columns import listed
from portfolio_tui.sources.figures.merging import FigureMerge

ROWS_IN_ONE_FILE = 1_000_000
"""Up to how many rows a table is one file, sorted anew with each import."""

_EARLIER = "earlier.parquet"


def write_figures(merge: FigureMerge, folder: Path, staging: Path, number: int) -> tuple[str, ...]:
    """Write the table into `staging`, as the portfolio in `folder` is to have it after import `number`.

    Returns the paths of the files that the portfolio must lose. Raises UserError, and OSError when the disk
    is full.
    """
    name = merge.given.table.name
    single = folder.absolute() / f"{name}.parquet"
    is_single = merge.given.existing in ((), (single,))
    if is_single and merge.after.rows <= ROWS_IN_ONE_FILE:
        target = literal(str(staging / single.name))
        columns, order = listed(merge.columns.all), merge.columns.in_order()
        merge.engine.run("write_sorted", columns=columns, order=order, target=target)
        return ()
    (staging / name).mkdir()
    removed = _write_remaining(merge, folder, staging)
    if is_single and merge.given.existing and not removed:
        link_or_copy(single, staging / name / _EARLIER)
        removed = (single.name,)
    _write_arrivals(merge, staging / name, number)
    return removed


def _write_remaining(merge: FigureMerge, folder: Path, staging: Path) -> tuple[str, ...]:
    """Write the files that lose rows, but for those rows; return what takes no other file's place."""
    removed: list[str] = []
    columns = listed(merge.columns.all)
    name = merge.given.table.name
    for number, remaining in merge.engine.rows("files_after"):
        place = merge.given.existing[number].relative_to(folder.absolute())
        target = place if len(place.parts) > 1 else Path(name) / _EARLIER
        if target != place or not remaining:
            removed.append(place.as_posix())
        if remaining:
            (staging / target).parent.mkdir(parents=True, exist_ok=True)
            merge.engine.run(
                "write_remaining", columns=columns, number=str(number), target=literal(str(staging / target))
            )
    return tuple(removed)


def _write_arrivals(merge: FigureMerge, folder: Path, number: int) -> None:
    parts = merge.given.parts
    if not merge.has_arrivals:
        return
    if merge.takes_all:
        for at, part in enumerate(parts, 1):
            shutil.move(part, folder / f"import-{number:05d}-{at:04d}.parquet")
        return
    target = folder / f"import-{number:05d}.parquet"
    merge.engine.run("write_arrivals", columns=listed(merge.columns.all), target=literal(str(target)))

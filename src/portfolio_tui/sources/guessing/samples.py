"""Looks at the first rows of files, to tell what they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from portfolio_tui.errors import UserError
from portfolio_tui.sources.column_reading import clean
from portfolio_tui.sources.profile import Layout, Profile
from portfolio_tui.sources.readers import SourceFile, SourceRows, read_in_parts
from portfolio_tui.sources.unpacking import LeftOut, source_files

_MOST_FILES = 4
_MOST_ROWS = 50_000


@dataclass(frozen=True)
class Sample:
    """The first rows of a file as text without blanks around it; `headings` are those of its columns."""

    file_name: str
    headings: tuple[str, ...]
    repeated: tuple[str, ...]
    texts: pl.DataFrame


def read_samples(sources: Sequence[Path], known: Iterable[Profile]) -> tuple[Sample, ...]:
    """Return the first rows of the first files in `sources`, which may be folders or archives.

    The headings that the `known` profiles have tell headings from what stands above them.

    Raises UserError when one of them cannot be read, or none has a row.
    """
    layout = Layout(wanted=tuple(dict.fromkeys(name for profile in known for name in profile.headings())))
    samples: list[Sample] = []
    with TemporaryDirectory(prefix="portfolio-tui-", ignore_cleanup_errors=True) as scratch:
        for file in source_files(sources, Path(scratch)):
            if not isinstance(file, LeftOut):
                samples.append(_sample(file, layout))
            if len(samples) == _MOST_FILES:
                break
    if not any(sample.texts.height for sample in samples):
        names = ", ".join(sample.file_name for sample in samples)
        raise UserError(f"{names} has no rows to guess a profile from.")
    return tuple(samples)


def _sample(file: SourceFile, layout: Layout) -> Sample:
    parts: list[SourceRows] = []
    for part in read_in_parts(file, layout):
        parts.append(part)
        if sum(each.texts.height for each in parts) >= _MOST_ROWS:
            break
    rows = pl.concat([part.texts for part in parts], how="diagonal").head(_MOST_ROWS)
    named = [name for name in rows.columns if name not in parts[-1].unnamed]
    texts = rows.select(clean(name).alias(name) for name in named)
    return Sample(file.name, tuple(named), parts[-1].repeated, texts)

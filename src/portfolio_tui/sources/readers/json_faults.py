"""What may be wrong with a whole file of JSON, in words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError


@contextmanager
def told_as_source_errors(file: SourceFile, encoding: str, read_so_far: Callable[[], str]) -> Iterator[None]:
    """Raise SourceError for what reading a file of JSON raises; `read_so_far` says up to where: "row 7"."""
    try:
        yield
    except UnicodeError as error:
        raise SourceError(f"{file.shown} is not {encoding} text. Nothing was imported.") from error
    except ValueError as error:
        raise SourceError(
            f"{file.shown} is broken after {read_so_far()}: it {error}. Nothing was imported."
        ) from error
    except RecursionError as error:
        raise SourceError(f"{file.shown} is nested too deeply to be read.") from error
    except OSError as error:
        raise SourceError(f"{file.shown} cannot be read: {error.strerror or error}.") from error

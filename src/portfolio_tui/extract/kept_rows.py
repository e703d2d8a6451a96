"""Which rows of a result an extract holds, where a search or a view has left only some."""

from dataclasses import dataclass


@dataclass(frozen=True)
class KeptRows:
    """The rows whose `column`, as text, is one of `values`."""

    column: str
    values: tuple[str | None, ...]

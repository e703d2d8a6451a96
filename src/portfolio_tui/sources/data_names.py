"""Tells files of data by their names, in folders and archives."""

DATA_NAMES = (".csv", ".tsv", ".tab", ".psv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".parquet")
PACKED_NAMES = (".gz", ".zip")
"""How the names of files end that are taken from folders and archives; others are left out, which is told."""


def is_data(name: str) -> bool:
    """Tell whether a file in a folder or archive is taken for data by its name."""
    return name.lower().endswith((*DATA_NAMES, *PACKED_NAMES))

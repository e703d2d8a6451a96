"""A document takes the place of blanks in the footer, byte for byte, whatever stands around them."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from portfolio_tui.extract.parquet_document import blanks, put_document, read_document, sum_of_data
from portfolio_tui.extract.provenance import KEY, ProvenanceError


def written(path: Path, room: int) -> Path:
    """Write a Parquet file with room for a document."""
    duckdb.connect().execute(
        f"COPY (SELECT 1 AS one) TO '{path}' (FORMAT parquet, KV_METADATA {{'{KEY}': '{blanks(room)}'}})"
    )
    return path


# In Parquet a text comes after its length, whose last byte can look like a blank (0x20) or a brace (0x7B).
@pytest.mark.parametrize("room", [0, 1, 30, 121, 123, 4094, 4095, 4096, 4097, 15742, 15743, 16000])
def test_the_file_stays_whole_whatever_the_length_says(tmp_path: Path, room: int) -> None:
    path = written(tmp_path / "x.parquet", room)
    size, before = path.stat().st_size, sum_of_data(path)
    document = '{"a": "é"}' if room > 10 else "{}"
    put_document(path, document)
    assert read_document(path).rstrip() == document
    assert (path.stat().st_size, sum_of_data(path)) == (size, before)
    assert pq.read_table(path).to_pylist() == [{"one": 1}]


def test_a_document_too_long_is_refused_and_the_file_stays(tmp_path: Path) -> None:
    path = written(tmp_path / "x.parquet", 8)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="has 11 bytes, and there is room for 10"):
        put_document(path, "a" * 11)
    assert path.read_bytes() == before


def test_any_byte_but_those_of_the_document_changes_the_sum(tmp_path: Path) -> None:
    path = written(tmp_path / "x.parquet", 20)
    put_document(path, '{"rows": 1}')
    before, content = sum_of_data(path), path.read_bytes()
    start = content.rindex(b'{"rows": 1}')
    changed = []
    for position in (4, start - 1, start + 2, start + 22):
        path.write_bytes(content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :])
        try:
            changed.append(sum_of_data(path) != before)
        except ProvenanceError:
            changed.append(True)
    assert changed == [True, True, False, True]

"""Dirty files by a known generator: each row comes back as written, or is rejected for the right reason."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers import read_source
from portfolio_tui.sources.readers.source_file import SourceFile

HEADINGS = ("id", "vendor", "paid")
CELL = st.text(st.characters(codec="cp1252", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=8)
ROW = st.tuples(
    st.integers(0, 99999).map("{:06}".format),
    st.one_of(
        CELL, st.sampled_from(["Café Ltd", "two\nlines", 'the "best"', "a,b;c|d\te", "TOTAL TRANSIT INC"])
    ),
    st.sampled_from(["1,234.50", "$0.00", "(12.00)", " - "]),
)
DIRT: dict[str, tuple[str, ...]] = {
    "is empty": ("", " ", ""),
    "is a total": ("", "Grand Total", "99"),
    "repeats the headings": HEADINGS,
    "has 2 cells where the headings are 3": ("000001", "short"),
    "has 4 cells where the headings are 3": ("000001", "too", "long", "by one"),
}
LINE = st.one_of(
    ROW.map(lambda row: (row, "")), st.sampled_from([(cells, reason) for reason, cells in DIRT.items()])
)


@given(
    lines=st.lists(LINE, max_size=12),
    delimiter=st.sampled_from(",\t;|"),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    title=st.sampled_from(["", "Contracts of the city"]),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_each_line_comes_back_or_is_rejected_for_its_reason(
    lines: list[tuple[tuple[str, ...], str]],
    delimiter: str,
    codec: str,
    line_end: str,
    title: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    if title:
        writer.writerow([title])
    writer.writerow(HEADINGS)
    writer.writerows(cells for cells, _ in lines)
    encoding = {"encoding": "cp1252"} if codec == "cp1252" else {}
    rows = read_source(
        written(tmp_path_factory.mktemp("dirty"), text.getvalue().encode(codec)),
        Layout(wanted=HEADINGS, **encoding),
    )
    assert rows.texts.rows() == [cells for cells, reason in lines if not reason]
    numbered = list(enumerate(lines, start=1))
    assert rows.positions["source_row"].to_list() == [
        number for number, (_, reason) in numbered if not reason
    ]
    rejected = [(row.source_row, row.reason) for row in rows.rejected]
    assert rejected == [(number, reason) for number, (_, reason) in numbered if reason]
    assert rows.row_count == len(lines)


def written(folder: Path, content: bytes) -> SourceFile:
    path = folder / "dirty.csv"
    path.write_bytes(content)
    return SourceFile.plain(path)

"""Whatever versions of whatever reports come in whatever order: the portfolio holds the newest, once."""

from collections import Counter
from collections.abc import Sequence
from functools import reduce
from operator import or_
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.small_files import table
from tests.sources.test_restated_reports import REPORT, VERSIONED, import_lines

pytestmark = pytest.mark.thorough

MONTHS = ("2026-05", "2026-06")
Line = tuple[str, str, str]
"""The month, the product and the amount."""

lines = st.tuples(
    st.sampled_from(MONTHS), st.sampled_from(["salt", "sand"]), st.sampled_from(["1.00", "-2.50"])
)
files = st.lists(lines, min_size=1, max_size=4)
versions = st.sampled_from(["2026-07-01", "2026-07-02"])
versioned_files = st.tuples(versions, files)


def written(day: str, content: Sequence[Line]) -> list[str]:
    return [f"{month},7,{month}-02,{product},{amount},{day}" for month, product, amount in content]


def kept_lines(folder: Path) -> Counter[Line]:
    rows = table(folder / "portfolio", "spend", "report_period", "product_number", "amount")
    return Counter((str(month), str(product), str(amount)) for month, product, amount in rows)


def together(contents: Sequence[Sequence[Line]]) -> Counter[Line]:
    """Return the lines of several files, of which those that stand in more than one count once."""
    return reduce(or_, map(Counter, contents), Counter[Line]())


@settings(max_examples=12, deadline=None)
@given(imports=st.lists(st.lists(files, min_size=1, max_size=3), min_size=1, max_size=4))
def test_the_last_import_of_each_report_counts(imports: list[list[list[Line]]]) -> None:
    with TemporaryDirectory() as scratch:
        expected: dict[str, Counter[Line]] = {}
        for number, contents in enumerate(imports):
            named = [
                (f"{number}-{at}.csv", written("2026-07-01", content)) for at, content in enumerate(contents)
            ]
            import_lines(Path(scratch), *named, extra=REPORT)
            brought = together(contents)
            for month in {line[0] for line in brought}:
                expected[month] = Counter({line: n for line, n in brought.items() if line[0] == month})
        assert kept_lines(Path(scratch)) == sum(expected.values(), Counter())


@settings(max_examples=12, deadline=None)
@given(imports=st.lists(st.lists(versioned_files, min_size=1, max_size=3), min_size=1, max_size=4))
def test_the_newest_version_of_each_report_counts(imports: list[list[tuple[str, list[Line]]]]) -> None:
    with TemporaryDirectory() as scratch:
        newest: dict[str, tuple[str, Counter[Line]]] = {}
        for number, contents in enumerate(imports):
            named = [
                (f"{number}-{at}.csv", written(day, content)) for at, (day, content) in enumerate(contents)
            ]
            import_lines(Path(scratch), *named, extra=VERSIONED)
            for month in MONTHS:
                days = [day for day, content in contents if any(line[0] == month for line in content)]
                if not days or (month in newest and newest[month][0] > max(days)):
                    continue
                of_month = [
                    [line for line in content if line[0] == month]
                    for day, content in contents
                    if day == max(days)
                ]
                newest[month] = max(days), together(of_month)
        assert kept_lines(Path(scratch)) == sum((held for _, held in newest.values()), Counter())

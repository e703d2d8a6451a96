"""Values seen before are never missed, and hardly any new one is taken for one of them."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_tui.sources.seen_before import SeenBefore


def hashes(numbers: list[int]) -> pl.Series:
    return pl.Series(numbers, dtype=pl.Int64).hash()


@given(st.lists(st.lists(st.integers(0, 40), max_size=30), max_size=6))
@settings(deadline=None, max_examples=30)
def test_exactly_those_are_told_that_stood_before(batches: list[list[int]]) -> None:
    seen, before = SeenBefore(), set[int]()
    for numbers in batches:
        expected = []
        for number in numbers:
            expected.append(number in before)
            before.add(number)
        assert seen.take(hashes(numbers)).to_list() == expected


def test_of_many_none_is_missed_and_few_are_doubted() -> None:
    seen = SeenBefore()
    batches = [hashes(list(range(start, start + 50_000))) for start in range(0, 500_000, 50_000)]
    assert sum(int(seen.take(batch).sum()) for batch in batches) < 1_000
    assert all(seen.take(batch).all() for batch in batches)

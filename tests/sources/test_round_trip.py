"""Whatever amounts a file holds, what is kept and what is set aside make up what was written, to the cent."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.profile_toml import read_profile
from tests.sources.small_files import HEADINGS, table, write_profile

pytestmark = pytest.mark.thorough

CENTS = st.integers(min_value=-(10**15), max_value=10**15).map(lambda cents: Decimal(cents).scaleb(-2))
NOTATIONS = ("{}", "{:,}", "${:,}", " {:,} ", "({:,})", "{:,}-")
NEGATIVE = ("({:,})", "{:,}-")
UNREADABLE = ("0.00548726.77", "n/a", "1,23", "12.345")


@st.composite
def written_amounts(draw: st.DrawFn) -> tuple[str, Decimal | None]:
    """Draw an amount and one way to write it, or a text that is no amount."""
    if draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from(UNREADABLE)), None
    amount, notation = draw(CENTS), draw(st.sampled_from(NOTATIONS))
    if notation in NEGATIVE:
        amount = -abs(amount)
        return notation.format(-amount), amount
    return notation.format(amount), amount


@given(
    written=st.lists(written_amounts(), min_size=1, max_size=20),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_amounts_come_back_or_are_set_aside(
    written: list[tuple[str, Decimal | None]], line_end: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    readable = {f"{row:02}": amount for row, (_, amount) in enumerate(written) if amount is not None}
    write_amounts(folder / "report.csv", [text for text, _ in written], line_end)
    profile = read_profile(write_profile(folder))
    (file,) = import_files([folder / "report.csv"], profile, folder / "portfolio").files
    assert file.rows_read == file.kept + file.set_aside + file.folded == len(written) + 1
    balances = table(folder / "portfolio", "balances", "contract_id", "paid_amount")
    assert balances == [*readable.items(), ("last", Decimal("1.00"))]


def write_amounts(path: Path, texts: list[str], line_end: str) -> None:
    """Write a report with one contract for each text, and one more that can be read."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator=line_end)
        writer.writerow(HEADINGS.split(","))
        for row, text in enumerate(texts):
            writer.writerow([f"{row:02}", "Salt", "ACME", "7/1/2018", "", "", text, "9/30/2018"])
        writer.writerow(["last", "Salt", "ACME", "7/1/2018", "", "", "1", "9/30/2018"])

"""The scope as options: what they mean, what is wrong with them, and that every scope can be written so."""

import argparse
import datetime as dt
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.commands.scope_options import add_scope_options, scope_from
from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.schema import ENTITY_TYPES
from portfolio_tui.query.scope import Scope

IDS = st.lists(st.text("ABC-1 [é'", min_size=1).filter(lambda text: not text.startswith("-")), unique=True)
DAYS = st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2999, 12, 31))


def read(*options: str) -> Scope:
    """Return the scope that `options` give."""
    parser = argparse.ArgumentParser()
    add_scope_options(parser)
    return scope_from(parser.parse_args(options))


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    """Draw any scope that means something."""
    fiscal_year = draw(st.none() | st.integers(1900, 2999))
    bounds = sorted(day for day in (draw(DAYS), draw(DAYS)) if day is not None)
    return Scope(
        states=tuple(draw(st.lists(st.sampled_from(["VT", "NH", "GU"]), unique=True))),
        alliances=tuple(draw(IDS)),
        categories=tuple(draw(IDS)),
        vendors=tuple(draw(IDS)),
        contracts=tuple(draw(IDS)),
        entity_types=tuple(draw(st.lists(st.sampled_from(ENTITY_TYPES), unique=True))),
        fiscal_year=fiscal_year,
        from_date=bounds[0] if bounds and fiscal_year is None else None,
        to_date=bounds[1] if len(bounds) == 2 and fiscal_year is None else None,
        as_of=draw(DAYS),
    )


@given(scopes())
def test_every_scope_can_be_written_as_options(scope: Scope) -> None:
    assert read(*scope.arguments()) == scope


def test_without_options_nothing_is_narrowed() -> None:
    assert read() == Scope()


def test_options_are_read_as_people_write_them() -> None:
    scope = read(
        "--state", "vt", "--state", "NH", "--state", "VT", "--fiscal-year", "FY2025", "--as-of", "2026-06-30"
    )
    assert scope == Scope(states=("VT", "NH"), fiscal_year=2025, as_of=dt.date(2026, 6, 30))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--from", "2025-13-01"], "--from: There is no day 2025-13-01; write the date as 2026-06-30."),
        (["--to", "June"], "--to: 'June' is no date; write it as 2026-06-30."),
        (["--as-of", "20260630"], "--as-of: '20260630' is no date; write it as 2026-06-30."),
        (
            ["--fiscal-year", "25"],
            "--fiscal-year: '25' is no fiscal year; write the year in which it ends, as 2026.",
        ),
        (
            ["--fiscal-year", "2025", "--from", "2025-01-01"],
            "A scope has a fiscal year or a range of dates, not both; leave one of them out.",
        ),
    ],
)
def test_a_wrong_value_is_told_with_its_option(options: list[str], message: str) -> None:
    with pytest.raises(UserError) as error:
        read(*options)
    assert str(error.value) == message


def test_an_unknown_state_is_told_before_the_dashboard_starts() -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "portfolio_tui", "--state", "XX"],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert finished.stderr.startswith("portfolio-tui: There is no state 'XX'; use one of AK, AL, AR,")

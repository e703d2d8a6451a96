"""The same measure at different scopes adds up, over small portfolios made at random."""

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_tui.measures.contract_rows import CONTRACT_MONTHS, CONTRACT_STATES, CONTRACT_UTILIZATION
from portfolio_tui.measures.measure import Measure
from portfolio_tui.measures.portfolio_rows import (
    ALLIANCE_TOTALS,
    COVERAGE,
    OFF_CONTRACT_GROUP,
    OFF_CONTRACT_SPEND,
    PORTFOLIO_TOTALS,
    SPEND_BY_ALLIANCE_MONTH,
    STATE_ALLIANCE_USE,
)
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.tiny import Cells, row_of, rows_of, write_portfolio

pytestmark = pytest.mark.thorough

AS_OF = dt.date(2026, 6, 30)
STATES = ("VT", "NY", "TX", "AL")
CONTRACTS: list[Cells] = [
    {"contract_id": "n", "alliance_id": "naspo", "title": "N", "starts_on": "2024-01-01"},
    {"contract_id": "a", "alliance_id": "12aspo", "title": "A", "vendor_id": "v", "ceiling_amount": "100"},
    {"contract_id": "o", "alliance_id": "vermont", "title": "O", "lead_state": "VT"},
    {"contract_id": "p", "alliance_id": "naspo", "title": "Positions alone", "starts_on": "2024-01-01"},
]
ALLIANCES: list[Cells] = [
    {"alliance_id": "naspo", "name": "NASPO", "kind": "national"},
    {"alliance_id": "12aspo", "name": "12ASPO", "kind": "regional"},
    {"alliance_id": "vermont", "name": "Vermont", "kind": "state"},
]
ADDENDA: list[Cells] = [
    {"addendum_id": "1", "contract_id": "n", "state": "VT", "effective_on": "2025-01-15"},
    {"addendum_id": "2", "contract_id": "a", "state": "NY", "ends_on": "2026-01-15"},
]

amounts = st.decimals(min_value=-1000, max_value=1000, places=2)
days = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)) | st.sampled_from(
    [dt.date(2025, 3, 31), dt.date(2025, 4, 1), dt.date(2025, 6, 30), dt.date(2025, 7, 1), AS_OF]
)
lines = st.fixed_dictionaries(
    {
        "state": st.sampled_from([*STATES, "XX", None]),
        "spent_on": days,
        "amount": amounts,
        "contract_id": st.sampled_from(["n", "a", "o", "not in the table", None]),
        "vendor_id": st.sampled_from(["v", "w", None]),
        "entity_id": st.sampled_from(["school", "city", None]),
        "category_code": st.sampled_from(["43211500", "43000000", "22101600", None]),
    }
)
positions = st.fixed_dictionaries(
    {
        "contract_id": st.just("p"),
        "state": st.sampled_from(["VT", "TX"]),
        "as_of": st.sampled_from([dt.date(2025, 3, 31), dt.date(2025, 6, 30), dt.date(2026, 3, 31)]),
        "ordered_amount": amounts,
    }
)
portfolios = st.tuples(
    st.lists(lines, min_size=10, max_size=40),
    st.lists(positions, max_size=4, unique_by=lambda row: (row["state"], row["as_of"])),
)


@contextmanager
def service_over(
    spend: list[Cells], balances: list[Cells], summed_lines_at_most: int
) -> Iterator[QueryService]:
    """Open a portfolio of these rows, its lines summed by month on opening or not."""
    with tempfile.TemporaryDirectory() as folder:
        write_portfolio(
            Path(folder),
            as_of=AS_OF.isoformat(),
            contracts=CONTRACTS,
            alliances=ALLIANCES,
            participating_addenda=ADDENDA,
            entities=[
                {"entity_id": "school", "name": "S", "entity_type": "school_k12"},
                {"entity_id": "city", "name": "C", "entity_type": "city"},
            ],
            spend=spend,
            balances=balances,
        )
        service = QueryService(open_engine(open_portfolio(Path(folder)), summed_lines_at_most))
        try:
            yield service
        finally:
            service.close()


def net(service: QueryService, scope: Scope) -> Decimal:
    """Return the total of a scope."""
    return row_of(service, PORTFOLIO_TOTALS, scope).net_amount


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return a sum that is a Decimal without any summand."""
    return sum(amounts, Decimal(0))


@settings(deadline=None, max_examples=5)
@given(portfolio=portfolios, fiscal_year=st.sampled_from([None, 2025, 2026]))
def test_parts_add_up_to_the_whole(
    portfolio: tuple[list[Cells], list[Cells]], fiscal_year: int | None
) -> None:
    whole = Scope(fiscal_year=fiscal_year)
    with service_over(*portfolio, summed_lines_at_most=1000) as service:
        everything = net(service, whole)
        uses = rows_of(service, STATE_ALLIANCE_USE, whole)
        alliances = rows_of(service, ALLIANCE_TOTALS, whole)
        contracts = rows_of(service, CONTRACT_UTILIZATION, whole)

        assert total(row.net_amount for row in uses) == everything
        assert total(row.net_amount for row in alliances) == everything
        months = rows_of(service, SPEND_BY_ALLIANCE_MONTH, whole)
        assert total(row.net_amount for row in months) == everything
        off_contract = total(row.net_amount for row in alliances if row.group_id == OFF_CONTRACT_GROUP)
        assert total(row.net_in_scope for row in contracts) + off_contract == everything
        by_category = rows_of(service, OFF_CONTRACT_SPEND, whole)
        assert total(row.net_amount for row in by_category) == off_contract
        assert row_of(service, COVERAGE, whole).net_amount == everything
        for state in STATES:
            in_state = net(service, Scope(states=(state,), fiscal_year=fiscal_year))
            assert total(row.net_amount for row in uses if row.state == state) == in_state
            assert {row.state_net_amount for row in uses if row.state == state} <= {in_state}
        for alliance in ("naspo", "12aspo", "vermont"):
            of_alliance = net(service, Scope(alliances=(alliance,), fiscal_year=fiscal_year))
            listed = total(row.net_amount for row in alliances if alliance in row.alliance_ids)
            assert listed == of_alliance


@settings(deadline=None, max_examples=3)
@given(portfolio=portfolios)
def test_every_date_is_in_one_fiscal_year_and_every_contracts_parts_are_its_whole(
    portfolio: tuple[list[Cells], list[Cells]],
) -> None:
    with service_over(*portfolio, summed_lines_at_most=1000) as service:
        by_year = total(net(service, Scope(fiscal_year=year)) for year in range(2023, 2029))
        assert by_year == net(service, Scope())
        for row in rows_of(service, CONTRACT_UTILIZATION):
            states = rows_of(service, CONTRACT_STATES, contract=row.contract_id)
            months = rows_of(service, CONTRACT_MONTHS, contract=row.contract_id)
            assert total(state.net_to_date for state in states) == row.net_to_date
            assert total(month.net_amount for month in months) == row.net_to_date


MEASURES: tuple[Measure[Any], ...] = (
    PORTFOLIO_TOTALS,
    ALLIANCE_TOTALS,
    STATE_ALLIANCE_USE,
    SPEND_BY_ALLIANCE_MONTH,
    CONTRACT_UTILIZATION,
)
ranges = st.tuples(days, days).map(sorted)
scopes = st.one_of(
    st.builds(lambda year, day: Scope(fiscal_year=year, as_of=day), st.sampled_from([2025, 2026]), days),
    st.builds(lambda both: Scope(from_date=both[0], to_date=both[1]), ranges),
    st.builds(
        lambda states, day: Scope(states=tuple(states), as_of=day),
        st.lists(st.sampled_from(STATES), unique=True),
        days,
    ),
    st.builds(
        lambda vendors, categories, types: Scope(vendors=vendors, categories=categories, entity_types=types),
        st.sampled_from([(), ("v",)]),
        st.sampled_from([(), ("43",)]),
        st.sampled_from([(), ("city",)]),
    ),
)


@settings(deadline=None, max_examples=5)
@given(portfolio=portfolios, scope=scopes)
def test_sums_made_on_opening_say_what_the_lines_say(
    portfolio: tuple[list[Cells], list[Cells]], scope: Scope
) -> None:
    answers = []
    for summed_lines_at_most in (1000, -1):
        with service_over(*portfolio, summed_lines_at_most=summed_lines_at_most) as service:
            answers.append([rows_of(service, measure, scope) for measure in MEASURES])
    assert answers[0] == answers[1]

"""Summed months answer exactly as the lines do, whatever the scope and wherever its dates fall."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portfolio_tui.measures.measure import all_measures
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.scope_variables import SummedMonths, scope_variables
from portfolio_tui.query.service import QueryRequest, QueryService
from tests.tiny import write_portfolio

pytestmark = pytest.mark.thorough

SCOPES = (
    Scope(),
    Scope(fiscal_year=2026),
    Scope(states=("NY", "TX"), fiscal_year=2025),
    Scope(from_date=dt.date(2025, 2, 1), to_date=dt.date(2025, 8, 31)),
    Scope(from_date=dt.date(2025, 2, 15), to_date=dt.date(2025, 8, 10)),
    Scope(as_of=dt.date(2025, 8, 31)),
    Scope(as_of=dt.date(2025, 8, 17), alliances=("naspo",)),
    Scope(entity_types=("city",)),
    Scope(categories=("4321",), vendors=("v2",)),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio with a line every eleven days in three states, on two contracts and off contract."""
    days = [dt.date(2024, 1, 5) + dt.timedelta(days=11 * step) for step in range(80)]
    lines = [
        {
            "state": ("VT", "NY", "TX")[step % 3],
            "amount": f"{(step * 37) % 500 - 60}.{step % 100:02d}",
            "spent_on": day.isoformat(),
            "contract_id": ("c1", "c2", None)[step % 5 % 3],
            "entity_id": ("e1", "e2", None)[step % 4 % 3],
            "vendor_id": ("v2", None)[step % 2],
            "category_code": ("43211500", None)[step % 7 % 2],
        }
        for step, day in enumerate(days)
    ]
    return write_portfolio(
        tmp_path_factory.mktemp("months") / "tiny",
        alliances=[{"alliance_id": "naspo", "name": "NASPO", "kind": "national"}],
        contracts=[
            {"contract_id": "c1", "alliance_id": "naspo", "title": "Computers", "category_code": "43210000"},
            {"contract_id": "c2", "alliance_id": "other", "title": "Paper", "vendor_id": "v1"},
        ],
        vendors=[{"vendor_id": "v1", "name": "One"}, {"vendor_id": "v2", "name": "Two", "parent_id": "v1"}],
        entities=[
            {"entity_id": "e1", "name": "Town", "entity_type": "city", "state": "VT"},
            {"entity_id": "e2", "name": "School", "entity_type": "school_k12", "state": "NY"},
        ],
        spend=lines,
    )


@pytest.fixture(scope="module")
def services(folder: Path) -> Iterator[tuple[QueryService, QueryService]]:
    """The portfolio opened with its lines summed, and with none summed."""
    portfolio = open_portfolio(folder)
    summed, by_line = QueryService(open_engine(portfolio)), QueryService(open_engine(portfolio, 0))
    yield summed, by_line
    summed.close()
    by_line.close()


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_sums_and_lines_give_the_same_rows(services: tuple[QueryService, QueryService], scope: Scope) -> None:
    for measure in all_measures().values():
        parameters = {parameter.name: "c1" for parameter in measure.parameters}
        request = QueryRequest(1, measure, scope, parameters)
        from_sums, from_lines = (
            sorted(map(str, service.run(replace(request, number=number)).table.to_pylist()))
            for number, service in enumerate(services)
        )
        assert from_sums == from_lines, measure.name


def test_whole_months_are_read_from_sums_and_anything_finer_from_lines() -> None:
    months = SummedMonths(available=True, newest_day=dt.date(2026, 6, 20))

    def by_line(scope: Scope, as_of: dt.date) -> bool:
        return bool(scope_variables(scope, as_of, months)["period_by_line"])

    assert not by_line(Scope(fiscal_year=2026), dt.date(2026, 6, 30))
    assert not by_line(Scope(), dt.date(2026, 6, 20))
    assert by_line(Scope(), dt.date(2026, 6, 19))
    assert by_line(Scope(from_date=dt.date(2026, 1, 2)), dt.date(2026, 6, 30))
    assert by_line(Scope(entity_types=("city",)), dt.date(2026, 6, 30))

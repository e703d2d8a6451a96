"""Views are made when SQL first names them, with all that they read."""

from pathlib import Path

import pytest

from portfolio_tui.query.lazy_views import VIEWS, needed_by, text_of_view
from portfolio_tui.query.saved_queries import ad_hoc
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest
from tests.tiny import opened, write_portfolio


@pytest.mark.parametrize(
    ("sql", "views"),
    [
        ("SELECT 1", set()),
        ("SELECT * FROM unscoped.spend", set()),
        ('SELECT * FROM unscoped."contracts"', set()),
        ("SELECT * FROM ALLIANCES", {"alliances"}),
        ("SELECT * FROM unscoped.vendor_names", {"vendor_names"}),
        ("SELECT * FROM addenda_in_force", {"addenda_in_force", "addendum_terms"}),
        ('SELECT * FROM "jurisdictions"', set()),
    ],
)
def test_only_what_is_named_and_what_that_reads_is_needed(sql: str, views: set[str]) -> None:
    needed = needed_by(sql)
    assert views <= needed
    assert views or not needed


def test_listing_the_tables_needs_all() -> None:
    assert needed_by("SHOW TABLES") == set(VIEWS)


def test_every_view_can_be_asked_for_alone(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path / "tiny",
        contracts=[{"contract_id": "c1", "alliance_id": "naspo", "title": "Tires"}],
        spend=[{"state": "VT", "amount": "10.10", "spent_on": "2026-01-01", "contract_id": "c1"}],
    )
    for name in VIEWS:
        with opened(folder) as service:
            columns = service.run(QueryRequest(1, ad_hoc(f"DESCRIBE {_where(name)}"), Scope())).row_count
        assert columns > 0, name


def _where(name: str) -> str:
    outside_scope = f" unscoped.{name} AS\n" in text_of_view(name)
    return f"unscoped.{name}" if outside_scope else name

"""Places beside the 56 jurisdictions: called as the manifest calls them, with years of the calendar."""

import datetime as dt
from contextlib import closing
from itertools import count
from pathlib import Path

from portfolio_tui.portfolio.manifest import Manifest, write_manifest
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.contents import check_contents
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.scope import Scope
from tests.tiny import opened, write_portfolio

PLACES = {"MX-CMX": "Ciudad de México", "VT": "Not Vermont"}


def folder_with_places(tmp_path: Path) -> Path:
    contract = {"contract_id": "c", "alliance_id": "a", "title": "C", "lead_state": "MX-CMX"}
    line = {"state": "MX-CMX", "amount": "1", "spent_on": "2016-08-01", "contract_id": "c"}
    write_portfolio(tmp_path, contracts=[contract], spend=[line])
    write_manifest(tmp_path, Manifest("Tiny", currency="MXN", places=PLACES))
    return tmp_path


def test_a_place_has_its_name_and_calendar_years_and_no_state_is_renamed(tmp_path: Path) -> None:
    engine = open_engine(open_portfolio(folder_with_places(tmp_path)))
    with closing(engine.cursor(Scope())) as cursor:
        found = cursor.execute(
            "SELECT code, name, kind, fiscal_year($january, code), fiscal_year($december, code) "
            "FROM jurisdictions WHERE code IN ('MX-CMX', 'VT', 'NY') ORDER BY code",
            {"january": dt.date(2016, 1, 1), "december": dt.date(2016, 12, 31)},
        ).fetchall()
    engine.close()
    assert found == [
        ("MX-CMX", "Ciudad de México", "other", 2016, 2016),
        ("NY", "New York", "state", 2016, 2017),
        ("VT", "Vermont", "state", 2016, 2017),
    ]


def test_spend_there_is_not_spend_in_an_unknown_state(tmp_path: Path) -> None:
    folder = folder_with_places(tmp_path)
    with opened(folder) as service:
        assert check_contents(service, open_portfolio(folder), count(1)) == ()

"""Quarters as columns, which become rows of spend."""

from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.sources.calendar import quarter_bounds
from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.known_profiles import find_profile
from portfolio_tui.sources.outcome import FileOutcome, ImportOutcome, TableOutcome
from tests.sources.small_files import contents, day, table

HEADINGS = (
    "customer_type,customer_name,contract_number,contract_title,vendor_name,year,"
    "q1_sales_reported,q2_sales_reported,q3_sales_reported,q4_sales_reported,omwbe,vet_owned,small_business"
)
PAPER = "AGY,PARKS,04411,Office paper,OFFICE CO,2016,15.50,0.0,-2,0.0,,N,N"


def import_sales(folder: Path, *rows: str, name: str = "sales.csv") -> ImportOutcome:
    path = folder / name
    path.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
    profile = find_profile("washington-master-contract-sales")
    return import_files([path], profile, folder / "portfolio")


def spend(folder: Path, *columns: str) -> list[tuple[object, ...]]:
    return table(folder / "portfolio", "spend", *columns)


def test_each_quarter_with_an_amount_is_a_row_dated_by_its_last_day(tmp_path: Path) -> None:
    outcome = import_sales(tmp_path, PAPER)
    assert outcome.files == (FileOutcome("sales.csv", 1, 1, 0, 0, 0, "csv, utf-8, comma"),)
    assert spend(tmp_path, "spent_on", "amount", "grain", "period_start", "period_end") == [
        (day("2016-03-31"), Decimal("15.50"), "quarter", day("2016-01-01"), day("2016-03-31")),
        (day("2016-09-30"), Decimal("-2.00"), "quarter", day("2016-07-01"), day("2016-09-30")),
    ]
    assert (
        spend(tmp_path, "state", "contract_id", "entity_id", "vendor_id", "source_file", "source_row")
        == [("WA", "04411/OFFICE CO", "AGY/PARKS", "OFFICE CO", "sales.csv", 1)] * 2
    )


def test_contracts_vendors_and_customers_are_described(tmp_path: Path) -> None:
    import_sales(
        tmp_path,
        PAPER,
        "County,KING CO,04411,Paper for offices,OFFICE CO,2017,1,1,1,1,,N,N",
        "Tribe,,04411,Office paper,PAPER MILL,2015,1,1,1,1,,N,N",
    )
    folder = tmp_path / "portfolio"
    assert table(folder, "contracts", "contract_id", "number", "portfolio", "title", "reported_on") == [
        ("04411/OFFICE CO", "04411", "04411", "Paper for offices", day("2017-12-31")),
        ("04411/PAPER MILL", "04411", "04411", "Office paper", day("2015-12-31")),
    ]
    assert table(folder, "entities", "entity_id", "name", "entity_type", "state") == [
        ("AGY/PARKS", "PARKS", "state_agency", "WA"),
        ("County/KING CO", "KING CO", "county", "WA"),
    ]
    assert spend(tmp_path, "entity_id")[:4] == [(None,)] * 4
    assert open_portfolio(folder).warnings == ()
    assert open_portfolio(folder).manifest.as_of is None


def test_a_customer_type_that_is_not_known_is_left_empty_without_a_note(tmp_path: Path) -> None:
    outcome = import_sales(tmp_path, "Tribe,YAKAMA,04411,Paper,OFFICE CO,2016,1,0,0,0,,N,N")
    assert outcome.files[0].cells_not_read == 0
    assert table(tmp_path / "portfolio", "entities", "entity_type") == [(None,)]


def test_a_sale_without_a_contract_number_is_off_contract(tmp_path: Path) -> None:
    outcome = import_sales(tmp_path, "AGY,PARKS,,,CORNER SHOP,2016,5,0,0,0,,N,N")
    assert outcome.files == (FileOutcome("sales.csv", 1, 1, 0, 0, 0, "csv, utf-8, comma"),)
    assert spend(tmp_path, "contract_id", "vendor_id", "amount") == [(None, "CORNER SHOP", Decimal("5.00"))]
    assert table(tmp_path / "portfolio", "contracts", "contract_id") == []


def test_identical_lines_stay_apart_and_are_known_again(tmp_path: Path) -> None:
    import_sales(tmp_path, PAPER, PAPER)
    ids = spend(tmp_path, "spend_id")
    assert len(ids) == len(set(ids)) == 4
    before = contents(tmp_path / "portfolio")
    assert not import_sales(tmp_path, PAPER, PAPER).has_changed
    assert contents(tmp_path / "portfolio") == before


def test_a_restated_quarter_replaces_even_with_nothing(tmp_path: Path) -> None:
    import_sales(tmp_path, PAPER)
    outcome = import_sales(tmp_path, PAPER.replace("15.50,0.0,-2,0.0", "0.0,7,-2,0.0"), name="later.csv")
    assert next(table for table in outcome.tables if table.name == "spend") == TableOutcome("spend", 1, 1, 1)
    assert [(line.column, line.old, line.new) for line in outcome.restated.first] == [
        ("amount", "15.50", "0.00")
    ]
    assert spend(tmp_path, "spent_on", "amount") == [
        (day("2016-03-31"), Decimal("0.00")),
        (day("2016-06-30"), Decimal("7.00")),
        (day("2016-09-30"), Decimal("-2.00")),
    ]


def test_a_row_with_one_amount_or_year_that_cannot_be_read_is_set_aside_whole(tmp_path: Path) -> None:
    outcome = import_sales(tmp_path, PAPER, PAPER.replace("-2", "n/a"), PAPER.replace("2016", "FY16"))
    assert outcome.files == (FileOutcome("sales.csv", 3, 1, 2, 0, 0, "csv, utf-8, comma"),)
    assert table(tmp_path / "portfolio", "set_aside", "source_row", "column", "reason") == [
        (2, "q3_sales_reported", '"n/a" is not an amount'),
        (3, "year", '"FY16" is not a year'),
    ]


def test_a_day_that_is_given_is_refused_where_rows_tell_it(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(f"{HEADINGS}\n{PAPER}\n", encoding="utf-8")
    with pytest.raises(UserError, match="No day can be given with the profile washington"):
        import_files(
            [path], find_profile("washington-master-contract-sales"), tmp_path / "new", day("2016-12-31")
        )


@pytest.mark.parametrize(
    ("year", "quarter", "starts_in", "first", "last"),
    [
        (2016, 1, 1, "2016-01-01", "2016-03-31"),
        (2016, 4, 1, "2016-10-01", "2016-12-31"),
        (2019, 4, 7, "2019-04-01", "2019-06-30"),
        (2018, 1, 7, "2017-07-01", "2017-09-30"),
        (2018, 2, 7, "2017-10-01", "2017-12-31"),
        (2020, 2, 10, "2020-01-01", "2020-03-31"),
    ],
)
def test_quarters_of_fiscal_years(year: int, quarter: int, starts_in: int, first: str, last: str) -> None:
    assert quarter_bounds(year, quarter, starts_in) == (day(first), day(last))

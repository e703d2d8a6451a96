"""The day of a report, from its file's name or as it is given."""

from pathlib import Path

import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.known_profiles import find_profile
from tests.sources.small_files import day, table

HEADINGS = (
    "original_contract_id,current_item_id,department_name,vendor,contract_structure_type,short_desc,"
    "start_dt,end_dt,days_remaining,amt,tot_payments,orig_vendor,exempt_status,adv_or_exempt,profit_status"
)
ROW = '1520399,152039904,LAW,CCH Inc,Computer Svcs,audits,3/31/2019,9/29/2019,90,"18,900.38",0,CCH Inc,1,X,Y'


def write_report(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text(f"{HEADINGS}\n{ROW}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "as_of"),
    [
        ("FY-2019-Q4.csv", "2019-06-30"),
        ("FY-2018-Q1.csv", "2017-09-30"),
        ("professional services FY-2020-Q3 (final).csv", "2020-03-31"),
    ],
)
def test_the_name_tells_the_last_day_of_its_fiscal_quarter(tmp_path: Path, name: str, as_of: str) -> None:
    profile = find_profile("philadelphia-professional-services")
    import_files([write_report(tmp_path, name)], profile, tmp_path / "portfolio")
    assert table(tmp_path / "portfolio", "balances", "contract_id", "as_of") == [("152039904", day(as_of))]


@pytest.mark.parametrize("name", ["report.csv", "FY-2019-Q5.csv", "FY-2019-Q44.csv", "FY-19-Q4.csv"])
def test_a_name_that_does_not_tell_the_day_asks_for_it(tmp_path: Path, name: str) -> None:
    profile = find_profile("philadelphia-professional-services")
    path = write_report(tmp_path, name)
    with pytest.raises(UserError, match="the name does not tell the day of the figures"):
        import_files([path], profile, tmp_path / "portfolio")
    import_files([path], profile, tmp_path / "portfolio", day("2019-06-29"))
    assert table(tmp_path / "portfolio", "balances", "as_of") == [(day("2019-06-29"),)]


def test_the_day_given_goes_before_the_name(tmp_path: Path) -> None:
    profile = find_profile("philadelphia-professional-services")
    import_files([write_report(tmp_path, "FY-2019-Q4.csv")], profile, tmp_path / "new", day("2019-07-01"))
    assert table(tmp_path / "new", "balances", "as_of") == [(day("2019-07-01"),)]


def test_one_day_is_not_given_to_several_reports(tmp_path: Path) -> None:
    files = [write_report(tmp_path, "FY-2019-Q4.csv"), write_report(tmp_path, "FY-2019-Q3.csv")]
    with pytest.raises(UserError, match="The day that is given is that of one report"):
        import_files(
            files, find_profile("philadelphia-professional-services"), tmp_path / "new", day("2019-07-01")
        )

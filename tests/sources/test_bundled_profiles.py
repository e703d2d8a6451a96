"""Each bundled profile on a few lines made up after the files it reads, with what becomes of them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.known_profiles import find_profile
from tests.sources.small_files import day, table

pytestmark = pytest.mark.thorough

LIST_DAY = dt.date(2023, 9, 1)


@dataclass(frozen=True)
class Case:
    """A file for a profile, and what is to be in one of the tables; counts are kept, set aside and folded."""

    profile: str
    name: str
    lines: tuple[str, ...]
    counts: tuple[int, int, int]
    table: str
    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


CASES = (
    Case(
        "phoenix-payments",
        "march.csv",
        (
            "Check/Payment Date,Dept. Descrptn,Vendor Name,Commitmt Item Name,Invoice Net Amt",
            "3/6/2018,Fire,ACME,Tires,10",
            "3/6/2018,Fire,ACME,Tires,10",
            "3/7/2018,Police,TOTAL TRANSIT INC,Rides,-2.5",
            "Total,,,,17.50",
        ),
        (3, 1, 0),
        "spend",
        ("state", "contract_id", "spent_on", "vendor_id", "amount"),
        [
            ("AZ", None, day("2018-03-06"), "ACME", Decimal("10.00")),
            ("AZ", None, day("2018-03-06"), "ACME", Decimal("10.00")),
            ("AZ", None, day("2018-03-07"), "TOTAL TRANSIT INC", Decimal("-2.50")),
        ],
    ),
    Case(
        "philadelphia-commodities",
        "FY2014Q2.csv",
        (
            (
                "Bid_Number,Contract_Number,Contract_Description,Start_Date,End_Date,Contract_Type,Vendor_Name,"
                "Contract_Amount,Total_Transactions"
            ),
            'B1,110003,Fuel oil,20100801,20130731,SSE,HAAB,3510512,"$3,665.28"',
            "NJPA,110004,TORO CO Bid # NJPA 2012,20120801,,PW,TORO,100,",
        ),
        (2, 0, 0),
        "contracts",
        ("contract_id", "alliance_id", "category", "ends_on", "ceiling_amount"),
        [
            (
                "110003",
                "philadelphia",
                "Services, supplies and equipment",
                day("2013-07-31"),
                Decimal("3510512.00"),
            ),
            ("110004", "sourcewell", "Public works", None, Decimal("100.00")),
        ],
    ),
    Case(
        "nebraska-contracts",
        "contracts.csv",
        (
            ",Doc Number,Type,Entity,Entity Name,Vendor,Amount,Begin Date,End Date,url",
            '0,58-1,CN,051,University,MILL,"$4,867.50",07/14/2023,12/31/2099,x',
        ),
        (1, 0, 0),
        "contracts",
        ("contract_id", "title", "ceiling_amount", "ends_on", "lead_state"),
        [("58-1", "University, 58-1", Decimal("4867.50"), day("2099-12-31"), "NE")],
    ),
    Case(
        "1gpa-awards",
        "1gpa.json",
        (
            '[{"fields": {"contract_number": "18-12", "expiration": "06/28/2023 ", "suppliers": "360",',
            '"title": "Websites"}}, {"fields": {"contract_number": "", "expiration": "", "suppliers": "X",',
            '"title": "Paper"}}]',
        ),
        (1, 1, 0),
        "contracts",
        ("contract_id", "alliance_id", "title", "vendor_id", "ends_on"),
        [("18-12", "1gpa", "Websites", "360", day("2023-06-28"))],
    ),
    Case(
        "gsa-cooperative-purchasing",
        "gsa.jsonl",
        tuple(
            f'{{"fields": {{"contract_number": "{number}", "cooperative": "{cooperative}", '
            f'"expiration": "Jan 31, 2024", "suppliers": "ACME", "title": "{title}"}}}}'
            for number, cooperative, title in (
                ("GS-1", "True", "Tires"),
                ("GS-1", "True", "Rims"),
                ("GS-2", "False", "Paper"),
            )
        ),
        (1, 1, 1),
        "contracts",
        ("contract_id", "alliance_id", "title", "ends_on"),
        [("GS-1", "gsa", "Tires; Rims", day("2024-01-31"))],
    ),
    Case(
        "missouri-vendor-payments",
        "payments.csv",
        (
            "fiscal_year,agency_name,category_description,detail_description,vendor_name,payments_total",
            "2016,AGRICULTURE,LEASES,STORAGE,AA ALL STOR,6174",
        ),
        (1, 0, 0),
        "spend",
        ("state", "spent_on", "grain", "entity_id", "amount", "description"),
        [("MO", day("2016-06-30"), "year", "AGRICULTURE", Decimal("6174.00"), "LEASES: STORAGE")],
    ),
    Case(
        "hawaii-payments",
        "checkbook.csv",
        (
            (
                "fiscal_year,fiscal_period,department,program,expense_category,fund,vendor_name,vendor_number,"
                "payment_number,payment_method,payment_issue_date,payment_status,amount"
            ),
            "2015,1,PARKS,LNR804,SUPPLIES,,ACME,0331,B1,Check,2014-07-31T00:00:00,Paid,99.17",
            "2015,1,PARKS,LNR804,SUPPLIES,,ACME,0331,B2,Check,2014-07-31T00:00:00,Voided,5",
        ),
        (1, 1, 0),
        "spend",
        ("state", "spent_on", "vendor_id", "amount"),
        [("HI", day("2014-07-31"), "0331", Decimal("99.17"))],
    ),
    Case(
        "new-york-authorities-procurement",
        "procurement.csv",
        (
            (
                "authority_name,fiscal_year_end_date,vendor_name,procurement_description,type_of_procurement,"
                "award_process,award_date,end_date,contract_amount,amount_expended_for_fiscal_year"
            ),
            "Albany,2011-12-31T00:00:00,ACME,Shelter,Other,Bid,2011-06-01T00:00:00,2012-05-31T00:00:00,100,40",
            "Albany,2012-12-31T00:00:00,ACME,Shelter,Other,Bid,2011-06-01T00:00:00,2012-05-31T00:00:00,120,60",
            "Albany,2012-12-31T00:00:00,ACME,Paper,Other,Bid,,,,1",
        ),
        (3, 0, 0),
        "contracts",
        ("contract_id", "ceiling_amount"),
        [
            ("Albany / ACME / Paper / -", None),
            ("Albany / ACME / Shelter / 2011-06-01T00:00:00", Decimal("120.00")),
        ],
    ),
    Case(
        "new-york-master-contract-resellers",
        "resellers.csv",
        (
            (
                "master_contract_vendor_id,master_contract_vendor_name,master_contract_id,contract_description,"
                "value_added_re_seller_var_id,value_added_re_seller_var_vendor_name"
            ),
            "01,IBM,0004733,SYSTEMS,02,GEMKO",
            "01,IBM,0004733,SYSTEMS,03,LPA",
        ),
        (1, 0, 1),
        "vendors",
        ("vendor_id", "name"),
        [("01", "IBM"), ("02", "GEMKO"), ("03", "LPA")],
    ),
    Case(
        "oregon-orpin-contracts",
        "orpin.csv",
        (
            (
                "document_number,amendment_number,award_title,award_type,contractor_information,original_start_date,"
                "amendment_date,expiration_date,total_award_value_w_amendments"
            ),
            "165-1,1001,Shelves,Trade,ACME,2013-12-19,2014-10-22,2014-12-31,50000",
            "165-1,0,Shelves,Trade,ACME,2013-12-19,2013-12-20,2014-06-30,39000",
        ),
        (1, 0, 1),
        "amendments",
        ("contract_id", "signed_on", "new_ends_on", "new_ceiling_amount"),
        [("165-1", day("2014-10-22"), day("2014-12-31"), Decimal("50000.00"))],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.profile)
def test_a_few_lines_become_what_the_profile_says(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.name
    path.write_text("\n".join([*case.lines, ""]), encoding="utf-8")
    profile = find_profile(case.profile)
    as_of = LIST_DAY if profile.flow is None else None
    outcome = import_files([path], profile, tmp_path / "portfolio", as_of)
    (file,) = outcome.files
    assert (file.kept, file.set_aside, file.folded) == case.counts
    assert file.rows_read == sum(case.counts)
    assert table(tmp_path / "portfolio", case.table, *case.columns) == case.rows
    assert open_portfolio(tmp_path / "portfolio").warnings == ()
    assert not import_files([path], profile, tmp_path / "portfolio", as_of).has_changed

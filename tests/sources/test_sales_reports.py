"""The NASPO ValuePoint detailed sales report and the Texas DIR sales file, by their published fields."""

from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.sources.guessing import guess_profile
from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.known_profiles import find_profile
from portfolio_tui.sources.outcome import ImportOutcome
from tests.sources.small_files import day, table

NASPO = "naspo-valuepoint-detailed-sales"
DIR = "texas-dir-sales"

OF_THE_CLAUSE = (
    "Vendor,Vendor Contract Number,State,Customer Type,Bill To Name,Order Number,Customer PO Number,"
    "Customer Number,Order Type,PO Date,Ship Date,Invoice Date,Invoice Number,Product Number,"
    "Product Description,List Price,Contract Price,Quantity,Total Price,Administrative Fee,Dealer"
)
SOLD = (
    "XEROX,3091,Vermont,State Agency,BGS,O-1,PO-9,77,Sales Order,1/5/2026,1/9/2026,1/12/2026,I-1,"
    'C70,Copier,"1,000.00",800.00,2,"$1,600.00",4.00,COPY SHOP'
)
RETURNED = (
    "XEROX,3091,VT,K-12,Essex schools,O-2,,78,Return,2/5/2026,,2/12/2026,I-2,C70,Copier,,,-1,(800.00),-2.00,"
)


def import_sales(folder: Path, profile: str, *lines: str, name: str = "sales.csv") -> ImportOutcome:
    path = folder / name
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return import_files([path], find_profile(profile), folder / "portfolio")


def spend(folder: Path, *columns: str) -> list[tuple[object, ...]]:
    return table(folder / "portfolio", "spend", *columns)


def test_a_naspo_report_is_read_with_every_field(tmp_path: Path) -> None:
    outcome = import_sales(tmp_path, NASPO, OF_THE_CLAUSE, SOLD, RETURNED)
    assert (outcome.files[0].kept, outcome.files[0].set_aside, outcome.files[0].cells_not_read) == (2, 0, 0)
    assert open_portfolio(tmp_path / "portfolio").warnings == ()
    assert spend(tmp_path, "state", "contract_id", "entity_id", "vendor_id", "order_type", "amount") == [
        ("VT", "3091/XEROX", "Vermont/BGS", "COPY SHOP", "sale", Decimal("1600.00")),
        ("VT", "3091/XEROX", "VT/Essex schools", None, "return", Decimal("-800.00")),
    ]
    dates = spend(tmp_path, "spent_on", "order_date", "ship_date", "invoice_date")
    assert dates[0] == (day("2026-01-05"), day("2026-01-05"), day("2026-01-09"), day("2026-01-12"))
    assert spend(tmp_path, "list_price", "unit_price", "quantity", "fee_amount")[0] == (
        Decimal("1000.00"),
        Decimal("800.00"),
        Decimal("2.0000"),
        Decimal("4.00"),
    )
    assert table(tmp_path / "portfolio", "entities", "name", "entity_type", "state") == [
        ("Essex schools", "school_k12", "VT"),
        ("BGS", "state_agency", "VT"),
    ]
    assert table(tmp_path / "portfolio", "contracts", "alliance_id", "number", "vendor_id") == [
        ("naspo", "3091", "XEROX")
    ]


def test_the_clauses_generic_fields_are_enough(tmp_path: Path) -> None:
    headings = "STATE,ENTITY TYPE,PURCHASING ENTITY,BILL-TO,PO TYPE,PURCHASE ORDER DATE,TOTAL"
    import_sales(tmp_path, NASPO, headings, "ME,Higher Education,Orono campus,x,Credit,2026-03-01,-5.25")
    assert spend(tmp_path, "state", "contract_id", "amount", "spent_on", "order_type") == [
        ("ME", None, Decimal("-5.25"), day("2026-03-01"), "credit")
    ]


def test_headings_in_capitals_are_found_under_a_title(tmp_path: Path) -> None:
    headings = "STATE,CUSTOMER TYPE (SEGMENT),BILL TO NAME,PO DATE,TOTAL PRICE"
    import_sales(tmp_path, NASPO, "Detailed sales,,,,", ",,,,Q1 2026", headings, "ME,City,Bangor,1/2/2026,5")
    assert spend(tmp_path, "state", "amount") == [("ME", Decimal("5.00"))]


def test_identical_lines_of_one_report_stay_and_the_report_again_changes_nothing(tmp_path: Path) -> None:
    import_sales(tmp_path, NASPO, OF_THE_CLAUSE, SOLD, SOLD, SOLD)
    assert len(set(spend(tmp_path, "spend_id"))) == 3
    assert not import_sales(tmp_path, NASPO, OF_THE_CLAUSE, SOLD, SOLD, SOLD, name="again.csv").has_changed


ARCHIVE = (
    "fiscal_year,customer_name,customer_type,customer_city,customer_zip,vendor_name,vendor_hub_type,reseller_name,"
    "purchase_amount,contract_number,contract_type,contract_subtype,rfo_description,rfo_number,"
    "report_received_month,purchase_month,brand_name,order_quantity,unit_price,invoice_number,po_number,"
    "order_date,shipped_date,sales_fact_number"
)
CURRENT = (
    "Fiscal Year,Customer Name,Customer Type,Customer State,Vendor Name,Reseller Name,Purchase Amount,"
    "Contract Number,Contract Type,RFO Description,RFO Number,Reporting Month,Brand Name,Order Quantity,"
    "Unit Price,Invoice Number,Invoice Date,PO Number,Order Date,Product Type"
)
TONER = (
    "2020,City of Austin,Local Government,Austin,78701,DELL,,REPRO LLC,30.00,DIR-TSO-3763,Hardware,,Printers,"
    "DIR-TSO-TMP-251,2020-02,2020-01,HP,1.000000,29.999999,I-7,P-7,2020-01-15T00:00:00.000,,{number}"
)


def test_texas_dir_archives_are_read_by_the_portals_names(tmp_path: Path) -> None:
    lines = [TONER.format(number=number) for number in (1, 2, 3)]
    outcome = import_sales(tmp_path, DIR, ARCHIVE, *lines)
    assert (outcome.files[0].kept, outcome.files[0].set_aside, outcome.files[0].cells_not_read) == (3, 0, 3)
    assert (
        spend(tmp_path, "state", "contract_id", "entity_id", "vendor_id", "amount", "spent_on")
        == [("TX", "DIR-TSO-3763", "City of Austin", "REPRO LLC", Decimal("30.00"), day("2020-01-15"))] * 3
    )
    assert len(set(spend(tmp_path, "spend_id"))) == 3
    assert table(tmp_path / "portfolio", "contracts", "contract_id", "title", "portfolio", "vendor_id") == [
        ("DIR-TSO-3763", "Printers", "DIR-TSO-TMP-251", "DELL")
    ]
    assert table(tmp_path / "portfolio", "vendors", "vendor_id") == [("DELL",), ("REPRO LLC",)]


def test_texas_dirs_current_file_is_read_by_the_portals_headings(tmp_path: Path) -> None:
    line = (
        "2026,Tulsa schools,K-12,Oklahoma,AT&T,,-12.50,DIR-TELE-1,Telecom,Lines,R-1,2026-01,,1,12.50,I-1,"
        "01/31/2026,P-1,,Wireless"
    )
    import_sales(tmp_path, DIR, CURRENT, line)
    assert spend(tmp_path, "state", "amount", "spent_on", "report_period", "description", "unit_price") == [
        ("OK", Decimal("-12.50"), day("2026-01-31"), "2026-01", "Wireless", Decimal("12.50"))
    ]
    assert table(tmp_path / "portfolio", "entities", "entity_type", "state") == [("school_k12", "OK")]


def test_a_line_reported_again_in_a_later_month_is_a_line_of_its_own(tmp_path: Path) -> None:
    import_sales(tmp_path, DIR, ARCHIVE, TONER.format(number=1), name="february.csv")
    again = TONER.format(number=9).replace("2020-02,", "2020-03,")
    import_sales(tmp_path, DIR, ARCHIVE, again, name="march.csv")
    assert sorted(spend(tmp_path, "report_period")) == [("2020-02",), ("2020-03",)]


@pytest.mark.parametrize(("headings", "profile"), [(OF_THE_CLAUSE, NASPO), (ARCHIVE, DIR), (CURRENT, DIR)])
def test_sales_reports_are_known_by_their_columns(tmp_path: Path, headings: str, profile: str) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(headings + "\n" + "," * headings.count(",") + "\n1" + "," * headings.count(",") + "\n")
    assert guess_profile([path]).bundled == profile

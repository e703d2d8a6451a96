"""The other public sample files by their bundled profiles; totals are reckoned here with csv and decimal.

Each test runs for the files that are found.
"""

import csv
import datetime as dt
import io
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.known_profiles import find_profile
from portfolio_tui.sources.outcome import ImportOutcome
from tests.sources.small_files import day, table

pytestmark = pytest.mark.thorough

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
COMMODITIES = SAMPLES / "philadelphia-commodities"
PORTALS = SAMPLES / "state-portals"
LIST_DAY = dt.date(2023, 9, 1)


def there(*paths: Path) -> list[Path]:
    return [path for path in paths if path.exists()]


def name_of(path: Path) -> str:
    return path.stem


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a file of commas with whatever line ends, without this project's readers."""
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def amount(text: str) -> Decimal:
    return Decimal(text.replace("$", "").replace(",", "").strip())


def imported(path: Path, profile: str, folder: Path) -> ImportOutcome:
    found = find_profile(profile)
    outcome = import_files([path], found, folder, LIST_DAY if found.flow is None else None)
    assert open_portfolio(folder).warnings == ()
    return outcome


def counts(outcome: ImportOutcome) -> tuple[int, int, int, int]:
    (file,) = outcome.files
    return file.rows_read, file.kept, file.set_aside, file.folded


def total(folder: Path, name: str, column: str) -> Decimal:
    return sum(
        (value for (value,) in table(folder, name, column) if isinstance(value, Decimal)), Decimal("0.00")
    )


@pytest.mark.parametrize(
    ("path", "last_day"),
    [
        (path, text)
        for path, text in (
            (COMMODITIES / "FY2014Q2.csv", "2013-12-31"),
            (COMMODITIES / "FY2015Q3.csv", "2015-03-31"),
        )
        if path.exists()
    ],
)
def test_philadelphias_commodities_pay_by_the_quarter(path: Path, last_day: str, tmp_path: Path) -> None:
    printed = rows_of(path)
    paid = [amount(row["Total_Transactions"]) for row in printed if row["Total_Transactions"].strip()]
    outcome = imported(path, "philadelphia-commodities", tmp_path / "portfolio")
    assert counts(outcome) == (len(printed), len(printed), 0, 0)
    folder = tmp_path / "portfolio"
    assert len(table(folder, "contracts", "contract_id")) == len(printed)
    assert total(folder, "contracts", "ceiling_amount") == sum(
        amount(row["Contract_Amount"]) for row in printed
    )
    assert len(table(folder, "spend", "spend_id")) == len(paid)
    assert total(folder, "spend", "amount") == sum(paid)
    first_day = day(last_day).replace(day=1, month=day(last_day).month - 2)
    assert set(table(folder, "spend", "spent_on", "period_start", "grain", "state")) == {
        (day(last_day), first_day, "quarter", "PA")
    }


@pytest.mark.parametrize("path", there(COMMODITIES / "FY2015Q3.csv"), ids=name_of)
def test_a_contract_taken_over_from_peppm_is_recognised_by_that_word(path: Path, tmp_path: Path) -> None:
    imported(path, "philadelphia-commodities", tmp_path / "portfolio")
    contracts = table(tmp_path / "portfolio", "contracts", "contract_id", "alliance_id", "title")
    assert [contract for contract in contracts if contract[1] != "philadelphia"] == [
        ("120193", "peppm", "XEROX CORP Bid # PEPPM"),
        ("150166", "peppm", "XEROX CORP Bid # PEPPM 15"),
    ]
    assert table(tmp_path / "portfolio", "alliances", "alliance_id", "name", "kind") == [
        ("peppm", "PEPPM", "other"),
        ("philadelphia", "City of Philadelphia", "local"),
    ]


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
@pytest.mark.parametrize("path", there(COMMODITIES), ids=name_of)
def test_a_contract_is_described_by_its_newest_quarter_in_whatever_order(
    path: Path, order: list[int], tmp_path: Path
) -> None:
    quarters = sorted(path.glob("*.csv"))
    for place in order:
        import_files([quarters[place]], find_profile("philadelphia-commodities"), tmp_path / "portfolio")
    newest = {row["Contract_Number"]: row for quarter in quarters for row in rows_of(quarter)}
    assert set(table(tmp_path / "portfolio", "contracts", "contract_id", "ceiling_amount")) == {
        (number, amount(row["Contract_Amount"])) for number, row in newest.items()
    }
    again = import_files([quarters[0]], find_profile("philadelphia-commodities"), tmp_path / "portfolio")
    assert not again.has_changed


@pytest.mark.parametrize("path", there(COMMODITIES), ids=name_of)
def test_two_quarters_of_commodities_are_two_flows(path: Path, tmp_path: Path) -> None:
    printed = [row for file in sorted(path.glob("*.csv")) for row in rows_of(file)]
    paid = [amount(row["Total_Transactions"]) for row in printed if row["Total_Transactions"].strip()]
    import_files([path], find_profile("philadelphia-commodities"), tmp_path / "portfolio")
    assert total(tmp_path / "portfolio", "spend", "amount") == sum(paid)
    numbers = {row["Contract_Number"] for row in printed}
    assert {number for (number,) in table(tmp_path / "portfolio", "contracts", "contract_id")} == numbers


@pytest.mark.parametrize("path", there(SAMPLES / "nebraska" / "contracts.csv"), ids=name_of)
def test_nebraskas_list_is_contracts_without_figures(path: Path, tmp_path: Path) -> None:
    printed = rows_of(path)
    outcome = imported(path, "nebraska-contracts", tmp_path / "portfolio")
    assert counts(outcome) == (3699, 3699, 0, 0)
    assert outcome.files[0].cells_not_read == 0
    folder = tmp_path / "portfolio"
    assert total(folder, "contracts", "ceiling_amount") == sum(amount(row["Amount"]) for row in printed)
    assert total(folder, "contracts", "ceiling_amount") == Decimal("563509992.43")
    assert len(table(folder, "vendors", "vendor_id")) == len({row["Vendor"].strip() for row in printed})
    assert table(folder, "spend", "spend_id") == []
    assert open_portfolio(folder).manifest.as_of == LIST_DAY


@pytest.mark.thorough
@pytest.mark.parametrize("path", there(SAMPLES / "phoenix" / "payments-2018-03.csv"), ids=name_of)
def test_phoenixs_payments_are_off_contract(path: Path, tmp_path: Path) -> None:
    printed = rows_of(path)
    outcome = imported(path, "phoenix-payments", tmp_path / "portfolio")
    assert counts(outcome) == (54354, 54354, 0, 0)
    folder = tmp_path / "portfolio"
    assert total(folder, "spend", "amount") == sum(amount(row["Invoice Net Amt"]) for row in printed)
    assert total(folder, "spend", "amount") == Decimal("148443591.31")
    assert set(table(folder, "spend", "contract_id", "state")) == {(None, "AZ")}
    assert len(table(folder, "entities", "entity_id")) == 40
    assert table(folder, "contracts", "contract_id") == []


@pytest.mark.parametrize("path", there(SAMPLES / "coop-awards" / "1gpa.json"), ids=name_of)
def test_1gpas_awards_but_one_have_a_number(path: Path, tmp_path: Path) -> None:
    awards = [award["fields"] for award in json.loads(path.read_text(encoding="utf-8"))]
    outcome = imported(path, "1gpa-awards", tmp_path / "portfolio")
    assert counts(outcome) == (389, 388, 1, 0)
    (note,) = outcome.set_aside.first
    assert (note.source_row, note.column, note.reason) == (14, "fields.contract_number", "is empty")
    ends = Counter(award["expiration"].strip() for award in awards if award["contract_number"].strip())
    read = table(tmp_path / "portfolio", "contracts", "ends_on")
    assert sum(end is None for (end,) in read) == ends[""]
    assert Counter(f"{end:%m/%d/%Y}" for (end,) in read if isinstance(end, dt.date)) == ends - Counter(
        {"": ends[""]}
    )


@pytest.mark.parametrize(
    "path", there(SAMPLES / "coop-awards" / "gsa-cooperative-purchasing.jsonl"), ids=name_of
)
def test_gsas_lines_of_a_contract_are_folded_and_keep_its_categories(path: Path, tmp_path: Path) -> None:
    lines = [json.loads(line)["fields"] for line in path.read_text(encoding="utf-8").splitlines()]
    categories: dict[str, list[str]] = {}
    for line in lines:
        categories.setdefault(line["contract_number"], []).append(line["title"].strip())
    outcome = imported(path, "gsa-cooperative-purchasing", tmp_path / "portfolio")
    assert counts(outcome) == (4000, len(categories), 0, 4000 - len(categories))
    read = set(table(tmp_path / "portfolio", "contracts", "contract_id", "title"))
    assert read == {(number, "; ".join(titles)) for number, titles in categories.items()}


@pytest.mark.parametrize("path", there(PORTALS / "agency-vendor-payments.csv"), ids=name_of)
def test_missouris_yearly_totals_are_dated_on_the_fiscal_years_last_day(path: Path, tmp_path: Path) -> None:
    imported(path, "missouri-vendor-payments", tmp_path / "portfolio")
    folder = tmp_path / "portfolio"
    assert total(folder, "spend", "amount") == sum(amount(row["payments_total"]) for row in rows_of(path))
    assert set(table(folder, "spend", "spent_on", "period_start", "period_end", "grain", "state")) == {
        (day("2016-06-30"), day("2015-07-01"), day("2016-06-30"), "year", "MO")
    }


@pytest.mark.parametrize("path", there(PORTALS / "payments-checkbook-a.csv"), ids=name_of)
def test_hawaiis_payments_keep_their_days(path: Path, tmp_path: Path) -> None:
    outcome = imported(path, "hawaii-payments", tmp_path / "portfolio")
    assert counts(outcome) == (10, 10, 0, 0)
    printed = sorted((row["payment_issue_date"][:10], amount(row["amount"])) for row in rows_of(path))
    read = table(tmp_path / "portfolio", "spend", "spent_on", "amount")
    assert sorted((str(spent_on), paid) for spent_on, paid in read) == printed


@pytest.mark.parametrize("path", there(PORTALS / "new-york-authorities-procurement.csv"), ids=name_of)
def test_new_yorks_authorities_expend_on_contracts_without_numbers(path: Path, tmp_path: Path) -> None:
    imported(path, "new-york-authorities-procurement", tmp_path / "portfolio")
    folder = tmp_path / "portfolio"
    spent = sum(amount(row["amount_expended_for_fiscal_year"]) for row in rows_of(path))
    assert total(folder, "spend", "amount") == total(folder, "contracts", "ceiling_amount") == spent
    first = (
        "Albany Community Development Agency / Affordable Housing Partnership / Matched Savings Program / "
    )
    assert (first + "2011-06-01T00:00:00", day("2012-05-31"), Decimal("5191.00")) in table(
        folder, "contracts", "contract_id", "ends_on", "ceiling_amount"
    )
    assert set(table(folder, "spend", "spent_on")) == {(day("2011-12-31"),)}


@pytest.mark.parametrize("path", there(PORTALS / "new-york-master-contract-resellers.csv"), ids=name_of)
def test_new_yorks_resellers_are_vendors_beside_the_contractors(path: Path, tmp_path: Path) -> None:
    outcome = imported(path, "new-york-master-contract-resellers", tmp_path / "portfolio")
    assert counts(outcome) == (10, 3, 0, 7)
    folder = tmp_path / "portfolio"
    assert ("0000000000000000000011418", "1000001053") in table(
        folder, "contracts", "contract_id", "vendor_id"
    )
    printed = {
        (row[f"{kind}_id"], row[f"{kind}{name}"])
        for row in rows_of(path)
        for kind, name in (("master_contract_vendor", "_name"), ("value_added_re_seller_var", "_vendor_name"))
    }
    assert set(table(folder, "vendors", "vendor_id", "name")) == printed


@pytest.mark.parametrize("path", there(PORTALS / "oregon-orpin-contracts.csv"), ids=name_of)
def test_oregons_contract_is_as_its_latest_amendment_left_it(path: Path, tmp_path: Path) -> None:
    outcome = imported(path, "oregon-orpin-contracts", tmp_path / "portfolio")
    assert counts(outcome) == (10, 7, 0, 3)
    folder = tmp_path / "portfolio"
    assert ("165-1074-11", day("2015-09-30"), Decimal("7989.00")) in table(
        folder, "contracts", "contract_id", "ends_on", "ceiling_amount"
    )
    amendments = table(folder, "amendments", "contract_id", "signed_on", "new_ends_on", "new_ceiling_amount")
    assert [amendment for amendment in amendments if amendment[0] == "165-1074-11"] == [
        ("165-1074-11", day("2014-04-04"), day("2014-09-30"), Decimal("4016.00")),
        ("165-1074-11", day("2015-04-01"), day("2015-09-30"), Decimal("7989.00")),
    ]
    assert len(amendments) == sum(row["amendment_number"] != "0" for row in rows_of(path)) == 6


@pytest.mark.parametrize("path", there(PORTALS / "washington-master-contract-sales.csv"), ids=name_of)
def test_washingtons_contracts_of_naspo_are_recognised_by_their_titles(path: Path, tmp_path: Path) -> None:
    imported(path, "washington-master-contract-sales", tmp_path / "portfolio")
    contracts = table(tmp_path / "portfolio", "contracts", "contract_id", "alliance_id")
    assert [contract_id for contract_id, alliance_id in contracts if alliance_id == "naspo"] == [
        "01114/HEWLETT PACKARD",
        "06012/VERIZON WIRELESS",
    ]

"""The public sample files, where they lie beside the repository: their control totals, to the cent.

The totals were computed from the files apart from this project. Each test runs for the files that are found.
"""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.scope import Scope
from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.known_profiles import find_profile
from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers import SourceFile, read_source
from tests.sources.small_files import day, table, tables

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
AUSTIN = SAMPLES / "austin" / "active_contracts_2019-09-23.csv"
PHILADELPHIA = SAMPLES / "philadelphia-professional-services"
WASHINGTON = SAMPLES / "state-portals" / "washington-master-contract-sales.csv"

ROWS = {
    "austin/active_contracts_2019-09-23.csv": (629, "csv, utf-8, comma"),
    "coop-awards/1gpa.json": (389, "json, utf-8"),
    "coop-awards/gsa-cooperative-purchasing.jsonl": (4000, "jsonl, utf-8"),
    "nebraska/contracts.csv": (3699, "csv, utf-8, comma"),
    "philadelphia-commodities/FY2014Q2.csv": (885, "csv, utf-8, comma"),
    "philadelphia-commodities/FY2015Q3.csv": (831, "csv, utf-8, comma"),
    "philadelphia-professional-services/FY-2016-Q4.csv": (1763, "csv, utf-8, comma"),
    "philadelphia-professional-services/FY-2018-Q1.csv": (1311, "csv, utf-8, comma"),
    "philadelphia-professional-services/FY-2019-Q4.csv": (1974, "csv, utf-8, comma"),
    "phoenix/payments-2018-03.csv": (54354, "csv, utf-8, comma"),
    "state-portals/agency-vendor-payments.csv": (10, "csv, utf-8, comma"),
    "state-portals/new-york-authorities-procurement.csv": (10, "csv, utf-8, comma"),
    "state-portals/new-york-master-contract-resellers.csv": (10, "csv, utf-8, comma"),
    "state-portals/oregon-orpin-contracts.csv": (10, "csv, utf-8, comma"),
    "state-portals/payments-checkbook-a.csv": (10, "csv, utf-8, comma"),
    "state-portals/washington-master-contract-sales.csv": (10, "csv, utf-8, comma"),
}

TOTALS = {
    AUSTIN: (629, 405, "2019-09-23", "1465713122.65", "1099915733.72", "743704836.67"),
    PHILADELPHIA / "FY-2016-Q4.csv": (1763, 1752, "2016-06-30", "2891805468.70", None, "1046333612.37"),
    PHILADELPHIA / "FY-2018-Q1.csv": (1311, 1310, "2017-09-30", "2661142146.25", None, "515425325.13"),
    PHILADELPHIA / "FY-2019-Q4.csv": (1974, 1958, "2019-06-30", "3274095218.06", None, "1679784875.36"),
}
PROFILES = {AUSTIN.parent: "austin-contracts", PHILADELPHIA: "philadelphia-professional-services"}
REPORTS = tuple(path for path in TOTALS if path.parent == PHILADELPHIA and path.exists())


@pytest.mark.parametrize("name", [name for name in ROWS if (SAMPLES / name).exists()])
def test_every_sample_is_read_whole_without_being_told_how(name: str) -> None:
    rows = read_source(SourceFile.plain(SAMPLES / name), Layout())
    assert (rows.row_count, rows.read_as) == ROWS[name]
    assert rows.rejected == ()


def total(values: Sequence[tuple[object, ...]]) -> Decimal | None:
    amounts = [amount for (amount,) in values if isinstance(amount, Decimal)]
    return sum(amounts, Decimal(0)) if amounts else None


def by_day(balances: list[tuple[object, ...]]) -> Iterator[tuple[object, int, Decimal | None]]:
    for as_of in {as_of for as_of, _ in balances}:
        paid = [(amount,) for day_of_row, amount in balances if day_of_row == as_of]
        yield as_of, len(paid), total(paid)


@pytest.mark.parametrize("path", [path for path in TOTALS if path.exists()], ids=lambda path: path.stem)
def test_the_control_totals_are_met(path: Path, tmp_path: Path) -> None:
    rows, contracts, as_of, ceiling, ordered, paid = TOTALS[path]
    outcome = import_files([path], find_profile(PROFILES[path.parent]), tmp_path / "portfolio")
    (file,) = outcome.files
    assert (file.rows_read, file.kept, file.set_aside, file.folded) == (rows, contracts, 0, rows - contracts)
    portfolio = tmp_path / "portfolio"
    assert len(table(portfolio, "contracts", "contract_id")) == contracts
    assert set(table(portfolio, "balances", "as_of")) == {(day(as_of),)}
    assert total(table(portfolio, "balances", "ceiling_amount")) == Decimal(ceiling)
    assert total(table(portfolio, "balances", "ordered_amount")) == (ordered and Decimal(ordered))
    assert total(table(portfolio, "balances", "paid_amount")) == Decimal(paid)
    assert open_portfolio(portfolio).warnings == ()


@pytest.mark.parametrize("path", [path for path in [AUSTIN] if path.exists()], ids=lambda path: path.stem)
def test_an_austin_contract_with_several_vendor_lines_has_no_single_vendor(
    path: Path, tmp_path: Path
) -> None:
    import_files([path], find_profile("austin-contracts"), tmp_path / "portfolio")
    contracts = table(tmp_path / "portfolio", "contracts", "contract_id", "vendor_id", "portfolio", "ends_on")
    assert ("MA 6100 PA090000005", None, "RFQS 6100 PWP0059", day("2019-11-06")) in contracts
    assert sum(vendor is None for _, vendor, _, _ in contracts) == 51
    assert len(table(tmp_path / "portfolio", "vendors", "vendor_id")) == 428


@pytest.mark.parametrize(
    "order",
    list(itertools.permutations(REPORTS)) if len(REPORTS) == 3 else [],
    ids=lambda order: order[0].stem,
)
def test_quarterly_reports_together_give_positions_on_three_days(
    order: tuple[Path, ...], tmp_path: Path
) -> None:
    profile = find_profile("philadelphia-professional-services")
    for path in order:
        import_files([path], profile, tmp_path / "one by one")
    import_files(order, profile, tmp_path / "together")
    assert tables(tmp_path / "together") == tables(tmp_path / "one by one")
    balances = table(tmp_path / "together", "balances", "as_of", "paid_amount")
    assert {as_of: (count, paid) for as_of, count, paid in by_day(balances)} == {
        day("2016-06-30"): (1752, Decimal("1046333612.37")),
        day("2017-09-30"): (1310, Decimal("515425325.13")),
        day("2019-06-30"): (1958, Decimal("1679784875.36")),
    }


@pytest.mark.parametrize("path", [path for path in [WASHINGTON] if path.exists()], ids=lambda path: path.stem)
def test_washingtons_quarters_are_those_of_the_calendar_year(path: Path, tmp_path: Path) -> None:
    outcome = import_files([path], find_profile("washington-master-contract-sales"), tmp_path / "portfolio")
    (file,) = outcome.files
    assert (file.rows_read, file.kept, file.set_aside, file.folded) == (10, 10, 0, 0)
    cards = [
        (spent_on, amount)
        for contract_id, spent_on, amount in table(
            tmp_path / "portfolio", "spend", "contract_id", "spent_on", "amount"
        )
        if contract_id == "00612/U.S. BANCORP"
    ]
    assert cards == [
        (day("2015-03-31"), Decimal("9475.00")),
        (day("2015-06-30"), Decimal("21354.00")),
        (day("2015-09-30"), Decimal("9344.00")),
        (day("2015-12-31"), Decimal("3501.00")),
        (day("2016-03-31"), Decimal("4336.00")),
        (day("2016-06-30"), Decimal("9586.00")),
        (day("2016-09-30"), Decimal("7005.00")),
    ]
    assert total(table(tmp_path / "portfolio", "spend", "amount")) == Decimal("75802.00")


@pytest.mark.parametrize("reports", [REPORTS] if len(REPORTS) == 3 else [], ids=["three reports"])
def test_what_is_paid_between_quarters_becomes_a_flow(reports: tuple[Path, ...], tmp_path: Path) -> None:
    import_files(reports, find_profile("philadelphia-professional-services"), tmp_path / "portfolio")
    engine = open_engine(open_portfolio(tmp_path / "portfolio"))
    with closing(engine.cursor(Scope())) as cursor:
        engine.views.make_for("FROM unscoped.position_flows", cursor)
        flows = cursor.execute(
            "SELECT spent_on, net_amount FROM unscoped.position_flows WHERE contract_id = $id ORDER BY 1",
            {"id": "122056902"},
        ).fetchall()
    engine.close()
    assert flows == [
        (day("2017-09-30"), Decimal("113775.06")),
        (day("2019-06-30"), Decimal("376846.78") - Decimal("113775.06")),
    ]

"""From rows of a file to a portfolio: what is kept, set aside, folded, and how reports add up."""

import itertools
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.manifest import Manifest, read_manifest, write_manifest
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.outcome import Examples, FileOutcome, Note, Restatement, TableOutcome
from portfolio_tui.sources.profile_toml import read_profile
from tests.sources.small_files import (
    HEADINGS,
    NESTED,
    POSITIONS,
    contents,
    day,
    import_rows,
    table,
    tables,
    write_profile,
    write_rows,
)

BALANCE = ("contract_id", "state", "as_of", "ceiling_amount", "paid_amount", "source_file", "source_row")
FIRST = '007,Salt,ACME,7/1/2018,6/30/2019,"1,000.00",250.00,3/31/2019'
SECOND = "008,Sand,BETA LLC,7/1/2018,6/30/2020,$500,-12.50,3/31/2019"


def test_a_report_becomes_a_portfolio(tmp_path: Path) -> None:
    outcome = import_rows(tmp_path, [FIRST, SECOND])
    folder = tmp_path / "portfolio"
    assert outcome.files == (FileOutcome("report.csv", 2, 2, 0, 0, 0, "csv, utf-8, comma"),)
    assert outcome.tables == (
        TableOutcome("alliances", 1, 0, 0),
        TableOutcome("contracts", 2, 0, 0),
        TableOutcome("vendors", 2, 0, 0),
        TableOutcome("balances", 2, 0, 0),
    )
    assert table(folder, "balances", *BALANCE) == [
        ("007", "VT", day("2019-03-31"), Decimal("1000.00"), Decimal("250.00"), "report.csv", 1),
        ("008", "VT", day("2019-03-31"), Decimal("500.00"), Decimal("-12.50"), "report.csv", 2),
    ]
    contract = ("contract_id", "alliance_id", "title", "vendor_id", "starts_on", "ends_on", "ceiling_amount")
    assert table(folder, "contracts", *contract)[0] == (
        "007",
        "own",
        "Salt",
        "ACME",
        day("2018-07-01"),
        day("2019-06-30"),
        Decimal("1000.00"),
    )
    assert table(folder, "vendors", "vendor_id", "name") == [("ACME", "ACME"), ("BETA LLC", "BETA LLC")]
    assert sorted(contents(folder)) == [
        "alliances.parquet",
        "balances.parquet",
        "contracts.parquet",
        "imports.parquet",
        "portfolio.toml",
        "vendors.parquet",
    ]


def test_the_portfolio_opens_and_says_what_it_was_made_from(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    portfolio = open_portfolio(tmp_path / "portfolio")
    assert portfolio.warnings == ()
    assert portfolio.name == "Test positions"
    assert portfolio.manifest.as_of == day("2019-03-31")
    assert not portfolio.manifest.synthetic
    (source,) = portfolio.manifest.sources
    assert source.startswith("report.csv (positions, SHA-256 ")


def test_rows_that_cannot_be_read_are_set_aside_with_their_text_and_reason(tmp_path: Path) -> None:
    outcome = import_rows(
        tmp_path,
        [
            FIRST,
            '009,Oil,"A, B",7/1/2018,6/30/2019,0.00548726.77,1,3/31/2019',
            "010,Oil,ACME,7/1/2018,6/30/2019,5,1,soon",
            ",Oil,ACME,7/1/2018,6/30/2019,5,1,3/31/2019",
            "011,Oil,ACME",
            "012,Oil,ACME,7/1/2018,6/30/2019,x,y,",
            ",,,,,,,",
        ],
    )
    assert outcome.files == (FileOutcome("report.csv", 7, 1, 6, 0, 0, "csv, utf-8, comma"),)
    columns = ("source_file", "source_row", "column", "raw_text", "reason")
    assert table(tmp_path / "portfolio", "set_aside", *columns) == [
        (
            "report.csv",
            2,
            "limit",
            '009,Oil,"A, B",7/1/2018,6/30/2019,0.00548726.77,1,3/31/2019',
            '"0.00548726.77" is not an amount',
        ),
        (
            "report.csv",
            3,
            "day",
            "010,Oil,ACME,7/1/2018,6/30/2019,5,1,soon",
            '"soon" is not a date (M/D/YYYY or M/D/YY or YYYY-MM-DD)',
        ),
        ("report.csv", 4, "id", ",Oil,ACME,7/1/2018,6/30/2019,5,1,3/31/2019", "is empty"),
        ("report.csv", 5, None, "011,Oil,ACME", "has 3 cells where the headings are 8"),
        (
            "report.csv",
            6,
            "limit, paid, day",
            "012,Oil,ACME,7/1/2018,6/30/2019,x,y,",
            '"x" is not an amount; "y" is not an amount; is empty',
        ),
        ("report.csv", 7, None, ",,,,,,,", "is empty"),
    ]
    assert table(tmp_path / "portfolio", "contracts", "contract_id") == [("007",)]


def test_an_optional_value_that_cannot_be_read_leaves_its_cell_empty_and_is_noted(tmp_path: Path) -> None:
    outcome = import_rows(tmp_path, ["007,Salt,,04/27/0019,never,5,1,3/31/2019"])
    assert outcome.files == (FileOutcome("report.csv", 1, 1, 0, 0, 2, "csv, utf-8, comma"),)
    portfolio = tmp_path / "portfolio"
    assert table(portfolio, "contracts", "starts_on", "ends_on", "vendor_id") == [(None, None, None)]
    assert table(portfolio, "vendors", "vendor_id") == []
    assert table(portfolio, "cells_not_read", "source_row", "column", "raw_text", "reason") == [
        (1, "end", "never", '"never" is not a date (M/D/YYYY or M/D/YY or YYYY-MM-DD)'),
        (1, "start", "04/27/0019", '"04/27/0019" lies before the year 1900'),
    ]


def test_a_value_under_no_heading_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text(f"{HEADINGS},\n{FIRST},\n{SECOND},left over\n", encoding="utf-8")
    import_files([path], read_profile(write_profile(tmp_path)), tmp_path / "portfolio")
    assert table(tmp_path / "portfolio", "cells_not_read", "source_row", "column", "raw_text") == [
        (2, "(column 9, no heading)", "left over")
    ]


def test_blanks_are_empty_and_a_dash_is_zero(tmp_path: Path) -> None:
    import_rows(tmp_path, [' 007 , Salt,ACME,, ," -   ", ,3/31/2019 '])
    assert table(tmp_path / "portfolio", "balances", "contract_id", "ceiling_amount", "paid_amount") == [
        ("007", Decimal("0.00"), None)
    ]


def test_without_a_fold_a_repeated_position_is_set_aside(tmp_path: Path) -> None:
    outcome = import_rows(tmp_path, [FIRST, SECOND, FIRST])
    assert outcome.files == (FileOutcome("report.csv", 3, 2, 1, 0, 0, "csv, utf-8, comma"),)
    assert table(tmp_path / "portfolio", "set_aside", "source_row", "reason") == [
        (3, "repeats the key of row 1")
    ]


def test_nested_rows_fold_into_the_widest(tmp_path: Path) -> None:
    outcome = import_rows(
        tmp_path,
        [
            "7,Care,ACME,7/1/2018,6/30/2019,30,20,3/31/2019",
            "7,Care,ACME,7/1/2016,6/30/2019,90,70,3/31/2019",
            "7,Care,SUB CO,7/1/2017,6/30/2019,60,,3/31/2019",
            SECOND,
        ],
        extra=NESTED,
    )
    assert outcome.files == (FileOutcome("report.csv", 4, 2, 0, 2, 0, "csv, utf-8, comma"),)
    assert outcome.folded == Examples(
        2,
        (
            Note("report.csv", 1, "", "is part of row 2", "7,Care,ACME,7/1/2018,6/30/2019,30,20,3/31/2019"),
            Note("report.csv", 3, "", "is part of row 2", "7,Care,SUB CO,7/1/2017,6/30/2019,60,,3/31/2019"),
        ),
    )
    portfolio = tmp_path / "portfolio"
    assert table(portfolio, "balances", "contract_id", "ceiling_amount", "paid_amount", "source_row") == [
        ("008", Decimal("500.00"), Decimal("-12.50"), 4),
        ("7", Decimal("90.00"), Decimal("70.00"), 2),
    ]
    assert table(portfolio, "contracts", "starts_on")[1] == (day("2016-07-01"),)
    assert ("SUB CO",) in table(portfolio, "vendors", "vendor_id")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "7,Care,ACME,7/1/2018,6/30/2019,91,20,3/31/2019",
            "shares the key of row 1 but its balances.ceiling_amount is greater",
        ),
        (
            "7,Care,ACME,7/1/2018,6/30/2019,30,71,3/31/2019",
            "shares the key of row 1 but its balances.paid_amount is greater",
        ),
        (
            "7,Care,ACME,7/1/2018,12/31/2019,30,20,3/31/2019",
            "shares the key of row 1 but its contracts.ends_on differs",
        ),
        (
            "7,Care,ACME,,6/30/2019,30,20,3/31/2019",
            "shares the key of row 1 but has no contracts.starts_on to place it by",
        ),
    ],
)
def test_a_row_that_is_no_part_of_the_widest_is_set_aside(tmp_path: Path, row: str, reason: str) -> None:
    outcome = import_rows(tmp_path, ["7,Care,ACME,7/1/2016,6/30/2019,90,70,3/31/2019", row], extra=NESTED)
    assert outcome.files == (FileOutcome("report.csv", 2, 1, 1, 0, 0, "csv, utf-8, comma"),)
    assert table(tmp_path / "portfolio", "set_aside", "source_row", "raw_text", "reason") == [
        (2, row, reason)
    ]


def test_figures_repeated_on_every_vendor_line_count_once(tmp_path: Path) -> None:
    repeated = """
[fold]
same = ["balances.ceiling_amount", "balances.paid_amount"]
empty_if_differing = ["contracts.vendor_id"]
"""
    lines = [
        "7,Survey,ACME,7/1/2016,6/30/2019,90,70,3/31/2019",
        "7,Survey,BETA,7/1/2016,6/30/2019,90,70,3/31/2019",
        "7,Survey,GAMMA,7/1/2016,6/30/2019,80,70,3/31/2019",
        "8,Paint,ACME,7/1/2016,6/30/2019,5,0,3/31/2019",
        "8,Paint,ACME,7/1/2016,6/30/2019,5,0,3/31/2019",
    ]
    outcome = import_rows(tmp_path, lines, extra=repeated)
    assert outcome.files == (FileOutcome("report.csv", 5, 2, 1, 2, 0, "csv, utf-8, comma"),)
    portfolio = tmp_path / "portfolio"
    assert table(portfolio, "contracts", "contract_id", "vendor_id") == [("7", None), ("8", "ACME")]
    assert table(portfolio, "vendors", "vendor_id") == [("ACME",), ("BETA",)]
    assert table(portfolio, "balances", "paid_amount") == [(Decimal("70.00"),), (Decimal("0.00"),)]


def test_importing_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    rows = [FIRST, SECOND, "009,Oil,ACME,x,6/30/2019,1,2,3/31/2019", "010,Oil,ACME,,,1.2.3,,3/31/2019"]
    assert import_rows(tmp_path, rows).has_changed
    before = contents(tmp_path / "portfolio")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "portfolio").iterdir()}
    again = import_rows(tmp_path, rows)
    assert not again.has_changed
    assert again.tables[3] == TableOutcome("balances", 0, 0, 3)
    assert contents(tmp_path / "portfolio") == before
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "portfolio").iterdir()} == times


def test_a_copy_under_another_name_changes_nothing(tmp_path: Path) -> None:
    rows = [FIRST, "009,Oil,ACME,x,6/30/2019,1,2,3/31/2019", "010,Oil,ACME,,,1.2.3,,3/31/2019"]
    import_rows(tmp_path, rows)
    before = contents(tmp_path / "portfolio")
    assert not import_rows(tmp_path, rows, name="copy.csv").has_changed
    assert contents(tmp_path / "portfolio") == before


def test_a_restated_position_replaces_and_is_told(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST, SECOND])
    restated = FIRST.replace("250.00", "260.00")
    outcome = import_rows(tmp_path, [restated, SECOND], name="restated.csv")
    assert outcome.tables[3] == TableOutcome("balances", 0, 1, 1)
    assert outcome.restated.first == (
        Restatement("balances", "007 VT 2019-03-31", "paid_amount", "250.00", "260.00", Decimal("10.00")),
    )
    assert table(tmp_path / "portfolio", "balances", "paid_amount", "source_file") == [
        (Decimal("260.00"), "restated.csv"),
        (Decimal("-12.50"), "report.csv"),
    ]
    assert len(read_manifest(tmp_path / "portfolio").sources) == 2


REPORTS = {
    "q1.csv": ["7,Salt,ACME,7/1/2018,6/30/2019,90,10,9/30/2018", "8,Sand,ACME,7/1/2018,,5,1,9/30/2018"],
    "q2.csv": ["7,Road salt,ACME,7/1/2018,12/31/2019,95,25,12/31/2018"],
    "q3.csv": ["8,Sand,BETA,7/1/2018,,6,4,3/31/2019", "9,Oil,BETA,bad,,1,x,3/31/2019"],
}


@pytest.mark.parametrize("order", list(itertools.permutations(REPORTS)))
def test_reports_give_the_same_portfolio_in_any_order(tmp_path: Path, order: tuple[str, ...]) -> None:
    for name in order:
        import_rows(tmp_path, REPORTS[name], name=name)
    portfolio = tmp_path / "portfolio"
    assert table(portfolio, "balances", "contract_id", "as_of", "paid_amount") == [
        ("7", day("2018-09-30"), Decimal("10.00")),
        ("7", day("2018-12-31"), Decimal("25.00")),
        ("8", day("2018-09-30"), Decimal("1.00")),
        ("8", day("2019-03-31"), Decimal("4.00")),
    ]
    described = ("contract_id", "title", "vendor_id", "ends_on", "ceiling_amount", "reported_on")
    assert table(portfolio, "contracts", *described) == [
        ("7", "Road salt", "ACME", day("2019-12-31"), Decimal("95.00"), day("2018-12-31")),
        ("8", "Sand", "BETA", None, Decimal("6.00"), day("2019-03-31")),
    ]
    assert read_manifest(portfolio).as_of == day("2019-03-31")
    together = tmp_path / "together"
    files = [write_rows(tmp_path, REPORTS[name], name) for name in sorted(REPORTS)]
    import_files(files, read_profile(write_profile(tmp_path)), together)
    assert tables(together) == tables(portfolio)


def test_a_profile_put_right_brings_in_what_was_set_aside(tmp_path: Path) -> None:
    rows = [FIRST, "009,Oil,ACME,7/1/2018,20190630,1,2,3/31/2019"]
    assert import_rows(tmp_path, rows).files[0].cells_not_read == 1
    mended = POSITIONS.replace('"YYYY-MM-DD"]', '"YYYY-MM-DD", "YYYYMMDD"]')
    outcome = import_files(
        [tmp_path / "report.csv"], read_profile(write_profile(tmp_path, mended)), tmp_path / "portfolio"
    )
    assert outcome.has_changed
    assert table(tmp_path / "portfolio", "contracts", "ends_on")[1] == (day("2019-06-30"),)
    assert table(tmp_path / "portfolio", "cells_not_read", "source_row") == []


def test_what_the_portfolio_has_besides_is_kept(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    portfolio = tmp_path / "portfolio"
    manifest = read_manifest(portfolio)
    write_manifest(portfolio, Manifest(name="Mine", notes="Hands off", sources=manifest.sources))
    (portfolio / "queries").mkdir()
    (portfolio / "queries" / "mine.sql").write_text("SELECT 1", encoding="utf-8")
    import_rows(tmp_path, [SECOND], name="second.csv")
    assert read_manifest(portfolio).name == "Mine"
    assert read_manifest(portfolio).notes == "Hands off"
    assert (portfolio / "queries" / "mine.sql").read_text(encoding="utf-8") == "SELECT 1"


def refusal(tmp_path: Path, into: Path, rows: list[str]) -> str:
    profile = read_profile(write_profile(tmp_path))
    with pytest.raises(UserError) as told:
        import_files([write_rows(tmp_path, rows)], profile, into)
    return str(told.value)


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "holiday"
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(b"photo")
    assert "is not empty and holds no portfolio" in refusal(tmp_path, folder, [FIRST])
    assert contents(folder) == {"photo.jpg": b"photo"}


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("x", encoding="utf-8")
    assert "is a file, and a portfolio is a folder" in refusal(tmp_path, path, [FIRST])


def test_a_synthetic_portfolio_takes_no_real_files(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    write_manifest(tmp_path / "portfolio", Manifest(name="Demo", synthetic=True))
    assert "is a synthetic portfolio" in refusal(tmp_path, tmp_path / "portfolio", [SECOND])


def test_another_currency_is_refused(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    write_manifest(tmp_path / "portfolio", Manifest(name="Pesos", currency="MXN"))
    assert "is kept in MXN, and the profile positions reads USD" in refusal(
        tmp_path, tmp_path / "portfolio", [SECOND]
    )


def test_an_id_that_another_alliances_contract_has_is_refused(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    before = contents(tmp_path / "portfolio")
    other = POSITIONS.replace('"own"', '"other"')
    with pytest.raises(UserError, match=r'has a contract "007" of the alliance "other"'):
        import_files(
            [write_rows(tmp_path, [FIRST])],
            read_profile(write_profile(tmp_path, other)),
            tmp_path / "portfolio",
        )
    assert contents(tmp_path / "portfolio") == before


def test_a_file_of_which_nothing_can_be_read_is_an_error(tmp_path: Path) -> None:
    told = refusal(tmp_path, tmp_path / "new", ["7,Salt,ACME,,,x,y,3/31/2019"])
    assert "none of its 1 rows can be read with the profile positions" in told
    assert 'Row 1: "x" is not an amount' in told
    assert not (tmp_path / "new").exists()


def test_a_file_without_rows_makes_no_portfolio(tmp_path: Path) -> None:
    assert "hold no rows of data" in refusal(tmp_path, tmp_path / "new", [])
    assert not (tmp_path / "new").exists()


def test_a_file_without_rows_adds_nothing(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    assert not import_rows(tmp_path, [], name="empty.csv").has_changed


def test_a_file_of_another_kind_is_told_by_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("id,titel,vendor\n1,2,3\n", encoding="utf-8")
    with pytest.raises(UserError, match=r'other.csv has no column "title".*Did you mean titel\?'):
        import_files([path], read_profile(write_profile(tmp_path)), tmp_path / "new")


def test_a_heading_needed_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_text(f"{HEADINGS},paid\n{FIRST},1\n", encoding="utf-8")
    with pytest.raises(UserError, match='several columns headed "paid"'):
        import_files([path], read_profile(write_profile(tmp_path)), tmp_path / "new")


def test_one_bad_file_of_several_imports_none(tmp_path: Path) -> None:
    good = write_rows(tmp_path, [FIRST], "good.csv")
    with pytest.raises(UserError, match=r"missing\.csv cannot be read"):
        import_files(
            [good, tmp_path / "missing.csv"], read_profile(write_profile(tmp_path)), tmp_path / "new"
        )
    assert not (tmp_path / "new").exists()


def test_a_table_in_several_files_is_refused(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    portfolio = tmp_path / "portfolio"
    (portfolio / "vendors").mkdir()
    (portfolio / "vendors.parquet").replace(portfolio / "vendors" / "part-0.parquet")
    assert "the table vendors is a folder of files" in refusal(tmp_path, portfolio, [SECOND])


def test_a_damaged_table_is_refused_and_left_alone(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    portfolio = tmp_path / "portfolio"
    (portfolio / "vendors.parquet").write_bytes(b"PAR1")
    before = contents(portfolio)
    assert "cannot take more rows of vendors" in refusal(tmp_path, portfolio, [SECOND])
    assert contents(portfolio) == before

"""The same lines again, overlapping files and restated reports: to the cent, and nothing twice."""

import itertools
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.sources.import_log import read_log
from portfolio_tui.sources.importing import import_files, preview_files
from portfolio_tui.sources.outcome import ImportOutcome, Restatement, TableOutcome
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.toml_section import ProfileError
from tests.sources.small_files import contents, day, import_rows, table, tables, write_profile

pytestmark = pytest.mark.thorough

LINES = """
title = "Lines for tests"
portfolio_name = "Test lines"

[tables.alliances]
alliance_id = { value = "own" }
name = { value = "The county's own" }
kind = { value = "local" }

[tables.contracts]
contract_id = "contract"
alliance_id = { value = "own" }
title = "contract"

[tables.spend]
spend_id = { key_of = ["month", "contract", "day", "product", "amount"], source = "lines" }
state = { value = "OR" }
contract_id = "contract"
spent_on = "day"
amount = "amount"
product_number = "product"
report_period = "month"
received_on = "sent"
"""
REPORT = """
[report]
same = ["spend.report_period"]
"""
VERSIONED = REPORT + 'version = "spend.received_on"\n'
HEADINGS = "month,contract,day,product,amount,sent"

MAY = ["2026-05,7,2026-05-02,salt,10.00,2026-06-03", "2026-05,7,2026-05-09,sand,20.50,2026-06-03"]
JUNE = ["2026-06,7,2026-06-01,salt,11.00,2026-07-03", "2026-06,8,2026-06-01,salt,-1.00,2026-07-03"]
JULY = ["2026-07,8,2026-07-01,sand,5.25,2026-08-03"]


def lines_profile(folder: Path, extra: str = REPORT, name: str = "lines") -> Profile:
    return read_profile(write_profile(folder, LINES + extra, name))


def write_lines(folder: Path, name: str, lines: Sequence[str]) -> Path:
    path = folder / name
    path.write_text("\n".join([HEADINGS, *lines, ""]), encoding="utf-8")
    return path


def import_lines(
    folder: Path, *files: tuple[str, Sequence[str]], extra: str = REPORT, profile: str = "lines"
) -> ImportOutcome:
    paths = [write_lines(folder, name, lines) for name, lines in files]
    return import_files(paths, lines_profile(folder, extra, profile), folder / "portfolio")


def spend(outcome: ImportOutcome) -> TableOutcome:
    return next(done for done in outcome.tables if done.name == "spend")


def net(folder: Path) -> Decimal:
    amounts = table(folder / "portfolio", "spend", "amount")
    return sum((amount for (amount,) in amounts if isinstance(amount, Decimal)), Decimal(0))


def test_the_same_file_again_and_a_renamed_copy_change_nothing(tmp_path: Path) -> None:
    import_lines(tmp_path, ("may.csv", MAY))
    before = contents(tmp_path / "portfolio")
    for name in ("may.csv", "copy.csv"):
        outcome = import_lines(tmp_path, (name, MAY))
        assert spend(outcome) == TableOutcome("spend", same=2)
        assert not outcome.has_changed
        assert outcome.number is None
    assert contents(tmp_path / "portfolio") == before
    assert net(tmp_path) == Decimal("30.50")


def test_the_same_file_twice_in_one_import_counts_once(tmp_path: Path) -> None:
    outcome = import_lines(tmp_path, ("may.csv", MAY), ("copy.csv", MAY))
    assert spend(outcome) == TableOutcome("spend", added=2, same=2)
    assert net(tmp_path) == Decimal("30.50")


def test_identical_lines_of_one_report_stay_and_are_known_again(tmp_path: Path) -> None:
    twice = [MAY[0], MAY[0], MAY[1]]
    assert spend(import_lines(tmp_path, ("may.csv", twice))) == TableOutcome("spend", added=3)
    assert net(tmp_path) == Decimal("40.50")
    assert spend(import_lines(tmp_path, ("may.csv", twice))) == TableOutcome("spend", same=3)
    assert spend(import_lines(tmp_path, ("once.csv", MAY))) == TableOutcome("spend", same=2, withdrawn=1)
    assert net(tmp_path) == Decimal("30.50")


def test_files_that_overlap_by_a_month_count_it_once(tmp_path: Path) -> None:
    import_lines(tmp_path, ("may-june.csv", [*MAY, *JUNE]))
    outcome = import_lines(tmp_path, ("june-july.csv", [*JUNE, *JULY]))
    assert spend(outcome) == TableOutcome("spend", added=1, same=2)
    assert net(tmp_path) == Decimal("45.75")
    together = tmp_path / "together"
    together.mkdir()
    import_lines(together, ("may-june.csv", [*MAY, *JUNE]), ("june-july.csv", [*JUNE, *JULY]))
    assert tables(together / "portfolio") == tables(tmp_path / "portfolio")


def test_a_restated_report_takes_the_earlier_ones_place(tmp_path: Path) -> None:
    import_lines(tmp_path, ("may-june.csv", [*MAY, *JUNE]))
    restated = [MAY[0].replace("10.00", "12.00"), "2026-05,9,2026-05-30,oil,3.00,2026-06-20"]
    outcome = import_lines(tmp_path, ("may-again.csv", restated))
    assert spend(outcome) == TableOutcome("spend", added=2, withdrawn=2)
    assert net(tmp_path) == Decimal("25.00")
    assert outcome.withdrawn.total == 2
    assert {(one.old, one.new, one.difference) for one in outcome.withdrawn.first} == {
        ("10.00", None, Decimal("-10.00")),
        ("20.50", None, Decimal("-20.50")),
    }
    columns = ("import_number", "change", "table_name", "old_value", "difference", "old_source_file")
    record = table(tmp_path / "portfolio", "restatements", "column_name", *columns)
    assert sorted(row[1:] for row in record if row[0] == "amount") == [
        (2, "withdrawn", "spend", "10.00", Decimal("-10.00"), "may-june.csv"),
        (2, "withdrawn", "spend", "20.50", Decimal("-20.50"), "may-june.csv"),
    ]
    assert {row[0] for row in record} >= {"spent_on", "contract_id", "product_number", "report_period"}


def test_without_reports_a_changed_line_stands_beside_the_earlier_one(tmp_path: Path) -> None:
    import_lines(tmp_path, ("may.csv", MAY), extra="")
    import_lines(tmp_path, ("again.csv", [MAY[0].replace("10.00", "12.00"), MAY[1]]), extra="")
    assert net(tmp_path) == Decimal("42.50")


def test_a_report_in_two_halves_is_whole_when_they_are_imported_together(tmp_path: Path) -> None:
    import_lines(tmp_path, ("first half.csv", MAY[:1]), ("second half.csv", MAY[1:]))
    assert net(tmp_path) == Decimal("30.50")
    outcome = import_lines(tmp_path, ("second half.csv", MAY[1:]), ("first half.csv", MAY[:1]))
    assert spend(outcome) == TableOutcome("spend", same=2)


LATER = [line.replace("2026-06-03", "2026-06-20").replace("20.50", "21.50") for line in MAY]


@pytest.mark.parametrize("order", list(itertools.permutations(["first.csv", "later.csv"])))
def test_the_later_version_of_a_report_counts_in_whatever_order_they_come(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    versions = {"first.csv": MAY, "later.csv": LATER}
    outcomes = [import_lines(tmp_path, (name, versions[name]), extra=VERSIONED) for name in order]
    assert net(tmp_path) == Decimal("31.50")
    if order[0] == "later.csv":
        assert spend(outcomes[1]) == TableOutcome("spend", superseded=2)
        assert not outcomes[1].has_changed
    together = tmp_path / "together"
    together.mkdir()
    import_lines(together, *((name, versions[name]) for name in order), extra=VERSIONED)
    assert net(together) == Decimal("31.50")
    assert {row[0] for row in table(together / "portfolio", "spend", "source_file")} == {"later.csv"}


def test_lines_that_another_profile_read_are_not_withdrawn(tmp_path: Path) -> None:
    import_lines(tmp_path, ("theirs.csv", MAY[1:]), profile="other")
    outcome = import_lines(tmp_path, ("ours.csv", MAY[:1]))
    assert spend(outcome) == TableOutcome("spend", added=1)
    assert net(tmp_path) == Decimal("30.50")


def test_lines_of_no_report_are_never_withdrawn(tmp_path: Path) -> None:
    without_month = [line.removeprefix("2026-05") for line in MAY]
    import_lines(tmp_path, ("one.csv", without_month))
    outcome = import_lines(tmp_path, ("two.csv", without_month[:1]))
    assert spend(outcome) == TableOutcome("spend", same=1)
    assert net(tmp_path) == Decimal("30.50")


KEYED = LINES.replace(
    '{ key_of = ["month", "contract", "day", "product", "amount"], source = "lines" }', '"product"'
)


def import_keyed(folder: Path, name: str, lines: Sequence[str]) -> ImportOutcome:
    profile = read_profile(write_profile(folder, KEYED, "keyed"))
    return import_files([write_lines(folder, name, lines)], profile, folder / "portfolio")


def test_a_line_of_the_same_key_with_another_amount_is_replaced_and_recorded(tmp_path: Path) -> None:
    import_keyed(tmp_path, "may.csv", MAY)
    outcome = import_keyed(tmp_path, "again.csv", [MAY[0], MAY[1].replace("20.50", "19.25")])
    assert spend(outcome) == TableOutcome("spend", replaced=1, same=1)
    assert outcome.restated.first == (
        Restatement("spend", "sand", "amount", "20.50", "19.25", Decimal("-1.25")),
    )
    assert net(tmp_path) == Decimal("29.25")
    recorded = ("row_key", "column_name", "old_value", "new_value", "difference", "new_source_file")
    assert table(tmp_path / "portfolio", "restatements", *recorded) == [
        ("sand", "amount", "20.50", "19.25", Decimal("-1.25"), "again.csv")
    ]
    assert [(one.number, one.profile) for one in read_log(tmp_path / "portfolio")] == [
        (1, "keyed"),
        (2, "keyed"),
    ]
    logged = {done.outcome.name: done for done in read_log(tmp_path / "portfolio")[1].tables}
    assert (logged["spend"].amount_before, logged["spend"].amount_after) == (
        Decimal("30.50"),
        Decimal("29.25"),
    )


def test_two_files_of_an_import_that_disagree_are_told(tmp_path: Path) -> None:
    paths = [
        write_lines(tmp_path, "one.csv", MAY),
        write_lines(tmp_path, "two.csv", [MAY[1].replace("20.50", "1.00")]),
    ]
    profile = read_profile(write_profile(tmp_path, KEYED, "keyed"))
    outcome = import_files(paths, profile, tmp_path / "portfolio")
    assert spend(outcome) == TableOutcome("spend", added=2, replaced=1)
    assert [(one.old, one.new) for one in outcome.restated.first] == [("20.50", "1.00")]
    assert net(tmp_path) == Decimal("11.00")


def test_a_preview_tells_the_same_and_writes_nothing(tmp_path: Path) -> None:
    import_lines(tmp_path, ("may.csv", MAY))
    before = contents(tmp_path)
    again = write_lines(tmp_path, "may.csv", [MAY[0]])
    told = preview_files([again], lines_profile(tmp_path), tmp_path / "portfolio")
    again_before = {**before, "may.csv": again.read_bytes()}
    assert contents(tmp_path) == again_before
    assert told.number is None
    done = import_files([again], lines_profile(tmp_path), tmp_path / "portfolio")
    assert done.number == 2
    assert (told.tables, told.withdrawn, told.kept, told.totals) == (
        done.tables,
        done.withdrawn,
        done.kept,
        done.totals,
    )


def test_a_preview_makes_no_folder(tmp_path: Path) -> None:
    told = preview_files([write_lines(tmp_path, "may.csv", MAY)], lines_profile(tmp_path), tmp_path / "new")
    assert spend(told) == TableOutcome("spend", added=2)
    assert not (tmp_path / "new").exists()


def test_a_contract_that_a_restated_list_of_positions_lacks_is_withdrawn(tmp_path: Path) -> None:
    extra = '[report]\nsame = ["balances.as_of"]\n'
    rows = ["7,Salt,ACME,7/1/2018,6/30/2019,90,10,9/30/2018", "8,Sand,ACME,7/1/2018,,5,1,9/30/2018"]
    import_rows(tmp_path, rows, extra=extra)
    import_rows(tmp_path, [rows[0].replace("9/30", "12/31")], name="q2.csv", extra=extra)
    outcome = import_rows(tmp_path, [rows[0].replace("90,10", "90,11")], name="q1 again.csv", extra=extra)
    assert outcome.tables[3] == TableOutcome("balances", replaced=1, withdrawn=1)
    assert table(tmp_path / "portfolio", "balances", "contract_id", "as_of", "paid_amount") == [
        ("7", day("2018-09-30"), Decimal("11.00")),
        ("7", day("2018-12-31"), Decimal("10.00")),
    ]


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ("[report]\n", "[report] same is missing."),
        ('[report]\nsame = ["spend.report_perod"]\n', "Did you mean spend.report_period?"),
        ('[report]\nsame = ["contracts.title"]\n', '[report] same cannot name "contracts.title"'),
        (
            '[report]\nsame = ["spend.report_period"]\nversion = "spend.amount"\n',
            "[report] version must name a date, which spend.amount is not.",
        ),
        ('[report]\nsame = ["spend.report_period"]\nnewer = "x"\n', "[report] newer is not known here"),
    ],
)
def test_a_report_that_could_not_work_is_told(tmp_path: Path, section: str, message: str) -> None:
    with pytest.raises(ProfileError) as told:
        lines_profile(tmp_path, section)
    assert message in str(told.value)


def test_a_table_whose_columns_are_in_capitals_keeps_its_amounts(tmp_path: Path) -> None:
    import_lines(tmp_path, ("may.csv", MAY))
    path = tmp_path / "portfolio" / "spend.parquet"
    rows = pq.ParquetFile(path).read()
    pq.write_table(rows.rename_columns([name.upper() for name in rows.column_names]), path)
    assert spend(import_lines(tmp_path, ("may.csv", MAY))) == TableOutcome("spend", same=2)
    import_lines(tmp_path, ("june.csv", JUNE))
    assert net(tmp_path) == Decimal("40.50")


def test_a_key_that_the_table_repeats_is_refused_where_the_files_meet_it(tmp_path: Path) -> None:
    import_keyed(tmp_path, "may.csv", MAY)
    path = tmp_path / "portfolio" / "spend.parquet"
    rows = pq.ParquetFile(path).read()
    pq.write_table(pa.concat_tables([rows, rows]), path)
    before = contents(tmp_path / "portfolio")
    with pytest.raises(UserError, match=r"spend\.parquet repeats values of its key \(spend_id\)"):
        import_keyed(tmp_path, "again.csv", [MAY[0].replace("10.00", "11.00")])
    assert contents(tmp_path / "portfolio") == before


@pytest.fixture
def large_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every table of figures be a large one, a folder of files."""
    monkeypatch.setattr("portfolio_tui.sources.figures.writing.ROWS_IN_ONE_FILE", 0)


def lines_in(folder: Path) -> list[tuple[object, ...]]:
    """Return the rows of a table that is a folder of files."""
    files = sorted((folder / "portfolio" / "spend").glob("*.parquet"))
    rows = (row for file in files for row in table(file.parent, file.stem, "product_number", "amount"))
    return sorted(rows, key=str)


@pytest.mark.usefixtures("large_tables")
def test_a_large_table_is_a_folder_to_which_each_import_adds_a_file(tmp_path: Path) -> None:
    import_lines(tmp_path, ("may.csv", MAY))
    first = contents(tmp_path / "portfolio" / "spend")
    import_lines(tmp_path, ("june.csv", JUNE))
    both = contents(tmp_path / "portfolio" / "spend")
    assert both | first == both
    assert len(both) == 2
    import_lines(tmp_path, ("june.csv", JUNE), ("july.csv", JULY))
    assert len(contents(tmp_path / "portfolio" / "spend")) == 3
    assert lines_in(tmp_path) == [
        ("salt", Decimal("-1.00")),
        ("salt", Decimal("10.00")),
        ("salt", Decimal("11.00")),
        ("sand", Decimal("20.50")),
        ("sand", Decimal("5.25")),
    ]


@pytest.mark.usefixtures("large_tables")
def test_of_a_large_table_only_the_files_that_lose_rows_are_written_anew(tmp_path: Path) -> None:
    import_lines(tmp_path, ("may.csv", MAY))
    import_lines(tmp_path, ("june.csv", JUNE))
    before = contents(tmp_path / "portfolio" / "spend")
    outcome = import_lines(tmp_path, ("june again.csv", JUNE[:1]))
    assert spend(outcome) == TableOutcome("spend", same=1, withdrawn=1)
    after = contents(tmp_path / "portfolio" / "spend")
    assert [name for name in after if after[name] == before.get(name)] == [
        name for name in before if "00001" in name
    ]
    assert lines_in(tmp_path) == [
        ("salt", Decimal("10.00")),
        ("salt", Decimal("11.00")),
        ("sand", Decimal("20.50")),
    ]
    import_lines(tmp_path, ("june.csv", ["2026-06,7,2026-06-30,oil,2.00,2026-07-03"]))
    assert len(contents(tmp_path / "portfolio" / "spend")) == 2
    assert lines_in(tmp_path)[0] == ("oil", Decimal("2.00"))


def test_a_table_that_grows_large_becomes_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_lines(tmp_path, ("may.csv", MAY))
    monkeypatch.setattr("portfolio_tui.sources.figures.writing.ROWS_IN_ONE_FILE", 3)
    import_lines(tmp_path, ("june.csv", JUNE))
    assert not (tmp_path / "portfolio" / "spend.parquet").exists()
    assert len(lines_in(tmp_path)) == 4
    import_lines(tmp_path, ("may again.csv", MAY[:1]))
    assert lines_in(tmp_path) == [
        ("salt", Decimal("-1.00")),
        ("salt", Decimal("10.00")),
        ("salt", Decimal("11.00")),
    ]

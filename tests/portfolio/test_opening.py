"""Opening a portfolio: every problem there can be, told in full, and what is left usable beside it."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from portfolio_tui.portfolio.opening import Portfolio, open_portfolio, table_files
from portfolio_tui.portfolio.problems import PortfolioError, Severity
from portfolio_tui.portfolio.schema import TABLES
from tests.tiny import Cells, arrow_table, write_portfolio

CONTRACTS: list[Cells] = [{"contract_id": "c", "alliance_id": "a", "title": "C"}]
SPEND: list[Cells] = [{"state": "VT", "amount": "1", "spent_on": "2026-01-01", "contract_id": "c"}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_portfolio(tmp_path / "tiny", contracts=CONTRACTS, spend=SPEND, vendors=[])


def errors_of(folder: Path) -> list[str]:
    """Open a portfolio that cannot be opened, and return its problems with the folder's path taken out."""
    with pytest.raises(PortfolioError) as refused:
        open_portfolio(folder)
    lines = str(refused.value).splitlines()
    assert lines[0] == f"{folder} cannot be opened as a portfolio:"
    assert len(lines) == 1 + len(refused.value.problems)
    return [line.strip().replace(f"{folder}/", "") for line in lines[1:]]


def warnings_of(folder: Path) -> list[str]:
    """Open a portfolio with problems in optional tables, and return them likewise."""
    portfolio = open_portfolio(folder)
    assert {problem.severity for problem in portfolio.warnings} <= {Severity.WARNING}
    return [str(problem).replace(f"{folder}/", "") for problem in portfolio.warnings]


def rewrite(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    """Change the table in one file."""
    pq.write_table(change(pq.read_table(path)), path)


def renamed(old: str, new: str) -> Callable[[pa.Table], pa.Table]:
    return lambda table: table.rename_columns([new if name == old else name for name in table.column_names])


def retyped(name: str, kind: pa.DataType) -> Callable[[pa.Table], pa.Table]:
    return lambda table: table.set_column(
        table.column_names.index(name), name, pa.nulls(table.num_rows, kind)
    )


def test_a_whole_portfolio_opens_without_a_word(folder: Path) -> None:
    portfolio = open_portfolio(folder)
    assert (portfolio.name, portfolio.folder, portfolio.warnings) == ("Tiny", folder, ())
    assert sorted(portfolio.tables) == ["contracts", "spend", "vendors"]
    spend = portfolio.tables["spend"]
    assert (spend.files, spend.row_count, spend.partitioned) == ((folder / "spend.parquet",), 1, False)
    assert spend.columns == tuple(column.name for column in spend.table.columns)
    assert spend.further_columns == ()
    assert portfolio.tables["vendors"].row_count == 0


def test_every_table_there_can_be_opens(tmp_path: Path) -> None:
    write_portfolio(tmp_path)
    for table in TABLES:
        pq.write_table(arrow_table(table.name, []), tmp_path / f"{table.name}.parquet")
    portfolio = open_portfolio(tmp_path)
    assert list(portfolio.tables) == [table.name for table in TABLES]


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda _: None, "error: not a portfolio. Expected a folder, found nothing."),
        (lambda path: path.write_text(""), "error: not a portfolio. Expected a folder, found a file."),
    ],
)
def test_what_is_no_folder_is_no_portfolio(
    tmp_path: Path, make: Callable[[Path], object], problem: str
) -> None:
    make(tmp_path / "nothing")
    assert errors_of(tmp_path / "nothing") == [problem]


def test_an_empty_folder_lacks_both_tables_that_it_needs(tmp_path: Path) -> None:
    assert errors_of(tmp_path) == [
        "error: table contracts: missing. Expected contracts.parquet or a folder contracts/, found nothing.",
        (
            "error: neither spend nor balances is there. Expected spend.parquet, balances.parquet, or a "
            "folder of either name, found nothing."
        ),
    ]


def test_all_problems_are_listed_at_once(folder: Path) -> None:
    (folder / "portfolio.toml").write_text('name = 7\nas_of = "today"\n', encoding="utf-8")
    rewrite(folder / "contracts.parquet", lambda table: table.drop_columns(["contract_id", "title"]))
    rewrite(folder / "spend.parquet", retyped("amount", pa.float64()))
    rewrite(folder / "vendors.parquet", renamed("name", "label"))
    (folder / "entities.parquet").write_bytes(b"PAR1 but not for long")
    assert errors_of(folder) == [
        "error: file portfolio.toml: the key name has the wrong type. Expected text, found int.",
        "error: file portfolio.toml: the key as_of has the wrong type. Expected date, found text.",
        (
            "error: table contracts, file contracts.parquet, column contract_id: missing column. "
            "Expected VARCHAR, found nothing."
        ),
        (
            "error: table contracts, file contracts.parquet, column title: missing column. "
            "Expected VARCHAR, found nothing."
        ),
        (
            "warning: table vendors, file vendors.parquet, column name: missing column. "
            "Expected VARCHAR, found nothing."
        ),
        (
            "warning: table entities, file entities.parquet: cannot be read (Parquet magic bytes not found "
            "in footer. Either the file is corrupted or this is not a parquet file). Copy the file again "
            "from where it came. Expected a whole Parquet file, found damaged or no access."
        ),
        (
            "error: table spend, file spend.parquet, column amount: wrong type. "
            "Expected DECIMAL(18,2), found double."
        ),
    ]


def test_a_problem_in_an_optional_table_leaves_the_rest_usable(folder: Path) -> None:
    rewrite(folder / "vendors.parquet", retyped("vendor_id", pa.int64()))
    assert warnings_of(folder) == [
        ("table vendors, file vendors.parquet, column vendor_id: wrong type. Expected VARCHAR, found int64.")
    ]
    assert sorted(open_portfolio(folder).tables) == ["contracts", "spend"]


def test_one_of_spend_and_balances_is_enough(folder: Path) -> None:
    write_portfolio(folder, balances=[])
    rewrite(folder / "spend.parquet", lambda table: table.drop_columns(["state"]))
    assert warnings_of(folder) == [
        "table spend, file spend.parquet, column state: missing column. Expected VARCHAR, found nothing."
    ]
    (folder / "spend.parquet").unlink()
    assert warnings_of(folder) == []
    rewrite(folder / "balances.parquet", lambda table: table.drop_columns(["as_of"]))
    (problem,) = errors_of(folder)
    assert problem.startswith("error: table balances, file balances.parquet, column as_of: missing column.")


@pytest.mark.parametrize("kept", [0, 4, 300, -1])
def test_a_file_that_was_cut_short_is_told_of(folder: Path, kept: int) -> None:
    path = folder / "spend.parquet"
    path.write_bytes(path.read_bytes()[:kept])
    (problem,) = errors_of(folder)
    assert problem.startswith("error: table spend, file spend.parquet: cannot be read (")
    assert problem.endswith(
        "). Copy the file again from where it came. "
        "Expected a whole Parquet file, found damaged or no access."
    )


def test_a_file_without_access_is_told_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> pq.FileMetaData:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(pq, "read_metadata", refuse)
    assert errors_of(folder)[0] == (
        "error: table contracts, file contracts.parquet: cannot be read ([Errno 13] Permission denied). "
        "Copy the file again from where it came. Expected a whole Parquet file, found damaged or no access."
    )


@pytest.mark.parametrize(
    ("column", "found"),
    [
        ("amount", pa.decimal128(18, 2)),
        ("amount", pa.decimal128(9, 2)),
        ("amount", pa.decimal128(16, 0)),
        ("quantity", pa.decimal128(18, 4)),
        ("quantity", pa.decimal128(10, 2)),
        ("source_row", pa.int32()),
        ("source_row", pa.uint16()),
        ("contract_id", pa.large_string()),
        ("contract_id", pa.dictionary(pa.int32(), pa.string())),
        ("contract_id", pa.null()),
        ("order_date", pa.null()),
    ],
)
def test_a_type_that_loses_nothing_is_taken(folder: Path, column: str, found: pa.DataType) -> None:
    rewrite(folder / "spend.parquet", retyped(column, found))
    assert open_portfolio(folder).warnings == ()


@pytest.mark.parametrize(
    ("column", "found", "expected"),
    [
        ("amount", pa.float64(), "DECIMAL(18,2)"),
        ("amount", pa.float32(), "DECIMAL(18,2)"),
        ("amount", pa.int64(), "DECIMAL(18,2)"),
        ("amount", pa.string(), "DECIMAL(18,2)"),
        ("amount", pa.decimal128(19, 2), "DECIMAL(18,2)"),
        ("amount", pa.decimal128(18, 3), "DECIMAL(18,2)"),
        ("amount", pa.decimal128(17, 0), "DECIMAL(18,2)"),
        ("quantity", pa.decimal128(18, 2), "DECIMAL(18,4)"),
        ("spent_on", pa.string(), "DATE"),
        ("spent_on", pa.timestamp("us"), "DATE"),
        ("source_row", pa.uint64(), "BIGINT"),
        ("source_row", pa.float64(), "BIGINT"),
        ("contract_id", pa.int64(), "VARCHAR"),
        ("contract_id", pa.binary(), "VARCHAR"),
        ("contract_id", pa.dictionary(pa.int32(), pa.int64()), "VARCHAR"),
        ("state", pa.list_(pa.string()), "VARCHAR"),
    ],
)
def test_a_type_that_could_lose_something_is_refused(
    folder: Path, column: str, found: pa.DataType, expected: str
) -> None:
    rewrite(folder / "spend.parquet", retyped(column, found))
    (problem,) = errors_of(folder)
    assert problem.startswith(
        f"error: table spend, file spend.parquet, column {column}: wrong type. Expected {expected}, found "
    )


def test_the_case_of_a_columns_name_is_no_matter(folder: Path) -> None:
    rewrite(
        folder / "spend.parquet", lambda table: table.rename_columns([n.upper() for n in table.column_names])
    )
    assert open_portfolio(folder).tables["spend"].columns[:3] == ("spend_id", "state", "amount")


@pytest.mark.parametrize("second", ["amount", "Amount"])
def test_a_column_that_is_there_twice_is_told_of(folder: Path, second: str) -> None:
    rewrite(folder / "spend.parquet", lambda table: table.append_column(second, table.column("amount")))
    assert errors_of(folder) == [
        "error: table spend, file spend.parquet, column amount: there 2 times. Keep one."
    ]


def test_further_columns_are_kept(folder: Path) -> None:
    rewrite(folder / "spend.parquet", lambda table: table.append_column("Buyer's e-mail", pa.array(["x"])))
    assert open_portfolio(folder).tables["spend"].further_columns == ("Buyer's e-mail",)


def in_folder(folder: Path, *paths: str) -> None:
    """Move the spend to several files under the folder spend/, the first with everything."""
    (folder / "spend.parquet").unlink()
    for path in paths:
        file = folder / "spend" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(arrow_table("spend", SPEND), file)


def test_a_table_may_be_several_files_in_folders(folder: Path) -> None:
    in_folder(folder, "2025/a.parquet", "2026/a.parquet", "b.parquet")
    write_hidden = ["_temporary/0/c.parquet", ".d.parquet", "_e.parquet", ".git/f.parquet"]
    for path in write_hidden:
        (folder / "spend" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "spend" / path).write_bytes(b"not to be read")
    (folder / "spend" / "_SUCCESS").touch()
    spend = open_portfolio(folder).tables["spend"]
    assert [str(file.relative_to(folder / "spend")) for file in spend.files] == [
        "2025/a.parquet",
        "2026/a.parquet",
        "b.parquet",
    ]
    assert (spend.row_count, spend.partitioned) == (3, False)
    assert table_files(folder, "spend") == spend.files


def test_a_required_column_must_be_in_every_file_and_another_in_any(folder: Path) -> None:
    in_folder(folder, "a.parquet", "b.parquet")
    rewrite(folder / "spend" / "b.parquet", lambda table: table.drop_columns(["state", "description"]))
    (problem,) = errors_of(folder)
    assert problem.startswith("error: table spend, file spend/b.parquet, column state: missing column.")
    rewrite(folder / "spend" / "a.parquet", lambda table: table.drop_columns(["description", "quantity"]))
    rewrite(folder / "spend" / "b.parquet", lambda table: table.append_column("state", pa.array(["VT"])))
    spend = open_portfolio(folder).tables["spend"]
    assert "quantity" in spend.columns
    assert "description" not in spend.columns


def test_columns_may_come_from_the_names_of_folders(folder: Path) -> None:
    in_folder(folder, "State=VT/year=2025/a.parquet", "State=NH/year=2026/a.parquet")
    for file in table_files(folder, "spend"):
        rewrite(file, lambda table: table.drop_columns(["state"]))
    spend = open_portfolio(folder).tables["spend"]
    assert (spend.partitioned, spend.further_columns) == (True, ("year",))
    assert "state" in spend.columns


def test_folders_that_name_different_columns_are_told_of(folder: Path) -> None:
    in_folder(folder, "state=NH/a.parquet", "state=VT/a.parquet", "z.parquet")
    assert errors_of(folder) == [
        (
            "error: table spend, file spend/z.parquet: lies in folders that name other columns than those of "
            "the table's first file. Expected state, found no such folder."
        )
    ]


def test_a_folder_above_the_portfolio_that_would_be_read_as_a_column_is_told_of(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path / "state=NY" / "tiny", contracts=CONTRACTS, spend=SPEND)
    assert open_portfolio(folder).warnings == ()
    in_folder(folder, "year=2025/a.parquet")
    assert errors_of(folder) == [
        (
            "error: table spend, column state: the portfolio lies in a folder called state=…, which would be "
            "read as this column. Rename that folder."
        )
    ]


def test_a_table_that_is_there_twice_is_told_of(folder: Path) -> None:
    (folder / "spend").mkdir()
    pq.write_table(arrow_table("spend", SPEND), folder / "spend" / "a.parquet")
    assert errors_of(folder) == [
        "error: table spend: is there twice, as spend.parquet and as the folder spend/. Remove one of them."
    ]


def test_a_folder_where_a_file_should_be_is_told_of(folder: Path) -> None:
    (folder / "spend.parquet").rename(folder / "part.parquet")
    (folder / "spend.parquet").mkdir()
    assert errors_of(folder) == [
        "error: table spend: spend.parquet is a folder. Rename it to spend/, or put the file in its place."
    ]


def test_a_link_that_leads_nowhere_is_told_of(folder: Path) -> None:
    (folder / "spend.parquet").unlink()
    (folder / "spend.parquet").symlink_to(folder / "elsewhere.parquet")
    message = "spend.parquet is a link that leads nowhere, or no common file. Put the file in its place."
    assert errors_of(folder) == [f"error: table spend: {message}"]


def test_a_tables_folder_without_parquet_files_is_told_of(folder: Path) -> None:
    (folder / "spend.parquet").unlink()
    (folder / "spend").mkdir()
    (folder / "spend" / "lines.csv").touch()
    assert errors_of(folder) == [
        "error: table spend: the folder spend/ holds no file whose name ends in .parquet."
    ]


def test_a_folder_called_like_a_file_within_a_table_is_told_of(folder: Path) -> None:
    in_folder(folder, "a.parquet")
    (folder / "spend" / "b.parquet").mkdir()
    (problem,) = errors_of(folder)
    assert problem.startswith("error: table spend, file spend/b.parquet: cannot be read (")


def test_a_portfolio_is_a_value(folder: Path) -> None:
    first, second = open_portfolio(folder), open_portfolio(folder)
    assert isinstance(first, Portfolio)
    assert first == second


def dated(name: str, *days: int | None) -> Callable[[pa.Table], pa.Table]:
    """Put days, numbered from 1970-01-01, in the place of one column's only date."""
    numbers = pa.array(days, pa.int32()).cast(pa.date32())
    return lambda table: pa.concat_tables([table] * len(days)).set_column(
        table.column_names.index(name), name, numbers
    )


@pytest.mark.parametrize(
    ("day", "year"),
    [(2_932_897, 10000), (3_700_000, 12100), (2**31 - 1, 5881580), (-719_163, 0), (-(2**31) + 1, -5877641)],
)
def test_dates_that_no_calendar_holds_are_told_of_and_leave_the_table_usable(
    folder: Path, day: int, year: int
) -> None:
    rewrite(folder / "spend.parquet", dated("ship_date", None, 20_000, day))
    assert warnings_of(folder) == [
        (
            "table spend, file spend.parquet, column ship_date: impossible dates, which are read as empty. "
            f"Expected years from 1 to 9999, found the year {year}."
        )
    ]
    assert open_portfolio(folder).tables["spend"].doubtful_dates == {"ship_date"}


def test_the_first_and_the_last_date_there_can_be_are_possible(folder: Path) -> None:
    rewrite(folder / "spend.parquet", dated("spent_on", -719_162, 2_932_896))
    portfolio = open_portfolio(folder)
    assert portfolio.warnings == ()
    assert portfolio.tables["spend"].doubtful_dates == frozenset()


def test_dates_of_which_the_footer_does_not_tell_are_looked_at_when_read(folder: Path) -> None:
    path = folder / "spend.parquet"
    table = pq.read_table(path).select(["spend_id", "state", "amount", "spent_on", "order_date"])
    pq.write_table(table, path, write_statistics=False)
    portfolio = open_portfolio(folder)
    assert portfolio.warnings == ()
    assert portfolio.tables["spend"].doubtful_dates == {"spent_on", "order_date"}

"""The command `import`, as it is typed."""

from pathlib import Path

import pytest

from portfolio_tui.cli import main
from tests.sources.small_files import contents, write_profile, write_rows

FIRST = "7,Salt,ACME,7/1/2018,6/30/2019,90,10,9/30/2018"
BAD = "8,Sand,BETA,7/1/2018,6/30/2019,\x1b[31m5,1,12/31/2018"


def run_import(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """Run the command; return its exit status and what it said on stderr. It says nothing on stdout."""
    try:
        status = main(["import", *map(str, arguments)])
    except SystemExit as ended:
        status = int(str(ended.code))
    captured = capsys.readouterr()
    assert captured.out == ""
    return status, captured.err


def test_the_counts_add_up_and_are_printed_per_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = write_rows(tmp_path, [FIRST, BAD, FIRST], "one.csv")
    two = write_rows(tmp_path, [FIRST.replace("9/30", "12/31")], "second report.csv")
    profile = write_profile(tmp_path)
    status, said = run_import(capsys, one, two, "--profile", profile, "--into", tmp_path / "portfolio")
    assert status == 0
    assert said.splitlines() == [
        "file               read  kept  set aside  folded  read as",
        "one.csv               3     1          2       0  csv, utf-8, comma",
        "second report.csv     1     1          0       0  csv, utf-8, comma",
        "all                   4     2          2       0",
        "",
        "alliances: 1 new, 0 replaced, 1 as they were",
        "contracts: 1 new, 0 replaced, 1 as they were",
        "vendors: 1 new, 0 replaced, 1 as they were",
        "balances: 2 new, 0 replaced, 0 as they were",
        "",
        "2 rows could not be read and are set aside; they are in set_aside.parquet:",
        '  one.csv row 2, limit: "\\x1b[31m5" is not an amount',
        "  one.csv row 3: repeats the key of row 1",
        "",
        f"{tmp_path / 'portfolio'} is up to date.",
    ]


def test_the_second_time_there_is_nothing_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = (
        write_rows(tmp_path, [FIRST]),
        "--profile",
        write_profile(tmp_path),
        "--into",
        tmp_path / "new",
    )
    run_import(capsys, *arguments)
    before = contents(tmp_path / "new")
    status, said = run_import(capsys, *arguments)
    assert status == 0
    assert said.endswith(f"Nothing new: {tmp_path / 'new'} is unchanged.\n")
    assert contents(tmp_path / "new") == before


def test_restated_figures_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = write_profile(tmp_path)
    into = ("--profile", profile, "--into", tmp_path / "new")
    run_import(capsys, write_rows(tmp_path, [f"{number}{FIRST}" for number in range(6)]), *into)
    restated = [f"{number}{FIRST}".replace("90,10", "90,") for number in range(6)]
    _, said = run_import(capsys, write_rows(tmp_path, restated), *into)
    assert "balances: 0 new, 6 replaced, 0 as they were" in said
    assert "6 figures restated:\n  07 VT 2018-09-30: paid_amount 10.00 -> empty\n" in said
    assert "\n  and 1 more\n" in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--profile", "austin", "--into", "new"], 'There is no profile "austin"'),
        (["--into", "new"], "the following arguments are required: --profile"),
        (["--profile", "austin-contracts"], "the following arguments are required: --into"),
        (
            ["--profile", "austin-contracts", "--into", "new", "--as-of", "30.6.2019"],
            '"30.6.2019" is not a day',
        ),
        (["--profile", "austin-contracts", "--into", "new"], 'has no column "DOC_CD"'),
    ],
)
def test_wrong_usage_is_told_and_makes_nothing(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    status, said = run_import(capsys, write_rows(tmp_path, [FIRST]), *arguments)
    assert status == 2
    assert message in said
    assert not (tmp_path / "new").exists()

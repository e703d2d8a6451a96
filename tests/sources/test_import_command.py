"""The command `import`, as it is typed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from portfolio_tui.cli import main
from portfolio_tui.sources.cells import printable
from tests.sources.small_files import POSITIONS, contents, tables, write_profile, write_rows

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
        f"This was import 1; portfolio-tui import --undo --into {tmp_path / 'portfolio'} takes it back.",
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
    assert "6 figures restated:\n  07 VT 2018-09-30: paid_amount 10.00 -> empty (-10.00)\n" in said
    assert "\n  and 1 more\n" in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--profile", "austin", "--into", "new"], 'There is no profile "austin"'),
        (["--into", "new"], "An import needs --profile."),
        (["--profile", "austin-contracts"], "An import needs --into."),
        (["--profile", "austin-contracts", "--into", ""], "an empty name is no file and no folder"),
        (["", "--profile", "austin-contracts", "--into", "new"], "an empty name is no file and no folder"),
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


def test_what_is_asked_for_is_told_with_its_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    undated = POSITIONS.replace('as_of = "day"', 'as_of = { day_in_file_name = "{day}" }')
    arguments = (write_rows(tmp_path, [FIRST]), "--profile", write_profile(tmp_path, undated), "--into")
    into_file = tmp_path / "report.csv"
    for into, message in (
        ("new", "looks for {day}. Give the day with --as-of YYYY-MM-DD.\n"),
        (into_file, f"{into_file} is a file, and a portfolio is a folder. Name a new or empty folder with"),
        (
            tmp_path,
            f"{tmp_path} is not empty and holds no portfolio. Name a new or empty folder with --into.",
        ),
    ):
        for look in ((), ("--dry-run",)):
            status, said = run_import(capsys, *arguments, into, *look)
            assert (status, message in said) == (2, True), said
    assert not (tmp_path / "new").exists()


def test_how_to_undo_can_be_pasted_into_a_shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = tmp_path / "my county"
    arguments = (write_rows(tmp_path, [FIRST]), "--profile", write_profile(tmp_path), "--into", into)
    _, said = run_import(capsys, *arguments)
    assert f"portfolio-tui import --undo --into '{into}' takes it back." in said


def run_aside(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run the command; return its exit status, and what it said on stdout and on stderr."""
    status = main(["import", *map(str, arguments)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--undo"], "--undo needs --into."),
        (["--log"], "--log needs --into."),
        (["--guess"], "--guess needs SOURCE."),
        (["--undo", "--into", "here", "file.csv"], "SOURCE does not go with --undo."),
        (["--log", "--into", "here", "--dry-run"], "--dry-run does not go with --log."),
        (["--guess", "file.csv", "--profile", "mine"], "--profile does not go with --guess."),
        (["file.csv", "--profile", "p", "--into", "d", "-o", "f"], "--output does not go with an import."),
        (["file.csv", "--profile", "p", "--into", "d", "--format", "json"], "--format does not go with an"),
        (["--undo", "--into", "nowhere"], "nowhere is no folder, so there is no import to undo."),
        (["--log", "--into", "nowhere"], "not a portfolio"),
    ],
)
def test_options_that_do_not_go_together_are_told(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    status, said = run_import(capsys, *arguments)
    assert status == 2
    assert message in said


def test_a_dry_run_shows_rows_of_each_kind_and_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_rows(tmp_path, [FIRST, BAD])
    folder = tmp_path / "new"
    status, said = run_import(
        capsys, path, "--profile", write_profile(tmp_path), "--into", folder, "--dry-run"
    )
    assert status == 0
    values = "contract_id 7, state VT, as_of 2018-09-30, ceiling_amount 90.00, paid_amount 10.00"
    assert said.splitlines()[2:] == [
        "",
        "alliances: 1 new, 0 replaced, 0 as they were",
        "contracts: 1 new, 0 replaced, 0 as they were",
        "vendors: 1 new, 0 replaced, 0 as they were",
        "balances: 1 new, 0 replaced, 0 as they were",
        "",
        "1 row would be kept:",
        f"  report.csv row 1: {values}",
        "",
        "1 row cannot be read and would be set aside:",
        f'  report.csv row 2, limit: "\\x1b[31m5" is not an amount: {printable(BAD)}',
        "",
        f"{folder} would be changed; nothing was written.",
    ]
    assert not folder.exists()


def test_names_reach_the_terminal_without_control_characters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "\x1b[31mnew"
    rows = write_rows(tmp_path, [FIRST], "\x1b[31m\nreport.csv")
    profile = write_profile(tmp_path, name="\x1b[31m\nmine")
    _, imported = run_import(capsys, rows, "--profile", profile, "--into", folder)
    _, printed, _ = run_aside(capsys, "--log", "--into", folder)
    _, undone = run_import(capsys, "--undo", "--into", folder)
    for said in (imported, printed, undone):
        assert "report.csv" in said
        assert "\x1b" not in said
    assert "profile ␛[31m␊mine, version" in printed


def test_the_log_tells_each_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new"
    into = ("--profile", write_profile(tmp_path), "--into", folder)
    run_import(capsys, write_rows(tmp_path, [FIRST, BAD], "first.csv"), *into)
    run_import(capsys, write_rows(tmp_path, [FIRST.replace("90,10", "90,12")], "again.csv"), *into)
    status, printed, said = run_aside(capsys, "--log", "--into", folder)
    assert (status, said) == (0, "")
    first, again = printed.split("\n\n")
    assert first.startswith("Import 1 on ")
    assert "profile positions" in first
    assert "figures of 2018-09-30 to 2018-09-30" in first
    assert again.splitlines()[2].split()[:5] == ["again.csv", "1", "1", "0", "0"]
    assert again.splitlines()[-1].split() == ["balances", "0", "1", "0", "0", "0", "1", "—", "—"]
    # A process of its own, for an engine limits the memory of the process that it is opened in.
    info = "import sys; from portfolio_tui.cli import main; sys.exit(main(['info', sys.argv[1]]))"
    told = subprocess.run([sys.executable, "-c", info, folder], check=True, capture_output=True, text=True)
    lists = f"portfolio-tui import --log --into {folder}"
    assert f"Imports      2; {lists} lists them\n" in told.stdout
    _, printed, _ = run_aside(capsys, "--log", "--into", folder, "--format", "json")
    logged = json.loads(printed)
    assert [one["number"] for one in logged] == [1, 2]
    assert logged[0]["files"][0]["outcome"]["set_aside"] == 1


def test_an_import_is_taken_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new"
    into = ("--profile", write_profile(tmp_path), "--into", folder)
    run_import(capsys, write_rows(tmp_path, [FIRST], "first.csv"), *into)
    before = contents(folder)
    run_import(capsys, write_rows(tmp_path, [FIRST.replace("9/30", "12/31")], "second.csv"), *into)
    after = contents(folder)
    status, said = run_import(capsys, "--undo", "--into", folder, "--dry-run")
    assert status == 0
    assert "Import 2 of second.csv by the profile positions would be taken back:" in said
    assert contents(folder) == after
    status, said = run_import(capsys, "--undo", "--into", folder)
    assert said.splitlines() == [
        "Import 2 of second.csv by the profile positions was taken back:",
        "  balances: 1 row less, 0 as they were before, 0 back",
        "",
        f"{folder} is as it was before.",
    ]
    assert contents(folder) == before
    status, said = run_import(capsys, "--undo", "--into", folder)
    assert status == 2
    assert "has no import to undo: only the last one can be" in said


def test_a_guess_is_printed_or_written_to_a_new_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "contracts.csv"
    path.write_text("Contract Number,Vendor,Amount\n7,ACME,1.00\n", encoding="utf-8")
    status, printed, _ = run_aside(capsys, "--guess", path)
    assert status == 0
    assert "[tables.contracts]" in printed
    assert run_aside(capsys, "--guess", path, "-o", tmp_path / "mine.toml")[:2] == (0, "")
    assert (tmp_path / "mine.toml").read_text(encoding="utf-8") == printed
    status, said = run_import(capsys, "--guess", path, "-o", tmp_path / "mine.toml")
    assert status == 2
    assert "mine.toml is there already" in said


def test_a_folder_may_be_named_from_where_one_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_profile(tmp_path)
    for name, row in (("one.csv", FIRST), ("two.csv", FIRST.replace("9/30", "12/31"))):
        file = write_rows(tmp_path, [row], name)
        assert run_import(capsys, file.name, "--profile", "positions.toml", "--into", "portfolio")[0] == 0
    assert len(tables(Path("portfolio"))["balances"]) == 2

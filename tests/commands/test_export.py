"""The commands export, verify and info of an extract, as a shell sees them."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portfolio_tui.cli import main
from portfolio_tui.extract.provenance_files import read_provenance
from tests.extract.extracts import LINES, names_in, tiny_portfolio, with_lines

ENDLESS = "SELECT count(*) AS n FROM range(1000000000000) AS a(x)"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder beside a tiny portfolio, and return the portfolio's."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    return tiny_portfolio(tmp_path / "tiny").folder


def run(folder: Path, *arguments: str) -> int:
    """Run a command on the portfolio in `folder`."""
    return main([*arguments, "--portfolio", str(folder)])


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("spend", 4),
        ("unscoped.contract_terms", 2),
        ("jurisdictions", 56),
        ("monthly_spend", 4),
        ("contracts-expiring", 0),
        ("contract_utilization", 2),
    ],
)
def test_tables_views_saved_queries_and_measures_are_exported(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, rows: int
) -> None:
    assert run(folder, "export", name, "-o", "x.parquet") == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert f"x.parquet: {rows} rows, " in err
    found = read_provenance(Path("x.parquet")).provenance
    assert (found.query, found.rows) == (name, rows)
    assert run(folder, "verify", "x.parquet") == 0
    assert capsys.readouterr().out == f"same: {rows} rows, as the query gives them today.\n"


def test_a_query_of_the_portfolio_takes_values_and_the_scope(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "queries").mkdir()
    (folder / "queries" / "over.sql").write_text(
        "-- title: Over\n-- description: Lines over an amount.\n"
        '-- param least: decimal "Least"\nSELECT spend_id FROM spend WHERE amount > $least',
        encoding="utf-8",
    )
    assert run(folder, "export", "over", "-p", "least=7", "--state", "VT", "-o", "x.csv") == 0
    assert "What it came from is in x.csv.provenance.json, beside it." in capsys.readouterr().err
    assert sorted(Path("x.csv").read_text(encoding="utf-8").split()) == ["s1", "s2", "spend_id"]
    assert run(folder, "export", "over", "-o", "y.csv") == 2
    assert "over needs a value for least: Least (decimal)." in capsys.readouterr().err


def test_sql_is_exported_and_people_are_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT 'a@b.c' AS email, contract_id FROM contracts ORDER BY 2"
    assert run(folder, "export", "--sql", sql, "-o", "x.json") == 0
    told = capsys.readouterr().err
    assert "Left out, for they hold people's names or contacts: email. Add --with email to have them." in told
    assert json.loads(Path("x.json").read_text(encoding="utf-8")) == [
        {"contract_id": "C1"},
        {"contract_id": "C2"},
    ]
    assert run(folder, "export", "--sql", sql, "-o", "x.json", "--with", "email", "--force") == 0
    assert json.loads(Path("x.json").read_text(encoding="utf-8"))[0] == {
        "email": "a@b.c",
        "contract_id": "C1",
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["spent", "-o", "x.csv"],
            "There is no table, saved query or measure 'spent'. Did you mean spend?",
        ),
        (["spend"], "Name the file to write with -o FILE"),
        (["-o", "x.csv"], "Name one thing to write"),
        (["spend", "--sql", "SELECT 1", "-o", "x.csv"], "Name one thing to write"),
        (["spend", "-o", "x.doc"], "x.doc: the suffix does not tell the format."),
        (["spend", "-o", "nowhere/x.csv"], "Make it first."),
        (["spend", "-o", "x", "--partition-by", "state", "--format", "csv"], "Only Parquet is partitioned"),
        (["--sql", "SELECT now()", "-o", "x.csv"], "now is refused: nothing here reads the clock."),
    ],
)
def test_what_cannot_be_exported_is_told_in_one_message(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(folder, "export", *arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("portfolio-tui: ")) == ("", 1)
    assert message in err
    assert names_in(Path()) == []


def test_an_existing_file_needs_force(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "export", "contracts", "-o", "x.parquet") == 0
    before = Path("x.parquet").read_bytes()
    assert run(folder, "export", "spend", "-o", "x.parquet") == 2
    assert "is there already and is kept" in capsys.readouterr().err
    assert Path("x.parquet").read_bytes() == before
    assert run(folder, "export", "spend", "-o", "x.parquet", "--force") == 0
    assert Path("x.parquet").read_bytes() != before


def test_what_changed_is_said_in_a_sentence_and_a_table(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "export", "--sql", "SELECT spend_id, amount FROM spend", "-o", "x.parquet") == 0
    restated = ({**line, "amount": "1.00"} for line in LINES[:2])
    with_lines(tiny_portfolio(folder), *restated, *LINES[3:])
    capsys.readouterr()
    assert run(folder, "verify", "x.parquet") == 1
    assert capsys.readouterr().out.splitlines() == [
        "changed: 2 rows were restated, 1 row is gone, amount \N{MINUS SIGN}$115.25.",
        "Restated, among others: s1, s2.",
        "",
        "          Then   Now  Difference",
        "rows         4     3          \N{MINUS SIGN}1",
        "amount  124.25  9.00     \N{MINUS SIGN}115.25",
    ]
    assert run(folder, "verify", "x.parquet", "--format", "json") == 1
    assert json.loads(capsys.readouterr().out) == {
        "extract": "x.parquet",
        "answer": "changed",
        "reason": "",
        "altered": [],
        "files_changed": True,
        "portfolio": "Tiny",
        "query": "sql",
        "rows": {"then": 4, "now": 3, "gone": 1, "new": 0, "restated": 2},
        "restated_examples": ["s1", "s2"],
        "totals": [{"column": "amount", "then": "124.25", "now": "9.00", "difference": "-115.25"}],
    }


def test_an_altered_extract_and_one_from_elsewhere_are_no(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "export", "spend", "-o", "x.csv") == 0
    capsys.readouterr()
    assert main(["verify", "x.csv"]) == 1
    assert capsys.readouterr().out == (
        "not from this portfolio: It was made from Tiny; this is Synthetic demo, with other files.\n"
    )
    Path("x.csv").write_text("spend_id\n", encoding="utf-8")
    assert run(folder, "verify", "x.csv") == 1
    assert capsys.readouterr().out == "altered: Its rows are not as they were written.\n"
    Path("x.csv.provenance.json").unlink()
    assert run(folder, "verify", "x.csv") == 2
    assert "x.csv has no provenance" in capsys.readouterr().err


def test_info_tells_where_an_extract_came_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--state", "VT", "--partition-by", "fiscal_year", "-o", "parts")
    assert run(folder, "export", "spend", *arguments) == 0
    capsys.readouterr()
    assert main(["info", "parts"]) == 0
    told = capsys.readouterr().out
    for line in (
        "Extract         parts",
        "Of              spend",
        "Portfolio       Tiny (demo data, all made up)",
        "Scope           All alliances · Vermont · all dates",
        "As of           2025-12-31",
        "Partitioned by  fiscal_year",
        "Rows            2",
        "Left out        nothing",
        "Altered since   no, going by its own sums",
        "amount      120.50",
        '  SELECT * FROM "spend"',
    ):
        assert line in told.splitlines()
    assert main(["info", "parts", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["rows"], found["scope"], found["altered"]) == (2, {"states": ["VT"]}, [])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_it_and_leaves_nothing(folder: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "portfolio_tui", "export", "--sql", ENDLESS, "-o", "x.csv"]
    process = subprocess.Popen(
        [*command, "--portfolio", str(folder)], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not any(path.suffix == ".part" for path in Path().iterdir()):
        assert process.poll() is None
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, "portfolio-tui: interrupted\n")
    assert names_in(Path()) == []

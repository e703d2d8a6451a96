"""`queries`, `query` and `sql`: what they answer, what they say on stderr, and how they end."""

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from portfolio_tui.cli import main
from tests.commands.query_folder import write_odd_portfolio

GOLDEN = Path(__file__).parent / "golden"


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its status, and what it wrote."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the portfolio once."""
    return write_odd_portfolio(tmp_path_factory.mktemp("query") / "odd")


@pytest.fixture(autouse=True)
def no_queries_of_the_user(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave only the portfolio's queries and the bundled ones."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.getbasetemp() / "no-configuration"))


@pytest.fixture
def run(folder: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Give what runs a command on the portfolio."""

    def run_one(*arguments: str) -> Outcome:
        status = main([*arguments, "--portfolio", str(folder)])
        return Outcome(status, *capfd.readouterr())

    return run_one


def ids(outcome: Outcome) -> list[str]:
    """Return the first column of rows printed as CSV, without its header."""
    assert outcome.status == 0, outcome.err
    return [line.split(",")[0] for line in outcome.out.splitlines()[1:] if line.startswith("c")]


def test_queries_lists_all_and_tells_of_faulty_files(run: Run, folder: Path) -> None:
    listed = run("queries", "--format", "csv")
    assert listed.status == 0
    header, *lines = listed.out.splitlines()
    assert header == "name,title,origin,parameters"
    assert 'oddities,Oddities,portfolio,"since: date = 2000-01-01, ids: text[]?"' in lines
    assert any(line.startswith("contracts-expiring,Contracts expiring,bundled,") for line in lines)
    assert listed.err == (
        f"error: {folder}/queries/faulty.sql, line 2: '-- descriptio: x' is no header line. The keys are "
        "title, description, formula, denominator, leaves out, source and param.\n"
    )


def test_queries_as_json_tell_a_parameter_whole(run: Run, folder: Path) -> None:
    listed = json.loads(run("queries", "--format", "json").out)
    lines = [json.loads(line) for line in run("queries", "--format", "jsonl").out.splitlines()]
    assert lines == listed
    (oddities,) = [query for query in listed if query["name"] == "oddities"]
    assert oddities["file"] == str(folder / "queries" / "oddities.sql")
    assert oddities["parameters"][0] == {
        "name": "since",
        "type": "date",
        "list": False,
        "optional": False,
        "default": "2000-01-01",
        "label": "First day",
        "minimum": "1990-01-01",
        "maximum": None,
        "choices": None,
        "choices_sql": None,
    }


def test_queries_as_a_table_are_aligned(run: Run) -> None:
    header, rule, *lines = run("queries").out.splitlines()
    at = header.index("origin")
    assert rule[at - 2 : at + 11] == "  ─────────  "
    assert {line[at : at + 9].strip() for line in lines} == {"bundled", "portfolio"}


def test_a_folder_that_is_none_has_no_queries(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["queries", "--portfolio", str(tmp_path / "none")]) == 2
    assert capfd.readouterr().err == (
        f"portfolio-tui: {tmp_path}/none is no folder, so it is no portfolio. Check the path.\n"
    )


def test_the_note_goes_to_stderr_and_the_rows_to_stdout(run: Run) -> None:
    outcome = run("query", "oddities", "--format", "csv", "-p", "ids=c3")
    assert ids(outcome) == ["c3"]
    assert outcome.err.startswith("1 row in ")


@pytest.mark.parametrize(
    "given",
    [
        ["-p", "ids=c1,c3"],
        ["-p", "ids=c1", "-p", "ids=c3"],
        ["-p", "ids=c1, ,c3,"],
        ["-p", 'ids=["c1", "c3"]'],
        ["-p", "since=2024-01-01", "-p", 'ids=["c1"]', "-p", "ids=c3"],
    ],
)
def test_a_list_is_written_with_commas_in_json_or_piece_by_piece(run: Run, given: list[str]) -> None:
    assert ids(run("query", "oddities", "--format", "csv", *given)) == ["c1", "c3"]


def test_a_list_in_json_keeps_its_commas(run: Run) -> None:
    assert ids(run("query", "oddities", "--format", "csv", "-p", 'ids=["c1,c3", "c2"]')) == ["c2"]
    assert ids(run("query", "oddities", "--format", "csv", "-p", "ids=[]")) == []


def test_parameters_come_from_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "values.json"
    file.write_text('{"since": "2025-01-01", "ids": ["c1", "c2"]}', encoding="utf-8")
    assert ids(run("query", "oddities", "--format", "csv", "-p", f"@{file}")) == ["c2"]
    file.write_text('\ufeff{"since": null}', encoding="utf-8")
    assert ids(run("query", "oddities", "--format", "csv", "-p", f"@{file}")) == ["c1", "c2", "c3"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "{file}, line 1: the JSON cannot be read (Expecting property name enclosed in double quotes)."),
        ("[1]", '{file}: one JSON object with values is needed, as {{"days": 90}}.'),
        ('{"ids": {"a": 1}}', "{file}: ids: write a text, a number, true, false, or a list of these."),
        ('{"ids": [[1]]}', "{file}: ids: write a text, a number, true, false, or a list of these."),
    ],
)
def test_a_faulty_file_of_parameters_is_told_of(run: Run, tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "values.json"
    file.write_text(text, encoding="utf-8")
    outcome = run("query", "oddities", "-p", f"@{file}")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == f"portfolio-tui: {message.format(file=file)}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query", "odities"], "There is no saved query 'odities'. Did you mean oddities?"),
        (["query", "oddities", "-p", "sinc=1"], "oddities has no parameter 'sinc'. Did you mean since?"),
        (
            ["query", "oddities", "-p", "since"],
            "-p since: a parameter is written KEY=VALUE, or @FILE.json for a file of them.",
        ),
        (
            ["query", "oddities", "-p", "since=1980-01-01"],
            "since: 1980-01-01 is too small; the smallest is 1990-01-01.",
        ),
        (
            ["query", "oddities", "-p", "since=2025-01-01", "-p", "since=2026-01-01"],
            "since: one value is needed, not a list.",
        ),
        (["query", "oddities", "-p", "@none.json"], "none.json cannot be read (No such file or directory)."),
        (["sql", "@none.sql"], "none.sql cannot be read (No such file or directory)."),
        (
            ["query", "oddities", "--with", "titel"],
            "oddities has no column 'titel'. Did you mean title?",
        ),
        (
            ["sql", "SELECT 1", "--format", "table", "-o", "x.csv"],
            "A table is for a terminal. Write a file as csv, xlsx or parquet.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(run: Run, arguments: list[str], message: str) -> None:
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == f"portfolio-tui: {message}\n"


def test_a_missing_value_is_named_with_its_label_and_type(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "prices-in-a-category"]) == 2
    message = capfd.readouterr().err
    assert message.startswith("portfolio-tui: prices-in-a-category needs a value for category: Category")
    assert message.endswith(" (text).\n")


def test_the_fence_and_the_engine_speak_on_stderr(run: Run) -> None:
    refused = run("sql", "COPY contracts TO 'x.csv'")
    assert (refused.status, refused.out) == (2, "")
    assert "SQL here only reads the portfolio" in refused.err
    wrong = run("sql", "SELECT contract_id,\n  titel FROM contracts", "--format", "csv")
    assert (wrong.status, wrong.out) == (2, "")
    *_, line, caret = wrong.err.splitlines()
    assert line == "LINE 2:   titel FROM contracts"
    assert caret.strip("^") == " " * line.index("titel")


def test_sql_is_read_from_stdin_and_from_files(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "SELECT contract_id FROM contracts ORDER BY 1;\n"
    file = tmp_path / "contracts.sql"
    file.write_text(text, encoding="utf-8-sig")
    assert ids(run("sql", f"@{file}", "--format", "csv")) == ["c1", "c2", "c3"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert ids(run("sql", "-", "--format", "csv")) == ["c1", "c2", "c3"]


def test_the_scope_narrows_and_as_of_is_always_there(run: Run) -> None:
    sql = "SELECT state, amount, $as_of AS day FROM spend ORDER BY state"
    everything = run("sql", sql, "--format", "csv").out
    assert everything == "state,amount,day\nNH,20.20,2026-06-30\nVT,10.10,2026-06-30\n"
    narrowed = run("sql", sql, "--format", "csv", "--state", "vt", "--as-of", "2026-01-31").out
    assert narrowed == "state,amount,day\nVT,10.10,2026-01-31\n"


def test_rows_keep_their_order_over_many_pieces(run: Run) -> None:
    printed = run("sql", "SELECT i FROM range(100000) AS r(i) ORDER BY i DESC", "--format", "csv").out
    assert printed == "i\n" + "".join(f"{number}\n" for number in range(99_999, -1, -1))


def test_explain_tells_all_and_runs_nothing(run: Run) -> None:
    told = run("query", "oddities", "--explain", "--state", "VT", "-p", "ids=c1,c2")
    assert (told.status, told.err) == (0, "")
    text, _, plan = told.out.partition("\nPlan\n")
    assert text.encode() == (GOLDEN / "explain.txt").read_bytes()
    assert "seq scan; Table: memory.unscoped.contracts" in plan


def test_explain_says_which_value_is_missing(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "prices-in-a-category", "--explain"]) == 0
    told = capfd.readouterr().out
    assert "Would not run\n  prices-in-a-category needs a value for category: Category" in told
    assert "\nPlan\n" not in told


def test_columns_about_people_are_left_out_unless_named(run: Run) -> None:
    sql = "SELECT contract_id, title AS contact_name FROM contracts WHERE contract_id = 'c3'"
    outcome = run("sql", sql, "--format", "csv")
    assert outcome.out == "contract_id\nc3\n"
    assert outcome.err.splitlines()[0] == (
        "Left out, for they hold people's names or contacts: contact_name. "
        "Add --with contact_name to have them."
    )
    kept = run("sql", sql, "--format", "csv", "--with", "contact_name")
    assert kept.out.startswith("contract_id,contact_name\n")


def test_a_file_is_written_with_its_origin_and_never_over_another(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "odd.parquet"
    written = run("query", "oddities", "-o", str(file))
    assert (written.status, written.out) == (0, "")
    assert json.loads(pq.read_metadata(file).metadata[b"portfolio-tui"])["query"] == "oddities"
    before = file.read_bytes()
    assert run("query", "oddities", "-p", "ids=c1", "-o", str(file)).status == 2
    assert file.read_bytes() == before
    assert run("query", "oddities", "-p", "ids=c1", "-o", str(file), "--force").status == 0
    assert pq.read_metadata(file).num_rows == 1
    assert [path.name for path in tmp_path.iterdir()] == ["odd.parquet"]


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "soon"])
def test_a_time_limit_is_some_seconds(run: Run, capfd: pytest.CaptureFixture[str], text: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run("sql", "SELECT 1", f"--time-limit={text}")
    assert ended.value.code == 2
    assert f'"{text}" is no time limit; write seconds, as 600' in capfd.readouterr().err


def test_a_query_ends_when_its_time_is_up(run: Run) -> None:
    endless = "SELECT count(*) FROM range(1000000000) a, range(1000000) b"
    outcome = run("sql", endless, "--time-limit", "0.2")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == "portfolio-tui: SQL: stopped after 0.2 s. Narrow the scope and try again.\n"


def on_a_terminal(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a command with a terminal for stdout and return its status and what the terminal got."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "portfolio_tui", *arguments, "--portfolio", str(folder)]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.STDOUT) as process:
        os.close(theirs)
        got = b""
        try:
            while piece := os.read(ours, 65_536):
                got += piece
        except OSError:  # how Linux says that the other end is closed
            pass
        os.close(ours)
    return process.returncode, got.decode()


@pytest.mark.parametrize("format_name", ["table", "csv", "json", "jsonl"])
def test_no_control_character_of_the_data_reaches_a_terminal(folder: Path, format_name: str) -> None:
    status, got = on_a_terminal(folder, "query", "oddities", "--format", format_name)
    assert status == 0
    assert "pwned" in got
    assert [sign for sign in got if not sign.isprintable() and sign not in "\r\n"] == []


def test_binary_rows_are_kept_from_a_terminal(folder: Path) -> None:
    status, got = on_a_terminal(folder, "query", "oddities", "--format", "arrow")
    assert status == 2
    assert got.replace("\r\n", "\n") == (
        "portfolio-tui: arrow is no text for a terminal. Name a file with -o FILE, send it on with | or >, "
        "or choose --format table.\n"
    )


LOADED = """
import json, sys
from portfolio_tui.cli import main
status = main(sys.argv[1:])
print(json.dumps([status, sorted(sys.modules)]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "unloaded"),
    [
        (["queries"], {"textual", "rich", "polars", "pyarrow"}),
        (["query", "oddities", "--format", "csv"], {"textual", "rich", "polars", "pyarrow.compute"}),
        (["sql", "SELECT 1 AS one"], {"textual", "rich", "polars", "pyarrow.compute", "xlsxwriter"}),
    ],
)
def test_a_command_loads_what_it_needs_and_nothing_that_draws(
    folder: Path, arguments: list[str], unloaded: set[str]
) -> None:
    command = [sys.executable, "-c", LOADED, *arguments, "--portfolio", str(folder)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    status, loaded = json.loads(ended.stderr.splitlines()[-1])
    assert status == 0
    assert unloaded & set(loaded) == set()

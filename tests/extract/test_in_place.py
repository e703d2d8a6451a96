"""Whatever happens while an extract is written, its target is the old one, the new one or none, and whole."""

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.extract import progress
from portfolio_tui.extract.cancellation import Cancellation
from portfolio_tui.extract.extract import write_extract
from portfolio_tui.extract.plan import ExtractPlan, format_of
from portfolio_tui.extract.provenance_files import sidecar_of
from portfolio_tui.extract.targets import beside, clear_strays, flush_all
from portfolio_tui.portfolio.opening import Portfolio
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.errors import QueryCancelledError, QueryFailedError, QueryTimedOutError
from portfolio_tui.query.saved_queries import ad_hoc
from tests.extract.extracts import SPEND_BY_ID, answer_of, extract_of, names_in, tiny_portfolio

pytestmark = pytest.mark.thorough

ANOTHER = "SELECT contract_id, title FROM contracts"
ENDLESS = "SELECT count(*) AS n FROM range(1000000000000) AS a(x)"

WRITE_AND_BE_KILLED = """
import os, signal, sys
from pathlib import Path
from portfolio_tui.extract import extract, targets
from portfolio_tui.extract.plan import ExtractPlan, format_of
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.saved_queries import ad_hoc

folder, target, step, sql = sys.argv[1:]
module, _, rest = step.partition(".")
name, _, moment = rest.partition(" ")
place = {"extract": extract, "targets": targets, "os": os}[module]
whole, calls = getattr(place, name), []

def killed(*arguments, **named):
    calls.append(name)
    if moment == "first" or (moment == "second" and len(calls) == 2):
        os.kill(os.getpid(), signal.SIGKILL)
    answer = whole(*arguments, **named)
    if moment == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return answer

setattr(place, name, killed)
by = ("state",) if "parts" in target else ()
kind = "parquet" if by else format_of(Path(target))
extract.write_extract(
    ExtractPlan(open_portfolio(Path(folder)), ad_hoc(sql), Path(target), kind, partition_by=by, replace=True)
)
"""

WRITE_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from portfolio_tui.extract.extract import write_extract
from portfolio_tui.extract.plan import ExtractPlan, format_of
from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.saved_queries import ad_hoc

folder, target, sql = sys.argv[1:]
portfolio, place = open_portfolio(Path(folder)), Path(target)
plan = ExtractPlan(portfolio, ad_hoc(sql), place, format_of(place), replace=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    write_extract(plan)
except UserError as error:
    print(error)
"""


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    return tiny_portfolio(tmp_path / "tiny")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def run_program(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a program in a Python of its own."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


def content_of(target: Path) -> dict[str, bytes]:
    """Return the bytes of a file, or of each file of a folder, by name."""
    parts = sorted(target.rglob("*.parquet")) if target.is_dir() else [target] if target.exists() else []
    return {part.relative_to(target.parent).as_posix(): part.read_bytes() for part in parts}


@pytest.mark.parametrize(
    ("name", "step", "stays"),
    [
        ("x.parquet", "extract.open_engine after", True),
        ("x.parquet", "extract.put_document first", True),
        ("x.parquet", "extract.put_document after", True),
        ("x.parquet", "extract.put_in_place first", True),
        ("x.parquet", "extract.put_in_place after", False),
        ("x.csv", "extract.sum_of_extract first", True),
        ("x.csv", "extract.put_in_place first", True),
        ("x.csv", "extract.put_in_place second", False),
        ("parts", "extract.put_document second", True),
        ("parts", "targets.remove first", False),
    ],
)
def test_killed_at_any_step_the_target_is_whole_and_the_next_run_clears_up(
    portfolio: Portfolio, out: Path, name: str, step: str, *, stays: bool
) -> None:
    target = out / name
    by = ("state",) if name == "parts" else ()
    kind = "parquet" if by else format_of(target)
    plan = ExtractPlan(portfolio, ad_hoc(SPEND_BY_ID), target, kind, partition_by=by, replace=True)
    write_extract(plan)
    before = content_of(target)
    finished = run_program(
        WRITE_AND_BE_KILLED, portfolio.folder, target, step, "SELECT state, title FROM spend, contracts"
    )
    assert finished.returncode == -signal.SIGKILL, finished.stderr
    assert (content_of(target) == before) is stays
    assert target.exists()
    write_extract(plan)
    assert content_of(target).keys() == before.keys()
    assert names_in(out) == ([name] if kind == "parquet" else [name, f"{name}.provenance.json"])
    assert answer_of(target, portfolio) == "same"


def test_a_folder_set_aside_comes_back_where_the_new_one_never_came(portfolio: Portfolio, out: Path) -> None:
    target = out / "parts"
    by = ("state",)
    write_extract(ExtractPlan(portfolio, ad_hoc(SPEND_BY_ID), target, partition_by=by))
    with beside(target) as path:
        pass
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    aside = path.with_name(path.name.replace(f"-{os.getpid()}-", f"-{ended.pid}-")).with_suffix(".old")
    target.rename(aside)
    clear_strays(out)
    assert names_in(out) == ["parts"]
    assert answer_of(target, portfolio) == "same"


def test_what_running_processes_write_and_files_of_others_stay(out: Path) -> None:
    with beside(out / "x.csv") as mine:
        mine.write_text("being written", encoding="utf-8")
        another_machine = mine.with_name(".x.csv.portfolio-tui-00000000-1-00000000.part")
        another_machine.write_text("not ours", encoding="utf-8")
        (out / ".hidden.part").write_text("nothing of ours", encoding="utf-8")
        clear_strays(out)
        assert names_in(out) == sorted([mine.name, another_machine.name, ".hidden.part"])
    assert names_in(out) == sorted([another_machine.name, ".hidden.part"])


@pytest.mark.parametrize("suffix", ["parquet", "csv", "json", "jsonl", "arrow", "xlsx"])
def test_on_a_full_disk_the_old_file_stays_and_the_message_helps(
    portfolio: Portfolio, out: Path, suffix: str
) -> None:
    target = extract_of(portfolio, out / f"x.{suffix}").path
    names, before = names_in(out), content_of(target)
    sql = "SELECT md5(CAST(x AS VARCHAR)) AS m FROM range(100000) AS t(x)"
    finished = run_program(WRITE_ON_A_FULL_DISK, portfolio.folder, target, sql)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.startswith(f"{target} was not written: the disk is full (")
    assert finished.stdout.endswith("What was there before is untouched.\n")
    assert (names_in(out), content_of(target)) == (names, before)
    assert answer_of(target, portfolio) == "same"


def test_a_query_that_fails_is_cancelled_or_too_slow_leaves_nothing(portfolio: Portfolio, out: Path) -> None:
    target = out / "x.csv"
    with pytest.raises(QueryFailedError, match="nowhere"):
        extract_of(portfolio, target, "SELECT nowhere FROM spend")
    cancellation = Cancellation()
    threading.Timer(0.3, cancellation.cancel).start()
    with pytest.raises(QueryCancelledError):
        write_extract(ExtractPlan(portfolio, ad_hoc(ENDLESS), target, "csv"), cancellation=cancellation)
    with pytest.raises(QueryTimedOutError):
        write_extract(ExtractPlan(portfolio, ad_hoc(ENDLESS), target, "csv", time_limit_seconds=0.2))
    assert names_in(out) == []


def test_progress_is_told_and_a_slow_reader_of_it_stops_nothing(
    portfolio: Portfolio, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_SECONDS_BETWEEN_REPORTS", 0.001)
    told: list[tuple[int | None, int]] = []
    sql = "SELECT x, md5(CAST(x AS VARCHAR)) AS m FROM range(300000) AS t(x)"
    report = write_extract(
        ExtractPlan(portfolio, ad_hoc(sql), out / "x.csv", "csv"),
        lambda rows, size: told.append((rows, size)),
    )
    assert report.rows == 300_000
    assert told
    assert all(rows is None or 0 < rows <= 300_000 for rows, _ in told)
    assert all(0 <= size <= report.bytes for _, size in told)


def test_an_existing_file_is_kept_unless_told_otherwise(portfolio: Portfolio, out: Path) -> None:
    target = out / "x.csv"
    target.write_text("mine", encoding="utf-8")
    plan = ExtractPlan(portfolio, ad_hoc(SPEND_BY_ID), target, "csv")
    with pytest.raises(UserError, match=r"x\.csv is there already and is kept\..*--force"):
        write_extract(plan)
    assert target.read_text(encoding="utf-8") == "mine"
    target.unlink()
    sidecar_of(target).write_text("mine too", encoding="utf-8")
    with pytest.raises(UserError, match=r"x\.csv\.provenance\.json is there already"):
        write_extract(plan)
    assert names_in(out) == ["x.csv.provenance.json"]


def test_a_file_that_comes_while_the_extract_is_written_is_kept(
    portfolio: Portfolio, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = out / "x.parquet"

    def meanwhile(written: Path) -> None:
        target.write_text("of another", encoding="utf-8")
        flush_all(written)

    monkeypatch.setattr("portfolio_tui.extract.extract.flush_all", meanwhile)
    with pytest.raises(UserError, match="is there already and is kept"):
        write_extract(ExtractPlan(portfolio, ad_hoc(SPEND_BY_ID), target))
    assert (names_in(out), target.read_text(encoding="utf-8")) == (["x.parquet"], "of another")


def test_two_at_once_to_one_target_leave_one_of_them_whole(portfolio: Portfolio, out: Path) -> None:
    target = out / "x.csv"
    errors: list[BaseException] = []

    def write(sql: str) -> None:
        try:
            extract_of(portfolio, target, sql)
        except UserError as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(sql,)) for sql in (SPEND_BY_ID, ANOTHER) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert names_in(out) == ["x.csv", "x.csv.provenance.json"]
    assert target.read_text(encoding="utf-8").splitlines()[0] in {
        "spend_id,state,amount,spent_on",
        "contract_id,title",
    }


def test_the_mode_of_the_file_replaced_stays_and_a_link_still_leads_to_it(
    portfolio: Portfolio, out: Path
) -> None:
    target = extract_of(portfolio, out / "x.csv").path
    target.chmod(0o600)
    link = out / "link.csv"
    link.symlink_to(target)
    report = extract_of(portfolio, link, ANOTHER)
    assert report.path == target
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert link.is_symlink()
    assert names_in(out) == ["link.csv", "x.csv", "x.csv.provenance.json"]


def test_places_where_nothing_can_be_written_are_told(portfolio: Portfolio, out: Path) -> None:
    (out / "folder.csv").mkdir()
    (out / "file").write_text("", encoding="utf-8")
    os.mkfifo(out / "pipe.csv")
    loop = out / "loop.csv"
    loop.symlink_to(loop)
    expected = {
        out / "none" / "x.csv": r"cannot be written: there is no folder .*none\. Make it first\.",
        out / "file" / "x.csv": r"cannot be written: .*file is no folder\.",
        out / "folder.csv": r"folder\.csv is a folder\. Name a file in it\.",
        out / "pipe.csv": r"pipe\.csv is no ordinary file\.",
        loop: r"loop\.csv cannot be written: ",
        out / ("n" * 250 + ".csv"): r"cannot be written: File name too long\.",
    }
    for target, message in expected.items():
        with pytest.raises(UserError, match=message):
            extract_of(portfolio, target)


@pytest.mark.parametrize(
    "place", ["spend.parquet", "vendors.parquet", "spend/more.parquet", "portfolio.toml"]
)
def test_the_files_of_the_portfolio_are_never_written_over(portfolio: Portfolio, place: str) -> None:
    (portfolio.folder / "spend").mkdir()
    plan = ExtractPlan(portfolio, ad_hoc(SPEND_BY_ID), portfolio.folder / place, replace=True)
    with pytest.raises(UserError, match="is a place of the portfolio's own files"):
        write_extract(plan)


def test_an_extract_may_lie_in_the_folder_of_the_portfolio(portfolio: Portfolio) -> None:
    target = extract_of(portfolio, portfolio.folder / "extract.parquet").path
    assert answer_of(target, portfolio) == "same"


def test_a_folder_of_other_things_is_never_replaced(portfolio: Portfolio, out: Path) -> None:
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    by = ("state",)
    with pytest.raises(UserError, match="holds other things than an extract"):
        write_extract(ExtractPlan(portfolio, ad_hoc(SPEND_BY_ID), out, partition_by=by, replace=True))
    with pytest.raises(UserError, match="is a file, and a partitioned extract is a folder"):
        write_extract(ExtractPlan(portfolio, ad_hoc(SPEND_BY_ID), out / "notes.txt", partition_by=by))
    target = out / "parts"
    target.mkdir()
    write_extract(ExtractPlan(portfolio, ad_hoc(SPEND_BY_ID), target, partition_by=by))
    with pytest.raises(UserError, match="is there already and is kept"):
        write_extract(ExtractPlan(portfolio, ad_hoc(ANOTHER), target, partition_by=by))
    assert names_in(out) == ["notes.txt", "parts"]


@pytest.mark.parametrize(
    "name", ['it\'s "q" [x] *? ü .parquet', "a;b$c\\d%20=e.csv", "-o.json", "line\nbreak.csv"]
)
def test_odd_names_are_names(portfolio: Portfolio, out: Path, name: str) -> None:
    folder = out / "state=VT [1] 'x'"
    folder.mkdir()
    target = extract_of(portfolio, folder / name).path
    assert answer_of(target, portfolio) == "same"


def test_a_portfolio_that_changes_meanwhile_makes_no_extract(
    portfolio: Portfolio, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*arguments: object, **named: object) -> object:
        os.utime(portfolio.folder / "spend.parquet", (1, 1))
        return open_engine(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("portfolio_tui.extract.extract.open_engine", meanwhile)
    with pytest.raises(UserError, match="changed while the extract was made"):
        extract_of(portfolio, out / "x.parquet")
    assert names_in(out) == []

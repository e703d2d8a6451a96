"""`portfolio-tui info`: its exact output, for people and for programs, and its exit status."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from portfolio_tui.cli import main
from portfolio_tui.portfolio.fingerprint import fingerprint
from tests.tiny import write_portfolio


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_portfolio(
        Path("tiny"),
        as_of="2026-06-30",
        contracts=[
            {
                "contract_id": "c",
                "alliance_id": "a",
                "title": "C",
                "vendor_id": "v",
                "starts_on": "2024-07-01",
                "ends_on": "2028-06-30",
            },
            {"contract_id": "p", "alliance_id": "a", "title": "P"},
        ],
        alliances=[],
        vendors=[{"vendor_id": "v", "name": "V"}],
        spend=[
            {
                "state": "VT",
                "amount": "1234567.89",
                "spent_on": "2025-07-01",
                "contract_id": "c",
                "order_date": "2025-07-01",
                "entity_id": "e",
            },
            {"state": "VT", "amount": "-34567.89", "spent_on": "2026-06-30", "contract_id": "c"},
            {"state": "NH", "amount": "300000", "spent_on": "2025-12-31"},
            {"state": "NH", "amount": "0.01", "spent_on": "2026-07-01", "contract_id": "gone"},
        ],
        balances=[
            {"contract_id": "p", "state": "TX", "as_of": "2025-12-31", "paid_amount": "400000"},
            {"contract_id": "p", "state": "TX", "as_of": "2026-03-31", "paid_amount": "500000"},
        ],
    )


ALLIANCE = (
    "table contracts, column alliance_id: 2 rows with 1 id that alliances does not have ('a'). These "
    "alliances are shown by their id and count as cooperative."
)
CONTRACT = (
    "table spend, column contract_id: 1 row with 1 id that contracts does not have ('gone'). What was "
    "spent on them counts as off contract."
)

# Net spend: 1,234,567.89 - 34,567.89 + 300,000 + 500,000 = 2,000,000. A contract: 1,700,000 of it; a vendor
# 1,200,000; an entity and an order date 1,234,567.89.
TABLE = f"""\
Portfolio    Tiny (demo data, all made up)
Folder       tiny
As of        2026-06-30
Fingerprint  FINGERPRINT

Table      Rows  Files  First day   Last day
alliances     0      1  —           —
contracts     2      1  2024-07-01  2028-06-30
vendors       1      1  —           —
spend         4      1  2025-07-01  2026-07-01
balances      2      1  2025-12-31  2026-03-31

Total                                USD
All rows of spend          $1,500,000.01
Net spend to 2026-06-30    $2,000,000.00
  of which from positions    $500,000.00
Latest positions: ceiling              —
Latest positions: ordered              —
Latest positions: paid       $500,000.00

Net spend that names  Share
a contract             85 %
a vendor               60 %
an entity              62 %
an order date          62 %

Problems
  warning: {ALLIANCE}
  warning: {CONTRACT}
"""


def test_the_table_is_aligned_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(folder)]) == 0
    printed = capsys.readouterr()
    assert printed.out == TABLE.replace("FINGERPRINT", fingerprint(folder))
    assert printed.err == ""


def test_json_keeps_every_digit_under_stable_keys(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(folder), "--format", "json"]) == 0
    values = json.loads(capsys.readouterr().out)
    warning = {"severity": "warning", "file": None, "expected": None, "found": None}
    assert values == {
        "name": "Tiny",
        "folder": "tiny",
        "synthetic": True,
        "currency": "USD",
        "notes": "",
        "sources": [],
        "as_of": "2026-06-30",
        "fingerprint": fingerprint(folder),
        "imports": 0,
        "tables": [
            {"name": "alliances", "rows": 0, "files": 1, "first_day": None, "last_day": None},
            {"name": "contracts", "rows": 2, "files": 1, "first_day": "2024-07-01", "last_day": "2028-06-30"},
            {"name": "vendors", "rows": 1, "files": 1, "first_day": None, "last_day": None},
            {"name": "spend", "rows": 4, "files": 1, "first_day": "2025-07-01", "last_day": "2026-07-01"},
            {"name": "balances", "rows": 2, "files": 1, "first_day": "2025-12-31", "last_day": "2026-03-31"},
        ],
        "totals": {
            "USD": {
                "spend_rows": "1500000.01",
                "net_spend": "2000000.00",
                "net_spend_from_positions": "500000.00",
                "positions_ceiling": None,
                "positions_ordered": None,
                "positions_paid": "500000.00",
            }
        },
        "coverage": {
            "contract": "0.850000",
            "vendor": "0.600000",
            "entity": "0.617284",
            "order_date": "0.617284",
        },
        "problems": [
            {
                **warning,
                "table": "contracts",
                "column": "alliance_id",
                "message": ALLIANCE.partition(": ")[2],
            },
            {**warning, "table": "spend", "column": "contract_id", "message": CONTRACT.partition(": ")[2]},
        ],
    }


def test_where_there_is_no_figure_there_is_a_dash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_portfolio(tmp_path / "empty", currency="MXN", contracts=[], balances=[])
    assert main(["info", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "As of        1970-01-01\n" in printed
    assert "All rows of spend          MXN 0.00\n" in printed
    assert "Latest positions: paid            —\n" in printed
    assert "a contract                —\n" in printed
    assert printed.endswith("Problems\n  none found\n")
    assert main(["info", str(folder), "--format", "json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["coverage"] == dict.fromkeys(("contract", "vendor", "entity", "order_date"))
    assert list(values["totals"]) == ["MXN"]


def test_warnings_about_optional_tables_are_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "vendors.parquet").write_bytes(b"")
    assert main(["info", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "vendors " not in printed
    assert (
        "  warning: table vendors, file tiny/vendors.parquet: cannot be read (Parquet file size is" in printed
    )


def test_a_portfolio_that_does_not_open_ends_with_all_problems(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for table in ("contracts", "spend", "balances"):
        (folder / f"{table}.parquet").unlink()
    assert main(["info", str(folder)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == (
        "portfolio-tui: tiny cannot be opened as a portfolio:\n"
        "  error: table contracts: missing. "
        "Expected contracts.parquet or a folder contracts/, found nothing.\n"
        "  error: neither spend nor balances is there. "
        "Expected spend.parquet, balances.parquet, or a folder of either name, found nothing.\n"
    )


def test_without_a_portfolio_it_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["info"])
    assert ended.value.code == 2
    assert (
        "portfolio-tui info: error: the following arguments are required: PORTFOLIO"
        in capsys.readouterr().err
    )


def test_text_from_files_never_steers_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_portfolio(tmp_path / "tiny", contracts=[], spend=[])
    (folder / "portfolio.toml").write_text('name = "\\u001b]0;pwned\\u0007[red]"\n', encoding="utf-8")
    for options in ([], ["--format", "json"]):
        assert main(["info", str(folder), *options]) == 0
        printed = capsys.readouterr().out
        assert "\x1b" not in printed
        assert "\x07" not in printed
        assert "[red]" in printed


def test_it_never_loads_what_draws(folder: Path) -> None:
    script = (
        "import sys; from portfolio_tui.cli import main; main(sys.argv[1:]); "
        "print([name for name in sys.modules if name.startswith('textual')], file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, "info", str(folder)],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout.startswith("Portfolio    Tiny")
    assert ran.stderr == "[]\n"

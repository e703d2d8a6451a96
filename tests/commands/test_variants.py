"""The command `variants`: what is proposed, written to decide in, and what follows from deciding."""

import json
from pathlib import Path

import pytest

from portfolio_tui.cli import main
from tests.tiny import write_portfolio

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a portfolio with one vendor under two ids."""
    return write_portfolio(
        tmp_path / "tiny",
        as_of="2026-06-30",
        contracts=[{"contract_id": "c", "alliance_id": "naspo", "title": "Tires", "vendor_id": "v"}],
        vendors=[{"vendor_id": "v", "name": "Acme, Inc."}, {"vendor_id": "w", "name": "ACME INC"}],
        spend=[
            {"spend_id": "1", "state": "VT", "amount": "50", "spent_on": "2026-01-10", "contract_id": "c"},
            {"spend_id": "2", "state": "VT", "amount": "60", "spent_on": "2026-01-11", "contract_id": "c"},
            {"spend_id": "3", "state": "VT", "amount": "7", "spent_on": "2026-01-12", "vendor_id": "w"},
        ],
    )


def test_proposals_are_rows_for_programs(folder: Path, capsys: Captured) -> None:
    assert main(["variants", "--portfolio", str(folder), "--format", "jsonl"]) == 0
    printed = capsys.readouterr()
    assert [json.loads(text) for text in printed.out.splitlines()] == [
        {
            "kind": "vendor",
            "id": "w",
            "name": "ACME INC",
            "lines": 1,
            "amount": 7.00,
            "proposed_id": "v",
            "proposed_name": "Acme, Inc.",
            "proposed_lines": 2,
            "proposed_amount": 110.00,
            "why": "capitals or punctuation",
            "decision": "",
        }
    ]
    assert "1 to decide, 0 decided. Nothing is merged until name_variants.csv" in printed.err
    assert not (folder / "name_variants.csv").exists()


@pytest.mark.parametrize("decision", ["merge", "apart"])
def test_what_is_decided_is_neither_proposed_again_nor_found_by_v01(
    folder: Path, capsys: Captured, decision: str
) -> None:
    portfolio = ["--portfolio", str(folder)]
    assert main(["check", *portfolio, "--rule", "V01"]) == 0
    assert "1 record" in capsys.readouterr().err.replace("1 records", "1 record")
    assert main(["variants", *portfolio, "--update"]) == 0
    file = folder / "name_variants.csv"
    undecided = file.read_text(encoding="utf-8")
    decided = undecided.replace("punctuation,\n", f"punctuation,{decision}\n")
    assert decided != undecided
    file.write_text(decided, encoding="utf-8")
    assert main(["variants", *portfolio, "--update"]) == 0
    assert "0 to decide, 1 decided." in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == decided
    assert main(["check", *portfolio, "--rule", "V01"]) == 0
    assert "1 rule, 0 records to look at" in capsys.readouterr().err
    assert main(["query", "largest-vendors", *portfolio, "--format", "csv"]) == 0
    sums = {"merge": ["v,117.00"], "apart": ["v,110.00", "w,7.00"]}[decision]
    rows = [text.split(",") for text in capsys.readouterr().out.splitlines()[1:]]
    assert [f"{row[0]},{row[-9]}" for row in rows] == sums


def test_an_extract_made_before_a_decision_no_longer_verifies(
    folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    extract = tmp_path / "vendors.parquet"
    portfolio = ["--portfolio", str(folder)]
    assert main(["export", "largest-vendors", *portfolio, "-o", str(extract)]) == 0
    decisions = folder / "name_variants.csv"
    decisions.write_text("kind,id,proposed_id,decision\nvendor,w,v,merge\n", encoding="utf-8")
    assert main(["verify", str(extract), *portfolio]) == 1
    assert capsys.readouterr().out.startswith("changed: 1 row was restated, 1 row is gone")
    decisions.unlink()
    assert main(["verify", str(extract), *portfolio]) == 0


def test_a_file_that_cannot_be_read_is_told_and_left_alone(folder: Path, capsys: Captured) -> None:
    file = folder / "name_variants.csv"
    file.write_bytes(b"kind,id,proposed_id,decision\nvendor,\xff,v,merge\n")
    before = file.read_bytes()
    assert main(["variants", "--portfolio", str(folder), "--update"]) == 2
    told = capsys.readouterr().err
    assert "the text is not UTF-8" in told
    assert "left alone" in told
    assert file.read_bytes() == before


def test_proposals_go_to_one_place(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    update = ["variants", "--portfolio", str(folder), "--update"]
    assert main([*update, "-o", str(tmp_path / "x.csv")]) == 2
    assert main([*update, "--kind", "entity"]) == 2
    told = capsys.readouterr().err
    assert "leave out -o and --format" in told
    assert "leave out --kind" in told
    assert list(tmp_path.iterdir()) == [folder]


def test_a_kind_alone_to_a_file(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "buyers.csv"
    assert main(["variants", "--portfolio", str(folder), "--kind", "entity", "-o", str(target)]) == 0
    assert target.read_text(encoding="utf-8").splitlines() == [
        "kind,id,name,lines,amount,proposed_id,proposed_name,proposed_lines,proposed_amount,why,decision"
    ]

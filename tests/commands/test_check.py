"""The command `check`: what it prints and writes, its exit statuses, acknowledging, and what it refuses."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from portfolio_tui.checks.acknowledgements import FILE_NAME
from portfolio_tui.cli import main
from tests.checks.found import AS_OF, contract, line
from tests.tiny import write_portfolio

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A portfolio with one late order in VT and one in NH, and a contract over its estimate."""
    return write_portfolio(
        tmp_path / "portfolio",
        as_of=AS_OF,
        contracts=[contract(ends_on="2025-03-31", estimated_amount="100")],
        spend=[line("a", "2025-05-01", "100"), line("b", "2025-05-02", "20.50", state="NH")],
    )


def test_errors_make_it_exit_with_1_and_the_rest_does_not(folder: Path, capsys: Captured) -> None:
    assert main(["check", "--portfolio", str(folder)]) == 1
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert lines[0].split()[:3] == ["Rule", "Severity", "Findings"]
    rules = [text.split()[0] for text in lines[2:]]
    assert rules[:3] == ["C01", "D01", "D05"]
    assert sorted(rules) == sorted(set(rules))
    (late,) = [text for text in lines if text.startswith("P04")]
    assert late.split()[:4] == ["P04", "error", "2", "120.50"]
    assert "P01 needs participating_addenda, which the portfolio lacks." in printed.err
    assert "records to look at, 0 of them acknowledged, in " in printed.err
    assert main(["check", "--portfolio", str(folder), "--severity", "info"]) == 0
    assert main(["check", "--portfolio", str(folder), "--as-of", "2025-04-30"]) == 0


def test_a_rule_that_is_named_lists_its_findings(folder: Path, capsys: Captured) -> None:
    assert main(["check", "--portfolio", str(folder), "--rule", "p04", "--state", "VT"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[4] == "P04  Orders after the contract"
    assert lines[-1].startswith("c|VT     2025-05-01    100.00")
    assert lines[-1].endswith(
        "1 order for 100.00 on c in VT up to 2025-05-01, after the contract ended on 2025-03-31."
    )


def test_acknowledged_findings_are_listed_marked_and_no_errors(folder: Path, capsys: Captured) -> None:
    check = ["check", "--portfolio", str(folder), "--rule", "P04"]
    assert main([*check, "--acknowledge", "c|VT", "--note", "on paper"]) == 0
    assert capsys.readouterr().err == "Acknowledged c|VT of P04: on paper\n"
    assert main(check) == 1
    assert main([*check, "--acknowledge", "c|NH", "--note", "too"]) == 0
    capsys.readouterr()
    assert main(check) == 0
    printed = capsys.readouterr()
    assert "on paper" in printed.out
    assert "1 rule, 2 records to look at, 2 of them acknowledged, in " in printed.err
    assert main([*check, "--withdraw", "c|NH"]) == 0
    assert main(check) == 1


def test_every_finding_is_a_row_for_programs(folder: Path, capsys: Captured) -> None:
    assert main(["check", "--portfolio", str(folder), "--format", "jsonl"]) == 1
    rows = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert [(row["rule"], row["finding"]) for row in rows] == [
        ("C03", "c"),
        ("P04", "c|VT"),
        ("P04", "c|NH"),
    ]
    assert rows[0]["parameters"] == '{"over": "1.2"}'
    assert (rows[2]["amount_at_stake"], rows[2]["row_ids"], rows[2]["note"]) == (20.5, ["b"], None)
    assert main(["check", "--portfolio", str(folder), "--rule", "P04", "--format", "csv"]) == 1
    header, *cells = capsys.readouterr().out.splitlines()
    assert header.startswith("rule,severity,version,finding,contract_id,state,vendor_id,entity_id,day,")
    assert [cell.split(",")[:6] for cell in cells] == [
        ["P04", "error", "1", "c|VT", "c", "VT"],
        ["P04", "error", "1", "c|NH", "c", "NH"],
    ]


def test_a_file_is_written_whole_and_kept_unless_told_otherwise(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "findings.parquet"
    check = ["check", "--portfolio", str(folder), "--rule", "P04", "-o", str(target)]
    assert main(check) == 1
    assert pq.read_table(target)["finding"].to_pylist() == ["c|VT", "c|NH"]
    assert main([*check, "--state", "VT"]) == 2
    assert pq.read_table(target).num_rows == 2
    assert main([*check, "--state", "VT", "--force"]) == 1
    assert pq.read_table(target).num_rows == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["findings.parquet", "portfolio"]


def test_parameters_are_a_rules(folder: Path, capsys: Captured) -> None:
    check = ["check", "--portfolio", str(folder), "--rule", "C03"]
    assert main([*check, "-p", "C03.over=1.3", "--format", "jsonl"]) == 0
    assert capsys.readouterr().out == ""
    assert main([*check, "-p", "c03.over=1.204", "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["parameters"] == '{"over": "1.204"}'


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--rule", "P4"], "There is no rule 'P4'. Did you mean p04?"),
        (["--rule", "p04_after_contrct"], "Did you mean p04_after_contract"),
        (["-p", "over=2"], "a rule's parameter is written RULE.NAME=VALUE"),
        (["-p", "C3.over=2"], "there is no rule 'C3'"),
        (["--rule", "P04", "-p", "C03.over=2"], "C03 does not run here; add --rule C03"),
        (["-p", "C03.ovr=2"], "c03_over_estimate has no parameter 'ovr'. Did you mean over?"),
        (["-p", "C03.over=0.1"], "over: 0.1 is too small"),
        (["--format", "parquet"], "Name a file with -o FILE"),
        (["-o", "findings.txt"], "A file has one of the formats csv, json, jsonl, parquet"),
        (["-o", "findings", "--format", "table"], "A file has one of the formats"),
        (["--acknowledge", "c|VT"], "--acknowledge FINDING and --note TEXT belong together"),
        (["--acknowledge", "c|VT", "--note", "x"], "Name the one rule"),
        (["--rule", "P04", "--acknowledge", "c|ME", "--note", "x"], "P04 has no finding 'c|ME' here"),
        (["--rule", "P04", "--withdraw", "c|VT"], "is not acknowledged"),
        (["--state", "XX"], "There is no state 'XX'"),
    ],
)
def test_what_is_wrong_is_told_and_exits_with_2(
    folder: Path, capsys: Captured, options: list[str], message: str
) -> None:
    assert main(["check", "--portfolio", str(folder), *options]) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.out == ""


def test_notes_that_cannot_be_read_stop_it_before_anything_is_printed(folder: Path, capsys: Captured) -> None:
    (folder / FILE_NAME).write_text("{", encoding="utf-8")
    assert main(["check", "--portfolio", str(folder)]) == 2
    printed = capsys.readouterr()
    assert (printed.out, f"{FILE_NAME}, line 1: no acknowledgement" in printed.err) == ("", True)


def test_no_control_character_reaches_the_terminal(tmp_path: Path, capsys: Captured) -> None:
    odd = "c\x1b[31m"
    folder = write_portfolio(
        tmp_path,
        as_of=AS_OF,
        contracts=[contract(odd, ends_on="2025-03-31")],
        spend=[line("a", "2025-05-01", contract_id=odd)],
    )
    assert main(["check", "--portfolio", str(folder), "--rule", "P04"]) == 1
    printed = capsys.readouterr()
    assert "\x1b" not in printed.out + printed.err
    assert "c␛[31m|VT" in printed.out

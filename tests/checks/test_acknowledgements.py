"""Acknowledging a finding: kept beside the portfolio, held to what was seen, and never lost silently."""

import json
import os
import shutil
from pathlib import Path

import pytest

from portfolio_tui.checks.acknowledgements import (
    FILE_NAME,
    acknowledge,
    read_acknowledgements,
    withdraw,
)
from portfolio_tui.checks.check import choose_checks
from portfolio_tui.checks.findings import findings_table
from portfolio_tui.checks.run import CheckResult, run_checks
from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.fingerprint import fingerprint
from portfolio_tui.portfolio.folder_lock import locked
from portfolio_tui.query.scope import Scope
from tests.checks.found import AS_OF, as_of, contract, line
from tests.tiny import EVERYTHING, Cells, opened, write_portfolio

LATE = [line("a", "2025-05-01"), line("b", "2025-05-02", "20", state="NH")]


def late_orders(folder: Path, spend: list[Cells], scope: Scope = EVERYTHING) -> CheckResult:
    """Write a portfolio with `spend` on a contract that ended in March 2025, and run P04 on it."""
    write_portfolio(folder, as_of=AS_OF, contracts=[contract(ends_on="2025-03-31")], spend=spend)
    with opened(folder) as service:
        (result,) = run_checks(service, choose_checks(["P04"]), scope)
    return result


def notes(folder: Path, result: CheckResult) -> dict[str, str | None]:
    """Return the note on each finding."""
    keys = result.findings["finding"].to_pylist()
    return dict(zip(keys, read_acknowledgements(folder).notes(result), strict=True))


def test_a_note_survives_reading_the_portfolio_again_and_can_be_taken_back(tmp_path: Path) -> None:
    result = late_orders(tmp_path, LATE)
    before = fingerprint(tmp_path)
    acknowledge(tmp_path, result, "c|VT", "  bridge on\npaper ")
    assert notes(tmp_path, late_orders(tmp_path, LATE)) == {"c|VT": "bridge on paper", "c|NH": None}
    assert fingerprint(tmp_path) == before
    acknowledge(tmp_path, result, "c|VT", "better: signed")
    assert notes(tmp_path, result)["c|VT"] == "better: signed"
    withdraw(tmp_path, "P04", "c|VT")
    assert notes(tmp_path, result) == {"c|VT": None, "c|NH": None}
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == ""


def test_the_file_has_a_line_a_finding_in_order_and_nothing_else_is_left(tmp_path: Path) -> None:
    result = late_orders(tmp_path, LATE)
    acknowledge(tmp_path, result, "c|VT", "Brücke")
    acknowledge(tmp_path, result, "c|NH", "too")
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8").splitlines() == [
        '{"rule": "P04", "version": 1, "finding": "c|NH", "rows": 1, "amount": "20.00", "note": "too"}',
        '{"rule": "P04", "version": 1, "finding": "c|VT", "rows": 1, "amount": "100.00", "note": "Brücke"}',
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        FILE_NAME,
        "contracts.parquet",
        "portfolio.toml",
        "spend.parquet",
    ]


def test_a_note_holds_for_what_was_seen_and_no_more(tmp_path: Path) -> None:
    acknowledge(tmp_path, late_orders(tmp_path, LATE), "c|VT", "seen")
    renamed = [line("x", "2025-05-01"), *LATE[1:]]
    assert notes(tmp_path, late_orders(tmp_path, renamed))["c|VT"] == "seen"
    another_row = [*LATE, line("c", "2025-05-03", "1")]
    assert notes(tmp_path, late_orders(tmp_path, another_row))["c|VT"] is None
    larger = [line("a", "2025-05-01", "100.01")]
    assert notes(tmp_path, late_orders(tmp_path, larger)) == {"c|VT": None}
    smaller = [line("a", "2025-05-01", "99")]
    assert notes(tmp_path, late_orders(tmp_path, smaller)) == {"c|VT": "seen"}
    fewer = late_orders(tmp_path, [*LATE, line("c", "2024-05-03")], Scope(states=("VT",)))
    assert notes(tmp_path, fewer) == {"c|VT": "seen"}


def test_another_note_in_a_narrower_scope_still_holds_for_all_that_was_seen(tmp_path: Path) -> None:
    spend = [line("a", "2025-05-01"), line("b", "2025-06-02")]
    result = late_orders(tmp_path, spend)
    acknowledge(tmp_path, result, "c|VT", "seen")
    narrower = late_orders(tmp_path, spend, Scope(to_date=as_of("2025-05-31").as_of))
    acknowledge(tmp_path, narrower, "c|VT", "seen again")
    assert notes(tmp_path, result) == {"c|VT": "seen again"}
    withdraw(tmp_path, "P04", "c|VT")
    acknowledge(tmp_path, narrower, "c|VT", "seen a part")
    assert notes(tmp_path, result) == {"c|VT": None}


def test_while_another_process_changes_the_portfolio_nothing_is_kept_and_it_says_so(tmp_path: Path) -> None:
    result = late_orders(tmp_path, LATE)
    with locked(tmp_path, is_patient=False), pytest.raises(UserError, match="try again when it is done"):
        acknowledge(tmp_path, result, "c|VT", "seen")
    acknowledge(tmp_path, result, "c|VT", "seen")
    assert notes(tmp_path, result)["c|VT"] == "seen"


def test_another_version_of_the_rule_opens_the_finding_again(tmp_path: Path) -> None:
    result = late_orders(tmp_path, LATE)
    acknowledge(tmp_path, result, "c|VT", "seen")
    file = tmp_path / FILE_NAME
    file.write_text(
        file.read_text(encoding="utf-8").replace('"version": 1', '"version": 2'), encoding="utf-8"
    )
    assert notes(tmp_path, result)["c|VT"] is None


def test_the_table_of_findings_has_each_row_complete(tmp_path: Path) -> None:
    result = late_orders(tmp_path, LATE)
    acknowledge(tmp_path, result, "c|NH", "seen")
    rows = findings_table([result], read_acknowledgements(tmp_path)).to_pylist()
    assert [(row["rule"], row["severity"], row["version"], row["finding"]) for row in rows] == [
        ("P04", "error", 1, "c|VT"),
        ("P04", "error", 1, "c|NH"),
    ]
    assert [(row["acknowledged"], row["note"]) for row in rows] == [(False, None), (True, "seen")]
    assert json.loads(rows[0]["details"]) == {"ends_on": "2025-03-31", "days_late": 31}
    assert json.loads(rows[0]["parameters"]) == {}
    assert (
        findings_table([], read_acknowledgements(tmp_path)).schema
        == findings_table([result], read_acknowledgements(tmp_path)).schema
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no json", "line 1: no acknowledgement"),
        ('\n{"rule": "P04"}', "line 2: no acknowledgement ('amount')"),
        ('{"rule":"P04","version":1,"finding":"c","rows":1,"amount":"much","note":"n"}', "line 1: no acknow"),
        ("[]", "line 1: no acknowledgement"),
        ('{"rule":"P04","version":1,"finding":"c","rows":1,"amount":"NaN","note":"n"}', "line 1: no acknow"),
        ('{"rule":"P04","version":1,"finding":"c","rows":1e999,"amount":null,"note":"n"}', "line 1: no ack"),
        ("[" * 100_000, "line 1: no acknowledgement"),
    ],
)
def test_a_line_that_is_none_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as refused:
        read_acknowledgements(tmp_path)
    assert f"{FILE_NAME}, {message}" in str(refused.value)


def test_text_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match="not UTF-8"):
        read_acknowledgements(tmp_path)


def test_what_cannot_be_acknowledged_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    result = late_orders(tmp_path, LATE)
    acknowledge(tmp_path, result, "c|VT", "seen")
    with pytest.raises(UserError, match=r"has no finding 'c\|ME'"):
        acknowledge(tmp_path, result, "c|ME", "why")
    with pytest.raises(UserError, match="needs a note"):
        acknowledge(tmp_path, result, "c|NH", " \n ")
    with pytest.raises(UserError, match="has 1,001 characters; 1,000 are the most"):
        acknowledge(tmp_path, result, "c|NH", "x" * 1001)
    with pytest.raises(UserError, match="is not acknowledged"):
        withdraw(tmp_path, "P04", "c|NH")
    assert notes(tmp_path, result) == {"c|VT": "seen", "c|NH": None}


def test_a_folder_that_is_gone_or_cannot_be_written_is_told(tmp_path: Path) -> None:
    result = late_orders(tmp_path / "portfolio", LATE)
    shutil.rmtree(tmp_path / "portfolio")
    with pytest.raises(UserError, match="so nothing is kept"):
        acknowledge(tmp_path / "portfolio", result, "c|VT", "seen")
    (tmp_path / "other" / f".{FILE_NAME}.{os.getpid()}.new").mkdir(parents=True)
    with pytest.raises(UserError, match="Copy the portfolio to a folder that you may write"):
        acknowledge(tmp_path / "other", result, "c|VT", "seen")

"""What every rule has in common: header, columns, empty and half-empty tables, and how rules are run."""

from pathlib import Path

import pytest

from portfolio_tui.checks.check import (
    FINDING_COLUMNS,
    Check,
    Severity,
    all_checks,
    choose_checks,
    read_check,
)
from portfolio_tui.checks.run import run_checks
from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.schema import TABLES
from portfolio_tui.query.documented_sql import HeaderError
from portfolio_tui.query.errors import QueryCancelledError
from portfolio_tui.query.parameter_values import values_from
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest
from tests.checks.found import AS_OF, Tables, contract, line
from tests.tiny import EVERYTHING, opened, write_portfolio

pytestmark = pytest.mark.thorough

IDS = [
    *(f"C0{number}" for number in range(1, 5)),
    *(f"D{number:02d}" for number in range(1, 13)),
    *(f"F0{number}" for number in range(1, 4)),
    *(f"P0{number}" for number in range(1, 9)),
    *(f"R0{number}" for number in range(1, 6)),
    "V01",
]
HEADER = {
    "id": "P01",
    "title": "T",
    "severity": "error",
    "version": "1",
    "description": "D",
    "why": "W",
    "leaves out": "nothing",
}


def written(**changes: str) -> str:
    """Return the text of a rule whose header has these changes; an empty text drops the line."""
    header = HEADER | {key.replace("_", " "): value for key, value in changes.items()}
    return "".join(f"-- {key}: {value}\n" for key, value in header.items() if value) + "SELECT 1\n"


def test_there_is_a_rule_for_every_id() -> None:
    assert [check.id for check in all_checks()] == IDS


@pytest.mark.parametrize("rows", ["none", "only what is required"])
def test_every_rule_has_the_same_columns_whatever_the_rows(rows: str, tmp_path: Path) -> None:
    required = {
        table.name: {column.name: "1" for column in table.required_columns if column.kind.value == "VARCHAR"}
        for table in TABLES
    }
    required["spend"] |= {"amount": "10", "spent_on": "2025-01-10", "state": "VT"}
    required["balances"] |= {"as_of": "2025-01-10", "state": "VT"}
    required["summary_sales"] |= {"amount": "10"}
    required["fee_payments"] |= {"amount": "10"}
    required["fee_rules"] |= {"rate": "0.01"}
    tables: Tables = {
        name: [] if rows == "none" else [cells, dict.fromkeys(cells), cells]
        for name, cells in required.items()
    }
    write_portfolio(tmp_path, as_of=AS_OF, currency="USD", **tables)
    scopes = [
        EVERYTHING,
        Scope(("VT",), ("naspo",), ("43",), ("v",), ("c",), ("city",), fiscal_year=2025),
    ]
    with opened(tmp_path) as service:
        for number, check in enumerate(all_checks()):
            for scope in scopes:
                values = values_from(check.query, {}, scope)
                with service.running(QueryRequest(number, check.query, scope, values)) as running:
                    columns = [(column.name, column.type) for column in running.columns]
                    table, _ = running.table()
                assert columns[: len(FINDING_COLUMNS)] == [
                    (name, kind) for name, kind, _ in FINDING_COLUMNS
                ], check.id
                if rows == "none":
                    assert table.num_rows == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": ""}, 'the header has no "id"'),
        ({"severity": ""}, 'the header has no "severity"'),
        ({"why": ""}, 'the header has no "why"'),
        ({"leaves_out": ""}, 'the header has no "leaves out"'),
        ({"id": "P02"}, 'the id is "P02". Name the file by it'),
        ({"severity": "bad"}, "the severity is none of error, warning, info"),
        ({"version": "1.0"}, "the version is no whole number"),
        ({"needs": "spend, price"}, "it needs 'price', which is no table. Did you mean prices"),
        ({"formula": "x"}, "is no header line"),
    ],
)
def test_a_header_that_is_no_rules_is_refused(changes: dict[str, str], message: str) -> None:
    with pytest.raises(HeaderError, match=r"^p01_words.sql, line \d+: ") as refused:
        read_check(Path("p01_words.sql"), written(**changes))
    assert message in str(refused.value)


def test_a_rule_is_read_from_its_header() -> None:
    check = read_check(Path("p01_words.sql"), written(needs="spend, prices", version="12"))
    assert (check.id, check.title, check.severity) == ("P01", "T", Severity.ERROR)
    assert (check.version, check.needs) == (12, ("spend", "prices"))


def ids(checks: object) -> list[str]:
    """Return the ids of rules."""
    assert isinstance(checks, list | tuple)
    return [check.id for check in checks if isinstance(check, Check)]


def test_rules_are_chosen_by_id_by_file_name_and_by_severity() -> None:
    assert ids(choose_checks()) == IDS
    assert ids(choose_checks(["p03", "C01", "p03_after_addendum"])) == ["C01", "P03"]
    assert ids(choose_checks(["P03", "P05"], [Severity.WARNING])) == ["P05"]
    assert ids(choose_checks([], [Severity.INFO])) == ["C03", "D04", "D11", "R05", "V01"]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("P3", "There is no rule 'P3'. Did you mean p03?"),
        ("p03_after_adendum", "There is no rule 'p03_after_adendum'. Did you mean p03_after_addendum"),
    ],
)
def test_a_rule_named_nearly_right_gets_a_suggestion(rule: str, message: str) -> None:
    with pytest.raises(UserError) as refused:
        choose_checks([rule])
    assert str(refused.value).startswith(message)


def test_a_rule_without_its_tables_says_so_and_the_others_run(tmp_path: Path) -> None:
    late = contract(ends_on="2025-01-01")
    write_portfolio(tmp_path, as_of=AS_OF, contracts=[late], spend=[line("s")], prices=[])
    with opened(tmp_path) as service:
        results = list(run_checks(service, choose_checks(["D10", "P04", "F02"]), EVERYTHING))
    assert [(result.check.id, result.lacking, result.count) for result in results] == [
        ("D10", ("prices",), 0),
        ("F02", ("participating_addenda", "fee_payments"), 0),
        ("P04", (), 1),
    ]


def test_amounts_over_and_under_are_never_netted(tmp_path: Path) -> None:
    lines = [
        line("over", quantity="1", unit_price="60"),
        line("under", quantity="1", unit_price="125"),
    ]
    write_portfolio(tmp_path, as_of=AS_OF, contracts=[contract()], spend=lines)
    with opened(tmp_path) as service:
        (result,) = run_checks(service, choose_checks(["D07"]), EVERYTHING)
    assert [str(amount) for amount in (result.amount_over, result.amount_under, result.amount_touched)] == [
        "40.00",
        "25.00",
        "0",
    ]


def test_a_rule_that_fails_says_so_and_the_others_run(tmp_path: Path) -> None:
    late = contract(ends_on="2025-01-01")
    write_portfolio(tmp_path, as_of=AS_OF, contracts=[late], spend=[line("s")])
    text = written().replace("SELECT 1", "SELECT CAST(spend_id AS INTEGER) AS finding FROM spend")
    broken = read_check(Path("p01_words.sql"), text)
    with opened(tmp_path) as service:
        failed, fine = run_checks(service, [broken, *choose_checks(["P04"])], EVERYTHING)
    assert (failed.count, failed.lacking, fine.count, fine.problem) == (0, (), 1, None)
    assert failed.problem is not None
    assert failed.problem.startswith("T: a value in the files is too large or odd to reckon with.")


def test_wrong_parameters_and_cancelling_are_told(tmp_path: Path) -> None:
    write_portfolio(tmp_path, as_of=AS_OF, contracts=[contract(estimated_amount="10")], spend=[line("s")])
    checks = choose_checks(["C03"])
    with opened(tmp_path) as service:
        with pytest.raises(UserError, match=r"over: 0\.5 is too small"):
            list(run_checks(service, checks, EVERYTHING, {"C03": {"over": "0.5"}}))
        service.cancel(2)
        with pytest.raises(QueryCancelledError):
            list(run_checks(service, checks, EVERYTHING))
        (result,) = run_checks(service, checks, EVERYTHING, {"C03": {"over": "9.99"}})
    assert (result.count, {name: str(value) for name, value in result.parameters.items()}) == (
        1,
        {"over": "9.99"},
    )

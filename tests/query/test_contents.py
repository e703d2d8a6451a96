"""What only the rows tell: each fault with its count, its examples and what it means for the figures."""

from itertools import count
from pathlib import Path

import pytest

from portfolio_tui.measures.contract_rows import CONTRACT_ADDENDA
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.portfolio.problems import Problem, Severity
from portfolio_tui.query.contents import check_contents
from portfolio_tui.query.errors import QueryCancelledError
from tests.tiny import Cells, opened, rows_of, write_portfolio

CONTRACT: Cells = {"contract_id": "c", "alliance_id": "a", "title": "C"}
LINE: Cells = {"state": "VT", "amount": "1", "spent_on": "2026-01-01"}
ALLIANCE: Cells = {"alliance_id": "a", "name": "A", "kind": "national"}


def problems(folder: Path) -> tuple[Problem, ...]:
    """Check the portfolio in `folder`."""
    with opened(folder) as service:
        return check_contents(service, open_portfolio(folder), count(1))


def told(folder: Path) -> list[str]:
    """Check the portfolio in `folder`, where nothing is worse than a warning, and return what is said."""
    found = problems(folder)
    assert {problem.severity for problem in found} <= {Severity.WARNING}
    return [str(problem) for problem in found]


def test_rows_without_a_fault_say_nothing(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        alliances=[ALLIANCE],
        memberships=[{"alliance_id": "a", "state": "VT"}],
        contracts=[{**CONTRACT, "vendor_id": "v", "lead_state": "GU"}],
        amendments=[{"contract_id": "c", "addendum_id": "p", "kind": "option"}],
        participating_addenda=[{"addendum_id": "p", "contract_id": "c", "state": "VT", "entity_id": "e"}],
        vendors=[{"vendor_id": "v", "name": "V", "parent_id": "v"}],
        entities=[{"entity_id": "e", "name": "E", "entity_type": "tribal", "state": "DC"}],
        spend=[{**LINE, "contract_id": "c", "entity_id": "e", "vendor_id": "v", "order_type": "sale"}, LINE],
        balances=[{"contract_id": "c", "state": "VT", "as_of": day} for day in ("2026-01-01", "2026-01-02")],
    )
    assert told(folder) == []


def test_references_into_a_table_that_is_absent_are_not_checked(tmp_path: Path) -> None:
    line = {**LINE, "contract_id": "c", "entity_id": "e", "vendor_id": "v"}
    assert told(write_portfolio(tmp_path, contracts=[{**CONTRACT, "vendor_id": "v"}], spend=[line])) == []


def test_a_contract_that_is_there_twice_is_an_error(tmp_path: Path) -> None:
    (problem,) = problems(write_portfolio(tmp_path, contracts=[CONTRACT, CONTRACT, CONTRACT], spend=[]))
    assert problem.severity is Severity.ERROR
    assert str(problem) == (
        "table contracts, column contract_id: 1 key on more than one row, 2 rows too many ('c'). Every "
        "figure joined to them is counted more than once. Keep one row of each."
    )


def test_other_keys_that_repeat_are_warnings_with_what_they_mean(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        contracts=[CONTRACT],
        alliances=[ALLIANCE, ALLIANCE],
        vendors=[{"vendor_id": f"v{n}", "name": "V"} for n in (1, 2, 3, 4, 4, 3, 2, 1, 1)],
        spend=[{**LINE, "spend_id": "s"}, {**LINE, "spend_id": "s"}, {**LINE, "spend_id": "t"}],
        balances=[{"contract_id": "c", "state": "VT", "as_of": "2026-03-31"}] * 2,
    )
    assert told(folder) == [
        (
            "table alliances, column alliance_id: 1 key on more than one row, 1 row too many ('a'). The "
            "first name of each is shown."
        ),
        (
            "table vendors, column vendor_id: 4 keys on more than one row, 5 rows too many ('v1', 'v2', "
            "'v3', …). The first name of each is shown."
        ),
        (
            "table spend, column spend_id: 1 key on more than one row, 1 row too many ('s'). Their amounts "
            "are counted more than once."
        ),
        (
            "table balances, column contract_id, state, as_of: 1 key on more than one row, 1 row too many "
            "('c, VT, 2026-03-31'). Which of them counts is left to chance."
        ),
    ]


def test_references_to_nothing_are_told_with_the_most_frequent(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        alliances=[ALLIANCE],
        memberships=[{"alliance_id": "b", "state": "XX"}],
        contracts=[CONTRACT, {**CONTRACT, "contract_id": "d", "alliance_id": "b", "lead_state": "vt"}],
        spend=[
            *[{**LINE, "contract_id": name} for name in ("x", "y", "y", "z", "q", "c")],
            {**LINE, "state": "XX"},
            LINE,
        ],
    )
    assert told(folder) == [
        (
            "table memberships, column alliance_id: 1 row with 1 id that alliances does not have ('b'). "
            "Those that no contract names are not shown."
        ),
        (
            "table memberships, column state: 1 row with 1 id that jurisdictions does not have ('XX'). No "
            "scope by state takes these rows in."
        ),
        (
            "table contracts, column alliance_id: 1 row with 1 id that alliances does not have ('b'). These "
            "alliances are shown by their id and count as cooperative."
        ),
        (
            "table contracts, column lead_state: 1 row with 1 id that jurisdictions does not have ('vt'). No "
            "scope by state takes these rows in."
        ),
        (
            "table spend, column state: 1 row with 1 id that jurisdictions does not have ('XX'). No scope by "
            "state takes these rows in. Their fiscal year is taken to start in July."
        ),
        (
            "table spend, column contract_id: 5 rows with 4 ids that contracts does not have ('y', 'q', 'x', "
            "…). What was spent on them counts as off contract."
        ),
    ]


def test_required_cells_that_are_empty_are_told_of(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        contracts=[{**CONTRACT, "title": None}],
        spend=[
            {**LINE, "spent_on": None},
            {**LINE, "state": None},
            {**LINE, "state": None},
            {**LINE, "amount": None, "spend_id": None},
            {**LINE, "spend_id": None},
        ],
    )
    assert told(folder) == [
        (
            "table contracts, column title: empty on 1 row. Where it is needed, these rows are left out or "
            "shown without it."
        ),
        (
            "table spend, column spend_id: empty on 2 rows. Where it is needed, these rows are left out or "
            "shown without it."
        ),
        "table spend, column state: empty on 2 rows. Their state is shown as ??.",
        "table spend, column amount: empty on 1 row. These rows add nothing to any figure.",
        "table spend, column spent_on: empty on 1 row. These rows are in no figure.",
    ]


def test_values_that_are_none_of_the_choices_are_told_of(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        alliances=[{**ALLIANCE, "kind": "global"}],
        contracts=[CONTRACT],
        entities=[{"entity_id": "e", "name": "E", "entity_type": "School"}],
        spend=[
            *({**LINE, "order_type": name} for name in ("SALE", "a", "b", "c")),
            {**LINE, "grain": "line"},
        ],
    )
    assert told(folder) == [
        (
            "table alliances, column kind: 1 row with another value. These alliances count as cooperative. "
            "Expected one of national, regional, state, local, federal, other, found 'global'."
        ),
        (
            "table entities, column entity_type: 1 row with another value. No scope by entity type takes "
            "them in. Expected one of state_agency, county, city, school_k12, higher_education, nonprofit, "
            "tribal, other, found 'School'."
        ),
        (
            "table spend, column order_type: 4 rows with another value. No figure depends on them. Expected "
            "one of sale, credit, return, found 'SALE', 'a', 'b', …."
        ),
    ]


def test_examples_are_quoted_so_that_they_stay_text(tmp_path: Path) -> None:
    nasty = "it's [red]\x1b]0;x\x07\n"
    folder = write_portfolio(tmp_path, contracts=[CONTRACT], spend=[{**LINE, "contract_id": nasty}])
    (problem,) = told(folder)
    assert repr(nasty) in problem
    assert "\x1b" not in problem


def test_a_table_whose_rows_cannot_be_read_is_told_of_once(tmp_path: Path) -> None:
    vendors: list[Cells] = [
        {"vendor_id": f"v{n * 7919}", "name": f"Vendor {n * 104729}"} for n in range(3000)
    ]
    folder = write_portfolio(tmp_path, contracts=[{**CONTRACT, "vendor_id": "v0"}], spend=[], vendors=vendors)
    path = folder / "vendors.parquet"
    content = bytearray(path.read_bytes())
    content[20:2000] = b"\xff" * 1980
    path.write_bytes(bytes(content))
    (problem,) = told(folder)
    assert problem.startswith(f"table vendors, file {path}, column vendor_id: the rows cannot be read.")


def test_what_cannot_be_checked_is_told_and_the_rest_is_checked(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, contracts=[CONTRACT, CONTRACT], spend=[LINE])
    portfolio = open_portfolio(folder)
    with opened(folder) as service:
        (folder / "spend.parquet").unlink()
        found = [str(problem) for problem in check_contents(service, portfolio, count(1))]
    assert found[0].startswith("table contracts, column contract_id: 1 key on more than one row")
    assert found[1].startswith("table spend, column spend_id: could not be checked (Repeated keys: ")
    assert len(found) > 2


def test_closing_the_service_ends_the_check(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, contracts=[CONTRACT], spend=[LINE])
    portfolio = open_portfolio(folder)
    with opened(folder) as service:
        pass
    with pytest.raises(QueryCancelledError):
        check_contents(service, portfolio, count(1))


def test_cancelling_the_request_under_way_ends_the_check(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, contracts=[CONTRACT], spend=[LINE])
    with opened(folder) as service:
        service.cancel(3)
        numbers = count(1)
        with pytest.raises(QueryCancelledError):
            check_contents(service, open_portfolio(folder), numbers)
        assert next(numbers) == 4


def test_an_addendum_of_an_entity_that_is_not_known_does_not_look_statewide(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        contracts=[CONTRACT],
        spend=[],
        participating_addenda=[{"addendum_id": "p", "contract_id": "c", "state": "VT", "entity_id": "ghost"}],
    )
    with opened(folder) as service:
        (row,) = rows_of(service, CONTRACT_ADDENDA, contract="c")
    assert row.entity_name == "ghost"

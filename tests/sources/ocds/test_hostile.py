"""Files that are not as they should be: each odd part is told, none is lost, and nothing breaks."""

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_tui.errors import UserError
from tests.sources.ocds.small_releases import (
    PARTIES,
    PROFILE,
    Given,
    Json,
    contract,
    payment,
    read_files,
    release,
)

pytestmark = pytest.mark.thorough


def read_contracts(tmp_path: Path, *contracts: object) -> Given:
    """Read a release of contracts, after another process with one good contract."""
    good = release(ocid="ocds-1-0", contracts=[contract("good")])
    return read_files(tmp_path, {"a.json": [good, release(**PARTIES, contracts=list(contracts))]})


@pytest.mark.parametrize(
    ("paid", "column", "reason"),
    [
        (payment(1, "12,50.00"), "value.amount", '"12,50.00" is not an amount'),
        (payment(1, 0.005), "value.amount", '"0.005" has more than 2 decimals'),
        (payment(1, 10**17), "value.amount", '"100000000000000000" has more than 16 digits'),
        (payment(1, None), "value.amount", "has no amount"),
        (payment(1, [5]), "value.amount", "has no amount"),
        (payment(1, True), "value.amount", "has no amount"),
        (payment(1, date="2020-02-30"), "date", '"2020-02-30" is no day of the calendar'),
        (payment(1, date="soon"), "date", '"soon" is not a date (YYYY-MM-DD)'),
        (payment(1, date=""), "date", "has no date"),
        ({"id": "t1"}, "value.amount, date", "has no amount; has no date"),
        (
            {**payment(1), "id": None},
            "id",
            "is a payment without an id: in a further release it could not be recognised",
        ),
        (
            {**payment(1), "id": {"a": 1}},
            "id",
            "is a payment without an id: in a further release it could not be recognised",
        ),
        ("paid", "", "is no JSON object"),
    ],
)
def test_a_payment_that_cannot_be_read_is_set_aside_alone(
    paid: object, column: str, reason: str, tmp_path: Path
) -> None:
    found = read_contracts(tmp_path, contract(payments=[payment(9), paid]))
    assert found.counts() == [(4, 3, 1, 0)]
    assert found.notes("set_aside") == [(4, column, reason)]
    assert found.table("spend", "spend_id") == [("ocds-1-1/c1/t9",)]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1,250.50", "1250.50"),
        ("$ 5", "5.00"),
        ("-7.1", "-7.10"),
        ("1.5e3", "1500.00"),
        ("1471566.7199999999", "1471566.72"),
        ("9999999999999999", "9999999999999999.00"),
    ],
)
def test_amounts_are_read_as_numbers_and_as_texts(amount: str, expected: str, tmp_path: Path) -> None:
    found = read_contracts(tmp_path, contract(payments=[payment(1, amount)]))
    assert found.table("spend", "amount") == [(Decimal(expected),)]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "1e99999999999", "-1E-9999"])
def test_numbers_that_are_none_are_no_amounts(number: str, tmp_path: Path) -> None:
    text = json.dumps(release(contracts=[contract(payments=[payment(1), payment(2, 77)])]))
    found = read_files(tmp_path, {"a.json": text.replace('"amount": 77', f'"amount": {number}')})
    assert found.counts() == [(3, 2, 1, 0)]
    ((row, column, _),) = found.notes("set_aside")
    assert (row, column) == (3, "value.amount")


def test_a_contract_without_an_id_is_set_aside_with_its_payments(tmp_path: Path) -> None:
    found = read_contracts(tmp_path, contract(None, [payment(1), payment(2)]), contract("c2", [payment(1)]))
    assert found.counts() == [(6, 3, 3, 0)]
    assert found.notes("set_aside") == [
        (2, "id", "is a contract without an id"),
        (3, "", "is a payment of a contract without an id"),
        (4, "", "is a payment of a contract without an id"),
    ]


def test_ids_that_repeat_within_a_release(tmp_path: Path) -> None:
    found = read_contracts(
        tmp_path,
        contract("c1", [payment(1), payment(1), payment(1, 5)], title="First of them"),
        contract("c1", [payment(1), payment(2)], title="First of them"),
        contract("c1", title="Another one"),
    )
    assert found.counts() == [(9, 4, 2, 3)]
    assert found.notes("set_aside") == [
        (5, "id", "repeats the id t1 of another payment of its contract, and says something else"),
        (9, "id", "repeats the id c1 of another contract of its release, and says something else"),
    ]
    assert found.table("contracts", "title") == [("First of them",), ("ocds-1-0/good",)]
    assert found.table("spend", "spend_id", "amount") == [
        ("ocds-1-1/c1/t1", Decimal("100.00")),
        ("ocds-1-1/c1/t2", Decimal("100.00")),
    ]


def test_slashes_in_ids_mix_nothing_up(tmp_path: Path) -> None:
    found = read_files(
        tmp_path,
        {
            "a.json": [
                release(ocid="x", contracts=[contract("y/z")]),
                release(ocid="x/y", contracts=[contract("z", [payment(1)]), contract("z/t1")]),
                release(ocid="x%2Fy", contracts=[contract("z")]),
                release(
                    ocid="w",
                    contracts=[contract("a/b", [payment(1)]), contract("a", [payment(2) | {"id": "b/t1"}])],
                ),
            ]
        },
    )
    assert [key for (key,) in found.table("contracts", "contract_id")] == [
        "w/a",
        "w/a/b",
        "x%252Fy/z",
        "x%2Fy/z",
        "x%2Fy/z/t1",
        "x/y/z",
    ]
    assert found.table("spend", "spend_id") == [("w/a/b/t1",), ("x%2Fy/z/t1",)]
    reason = "is called as a payment of another contract is, once ids are put together"
    assert found.notes("set_aside") == [(9, "id", reason)]


def test_numbers_as_ids_are_texts(tmp_path: Path) -> None:
    found = read_contracts(tmp_path, {"id": 7, "awardID": "a1"}, {"id": "07", "awardID": "a1"})
    assert found.table("contracts", "contract_id") == [("ocds-1-0/good",), ("ocds-1-1/07",), ("ocds-1-1/7",)]


@pytest.mark.parametrize(
    ("part", "value", "path", "reason"),
    [
        ("title", ["x"], "contract.title", "is no text"),
        ("title", "a\x00b", "contract.title", "holds bytes or escapes that are no characters"),
        ("title", "\ud800", "contract.title", "holds bytes or escapes that are no characters"),
        ("period", "2020", "contract.period", "is no JSON object"),
        (
            "period",
            {"endDate": "0019-01-01"},
            "contract.period.endDate",
            '"0019-01-01" lies before the year 1900',
        ),
        ("maximumValue", {"amount": "lots"}, "contract.maximumValue", '"lots" is not an amount'),
        (
            "maximumValue",
            {"amount": 5, "currency": "EUR"},
            "contract.maximumValue",
            "is in EUR, and the portfolio in USD",
        ),
    ],
)
def test_other_parts_that_cannot_be_read_are_left_empty_and_noted(
    part: str, value: object, path: str, reason: str, tmp_path: Path
) -> None:
    found = read_contracts(tmp_path, contract(value={"amount": 1, "currency": "USD"}) | {part: value})
    assert found.counts() == [(2, 2, 0, 0)]
    assert found.notes("cells_not_read") == [(2, path, reason)]
    assert found.table("contracts", "ceiling_amount", "ends_on") == [(None, None), (None, None)]


def test_a_name_that_stands_twice_is_told(tmp_path: Path) -> None:
    text = json.dumps(release(contracts=[contract(title="Mowing of lawns")]))
    found = read_files(tmp_path, {"a.json": text.replace('"title":', '"title": "Other", "title":')})
    assert found.notes("cells_not_read") == [(1, "contract", "has a name twice, of which the last is read")]
    assert found.table("contracts", "title") == [("Mowing of lawns",)]


def test_organizations_that_repeat_an_id_are_told(tmp_path: Path) -> None:
    twice = [{"id": "s", "name": "Acme"}, {"id": "s", "name": "Bolt"}, {"id": "s", "name": "Acme"}]
    award = {"id": "a1", "suppliers": [{"id": "s"}]}
    found = read_files(tmp_path, {"a.json": release(parties=twice, awards=[award], contracts=[contract()])})
    assert found.notes("cells_not_read") == [(1, "parties", "repeats an id, and says something else")]
    assert found.table("vendors", "vendor_id", "name") == [("Acme", "Acme")]


@pytest.mark.parametrize(
    "content",
    [
        *({"a": 1}, {"ocid": ""}, {"ocid": 5}, {"ocid": None}, 5, "text", None, True, {"ocid": ["x"]}),
        *({"ocid": "a\x00b", "contracts": [contract()]}, {"ocid": "\ud800", "contracts": [contract()]}),
        {"compiledRelease": {"date": "2020-01-01", "contracts": [contract()]}},
    ],
)
def test_what_is_no_release_is_set_aside(content: object, tmp_path: Path) -> None:
    found = read_files(tmp_path, {"a.json": [content, release(contracts=[contract()])]})
    assert found.counts() == [(2, 1, 1, 0)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"releases": [{"ocid": "a"', r"broken after row 0: it"),
        ("[" * 100_000, r"nested too deeply"),
        ('{"releases": ' + '{"a":' * 50_000, r"nested too deeply"),
        ('{"releases": [] } }', r"broken after row 0: it"),
        (
            "id,amount\n1,2\n",
            r"is csv, and no JSON of the Open Contracting Data Standard",
        ),
        ("", r"is empty"),
        ("<html><title>Not found</title></html>", r"it is a web page"),
        ('{"a": 1}', r"a.json row 1: has no ocid, so that it is no release"),
        ('{"releases": [{"ocid": "x", "contracts": [{}]}]}', r"row 1: is a contract without an id"),
    ],
    ids=["cut", "lists", "objects", "goes on", "csv", "empty", "web page", "no release", "no id"],
)
def test_files_that_cannot_be_read_are_refused(content: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=message):
        read_files(tmp_path, {"a.json": content})


def test_a_file_of_no_releases_has_no_rows(tmp_path: Path) -> None:
    found = read_files(tmp_path, {"a.json": {"releases": []}, "b.json": {"records": []}, "c.json": []})
    assert found.counts() == [(0, 0, 0, 0)] * 3


def test_a_broken_line_of_json_lines_is_set_aside(tmp_path: Path) -> None:
    good = json.dumps(release(contracts=[contract()]))
    found = read_files(tmp_path, {"a.jsonl": f'{good}\n{{"ocid": "x", \n\n[]\n'})
    assert found.counts() == [(3, 1, 2, 0)]


WHOLE: Json = release(
    **PARTIES,
    relatedProcesses=[{"id": "1", "relationship": ["framework"], "scheme": "ocid", "identifier": "ocds-1-9"}],
    contracts=[
        contract(
            payments=[payment(1), payment(2, -5, payee={"id": "s", "name": "Acme"})],
            title="Mowing of lawns",
            period={"startDate": "2020-01-01", "endDate": "2021-01-01"},
            maximumValue={"amount": 5, "currency": "USD"},
            amendments=[{"id": "m", "date": "2020-05-01", "releaseID": "r1", "changes": [{"property": "x"}]}],
            items=[{"id": "1", "classification": {"scheme": "UNSPSC", "id": "72102900"}}],
        ),
        contract("c2"),
    ],
)
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["2020-01-01", "USD", "c1", "cancelled", "\x00", "1e5"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "amount", "a"]), inner)
    ),
    max_leaves=4,
)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path to every part of a JSON value, but the ocid."""
    found = [path] if path else []
    items: list[tuple[Any, object]] = []
    if isinstance(value, dict):
        items = [(name, part) for name, part in value.items() if name != "ocid"]
    elif isinstance(value, list):
        items = list(enumerate(value))
    return found + [place for key, part in items for place in places(part, (*path, key))]


@settings(max_examples=20)
@given(data=st.data())
def test_whatever_a_release_holds_every_row_is_accounted_for(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    odd = copy.deepcopy(WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(odd)))
        parent: Any = odd
        for key in path[:-1]:
            parent = parent[key]
        if data.draw(st.booleans()) and isinstance(parent, dict):
            del parent[path[-1]]
        else:
            parent[path[-1]] = data.draw(ODD)
    later = release("2021-01-01", release_id="r9", contracts=[contract("c9", [payment(1)])])
    found = read_files(tmp_path_factory.mktemp("odd"), {"a.json": {"releases": [odd, WHOLE, later]}}, PROFILE)
    ((read, kept, aside, folded),) = found.counts()
    assert read == kept + aside + folded
    assert min(kept, aside, folded) >= 0
    assert aside == len(found.notes("set_aside"))
    assert kept == len(found.table("contracts", "contract_id")) + len(found.table("spend", "spend_id"))
    assert ("ocds-1-1/c9/t1",) in found.table("spend", "spend_id")


@settings(max_examples=20)
@given(data=st.data())
def test_a_document_that_is_cut_short_is_refused_as_a_whole(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = json.dumps(
        {"version": "1.1", "releases": [WHOLE, release("2021-01-01", contracts=[contract("c3")])]}
    )
    end = data.draw(st.integers(1, len(text) - 1))
    with pytest.raises(UserError):
        read_files(tmp_path_factory.mktemp("cut"), {"a.json": text[:end]})

"""Releases of one process are merged by their dates, whatever files they stand in and whenever those come."""

import shutil
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from ocdsmerge.merge import CompiledRelease

from portfolio_tui.errors import UserError
from portfolio_tui.sources.ocds.nulls import without_nulls
from portfolio_tui.sources.ocds.reading import RELEASES_FILE
from tests.sources.ocds.small_releases import PARTIES, Given, Json, contract, payment, read_files, release
from tests.sources.small_files import day

CONTRACTS = ("contract_id", "title", "ends_on", "ceiling_amount", "vendor_id", "ocds_status", "reported_on")
SPEND = ("spend_id", "amount", "spent_on", "source_file", "source_row")


def tables(found: Given) -> list[list[tuple[object, ...]]]:
    """Return what the files gave, where the rows were read included."""
    return [
        found.table("contracts", *CONTRACTS),
        found.table("spend", *SPEND),
        found.table("vendors", "vendor_id", "name"),
        found.table("amendments", "contract_id", "signed_on", "old_ends_on", "new_ends_on"),
    ]


STORY = [
    release("2020-01-01T00:00:00Z", release_id="1", tender={"title": "Parks"}),
    release("2020-02-01T00:00:00Z", release_id="2", **PARTIES),
    release(
        "2020-03-01T00:00:00Z",
        release_id="3",
        contracts=[
            contract(title="Mowing of lawns", period={"endDate": "2020-12-31"}, payments=[payment(1, 10)])
        ],
    ),
    release(
        "2020-04-01T00:00:00Z",
        release_id="4",
        contracts=[
            {
                "id": "c1",
                "period": {"endDate": "2021-06-30"},
                "amendments": [{"id": "m", "date": "2020-03-20", "releaseID": "4"}],
                "implementation": {"transactions": [payment(1, 12), payment(2, 20)]},
            }
        ],
    ),
    release("2020-05-01T00:00:00Z", release_id="5", contracts=[{"id": "c1", "status": "terminated"}]),
    release("2020-05-01T00:00:00Z", ocid="ocds-1-2", contracts=[contract("c2", payments=[payment(1, 7)])]),
]
TOLD = [
    [
        (
            "ocds-1-1/c1",
            "Mowing of lawns",
            day("2021-06-30"),
            None,
            "US-DUNS-42",
            "terminated",
            day("2020-05-01"),
        ),
        ("ocds-1-2/c2", "ocds-1-2/c2", None, None, None, "active", day("2020-05-01")),
    ],
    [
        ("ocds-1-1/c1/t1", Decimal("12.00"), day("2020-02-01"), "4.json", 2),
        ("ocds-1-1/c1/t2", Decimal("20.00"), day("2020-02-01"), "4.json", 3),
        ("ocds-1-2/c2/t1", Decimal("7.00"), day("2020-02-01"), "6.json", 2),
    ],
    [("US-DUNS-42", "Acme")],
    [("ocds-1-1/c1", day("2020-03-20"), day("2020-12-31"), day("2021-06-30"))],
]
SPENT = [
    ("ocds-1-1/c1/t1", Decimal("12.00"), day("2020-02-01")),
    ("ocds-1-1/c1/t2", Decimal("20.00"), day("2020-02-01")),
    ("ocds-1-2/c2/t1", Decimal("7.00"), day("2020-02-01")),
]
FILES = {f"{number}.json": each for number, each in enumerate(STORY, 1)}


@settings(max_examples=12)
@given(order=st.permutations(sorted(FILES)))
def test_the_order_of_files_changes_nothing(
    order: Sequence[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = read_files(tmp_path_factory.mktemp("order"), {name: FILES[name] for name in order})
    assert tables(found) == TOLD
    assert sorted(found.counts()) == [
        (1, 0, 0, 1),
        (1, 0, 0, 1),
        (1, 1, 0, 0),
        (2, 0, 0, 2),
        (2, 2, 0, 0),
        (3, 2, 0, 1),
    ]


@settings(max_examples=12)
@given(
    order=st.permutations(range(len(STORY))),
    cuts=st.lists(st.booleans(), min_size=len(STORY), max_size=len(STORY)),
    repeated=st.sampled_from(range(len(STORY))),
)
def test_packages_of_any_of_the_releases_tell_the_same(
    order: Sequence[int], cuts: list[bool], repeated: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    packages: list[list[Json]] = [[]]
    for number, cut in zip([*order, repeated], [*cuts, False], strict=True):
        packages[-1].append(STORY[number])
        if cut:
            packages.append([])
    files = {f"{number}.json": {"releases": each} for number, each in enumerate(packages)}
    found = read_files(tmp_path_factory.mktemp("packages"), files)
    told = tables(found)
    assert [told[0], told[2], told[3]] == [TOLD[0], TOLD[2], TOLD[3]]
    assert found.table("spend", *SPEND[:3]) == SPENT
    assert sum(kept for _, kept, _, _ in found.counts()) == 5
    assert all(read == kept + aside + folded for read, kept, aside, folded in found.counts())


@settings(max_examples=8)
@given(first=st.sets(st.sampled_from(sorted(set(FILES) - {"3.json"}))))
def test_what_an_earlier_import_read_is_merged_with(
    first: set[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("imports")
    for names in ({"3.json", *first}, {*FILES}):
        found = read_files(folder, {name: FILES[name] for name in names}, portfolio=folder)
        if found.read.releases is not None:
            shutil.copyfile(found.read.releases, folder / RELEASES_FILE)
    assert tables(found) == TOLD
    again = read_files(folder, FILES, portfolio=folder)
    assert tables(again) == TOLD
    assert again.read.releases is None


def test_a_late_release_of_an_earlier_day_takes_nothing_away(tmp_path: Path) -> None:
    newer = read_files(tmp_path, {name: FILES[name] for name in ("4.json", "2.json")})
    assert newer.read.releases is not None
    shutil.copyfile(newer.read.releases, tmp_path / RELEASES_FILE)
    found = read_files(tmp_path, {"3.json": FILES["3.json"]}, portfolio=tmp_path)
    assert found.counts() == [(2, 0, 0, 2)]
    assert found.table("spend", "spend_id", "amount", "source_file") == [
        ("ocds-1-1/c1/t1", Decimal("12.00"), "4.json"),
        ("ocds-1-1/c1/t2", Decimal("20.00"), "4.json"),
    ]
    assert found.table("contracts", "title", "ends_on") == [("Mowing of lawns", day("2021-06-30"))]


def test_moments_are_compared_and_not_their_texts(tmp_path: Path) -> None:
    later = release("2020-01-01T20:00:00-08:00", release_id="a", contracts=[contract(title="The later one")])
    sooner = release("2020-01-02T01:00:00Z", release_id="b", contracts=[contract(title="The sooner one")])
    assert read_files(tmp_path, {"a.json": [later, sooner]}).table("contracts", "title") == [
        ("The later one",)
    ]


def test_releases_of_one_moment_are_put_in_order_by_their_ids(tmp_path: Path) -> None:
    releases = [
        release(release_id=name, contracts=[contract(title=f"Title {name}")]) for name in ("02", "01")
    ]
    assert read_files(tmp_path, {"a.json": releases}).table("contracts", "title") == [("Title 02",)]


def test_null_takes_a_value_away(tmp_path: Path) -> None:
    releases = [
        release(
            "2020-01-01", contracts=[contract(maximumValue={"amount": 5, "currency": "USD"}, status="active")]
        ),
        release(
            "2020-01-02",
            release_id="r2",
            contracts=[{"id": "c1", "maximumValue": {"amount": None}, "status": None}],
        ),
    ]
    found = read_files(tmp_path, {"a.json": releases})
    assert found.table("contracts", "ceiling_amount", "ocds_status") == [(None, None)]


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ({"contracts": None}, ([], [])),
        ({"contracts": [{"id": "c1", "implementation": None}]}, ([("2020-12-31", "5.00", "US-DUNS-42")], [])),
        (
            {"contracts": [{"id": "c1", "implementation": {"transactions": None}}]},
            ([("2020-12-31", "5.00", "US-DUNS-42")], []),
        ),
        (
            {"contracts": [{"id": "c1", "period": None, "maximumValue": None}]},
            ([("", "", "US-DUNS-42")], ["ocds-1-1/c1/t1"]),
        ),
        ({"awards": None}, ([("2020-12-31", "5.00", "")], ["ocds-1-1/c1/t1"])),
        ({"awards": [{"id": "a1", "suppliers": None}]}, ([("2020-12-31", "5.00", "")], ["ocds-1-1/c1/t1"])),
        (
            {"contracts": [{"id": "c2", "implementation": None}], "buyer": None},
            ([("2020-12-31", "5.00", "US-DUNS-42")], ["ocds-1-1/c1/t1"]),
        ),
    ],
    ids=[
        "contracts",
        "implementation",
        "transactions",
        "period, maximum",
        "awards",
        "suppliers",
        "of others",
    ],
)
def test_null_takes_a_whole_object_or_list_away(
    taken: Json, left: tuple[list[tuple[str, ...]], list[str]], tmp_path: Path
) -> None:
    said = contract(
        payments=[payment(1)],
        period={"endDate": "2020-12-31"},
        maximumValue={"amount": 5, "currency": "USD"},
    )
    releases = [release(**PARTIES, contracts=[said]), {**release("2020-01-02", release_id="r2"), **taken}]
    found = read_files(tmp_path, {"a.json": releases})
    contracts = found.table("contracts", "ends_on", "ceiling_amount", "vendor_id")
    texts = [tuple("" if value is None else str(value) for value in row) for row in contracts]
    assert (texts, [key for (key,) in found.table("spend", "spend_id")]) == left


def test_what_was_taken_away_can_be_said_again(tmp_path: Path) -> None:
    releases = [
        release("2020-01-01", contracts=[contract(payments=[payment(1), payment(2)])]),
        release("2020-01-02", release_id="r2", contracts=None),
        release("2020-01-03", release_id="r3", contracts=[contract(payments=[payment(2, 7)])]),
    ]
    found = read_files(tmp_path, {f"{number}.json": each for number, each in enumerate(releases)})
    assert found.table("spend", "spend_id", "amount", "source_file") == [
        ("ocds-1-1/c1/t2", Decimal("7.00"), "2.json")
    ]
    assert found.counts() == [(3, 0, 0, 3), (1, 0, 0, 1), (2, 2, 0, 0)]


def test_a_contract_of_which_all_is_taken_back_is_none(tmp_path: Path) -> None:
    emptied = {"id": "c1", "awardID": None, "title": None, "status": None}
    releases = [
        release(contracts=[contract(title="Mowing of lawns"), contract("c2", title="Felling of trees")]),
        release("2020-01-02", release_id="r2", contracts=[emptied]),
    ]
    found = read_files(tmp_path, {"a.json": releases})
    assert found.table("contracts", "contract_id") == [("ocds-1-1/c2",)]
    reason = "has nothing but its id: its other parts were never told, or taken back"
    assert found.notes("set_aside") == [(3, "", reason)]


def test_a_compiled_release_stands_for_what_is_not_younger(tmp_path: Path) -> None:
    compiled = release("2020-02-01", contracts=[contract(title="Compiled title")]) | {"tag": ["compiled"]}
    older = release(
        "2020-01-01", release_id="old", contracts=[contract(title="Older title", status="pending")]
    )
    newer = release("2020-03-01", release_id="new", contracts=[{"id": "c1", "status": "terminated"}])
    found = read_files(tmp_path, {"a.json": [newer, older], "b.json": compiled})
    assert found.table("contracts", "title", "ocds_status") == [("Compiled title", "terminated")]
    newest = release("2020-04-01", contracts=[contract("c2", title="Compiled again")]) | {"tag": ["compiled"]}
    found = read_files(tmp_path, {"a.json": [newer, older], "b.json": compiled, "c.json": newest})
    assert found.table("contracts", "contract_id") == [("ocds-1-1/c2",)]
    assert found.counts() == [(2, 0, 0, 2), (1, 0, 0, 1), (1, 1, 0, 0)]


def test_releases_without_a_date_are_set_aside_where_there_are_others(tmp_path: Path) -> None:
    undated = release(None, contracts=[contract(payments=[payment(1)])])
    assert read_files(tmp_path, {"a.json": undated}).counts() == [(2, 2, 0, 0)]
    dated = release("2020-01-01", contracts=[contract()])
    wrong = release("in spring", contracts=[contract()])
    found = read_files(tmp_path, {"a.json": [undated, dated, wrong]})
    assert found.counts() == [(4, 1, 3, 0)]
    reason = "is of a release without a date that can be read, and so has no place among the others"
    assert found.notes("set_aside") == [(row, "date", reason) for row in (1, 2, 4)]


def test_nothing_is_asked_of_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(requests, "get", refuse)
    monkeypatch.setattr(requests.Session, "request", refuse)
    for version in ("1.0", "1.1", "1.2"):
        found = read_files(tmp_path, {"a.json": {"version": version, "releases": STORY}})
        assert found.table("contracts", "contract_id") == [("ocds-1-1/c1",), ("ocds-1-2/c2",)]


def test_kept_releases_that_no_import_wrote_are_told(tmp_path: Path) -> None:
    (tmp_path / RELEASES_FILE).write_bytes(b"PAR1 not at all")
    with pytest.raises(UserError, match=rf"Is .*{RELEASES_FILE} as an import wrote it\?"):
        read_files(tmp_path, {"a.json": STORY[2]}, portfolio=tmp_path)


JSON = st.recursive(
    st.none() | st.text(max_size=3),
    lambda inner: (
        st.lists(st.dictionaries(st.sampled_from("abc"), inner)) | st.dictionaries(st.text(max_size=2), inner)
    ),
    max_leaves=10,
)


@settings(max_examples=30)
@given(parts=st.dictionaries(st.sampled_from(["buyer", "parties", "awards"]), JSON))
def test_a_single_release_is_what_the_library_makes_of_it_but_for_objects_of_nothing(parts: Json) -> None:
    merged = CompiledRelease(merge_rules={})
    merged.append(parts)
    expected = {
        name: part for name, part in merged.asdict().items() if name not in {"id", "date", "ocid", "tag"}
    }
    assert without_nulls(parts) == without_nulls(expected)

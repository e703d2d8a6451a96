"""Every form in which releases come: packages, records, lists and lines, in versions 1.0 and 1.1."""

import gzip
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.sources.ocds import documents
from tests.sources.ocds.small_releases import PARTIES, Json, contract, payment, read_files, release
from tests.sources.small_files import day

FIRST = release(**PARTIES, contracts=[contract(title="Mowing of lawns", payments=[payment(1)])])
SECOND = release(
    "2020-03-01T00:00:00Z",
    release_id="r2",
    contracts=[{"id": "c1", "implementation": {"transactions": [payment(2, 50)]}}],
)
COMPILED = release(
    "2020-03-01T00:00:00Z",
    release_id="ocds-1-1-2020",
    **PARTIES,
    contracts=[contract(title="Mowing of lawns", payments=[payment(1), payment(2, 50)])],
) | {"tag": ["compiled"]}
OTHER = release(
    ocid="ocds-1-2", **PARTIES, contracts=[contract("c9", title="Mowing of verges", payments=[payment(1, 7)])]
)
RECORD: Json = {"ocid": "ocds-1-1", "releases": [FIRST, SECOND], "compiledRelease": COMPILED}
HEAD: Json = {
    "uri": "https://example.org/p",
    "publishedDate": "2020-04-01T00:00:00Z",
    "publisher": {"name": "P"},
}
LINKS = [{"url": "https://example.org/r1", "date": "2020-01-01T00:00:00Z", "tag": ["contract"]}]


def lines(*values: Json) -> str:
    return "".join(f"{json.dumps(value)}\n" for value in values)


FORMS: dict[str, tuple[dict[str, object], int, int]] = {
    "release package": ({"a.json": {**HEAD, "version": "1.1", "releases": [FIRST, SECOND, OTHER]}}, 6, 1),
    "release package, version behind": (
        {"a.json": {"releases": [FIRST, SECOND, OTHER], **HEAD, "version": "1.1"}},
        6,
        1,
    ),
    "record package": (
        {
            "a.json": {
                **HEAD,
                "version": "1.1",
                "records": [RECORD, {"ocid": "ocds-1-2", "releases": [OTHER]}],
            }
        },
        5,
        0,
    ),
    "record package of linked releases with a compiled one": (
        {"a.json": {**HEAD, "records": [{**RECORD, "releases": LINKS}, {"compiledRelease": OTHER}]}},
        5,
        0,
    ),
    "record without a compiled release": (
        {"a.json": {"ocid": "ocds-1-1", "releases": [FIRST, SECOND]}, "b.json": OTHER},
        6,
        1,
    ),
    "single releases": ({"1.json": FIRST, "2.json": SECOND, "3.json": OTHER}, 6, 1),
    "a list of releases": ({"a.json": [FIRST, SECOND, OTHER]}, 6, 1),
    "a list of packages": (
        {"a.json": [{**HEAD, "releases": [FIRST, SECOND]}, {**HEAD, "releases": [OTHER]}]},
        6,
        1,
    ),
    "lines of releases": ({"a.jsonl": lines(FIRST, SECOND, OTHER)}, 6, 1),
    "lines of compiled releases": ({"a.jsonl": lines(COMPILED, OTHER)}, 5, 0),
    "lines of records": ({"a.jsonl": lines(RECORD, {"ocid": "ocds-1-2", "releases": [OTHER]})}, 5, 0),
    "lines of packages": (
        {"a.jsonl": lines({**HEAD, "releases": [FIRST]}, {"releases": [SECOND, OTHER]})},
        6,
        1,
    ),
    "values on several lines": (
        {"a.json": "\n".join(json.dumps(each, indent=1) for each in (FIRST, SECOND, OTHER))},
        6,
        1,
    ),
    "a record, then a later release": ({"a.json": RECORD, "b.json": SECOND, "c.json": OTHER}, 7, 2),
}


@pytest.mark.parametrize(("files", "rows", "folded"), FORMS.values(), ids=FORMS)
def test_the_same_releases_give_the_same_tables_in_every_form(
    files: dict[str, object], rows: int, folded: int, tmp_path: Path
) -> None:
    given = read_files(tmp_path, files)
    read, kept, aside, in_others = (sum(counts) for counts in zip(*given.counts(), strict=True))
    assert (read, kept, aside, in_others) == (rows, rows - folded, 0, folded)
    assert given.table("contracts", "contract_id", "title", "vendor_id", "portfolio") == [
        ("ocds-1-1/c1", "Mowing of lawns", "US-DUNS-42", "ocds-1-1"),
        ("ocds-1-2/c9", "Mowing of verges", "US-DUNS-42", "ocds-1-2"),
    ]
    assert given.table("spend", "spend_id", "amount", "spent_on", "contract_id") == [
        ("ocds-1-1/c1/t1", Decimal("100.00"), day("2020-02-01"), "ocds-1-1/c1"),
        ("ocds-1-1/c1/t2", Decimal("50.00"), day("2020-02-01"), "ocds-1-1/c1"),
        ("ocds-1-2/c9/t1", Decimal("7.00"), day("2020-02-01"), "ocds-1-2/c9"),
    ]


@pytest.mark.parametrize(
    ("name", "read_as"),
    [
        ("release package", "ocds 1.1 (release package, release), utf-8"),
        ("record package", "ocds 1.1 (record package, record, release), utf-8"),
        ("lines of compiled releases", "ocds (release), utf-8"),
    ],
)
def test_it_is_said_how_a_file_was_read(name: str, read_as: str, tmp_path: Path) -> None:
    given = read_files(tmp_path, FORMS[name][0])
    assert given.read.reads[0].outcome.read_as == read_as


def test_packed_files_and_folders_are_read(tmp_path: Path) -> None:
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("first.json", json.dumps(FIRST))
        archive.writestr("in/second.json", json.dumps(SECOND))
    files = {"a.zip": packed.read_bytes(), "b.json.gz": gzip.compress(json.dumps(OTHER).encode())}
    given = read_files(tmp_path, files)
    assert given.counts() == [(2, 1, 0, 1), (2, 2, 0, 0), (2, 2, 0, 0)]


def test_releases_are_read_one_at_a_time_where_they_are_more_than_one_record_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LONGEST_RECORD", 500)
    given = read_files(tmp_path, {"a.json": {**HEAD, "releases": [FIRST, SECOND, OTHER]}})
    assert given.counts() == [(6, 5, 0, 1)]
    with pytest.raises(UserError, match=r"broken after row \d: it has a record of more than 500 characters"):
        read_files(tmp_path, {"a.json": {"releases": [FIRST, SECOND, OTHER], "compiledRelease": COMPILED}})


def test_releases_that_are_only_linked_are_set_aside(tmp_path: Path) -> None:
    given = read_files(
        tmp_path, {"a.json": {"records": [{"ocid": "ocds-1-1", "releases": LINKS}]}, "b.json": OTHER}
    )
    assert given.counts() == [(1, 0, 1, 0), (2, 2, 0, 0)]
    reason = "is a release linked only by its URL; download it and import it, too"
    assert given.notes("set_aside") == [(1, "", reason)]


def test_a_compiled_release_without_a_date_is_of_the_newest_release_of_its_record(tmp_path: Path) -> None:
    undated = release(None, contracts=[contract(title="The newer title")]) | {"tag": ["compiled"]}
    links = [{**LINKS[0], "date": date} for date in ("2020-05-01T00:00:00Z", "2020-06-01T00:00:00Z", "soon")]
    older = release("2020-05-31", contracts=[contract(title="The older title")]) | {"tag": ["compiled"]}
    newer = release("2020-06-02", contracts=[contract(title="The newest title")]) | {"tag": ["compiled"]}
    record = {"ocid": "ocds-1-1", "releases": links, "compiledRelease": undated}
    for others, title in (((older,), "The newer title"), ((older, newer), "The newest title")):
        given = read_files(tmp_path, {"a.json": {"records": [record]}, "b.json": list(others)})
        assert given.table("contracts", "title") == [(title,)]
        assert given.notes("set_aside") == []


def test_what_stands_in_a_record_is_of_its_process(tmp_path: Path) -> None:
    nameless = {name: part for name, part in FIRST.items() if name != "ocid"}
    records = [
        {"ocid": "ocds-1-1", "releases": [nameless, *LINKS]},
        {"ocid": "ocds-1-2", "compiledRelease": nameless},
        {"compiledRelease": nameless},
    ]
    given = read_files(tmp_path, {"a.json": {"records": records}})
    assert given.table("contracts", "contract_id") == [("ocds-1-1/c1",), ("ocds-1-2/c1",)]
    assert [(row, reason[:11]) for row, _, reason in given.notes("set_aside")] == [
        (3, "is a releas"),
        (6, "has no ocid"),
    ]


def test_a_release_may_have_other_tags_beside_that_of_a_compiled_one(tmp_path: Path) -> None:
    both = release(contracts=[contract("c1"), contract("c2")])
    later = release("2020-02-01", release_id="r2", contracts=[contract("c1")])
    for tags, ids in ((["compiled", "contract"], ["c1"]), (["contract"], ["c1", "c2"])):
        given = read_files(tmp_path, {"a.json": [both, later | {"tag": tags}]})
        assert [key for (key,) in given.table("contracts", "contract_id")] == [
            f"ocds-1-1/{id_}" for id_ in ids
        ]


OLD = {
    "ocid": "ocds-1-1",
    "id": "1",
    "date": "2016-03-01T00:00:00-06:00",
    "tag": ["contract"],
    "buyer": {"name": "Secretaría", "identifier": {"id": "GDF97"}},
    "awards": [
        {"id": 1, "title": "Renta", "suppliers": [{"name": "Comunicar SA", "identifier": {"id": "CC02"}}]}
    ],
    "contracts": [
        {
            "id": 1,
            "awardID": 1,
            "title": "CA-004/2016",
            "period": {"startDate": "2016-01-01T00:00:00-06:00", "endDate": "2016-12-31T23:59:59-06:00"},
            "implementation": {
                "transactions": [
                    {
                        "id": "CLC1",
                        "date": "2016-04-08T00:00:00-06:00",
                        "amount": {"amount": 109272, "currency": "USD"},
                        "providerOrganization": {"id": "0901", "legalName": "Secretaría"},
                        "receiverOrganization": {"id": "CC02", "legalName": "Comunicar SA de CV"},
                    }
                ]
            },
        }
    ],
}


def test_version_1_0_names_organizations_where_they_act_and_calls_values_amounts(tmp_path: Path) -> None:
    given = read_files(tmp_path, {"a.json": {"releases": [OLD]}})
    assert given.table(
        "contracts", "contract_id", "number", "title", "vendor_id", "starts_on", "ends_on"
    ) == [("ocds-1-1/1", "CA-004/2016", "Renta", "CC02", day("2016-01-01"), day("2016-12-31"))]
    assert given.table("spend", "spend_id", "amount", "spent_on", "entity_id", "vendor_id", "state") == [
        ("ocds-1-1/1/CLC1", Decimal("109272.00"), day("2016-04-08"), "GDF97", "CC02", "OR")
    ]
    assert given.table("entities", "entity_id", "name", "state") == [("GDF97", "Secretaría", "OR")]


@pytest.mark.parametrize("longest", [32_000_000, 100])
def test_suppliers_of_version_1_0_are_replaced_whole_and_those_of_1_1_by_their_ids(
    longest: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LONGEST_RECORD", longest)

    def supplied(date: str, **supplier: object) -> Json:
        award = {"id": "a1", "title": "T", "suppliers": [supplier]}
        return release(date, release_id=date, awards=[award], contracts=[contract(payments=[payment(1)])])

    old = [supplied("2020-01-01", name="First"), supplied("2020-01-02", name="Second")]
    new = [supplied("2020-01-01", id="1", name="First"), supplied("2020-01-02", id="2", name="Second")]
    given = read_files(tmp_path, {"z.json": {"releases": old, "version": "1.0"}})
    assert given.table("contracts", "vendor_id") == [("Second",)]
    given = read_files(tmp_path, {"z.json": [], "a.json": {"releases": new, "version": "1.1"}})
    assert given.table("contracts", "vendor_id") == [(None,)]
    assert given.table("vendors", "vendor_id") == [("First",), ("Second",)]

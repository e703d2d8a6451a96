"""What a process no longer tells leaves the portfolio: after a newer compiled release, or nulls."""

import json
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import polars as pl
import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.sources.importing import import_files, preview_files
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.summary import summary
from portfolio_tui.sources.undoing import undo_import
from tests.sources.ocds.small_releases import PARTIES, Json, contract, payment, release
from tests.sources.ocds.test_importing import import_releases
from tests.sources.small_files import contents, table

pytestmark = pytest.mark.thorough

AMENDED = [{"id": "m", "date": "2020-01-01"}]
CONTRACTS = [
    contract("c1", [payment(1)], title="Mowing of lawns"),
    contract("c2", [payment(2, 50)], title="Felling of trees", amendments=AMENDED),
]


def compiled(date: str, **parts: object) -> Json:
    """Return a compiled release."""
    return {**release(date, release_id=f"c-{date}", **PARTIES), **parts, "tag": ["compiled"]}


WHOLE = compiled("2020-01-01", contracts=CONTRACTS)
WITHOUT_C2 = compiled("2020-06-01", contracts=CONTRACTS[:1])
OTHER = release(ocid="ocds-1-2", **PARTIES, contracts=[contract("c2", [payment(2, 7)])])


def rows(folder: Path) -> list[tuple[object, ...]]:
    """Return the ids of a portfolio's contracts, payments and contracts amended."""
    found = [*table(folder, "contracts", "contract_id"), *table(folder, "spend", "spend_id")]
    has_amendments = (folder / "amendments.parquet").is_file()
    return found + (table(folder, "amendments", "contract_id") if has_amendments else [])


def withdrawn(folder: Path, table_name: str) -> dict[str, str | None]:
    """Return what the record of changes says was withdrawn of the only row of a table."""
    changes = pl.read_parquet(folder / "restatements.parquet")
    of_table = changes.filter(pl.col("table_name") == table_name, pl.col("change") == "withdrawn")
    assert of_table.get_column("row_key").n_unique() == 1
    assert of_table.get_column("new_value").null_count() == of_table.height
    return dict(of_table.select("column_name", "old_value").iter_rows())


def test_a_contract_that_a_newer_compiled_release_lacks_is_withdrawn(tmp_path: Path) -> None:
    import_releases(tmp_path, {"a.json": WHOLE, "b.json": OTHER})
    outcome = import_releases(tmp_path, {"c.json": WITHOUT_C2})
    folder = tmp_path / "portfolio"
    assert rows(folder) == [
        ("ocds-1-1/c1",),
        ("ocds-1-2/c2",),
        ("ocds-1-1/c1/t1",),
        ("ocds-1-2/c2/t2",),
    ]
    counts = {each.name: each.withdrawn for each in outcome.tables if each.withdrawn}
    assert counts == {"contracts": 1, "amendments": 1, "spend": 1}
    said = withdrawn(folder, "contracts")
    assert (said["title"], said["alliance_id"], said["ocid"]) == ("Felling of trees", "portland", "ocds-1-1")
    assert withdrawn(folder, "spend")["amount"] == "50.00"
    told = summary(outcome, folder)
    assert "contracts: 0 new, 0 replaced, 1 as they were, 1 withdrawn" in told
    assert "  ocds-1-1/c2: title Felling of trees -> empty" in told


@pytest.mark.parametrize(
    "later",
    [
        release("2020-06-01", release_id="r2", tender={"id": "t", "title": "Mowing of all parks"}),
        release("2020-06-01", release_id="r2", contracts=[]),
        release("2020-06-01", release_id="r2", contracts=[{"id": "c1", "status": "terminated"}]),
        compiled("2019-01-01", contracts=CONTRACTS[:1]),
        compiled("2020-06-01", contracts=CONTRACTS),
    ],
    ids=["no contracts", "an empty list", "another contract", "an older compiled one", "a newer with all"],
)
def test_a_release_that_takes_nothing_back_withdraws_nothing(later: Json, tmp_path: Path) -> None:
    import_releases(tmp_path, {"a.json": WHOLE})
    before = rows(tmp_path / "portfolio")
    outcome = import_releases(tmp_path, {"b.json": later})
    assert rows(tmp_path / "portfolio") == before
    assert outcome.withdrawn.total == 0
    assert not [each for each in outcome.tables if each.withdrawn]


@pytest.mark.parametrize(
    "later",
    [
        compiled("2020-06-01"),
        release("2020-06-01", release_id="r2", contracts=None),
        release(
            "2020-06-01",
            release_id="r2",
            contracts=[
                {name: identity if name == "id" else None for name in (*CONTRACTS[1], "implementation")}
                for identity in ("c1", "c2")
            ],
        ),
        release(
            "2020-06-01",
            release_id="r2",
            contracts=[
                {"id": identity, "status": "cancelled", "implementation": None} for identity in ("c1", "c2")
            ],
        ),
    ],
    ids=["compiled", "null for the list", "null in every part", "cancelled unpaid"],
)
def test_a_process_can_take_back_all_of_its_contracts(later: Json, tmp_path: Path) -> None:
    import_releases(tmp_path, {"a.json": WHOLE, "b.json": OTHER})
    outcome = import_releases(tmp_path, {"c.json": later})
    assert rows(tmp_path / "portfolio") == [("ocds-1-2/c2",), ("ocds-1-2/c2/t2",)]
    assert outcome.withdrawn.total == 5
    assert all(each.rows_read == each.set_aside + each.folded for each in outcome.files)


def test_the_only_process_can_take_back_all(tmp_path: Path) -> None:
    import_releases(tmp_path, {"a.json": WHOLE})
    import_releases(tmp_path, {"b.json": compiled("2020-06-01")})
    assert rows(tmp_path / "portfolio") == []
    import_releases(tmp_path, {"c.json": compiled("2020-07-01", contracts=CONTRACTS[:1])})
    assert rows(tmp_path / "portfolio") == [("ocds-1-1/c1",), ("ocds-1-1/c1/t1",)]


def test_payments_that_are_all_gone_are_withdrawn(tmp_path: Path) -> None:
    import_releases(tmp_path, {"a.json": WHOLE})
    import_releases(tmp_path, {"b.json": compiled("2020-06-01", contracts=[contract("c1"), contract("c2")])})
    assert rows(tmp_path / "portfolio") == [("ocds-1-1/c1",), ("ocds-1-1/c2",)]


STORY: dict[str, Json] = {
    "1.json": WHOLE,
    "2.json": release("2020-03-01", release_id="r2", contracts=[contract("c3", title="Planting of trees")]),
    "3.json": compiled("2020-04-01", contracts=[*CONTRACTS[:1], contract("c3", [payment(3)])]),
    "4.json": release(
        "2020-05-01",
        release_id="r4",
        contracts=[{"id": "c3", "status": "terminated", "implementation": None}],
    ),
}


@pytest.mark.parametrize("order", permutations(STORY), ids="-".join)
def test_imports_in_any_order_end_where_one_of_all_does(order: tuple[str, ...], tmp_path: Path) -> None:
    for name in order:
        import_releases(tmp_path, {name: STORY[name]})
    import_releases(tmp_path, STORY, into="together")
    assert rows(tmp_path / "portfolio") == rows(tmp_path / "together")
    assert rows(tmp_path / "together") == [("ocds-1-1/c1",), ("ocds-1-1/c3",), ("ocds-1-1/c1/t1",)]


def test_a_process_is_the_same_by_whatever_profile_it_was_read(tmp_path: Path) -> None:
    import_releases(tmp_path, {"a.json": WHOLE})
    (tmp_path / "open.toml").rename(tmp_path / "other.toml")
    (tmp_path / "c.json").write_text(json.dumps(WITHOUT_C2), encoding="utf-8")
    import_files([tmp_path / "c.json"], read_profile(tmp_path / "other.toml"), tmp_path / "portfolio")
    assert rows(tmp_path / "portfolio") == [("ocds-1-1/c1",), ("ocds-1-1/c1/t1",)]


def test_a_preview_tells_what_would_be_withdrawn_and_undo_brings_it_back(tmp_path: Path) -> None:
    folder = tmp_path / "portfolio"
    import_releases(tmp_path, {"a.json": WHOLE})
    before = contents(folder)
    (tmp_path / "b.json").write_text(json.dumps(WITHOUT_C2), encoding="utf-8")
    outcome = preview_files([tmp_path / "b.json"], read_profile(tmp_path / "open.toml"), folder)
    (of_contracts,) = [each for each in outcome.withdrawn.first if each.table == "contracts"]
    assert (of_contracts.key, of_contracts.old, of_contracts.is_withdrawn) == (
        "ocds-1-1/c2",
        "Felling of trees",
        True,
    )
    assert contents(folder) == before
    import_releases(tmp_path, {"b.json": WITHOUT_C2})
    undo_import(folder)
    assert contents(folder) == before


def test_rows_of_other_files_stay(tmp_path: Path) -> None:
    folder = tmp_path / "portfolio"
    import_releases(tmp_path, {"a.json": WHOLE})
    listed = pl.read_parquet(folder / "contracts.parquet").head(1)
    by_hand = listed.with_columns(
        pl.lit("by-hand").alias("contract_id"), pl.lit(None, pl.String).alias("ocid")
    )
    pl.concat([pl.read_parquet(folder / "contracts.parquet"), by_hand]).write_parquet(
        folder / "contracts.parquet"
    )
    import_releases(tmp_path, {"b.json": WITHOUT_C2})
    assert table(folder, "contracts", "contract_id") == [("by-hand",), ("ocds-1-1/c1",)]


def test_a_portfolio_that_lost_its_releases_takes_no_further_ones(tmp_path: Path) -> None:
    import_releases(tmp_path, {"a.json": WHOLE})
    (tmp_path / "portfolio" / "ocds_releases.parquet").unlink()
    before = contents(tmp_path / "portfolio")
    with pytest.raises(UserError, match=r"was made from releases, and ocds_releases\.parquet"):
        import_releases(tmp_path, {"b.json": WITHOUT_C2})
    assert contents(tmp_path / "portfolio") == before


def test_the_amounts_of_a_withdrawn_contract_are_told(tmp_path: Path) -> None:
    valued = contract("c9", maximumValue={"amount": 1250.5, "currency": "USD"})
    import_releases(tmp_path, {"a.json": compiled("2020-01-01", contracts=[*CONTRACTS, valued])})
    import_releases(tmp_path, {"b.json": compiled("2020-06-01", contracts=CONTRACTS)})
    changes = pl.read_parquet(tmp_path / "portfolio" / "restatements.parquet")
    ceiling = changes.filter(pl.col("column_name") == "ceiling_amount")
    assert ceiling.select("row_key", "old_value", "difference").rows() == [
        ("ocds-1-1/c9", "1250.50", Decimal("-1250.50"))
    ]

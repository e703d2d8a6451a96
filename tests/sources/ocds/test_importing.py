"""Whole imports of the standard into a portfolio: once, again, later, and refused; and the public sample."""

import json
from collections.abc import Mapping
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.manifest import read_manifest
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.contents import check_contents
from portfolio_tui.sources.importing import import_files, preview_files
from portfolio_tui.sources.known_profiles import find_profile
from portfolio_tui.sources.outcome import ImportOutcome
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.progress import ImportProgress
from portfolio_tui.sources.toml_section import ProfileError
from portfolio_tui.sources.undoing import undo_import
from tests.sources.ocds.small_releases import PARTIES, PROFILE, Json, contract, payment, release
from tests.sources.small_files import contents, table
from tests.sources.test_samples import total
from tests.tiny import opened

pytestmark = pytest.mark.thorough

SAMPLE = Path(__file__).resolve().parents[3].parent / "shared" / "samples" / "ocds" / "mexico-city"
FIRST = release(
    **PARTIES, contracts=[contract(title="Mowing of lawns", payments=[payment(1), payment(2, 50)])]
)
LATER = release(
    "2020-06-01",
    release_id="r2",
    contracts=[{"id": "c1", "implementation": {"transactions": [payment(2, 55), payment(3, 5)]}}],
)


SAID = {
    "contracts": ("contract_id", "title", "reported_on"),
    "spend": ("spend_id", "amount", "entity_id", "vendor_id", "spent_on"),
    "vendors": ("vendor_id", "name", "reported_on"),
    "entities": ("entity_id", "name", "state", "reported_on"),
}


def import_releases(
    folder: Path, releases: Mapping[str, object], profile: str = PROFILE, into: str = "portfolio"
) -> ImportOutcome:
    """Write each value as JSON and import the files by `profile` into `folder/into`."""
    paths = []
    for name, value in releases.items():
        paths.append(folder / name)
        paths[-1].write_text(json.dumps(value), encoding="utf-8")
    file = folder / "open.toml"
    file.write_text(profile, encoding="utf-8")
    return import_files(paths, read_profile(file), folder / into)


def test_an_import_makes_a_portfolio_without_a_fault(tmp_path: Path) -> None:
    outcome = import_releases(tmp_path, {"a.json": FIRST, "b.json": LATER})
    assert [(each.rows_read, each.kept, each.folded) for each in outcome.files] == [(3, 1, 2), (3, 3, 0)]
    folder = tmp_path / "portfolio"
    assert table(folder, "spend", "spend_id", "amount", "source_file") == [
        ("ocds-1-1/c1/t1", Decimal("100.00"), "a.json"),
        ("ocds-1-1/c1/t2", Decimal("55.00"), "b.json"),
        ("ocds-1-1/c1/t3", Decimal("5.00"), "b.json"),
    ]
    with opened(folder) as service:
        assert check_contents(service, open_portfolio(folder), count(1)) == ()


def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:
    import_releases(tmp_path, {"a.json": FIRST, "b.json": LATER})
    before = contents(tmp_path / "portfolio")
    outcome = import_releases(tmp_path, {"copy.json": LATER, "a.json": FIRST})
    assert not outcome.has_changed
    assert contents(tmp_path / "portfolio") == before


@pytest.mark.parametrize("order", [("a.json", "b.json"), ("b.json", "a.json")])
def test_a_release_that_tells_only_a_change_is_merged_with_the_earlier_import(
    order: tuple[str, str], tmp_path: Path
) -> None:
    files = {"a.json": FIRST, "b.json": LATER}
    for name in order:
        import_releases(tmp_path, {name: files[name]})
    folder = tmp_path / "portfolio"
    assert table(folder, "contracts", "contract_id", "title", "vendor_id") == [
        ("ocds-1-1/c1", "Mowing of lawns", "US-DUNS-42")
    ]
    assert [amount for (amount,) in table(folder, "spend", "amount")] == [
        Decimal("100.00"),
        Decimal("55.00"),
        Decimal("5.00"),
    ]
    import_releases(tmp_path, files, into="together")
    for name, columns in SAID.items():
        assert table(folder, name, *columns) == table(tmp_path / "together", name, *columns)


def test_a_restated_payment_is_told(tmp_path: Path) -> None:
    import_releases(tmp_path, {"a.json": FIRST})
    outcome = import_releases(tmp_path, {"b.json": LATER})
    (restated,) = [each for each in outcome.restated.first if each.column == "amount"]
    assert (restated.key, restated.old, restated.new) == ("ocds-1-1/c1/t2", "50.00", "55.00")


def test_a_preview_writes_nothing(tmp_path: Path) -> None:
    import_releases(tmp_path, {"a.json": FIRST})
    before = contents(tmp_path / "portfolio")
    path = tmp_path / "b.json"
    path.write_text(json.dumps(LATER), encoding="utf-8")
    outcome = preview_files([path], read_profile(tmp_path / "open.toml"), tmp_path / "portfolio")
    assert outcome.has_changed
    assert contents(tmp_path / "portfolio") == before


FULL = release("2020-01-01", **PARTIES, contracts=[contract(payments=[payment(1), payment(2)])]) | {
    "tag": ["compiled"]
}
RENUMBERED = release(
    "2020-06-01",
    **PARTIES,
    contracts=[
        contract(payments=[payment(1, 90), payment(3)], amendments=[{"id": "m", "date": "2020-05-01"}])
    ],
) | {"tag": ["compiled"]}


@pytest.mark.parametrize("order", [("old.json", "new.json"), ("new.json", "old.json")])
def test_payments_that_a_newer_compiled_release_no_longer_holds_are_withdrawn(
    order: tuple[str, str], tmp_path: Path
) -> None:
    files = {"old.json": FULL, "new.json": RENUMBERED}
    outcomes = [import_releases(tmp_path, {name: files[name]}) for name in order]
    import_releases(tmp_path, files, into="together")
    for folder in ("portfolio", "together"):
        assert table(tmp_path / folder, "spend", "spend_id", "amount") == [
            ("ocds-1-1/c1/t1", Decimal("90.00")),
            ("ocds-1-1/c1/t3", Decimal("100.00")),
        ]
        assert table(tmp_path / folder, "amendments", "contract_id", "kind") == [("ocds-1-1/c1", "other")]
    assert [each.withdrawn.total for each in outcomes] == ([0, 1] if order[0] == "old.json" else [0, 0])


def test_an_import_that_another_one_overtakes_is_refused(tmp_path: Path) -> None:
    import_releases(tmp_path, {"a.json": FIRST})
    path = tmp_path / "b.json"
    path.write_text(json.dumps(LATER), encoding="utf-8")
    other = release("2020-07-01", release_id="r7", contracts=[contract("c7")])
    before: list[dict[str, bytes]] = []

    def overtake(_: ImportProgress) -> None:
        if not before:
            import_releases(tmp_path, {"other.json": other})
            before.append(contents(tmp_path / "portfolio"))

    with pytest.raises(UserError, match="was changed by another import while the files were read"):
        import_files([path], read_profile(tmp_path / "open.toml"), tmp_path / "portfolio", progress=overtake)
    assert contents(tmp_path / "portfolio") == before[0]


def test_undo_takes_the_releases_back_too(tmp_path: Path) -> None:
    import_releases(tmp_path, {"a.json": FIRST})
    before = contents(tmp_path / "portfolio")
    import_releases(tmp_path, {"b.json": LATER})
    after = contents(tmp_path / "portfolio")
    assert before["ocds_releases.parquet"] != after["ocds_releases.parquet"]
    undo_import(tmp_path / "portfolio")
    assert contents(tmp_path / "portfolio") == before
    import_releases(tmp_path, {"b.json": LATER})
    assert contents(tmp_path / "portfolio") == after


def test_the_only_currency_of_the_files_becomes_the_portfolios(tmp_path: Path) -> None:
    unsaid = PROFILE.replace('currency = "USD"\n', "")
    pesos: Json = {"id": "c1", "value": {"amount": 5, "currency": "MXN"}}
    import_releases(tmp_path, {"a.json": release(contracts=[pesos])}, unsaid)
    assert read_manifest(tmp_path / "portfolio").currency == "MXN"
    dollars = release(contracts=[{"id": "c2", "value": {"amount": 5, "currency": "USD"}}])
    with pytest.raises(UserError, match="is in USD, and the portfolio in MXN"):
        import_releases(tmp_path, {"b.json": dollars}, unsaid)
    with pytest.raises(UserError, match="is kept in MXN, and the profile open reads USD"):
        import_releases(tmp_path, {"b.json": FIRST})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'state = "OR"',
            'state = "Mexico"',
            'state is wrong: "Mexico" is not the code or name of a state, nor the',
        ),
        (
            'state = "OR"',
            'state = "MX-CMX"',
            'state is no state of the US, so [ocds] place must say what "MX-CMX"',
        ),
        (
            'format = "ocds"',
            'format = "ocds"\n[ocds]\nplaces = "x"',
            "[ocds] places is not known here. Did you mean place?",
        ),
        (
            "[[alliances]]",
            '[[alliances]]\nid = "b"\nname = "B"\nkind = "local"\n[[alliances]]',
            "alliances must name the one",
        ),
        (
            'format = "ocds"',
            'format = "ocds"\n[tables.spend]\nspend_id = "x"',
            "tables is for files of columns",
        ),
        ('format = "ocds"', 'format = "ocd"', '[file] format cannot be "ocd". Did you mean ocds?'),
    ],
)
def test_a_profile_that_cannot_work_is_refused(old: str, new: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "open.toml"
    file.write_text(PROFILE.replace(old, new), encoding="utf-8")
    with pytest.raises(ProfileError) as told:
        read_profile(file)
    assert message in str(told.value)


def paid_in_pesos() -> dict[tuple[str, str, str], Decimal]:
    """Reckon from the sample files themselves what each payment of a contract in pesos came to."""
    paid: dict[tuple[str, str, str], Decimal] = {}
    for path in SAMPLE.glob("*.json"):
        value = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        for each in value.get("releases", [value]):
            for awarded in each["contracts"]:
                if awarded["value"]["currency"] == "MXN":
                    for transaction in awarded["implementation"]["transactions"]:
                        key = (each["ocid"], awarded["id"], transaction["id"])
                        amount = Decimal(transaction["amount"]["amount"])
                        assert paid.setdefault(key, amount) == amount
    return paid


@pytest.mark.parametrize("sample", [SAMPLE] if SAMPLE.exists() else [], ids=["mexico-city"])
def test_mexico_citys_records_come_to_their_payments(sample: Path, tmp_path: Path) -> None:
    outcome = import_files([sample], find_profile("mexico-city-ocds"), tmp_path / "portfolio")
    folder = tmp_path / "portfolio"
    assert sum(each.rows_read for each in outcome.files) == 252
    assert [(each.kept, each.set_aside) for each in outcome.files if each.set_aside] == [(0, 2)]
    assert set(table(folder, "spend", "spend_id", "amount")) == {
        ("/".join(key), amount.quantize(Decimal("0.01"))) for key, amount in paid_in_pesos().items()
    }
    assert total(table(folder, "spend", "amount")) == Decimal("11509378.96")
    assert total(table(folder, "contracts", "estimated_amount")) == Decimal("11846090.18")
    assert len(table(folder, "contracts", "contract_id")) == 7
    assert {ceiling for (ceiling,) in table(folder, "contracts", "ceiling_amount")} == {None}
    assert read_manifest(folder).places == {"MX-CMX": "Ciudad de México"}
    with opened(folder) as service:
        assert check_contents(service, open_portfolio(folder), count(1)) == ()


@pytest.mark.parametrize("sample", [SAMPLE] if SAMPLE.exists() else [], ids=["mexico-city"])
def test_mexico_citys_two_currencies_are_told_where_none_is_chosen(sample: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"several currencies: MXN \(248\), USD \(4\)"):
        import_files([sample], find_profile("ocds"), tmp_path / "portfolio")

"""A profile is guessed for releases: the publisher's own, the one for any, or a first one to complete."""

import gzip
import json
from pathlib import Path

import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.sources.guessing import Guess, first_profile, guess_profile
from portfolio_tui.sources.importing import import_files, preview_files
from portfolio_tui.sources.profile_toml import read_profile
from tests.sources.ocds.small_releases import PARTIES, Json, contract, payment, release

US = {"region": "Oregon", "countryName": "United States"}
ELSEWHERE = {"region": "Antioquia", "countryName": "Colombia"}


def package(address: Json, *currencies: str, ocid: str = "ocds-abcdef-1") -> Json:
    """Return a release package with a contract in each of the currencies, of a buyer at `address`."""
    contracts = [{"id": name, "value": {"amount": 1, "currency": name}} for name in currencies]
    buyer = {"id": "b", "name": "Parks", "roles": ["buyer"], "address": address}
    found = release(ocid=ocid, parties=[buyer], contracts=contracts)
    return {"publisher": {"name": "City of Example"}, "version": "1.1", "releases": [found]}


def guess(tmp_path: Path, value: object, name: str = "a.json") -> Guess:
    path = tmp_path / name
    text = json.dumps(value)
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return guess_profile([path])


@pytest.mark.parametrize("name", ["a.json", "a.json.gz"])
def test_one_currency_and_buyers_in_states_need_no_profile_of_their_own(name: str, tmp_path: Path) -> None:
    found = guess(tmp_path, package(US, "USD"), name)
    assert found.bundled == "ocds"
    assert [each.reason for each in found.reasons] == [
        "The files are releases in one currency, of buyers in OR."
    ]


def test_a_publisher_is_known_by_the_prefix_of_its_ocids(tmp_path: Path) -> None:
    assert (
        guess(tmp_path, package(ELSEWHERE, "MXN", "USD", ocid="OCDS-87SD3T-9")).bundled == "mexico-city-ocds"
    )


def test_a_first_profile_leaves_open_what_only_the_user_knows(tmp_path: Path) -> None:
    found = guess(tmp_path, package(ELSEWHERE, "COP", "USD"))
    assert (found.profile_name, found.bundled) == ("city-of-example", None)
    assert found.missing == ("state", "ocds.place", "alliances.kind")
    assert "Colombia, Antioquia" in found.toml
    path = tmp_path / "mine.toml"
    path.write_text(found.toml, encoding="utf-8")
    with pytest.raises(UserError, match="is not finished: FILL IN stands in"):
        import_files([tmp_path / "a.json"], read_profile(path), tmp_path / "portfolio")
    assert preview_files([tmp_path / "a.json"], read_profile(path), tmp_path / "portfolio").has_changed
    whole = found.toml.replace('state = "FILL IN"', 'state = "CO-ANT"').replace(
        'kind = "FILL IN"', 'kind = "local"'
    )
    path.write_text(whole.replace('place = "FILL IN"', 'place = "Antioquia"'), encoding="utf-8")
    outcome = import_files([tmp_path / "a.json"], read_profile(path), tmp_path / "portfolio")
    assert [(each.rows_read, each.kept, each.set_aside) for each in outcome.files] == [(2, 1, 1)]


def test_a_first_profile_is_made_even_where_a_bundled_one_fits(tmp_path: Path) -> None:
    guess(tmp_path, package(US, "USD"))
    found = first_profile([tmp_path / "a.json"])
    assert found.bundled is None
    assert 'state = "OR"' in found.toml
    assert 'currency = "USD"' in found.toml


def test_releases_whose_buyers_have_no_address_ask_for_the_state(tmp_path: Path) -> None:
    found = guess(tmp_path, [release(**PARTIES, contracts=[contract(payments=[payment(1)])])])
    assert found.bundled is None
    assert "state" in found.missing


def test_other_json_is_not_taken_for_releases(tmp_path: Path) -> None:
    rows = [{"Contract": "1", "Vendor": "Acme", "Paid on": "2020-01-01", "Amount": "5.00"}]
    found = guess(tmp_path, rows)
    assert found.bundled is None
    assert "ocds" not in found.toml

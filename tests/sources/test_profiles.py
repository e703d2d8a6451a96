"""Profiles: what they may say, and how errors in them are told."""

from pathlib import Path

import pytest

from portfolio_tui.sources.known_profiles import bundled_profiles, find_profile
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.toml_section import ProfileError
from tests.sources.small_files import POSITIONS, write_profile

QUARTERS = """
title = "Quarters"
portfolio_name = "Quarters"

[quarters]
year = "year"
year_starts_in_month = 1
amounts = ["q1", "q2", "q3", "q4"]

[tables.alliances]
alliance_id = { value = "own" }
name = { value = "Own" }
kind = { value = "state" }

[tables.contracts]
contract_id = "id"
alliance_id = { value = "own" }
title = "id"

[tables.spend]
spend_id = { key_of = ["id"], source = "quarters" }
state = { value = "VT" }
contract_id = "id"
"""


def error_of(folder: Path, text: str) -> str:
    with pytest.raises(ProfileError) as told:
        read_profile(write_profile(folder, text))
    return str(told.value)


@pytest.mark.parametrize("name", bundled_profiles())
def test_every_bundled_profile_is_found_by_its_name(name: str) -> None:
    assert find_profile(name).name == name


@pytest.mark.parametrize("name", bundled_profiles())
def test_no_bundled_profile_reads_a_contact(name: str) -> None:
    read = find_profile(name).file_columns()
    assert [column for column in read if "CONTACT" in column.upper() or "EMAIL" in column.upper()] == []


def test_a_profile_of_ones_own_is_found_by_its_path(tmp_path: Path) -> None:
    profile = find_profile(str(write_profile(tmp_path)))
    assert profile.name == "positions"
    assert profile.flow is not None
    assert profile.flow.table.name == "balances"
    assert profile.file_columns() == ("id", "title", "vendor", "start", "end", "limit", "day", "paid")


def test_an_unknown_profile_lists_the_known_ones() -> None:
    with pytest.raises(ProfileError) as told:
        find_profile("austin-contract")
    message = str(told.value)
    assert 'There is no profile "austin-contract"' in message
    assert "Did you mean austin-contracts?" in message
    for name in bundled_profiles():
        assert f"\n  {name}" in message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "Pos', 'titel = "Pos', "titel is not known here. Did you mean title?"),
        ("[formats]", "[format]", "format is not known here. Did you mean formats?"),
        ("dates =", "date =", "[formats] date is not known here. Did you mean dates?"),
        (
            '"M/D/YYYY", ',
            '"M/D/YYY", ',
            '[formats] dates cannot hold "M/D/YYY". Did you mean M/D/YYYY or',
        ),
        ("[tables.vendors]", "[tables.vendor]", "[tables] vendor is not known here. Did you mean vendors?"),
        (
            'ceiling_amount = "limit"\npaid',
            'ceiling = "limit"\npaid',
            "[tables.balances] ceiling is no column of balances. Did you mean ceiling_amount?",
        ),
        ('as_of = "day"\n', "", "[tables.balances] as_of is missing."),
        (
            '{ value = "VT" }',
            '{ value = "XX" }',
            '[tables.balances] state holds a value that it cannot have: "XX" is not the code or name',
        ),
        (
            '{ value = "local" }',
            '{ value = "town" }',
            '[tables.alliances] kind holds a value that it cannot have: "town" is not one of national,',
        ),
        (
            '{ value = "VT" }',
            '{ valu = "VT" }',
            "[tables.balances.state] valu is not known here. Did you mean value?",
        ),
        ('state = { value = "VT" }', "state = 5", "[tables.balances] state must be a table"),
        (
            'paid_amount = "paid"',
            "paid_amount = { value = 0.5 }",
            "[tables.balances.paid_amount] value must be a text, whole number, truth or date",
        ),
        (
            'vendor_id = "vendor"\nstarts',
            'vendor_id = "title"\nstarts',
            "[tables.contracts] vendor_id must be mapped exactly as [tables.vendors] vendor_id is.",
        ),
        (
            'as_of = "day"',
            'as_of = { quarter_in_file_name = "FY-{year}", year_starts_in_month = 7 }',
            "quarter_in_file_name must hold {fiscal_year} once",
        ),
        (
            'as_of = "day"',
            'as_of = { quarter_in_file_name = "{fiscal_year}-{quarter}", year_starts_in_month = 13 }',
            "year_starts_in_month must be a month, 1 to 12, not 13.",
        ),
        (
            'ends_on = "end"',
            'ends_on = { quarter_in_file_name = "{fiscal_year}-{quarter}", year_starts_in_month = 7 }',
            "[tables.contracts] ends_on cannot come from the file's name",
        ),
    ],
)
def test_an_error_names_its_key_and_the_nearest_known_one(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert POSITIONS.count(old) >= 1
    told = error_of(tmp_path, POSITIONS.replace(old, new, 1))
    assert told.startswith(f"{tmp_path / 'positions.toml'}: ")
    assert message in told


def test_a_table_that_others_name_is_needed(tmp_path: Path) -> None:
    text = POSITIONS.replace('[tables.vendors]\nvendor_id = "vendor"\nname = "vendor"\n', "")
    assert "vendor_id names a row of vendors, so [tables.vendors] is needed." in error_of(tmp_path, text)


def test_a_profile_has_one_table_of_figures_or_none(tmp_path: Path) -> None:
    contracts = POSITIONS[: POSITIONS.index("[tables.balances]")]
    assert read_profile(write_profile(tmp_path, contracts)).flow is None
    spend = '[tables.spend]\nspend_id = "id"\nstate = "st"\namount = "paid"\nspent_on = "day"\n'
    assert "tables must hold either spend or balances, not both." in error_of(tmp_path, POSITIONS + spend)


def test_a_fold_names_columns_that_are_mapped(tmp_path: Path) -> None:
    told = error_of(tmp_path, POSITIONS + '[fold]\nsame = ["contracts.end_on"]\n')
    assert '[fold] same cannot name "contracts.end_on". Did you mean contracts.ends_on?' in told
    told = error_of(tmp_path, POSITIONS + '[fold]\nempty_if_differing = ["contracts.title"]\n')
    assert "[fold] empty_if_differing cannot empty contracts.title" in told
    told = error_of(tmp_path, POSITIONS + '[fold]\nearliest = "contracts.title"\n')
    assert "[fold] earliest must name a date, which contracts.title is not." in told
    told = error_of(tmp_path, POSITIONS + '[fold]\nnot_more = ["contracts.ends_on"]\n')
    assert "[fold] not_more must name numbers, which contracts.ends_on is not." in told


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('["q1", "q2", "q3", "q4"]', '["q1"]', "[quarters] amounts must name four columns"),
        (
            'contract_id = "id"\nalliance',
            'contract_id = { key_of = ["id"], source = "x" }\nalliance',
            "key_of",
        ),
        (
            'state = { value = "VT" }',
            'state = { value = "VT" }\namount = "q1"',
            "[tables.spend] amount is filled by [quarters]; leave it out.",
        ),
    ],
)
def test_errors_about_quarters(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert message in error_of(tmp_path, QUARTERS.replace(old, new, 1))


def test_quarters_need_ids_of_their_own_and_leave_nothing_to_fold(tmp_path: Path) -> None:
    told = error_of(tmp_path, QUARTERS.replace('{ key_of = ["id"], source = "quarters" }', '"id"'))
    assert "[tables.spend] spend_id must be a key_of where [quarters] makes the rows." in told
    told = error_of(tmp_path, QUARTERS + '[fold]\nsame = ["spend.contract_id"]\n')
    assert "[fold] is for rows that share a key; with a key_of each row has its own." in told


def test_quarters_need_spend(tmp_path: Path) -> None:
    quarters = QUARTERS[QUARTERS.index("[quarters]") : QUARTERS.index("[tables.alliances]")]
    assert "quarters needs [tables.spend]." in error_of(tmp_path, POSITIONS + quarters)


def test_a_file_that_is_not_toml_or_not_text_is_told(tmp_path: Path) -> None:
    assert "is not TOML" in error_of(tmp_path, "title = ")
    path = tmp_path / "bytes.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ProfileError, match="cannot be read"):
        read_profile(path)

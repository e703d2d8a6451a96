"""Profiles of the user's own: saved under a name, and found by it."""

from pathlib import Path

import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.sources.known_profiles import find_profile, save_profile, your_profiles
from portfolio_tui.sources.toml_section import ProfileError
from tests.sources.small_files import POSITIONS


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the user a configuration of their own, and return where their profiles are kept."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "portfolio-tui" / "profiles"


def test_a_saved_profile_is_found_by_its_name(folder: Path) -> None:
    assert save_profile("my-county", POSITIONS) == folder / "my-county.toml"
    assert find_profile("my-county").portfolio_name == "Test positions"
    assert your_profiles() == {"my-county": folder / "my-county.toml"}


def test_ones_own_comes_before_a_bundled_one_of_its_name() -> None:
    save_profile("austin-contracts", POSITIONS)
    assert find_profile("austin-contracts").portfolio_name == "Test positions"


def test_another_of_that_name_is_replaced_only_when_asked(folder: Path) -> None:
    save_profile("mine", POSITIONS)
    other = POSITIONS.replace("Test positions", "Others")
    with pytest.raises(UserError, match="There is a profile mine of yours already"):
        save_profile("mine", other)
    assert find_profile("mine").portfolio_name == "Test positions"
    save_profile("mine", other, replace=True)
    assert find_profile("mine").portfolio_name == "Others"
    assert [path.name for path in folder.iterdir()] == ["mine.toml"]


@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "a\\b", "a\nb", "what?"])
def test_what_no_file_can_be_called_is_no_name(folder: Path, name: str) -> None:
    with pytest.raises(UserError, match="is no name for a profile"):
        save_profile(name, POSITIONS)
    assert not folder.exists()


def test_a_faulty_profile_is_not_saved(folder: Path) -> None:
    with pytest.raises(ProfileError, match=r"titel is not known here") as told:
        save_profile("mine", 'titel = "x"\n' + POSITIONS.lstrip())
    assert told.value.key == "titel"
    assert not folder.exists()


def test_a_place_that_cannot_be_written_is_told(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        save_profile("mine", POSITIONS)
    assert your_profiles() == {}

"""The manifest: what `portfolio.toml` may say, and how it is told when it does not."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.portfolio.manifest import MANIFEST_FILE, Manifest, read_manifest, write_manifest
from portfolio_tui.portfolio.problems import PortfolioError

texts = st.text(st.characters(codec="utf-8"))


@given(
    manifest=st.builds(
        Manifest,
        name=texts,
        currency=texts,
        notes=texts,
        synthetic=st.booleans(),
        as_of=st.none() | st.dates(),
        sources=st.lists(texts, max_size=3).map(tuple),
        places=st.dictionaries(texts, texts, max_size=2),
    )
)
def test_a_manifest_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, manifest: Manifest
) -> None:
    folder = tmp_path_factory.mktemp("manifest")
    write_manifest(folder, manifest)
    assert read_manifest(folder) == manifest


def test_a_folder_without_a_manifest_is_called_after_itself(tmp_path: Path) -> None:
    folder = tmp_path / "Northeast"
    folder.mkdir()
    assert read_manifest(folder) == Manifest("Northeast", currency="USD", synthetic=False, as_of=None)


def test_what_a_manifest_leaves_out_has_its_usual_value_and_what_is_unknown_is_kept_aside(
    tmp_path: Path,
) -> None:
    (tmp_path / MANIFEST_FILE).write_text('as_of = 2026-06-30\ncolour = "red"\n', encoding="utf-8")
    assert read_manifest(tmp_path) == Manifest(tmp_path.name, as_of=dt.date(2026, 6, 30))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name = 7", "the key name has the wrong type. Expected text, found int."),
        ('synthetic = "no"', "the key synthetic has the wrong type. Expected true or false, found text."),
        ('as_of = "2026-06-30"', "the key as_of has the wrong type. Expected date, found text."),
        ("as_of = 2026-06-30T00:00:00", "the key as_of has the wrong type. Expected date, found datetime."),
        ('sources = "one"', "the key sources has the wrong type. Expected list, found text."),
        ('places = "MX"', "the key places has the wrong type. Expected table, found text."),
        ("name = ", "cannot be read: Invalid value (at end of document)."),
    ],
)
def test_a_manifest_that_is_wrong_is_told_of(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / MANIFEST_FILE
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PortfolioError) as refused:
        read_manifest(tmp_path)
    assert [str(found) for found in refused.value.problems] == [f"file {path}: {problem}"]


def test_a_manifest_that_is_no_text_is_told_of(tmp_path: Path) -> None:
    (tmp_path / MANIFEST_FILE).write_bytes(b'name = "caf\xe9"')
    with pytest.raises(PortfolioError, match=r"portfolio\.toml: cannot be read: 'utf-8' codec can't decode"):
        read_manifest(tmp_path)
    (tmp_path / MANIFEST_FILE).unlink()
    (tmp_path / MANIFEST_FILE).mkdir()
    with pytest.raises(PortfolioError, match=r"portfolio\.toml: cannot be read: \[Errno 21\] Is a directory"):
        read_manifest(tmp_path)

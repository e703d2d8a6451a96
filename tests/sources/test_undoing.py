"""An import is taken back bit for bit, and comes again as it was."""

from pathlib import Path

import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.manifest import Manifest, read_manifest, write_manifest
from portfolio_tui.sources.undoing import preview_undo, undo_import
from tests.sources.small_files import contents, import_rows
from tests.sources.test_restated_reports import JUNE, MAY, import_lines

FIRST = "7,Salt,ACME,7/1/2018,6/30/2019,90,10,9/30/2018"
SECOND = "8,Sand,BETA,7/1/2018,6/30/2019,5,1.2.3,12/31/2018"


def test_undo_puts_the_portfolio_back_and_the_import_can_come_again(tmp_path: Path) -> None:
    portfolio = tmp_path / "portfolio"
    import_rows(tmp_path, [FIRST])
    before = contents(portfolio)
    import_rows(tmp_path, [FIRST.replace("90,10", "90,11"), SECOND], name="second.csv")
    after = contents(portfolio)
    undone = undo_import(portfolio)
    assert (undone.logged.number, undone.removed) == (
        2,
        ("restatements.parquet", "set_aside.parquet"),
    )
    assert contents(portfolio) == before
    import_rows(tmp_path, [FIRST.replace("90,10", "90,11"), SECOND], name="second.csv")
    assert contents(portfolio) == after


def test_undo_of_the_first_import_leaves_nothing(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    assert preview_undo(tmp_path / "portfolio").put_back == ()
    assert (tmp_path / "portfolio").exists()
    undo_import(tmp_path / "portfolio")
    assert not (tmp_path / "portfolio").exists()


def test_what_else_is_in_the_folder_stays(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    queries = tmp_path / "portfolio" / "queries"
    queries.mkdir()
    (queries / "mine.sql").write_text("SELECT 1", encoding="utf-8")
    before = contents(tmp_path / "portfolio")
    undo_import(tmp_path / "portfolio")
    assert contents(tmp_path / "portfolio") == {"queries/mine.sql": b"SELECT 1"}
    import_rows(tmp_path, [FIRST])
    assert contents(tmp_path / "portfolio") == before


def test_only_the_last_import_can_be_undone_and_once(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    import_rows(tmp_path, [FIRST.replace("9/30", "12/31")], name="second.csv")
    undo_import(tmp_path / "portfolio")
    with pytest.raises(UserError, match="only the last one can be, and only once"):
        undo_import(tmp_path / "portfolio")


def test_an_import_that_changes_nothing_leaves_the_one_before_to_be_undone(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    before = contents(tmp_path / "portfolio")
    import_rows(tmp_path, [FIRST.replace("9/30", "12/31")], name="second.csv")
    import_rows(tmp_path, [FIRST])
    assert undo_import(tmp_path / "portfolio").logged.number == 2
    assert contents(tmp_path / "portfolio") == before


def test_a_manifest_written_by_hand_since_is_not_lost(tmp_path: Path) -> None:
    import_rows(tmp_path, [FIRST])
    sources = read_manifest(tmp_path / "portfolio").sources
    write_manifest(tmp_path / "portfolio", Manifest(name="Mine", sources=sources))
    before = contents(tmp_path / "portfolio")
    with pytest.raises(UserError, match=r"portfolio\.toml was changed since the last import"):
        undo_import(tmp_path / "portfolio")
    assert contents(tmp_path / "portfolio") == before


def test_a_large_table_is_put_back_as_the_files_that_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_lines(tmp_path, ("may.csv", MAY))
    single = contents(tmp_path / "portfolio")
    monkeypatch.setattr("portfolio_tui.sources.figures.writing.ROWS_IN_ONE_FILE", 0)
    import_lines(tmp_path, ("june.csv", JUNE))
    several = contents(tmp_path / "portfolio")
    import_lines(tmp_path, ("may again.csv", MAY[:1]))
    undo_import(tmp_path / "portfolio")
    assert contents(tmp_path / "portfolio") == several
    import_lines(tmp_path, ("may again.csv", [MAY[0].replace("10.00", "9.00")]))
    undo_import(tmp_path / "portfolio")
    assert contents(tmp_path / "portfolio") == several
    assert "spend.parquet" in single


def test_undo_of_a_table_that_became_a_folder_makes_it_a_file_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_lines(tmp_path, ("may.csv", MAY))
    before = contents(tmp_path / "portfolio")
    monkeypatch.setattr("portfolio_tui.sources.figures.writing.ROWS_IN_ONE_FILE", 0)
    import_lines(tmp_path, ("june.csv", JUNE))
    assert not (tmp_path / "portfolio" / "spend.parquet").exists()
    undo_import(tmp_path / "portfolio")
    assert contents(tmp_path / "portfolio") == before
    assert not (tmp_path / "portfolio" / "spend").exists()

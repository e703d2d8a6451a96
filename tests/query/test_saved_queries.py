"""Saved queries: the three places they are found in, the faults that are told, and saving one."""

from pathlib import Path

import pytest

from portfolio_tui import bundled
from portfolio_tui.errors import UserError
from portfolio_tui.query import saved_queries
from portfolio_tui.query.documented_sql import HeaderError
from portfolio_tui.query.saved_queries import Origin, ad_hoc, find_saved_query, load_saved_queries, save_query

HEADER = "-- title: {title}\n-- description: Counts.\n"


def written(folder: Path, name: str, title: str, sql: str = "SELECT 1 AS one\n") -> Path:
    """Write one query file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.sql"
    path.write_text(HEADER.format(title=title) + sql, encoding="utf-8")
    return path


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[Origin, Path]:
    """Return the three folders, empty, in which queries are found."""
    monkeypatch.setattr(saved_queries, "config_folder", lambda: tmp_path / "config")
    monkeypatch.setattr(saved_queries, "bundled_folder", lambda name: tmp_path / "bundled" / name)
    return {
        Origin.PORTFOLIO: tmp_path / "portfolio" / "queries",
        Origin.YOURS: tmp_path / "config" / "queries",
        Origin.BUNDLED: tmp_path / "bundled" / "queries",
    }


def found(tmp_path: Path) -> list[tuple[str, str, str]]:
    """Return name, title and origin of each query found."""
    loaded = load_saved_queries(tmp_path / "portfolio")
    return [(saved.query.name, saved.query.title, saved.origin.value) for saved in loaded.queries]


def test_of_two_queries_with_one_name_the_nearest_wins(tmp_path: Path, places: dict[Origin, Path]) -> None:
    written(places[Origin.BUNDLED], "spend", "Bundled spend")
    written(places[Origin.BUNDLED], "uptake", "Bundled uptake")
    written(places[Origin.YOURS], "spend", "My spend")
    written(places[Origin.YOURS], "mine", "Mine")
    written(places[Origin.PORTFOLIO], "spend", "This portfolio's spend")
    assert found(tmp_path) == [
        ("mine", "Mine", "yours"),
        ("spend", "This portfolio's spend", "portfolio"),
        ("uptake", "Bundled uptake", "bundled"),
    ]
    assert [saved.origin for saved in load_saved_queries().queries] == [
        Origin.YOURS,
        Origin.YOURS,
        Origin.BUNDLED,
    ]


def test_one_query_is_found_as_among_all(tmp_path: Path, places: dict[Origin, Path]) -> None:
    written(places[Origin.BUNDLED], "spend", "Bundled spend")
    written(places[Origin.YOURS], "spend", "Faulty spend", "SELECT $x\n")
    written(places[Origin.YOURS], "mine", "Faulty", "SELECT $x\n")
    for name in ("spend", "mine", "spent", "../queries/spend"):
        assert outcome(tmp_path, name, only=True) == outcome(tmp_path, name, only=False)
    assert outcome(tmp_path, "spend", only=True) == ("bundled", "Bundled spend")


def outcome(tmp_path: Path, name: str, *, only: bool) -> tuple[str, str]:
    """Return origin and title of the query found, by itself or among all; or what was said instead."""
    folder = tmp_path / "portfolio"
    try:
        saved = find_saved_query(name, folder) if only else load_saved_queries(folder).find(name)
    except UserError as error:
        return "error", str(error)
    return saved.origin.value, saved.query.title


def test_every_fault_is_told_and_the_others_load(tmp_path: Path, places: dict[Origin, Path]) -> None:
    written(places[Origin.BUNDLED], "good", "Good")
    unused = written(places[Origin.YOURS], "unused", "Unused", "-- param days: integer\nSELECT 1\n")
    headless = places[Origin.YOURS] / "headless.sql"
    headless.write_text("SELECT 1", encoding="utf-8")
    loaded = load_saved_queries(tmp_path / "portfolio")
    assert [saved.query.name for saved in loaded.queries] == ["good"]
    assert [str(problem) for problem in loaded.problems] == [
        f'{headless}, line 1: the header has no "title". Add a line "-- title: …".',
        f"{unused}, line 3: the parameter days is declared and not used. Use $days or drop it.",
    ]
    with pytest.raises(
        UserError, match=r"^The saved query unused cannot be used\. .*line 3: the parameter days"
    ):
        loaded.find("unused")


def test_a_faulty_query_of_yours_hides_no_bundled_one(tmp_path: Path, places: dict[Origin, Path]) -> None:
    written(places[Origin.BUNDLED], "spend", "Bundled spend")
    written(places[Origin.YOURS], "spend", "My spend", "SELECT FROM WHERE\n")
    assert found(tmp_path) == [("spend", "Bundled spend", "bundled")]


def test_a_name_nearly_right_gets_a_suggestion(places: dict[Origin, Path]) -> None:
    for name in ("capture-by-category", "ceiling-used", "who-buys"):
        written(places[Origin.BUNDLED], name, name)
    loaded = load_saved_queries()
    assert loaded.find("who-buys").query.title == "who-buys"
    with pytest.raises(UserError) as nearly:
        loaded.find("capture-by-categry")
    assert str(nearly.value) == (
        "There is no saved query 'capture-by-categry'. Did you mean capture-by-category?"
    )
    with pytest.raises(UserError) as part:
        loaded.find("buys")
    assert str(part.value) == "There is no saved query 'buys'. Did you mean who-buys?"
    with pytest.raises(UserError) as far:
        loaded.find("zzz")
    assert str(far.value) == (
        "There is no saved query 'zzz'. There are capture-by-category, ceiling-used, who-buys."
    )


def test_a_query_saved_is_found_as_yours(tmp_path: Path, places: dict[Origin, Path]) -> None:
    text = HEADER.format(title="Saved") + "SELECT 1 AS one\n"
    path = save_query("my-query", text)
    assert path == places[Origin.YOURS] / "my-query.sql"
    assert path.read_text(encoding="utf-8") == text
    assert found(tmp_path) == [("my-query", "Saved", "yours")]
    with pytest.raises(UserError, match="There is a query my-query of yours already"):
        save_query("my-query", text)
    save_query("my-query", text.replace("Saved", "Again"), replace=True)
    assert found(tmp_path) == [("my-query", "Again", "yours")]
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["my-query.sql"]


@pytest.mark.parametrize("name", ["", "../out", ".hidden", "a/b", "a\\b", "a:b", "a\nb", "a?"])
def test_a_name_that_is_no_file_name_is_refused(places: dict[Origin, Path], name: str) -> None:
    with pytest.raises(UserError, match="is no name for a query"):
        save_query(name, HEADER.format(title="T") + "SELECT 1")
    assert not places[Origin.YOURS].exists()


def test_a_text_with_a_fault_is_not_saved(places: dict[Origin, Path]) -> None:
    with pytest.raises(HeaderError, match=r"line 3: \$days is used and not declared"):
        save_query("late", HEADER.format(title="T") + "SELECT $days")
    assert not places[Origin.YOURS].exists()


def test_a_folder_that_cannot_be_written_is_told_of(places: dict[Origin, Path]) -> None:
    places[Origin.YOURS].parent.mkdir(parents=True)
    places[Origin.YOURS].write_text("a file where the folder should be")
    with pytest.raises(UserError, match=r"my-query\.sql cannot be written"):
        save_query("my-query", HEADER.format(title="T") + "SELECT 1")


def test_every_bundled_query_loads_and_there_are_at_least_twenty() -> None:
    loaded = load_saved_queries()
    bundled_ones = [saved for saved in loaded.queries if saved.origin is Origin.BUNDLED]
    assert len(bundled_ones) >= 20
    folder = bundled.bundled_folder("queries")
    assert [problem for problem in loaded.problems if problem.path.parent == folder] == []


def test_sql_typed_by_hand_is_a_query_without_parameters() -> None:
    query = ad_hoc("  SELECT 1\n")
    assert (query.name, query.title, query.sql, query.parameters) == ("sql", "SQL", "SELECT 1", ())

"""The Queries area: what stands in the list, what is told of it, how it is searched."""

from pathlib import Path

import pytest

from tests.ui.driving import NARROW, WIDE, Driver, driving

HOSTILE = "[red]Boo[/] \x1b]0;pwned\x07"


def listed(driver: Driver) -> list[str]:
    """Return the lines of the list, with single spaces."""
    lines = driver.lines()
    start = next(index for index, line in enumerate(lines) if line.strip().startswith("Query"))
    rows = [" ".join(line[:80].replace("▌", " ").split()) for line in lines[start + 1 :]]
    return rows[: rows.index("")] if "" in rows else rows


async def test_every_query_stands_there_with_its_origin_and_what_it_answers(
    own_small: Path, yours: Path
) -> None:
    (yours / "mine.sql").write_text("-- title: My own\n-- description: Mine alone.\nSELECT 1")
    (own_small / "queries").mkdir()
    (own_small / "queries" / "ending.sql").write_text(
        "-- title: Ending here\n-- description: As this portfolio wants it.\nSELECT 2"
    )
    async with driving(own_small) as driver:
        await driver.press("4")
        assert listed(driver) == [
            "Write SQL",
            "History",
            "Ending here portfolio",
            "Lines of a state bundled",
            "My own yours",
            "Spend by state bundled",
        ]
        await driver.press("down", "down", "down")
        assert "Every line of one state." in driver.text()
        assert "takes State" in driver.text()
        await driver.press("down")
        assert "Mine alone." in driver.text()
        assert "mine.sql" in driver.text()


async def test_the_search_looks_at_name_title_description_and_origin(small: Path, yours: Path) -> None:
    (yours / "mine.sql").write_text("-- title: My own\n-- description: Something else.\nSELECT 1")
    async with driving(small) as driver:
        await driver.press("4")
        for text, found in (
            ("by-st", ["Spend by state bundled"]),
            ("lines of", ["Lines of a state bundled"]),
            ("LARGEST first", ["Spend by state bundled"]),
            ("yours", ["My own yours"]),
        ):
            await driver.press("slash")
            await driver.type(text)
            assert listed(driver) == found
            await driver.press("escape")
        await driver.press("slash")
        await driver.type("lines of")
        await driver.press("enter")
        assert "Queries › Lines of a state" in driver.text()
        await driver.press("escape")
        assert "Every line of one state." in driver.text()


async def test_files_with_faults_are_counted_and_listed_and_the_others_work(
    own_small: Path, yours: Path
) -> None:
    (yours / "bad.sql").write_text("-- title: x\n-- description: y\n-- param days: number\nSELECT $days")
    (own_small / "queries").mkdir()
    (own_small / "queries" / "worse.sql").write_bytes(b"-- title: x\n\xff")
    async with driving(own_small) as driver:
        await driver.press("4")
        assert (
            driver.line_with("query files").strip() == "2 query files cannot be used: p tells which and why"
        )
        assert len(listed(driver)) == 5
        await driver.press("p")
        assert "file queries/worse.sql" in driver.text()
        assert "line 2: the text is not UTF-8" in driver.text()
        assert "bad.sql" in driver.text()
        assert "line 3: there is no type 'number'" in driver.text()
        await driver.press("escape", "end")
        await driver.press("enter")
        assert "3 rows in" in driver.text()


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
async def test_text_in_headers_is_never_markup(small: Path, yours: Path, size: tuple[int, int]) -> None:
    (yours / "[b]x.sql").write_text(
        f"-- title: {HOSTILE}\n-- description: {HOSTILE}\n"
        f'-- param a: text = [i]d "{HOSTILE}"\nSELECT $a AS "[red]c[/]"'
    )
    async with driving(small, size) as driver:
        await driver.press("4", "slash")
        await driver.type("boo")
        assert driver.text().count("[red]Boo[/] ␛]0;pwned␇") >= 3
        await driver.press("enter")
        assert driver.text().count("[red]Boo[/] ␛]0;") >= 2
        assert "[red]c[/]" in driver.text()
        assert "[i]d" in driver.text()
        assert "\x1b" not in driver.text()


async def test_without_any_query_one_can_still_write(small: Path, folders: Path) -> None:
    for file in (folders / "bundled").iterdir():
        file.unlink()
    async with driving(small) as driver:
        await driver.press("4")
        assert listed(driver) == ["Write SQL", "History"]
        await driver.press("down", "enter")
        assert "No query was run on this portfolio yet." in driver.text()


async def test_the_area_waits_for_the_portfolio_and_reads_changed_files_again(
    small: Path, yours: Path
) -> None:
    async with driving(small) as driver:
        await driver.press("4")
        assert len(listed(driver)) == 5
        (yours / "mine.sql").write_text("-- title: My own\n-- description: Mine.\nSELECT 1")
        await driver.press("r")
        assert "My own yours" in listed(driver)


async def test_the_palette_finds_saved_queries_and_what_can_be_done(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("ctrl+p")
        await driver.type("contracts ending")
        assert "query Contracts ending ending · bundled" in " ".join(driver.text().split())
        await driver.press("enter")
        assert "Overview › Contracts ending" in driver.text()
        assert "Days ahead" in driver.text()
        for words, page in (("write sql", "› SQL"), ("history of", "› History")):
            await driver.press("ctrl+p")
            await driver.type(words)
            await driver.press("enter")
            assert page in driver.text()
            await driver.press("escape")


async def test_a_wide_terminal_tells_of_the_query_beside_the_list(small: Path) -> None:
    async with driving(small, WIDE) as driver:
        await driver.press("4", "down", "down")
        assert driver.line_with("Write SQL").endswith("Contracts ending  ending · bundled")

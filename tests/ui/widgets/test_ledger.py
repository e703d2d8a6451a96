# ruff: noqa: RUF001 (figures are written with a true minus sign)
"""The ledger: what it draws at which width, how it is moved through, sorted and searched, and its states."""

import pytest
from textual import events

from portfolio_tui.ui.plain_text import cell_width
from portfolio_tui.ui.widgets.ledger import Ledger
from tests.ui.widgets.contracts import CONTRACTS, Contract, LedgerHost, many, numbers


async def test_rows_are_drawn_aligned_under_their_titles() -> None:
    app = LedgerHost()
    async with app.run_test(size=(90, 6)):
        app.widget.show(CONTRACTS)
        assert app.widget.visible_text().splitlines() == [
            " Contract  Title                          Vendor              Used                   Left",
            "▌19101     Tires, tubes and services      Goodyear            ███████▋·   86 %    $0.41 m",
            " 00318     Public safety radios           Motorola            ██▏······   24 %    $9.80 m",
            " MA176     Wireless                       Société Mobile      no ceiling                —",
            " 00007     Copiers                        [red]ACME[/] ␛]0;…  ████████▶  118 %   −$17,516",
        ]


async def test_narrow_terminals_lose_columns_and_not_halves_of_them() -> None:
    app = LedgerHost()
    async with app.run_test(size=(80, 6)) as pilot:
        app.widget.show(CONTRACTS)
        shown_at = {}
        for width in (80, 60, 50, 40, 20):
            await pilot.resize_terminal(width, 6)
            await pilot.pause()
            shown_at[width] = app.widget.visible_text().splitlines()[0].split()
        assert shown_at == {
            80: ["Contract", "Title", "Vendor", "Used", "Left"],
            60: ["Contract", "Title", "Used", "Left"],
            50: ["Contract", "Title", "Used"],
            40: ["Contract", "Title"],
            20: ["Contract"],
        }
        assert [column.key for column in app.widget.columns_without_room] == [
            "title",
            "vendor",
            "used",
            "left",
        ]


@pytest.mark.parametrize("size", [(40, 10), (12, 3), (3, 2), (1, 1)])
async def test_tiny_terminals_break_nothing(size: tuple[int, int]) -> None:
    app = LedgerHost()
    async with app.run_test(size=size) as pilot:
        app.widget.show(CONTRACTS)
        await pilot.press("down", "end", "pageup", "s", "S", "enter")
        app.widget.show_error("A message that is longer than the terminal is wide.")
        await pilot.pause()
        app.widget.show([])
        await pilot.pause()
        assert app.chosen == ["MA176"]


async def test_keys_move_the_cursor_and_tell_where_it_is() -> None:
    app = LedgerHost()
    async with app.run_test(size=(80, 11)) as pilot:
        app.widget.show(many(100))
        await pilot.press("down", "down", "up", "pagedown", "end", "pageup", "home", "up")
        await pilot.pause()
        assert app.highlighted == ["00000", "00001", "00002", "00001", "00010", "00099", "00090", "00000"]
        await pilot.press("j", "enter")
        assert app.chosen == ["00001"]
        assert app.highlighted[-2:] == ["00000", "00001"]


async def test_the_cursor_is_always_in_sight() -> None:
    app = LedgerHost()
    async with app.run_test(size=(80, 11)) as pilot:
        app.widget.show(many(100))
        await pilot.press("end")
        assert app.widget.visible_text().splitlines()[-1].startswith("▌00099")
        assert app.widget.visible_text().splitlines()[0].startswith(" Contract")
        await pilot.resize_terminal(80, 6)
        await pilot.pause()
        assert "▌00099" in app.widget.visible_text()
        await pilot.press("home")
        assert app.widget.visible_text().splitlines()[1].startswith("▌00000")


async def test_clicks_select_choose_and_sort() -> None:
    app = LedgerHost()
    async with app.run_test(size=(90, 8)) as pilot:
        app.widget.show(CONTRACTS)
        await pilot.click(Ledger, offset=(5, 3))
        await pilot.pause()
        assert (app.highlighted[-1], app.chosen) == ("MA176", [])
        await pilot.click(Ledger, offset=(5, 3))
        await pilot.pause()
        assert app.chosen == ["MA176"]
        await pilot.click(Ledger, offset=(5, 7))
        assert app.chosen == ["MA176"]
        await pilot.click(Ledger, offset=(83, 0))
        assert app.widget.sorted_by == ("left", True)
        await pilot.click(Ledger, offset=(83, 0))
        assert app.widget.sorted_by == ("left", False)
        await pilot.click(Ledger, offset=(2, 0))
        assert app.widget.sorted_by == ("number", False)


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    app = LedgerHost()
    async with app.run_test(size=(80, 11)) as pilot:
        app.widget.show(many(100))
        await pilot.pause()
        await pilot._post_mouse_events([events.MouseScrollDown], Ledger, button=0, offset=(5, 5))
        await pilot.pause()
        top = app.widget.scroll_offset.y
        assert top > 0
        assert app.widget.visible_text().splitlines()[1].startswith(f" {top:05}")
        assert app.highlighted == ["00000"]
        await pilot.press("down")
        assert app.widget.visible_text().splitlines()[1].startswith("▌00001")


async def test_rows_may_come_before_the_screen_does() -> None:
    app = LedgerHost(sort="number")
    app.widget.show(CONTRACTS)
    app.widget.move_to("19101")
    async with app.run_test(size=(60, 8)) as pilot:
        await pilot.pause()
        assert app.widget.visible_text().splitlines()[3].startswith("▌19101")
        assert app.highlighted[-1] == "19101"


async def test_a_ledger_can_take_just_the_lines_it_needs() -> None:
    app = LedgerHost()
    async with app.run_test(size=(60, 12)) as pilot:
        app.widget.styles.height = "auto"
        app.widget.styles.max_height = 7
        app.widget.show(CONTRACTS)
        await pilot.pause()
        assert app.widget.size.height == 5
        app.widget.show(many(100))
        await pilot.pause()
        assert app.widget.size.height == 7
        app.widget.show([])
        await pilot.pause()
        assert app.widget.size.height == 2


async def test_sorting_marks_its_column_and_puts_missing_values_last_both_ways() -> None:
    app = LedgerHost(sort="used", descending=True)
    async with app.run_test(size=(90, 8)) as pilot:
        ledger = app.widget
        ledger.show(CONTRACTS)
        assert numbers(ledger) == ["00007", "19101", "00318", "MA176"]
        assert "Used ▼" in ledger.visible_text()
        await pilot.press("S")
        assert numbers(ledger) == ["00318", "19101", "00007", "MA176"]
        assert "Used ▲" in ledger.visible_text()
        await pilot.press("s")
        assert "▼ Left" in ledger.visible_text()
        await pilot.press("s")
        assert ledger.sorted_by == ("number", False)
        ledger.sort_by(None)
        assert numbers(ledger) == ["19101", "00318", "MA176", "00007"]


async def test_a_column_without_room_gets_it_as_long_as_it_is_sorted_by() -> None:
    app = LedgerHost(sort="used", descending=True)
    async with app.run_test(size=(50, 6)) as pilot:
        app.widget.show(CONTRACTS)
        assert app.widget.visible_text().splitlines()[0].split() == ["Contract", "Title", "Used", "▼"]
        await pilot.press("s")
        assert app.widget.sorted_by == ("left", True)
        assert app.widget.visible_text().splitlines()[0].split() == ["Contract", "Title", "▼", "Left"]
        await pilot.press("s")
        assert app.widget.visible_text().splitlines()[0].split() == ["Contract▲", "Title", "Used"]


async def test_sorting_goes_to_the_first_row() -> None:
    app = LedgerHost()
    async with app.run_test(size=(80, 11)) as pilot:
        app.widget.show(many(100))
        await pilot.press("end")
        app.widget.sort_by("number", descending=True)
        await pilot.pause()
        assert app.widget.visible_text().splitlines()[1].startswith("▌00099")
        app.widget.sort_by("number")
        await pilot.pause()
        assert app.highlighted == ["00000", "00099", "00000"]


async def test_sorting_by_text_ignores_case_and_accents_and_keeps_equal_rows_in_order() -> None:
    app = LedgerHost()
    async with app.run_test(size=(90, 8)):
        app.widget.show(many(14))
        app.widget.sort_by("vendor", descending=True)
        assert numbers(app.widget)[:4] == ["00006", "00013", "00005", "00012"]
        with pytest.raises(KeyError):
            app.widget.sort_by("nonesuch")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["19101", "00318", "MA176", "00007"]),
        ("societe", ["MA176"]),
        ("SAFETY radio", ["00318"]),
        ("radio goodyear", []),
        ("[red]", ["00007"]),
        ("no ceiling", ["MA176"]),
        ("118 %", ["00007"]),
    ],
)
async def test_filter_finds_rows_by_all_words_in_any_column(words: str, found: list[str]) -> None:
    app = LedgerHost()
    async with app.run_test(size=(90, 8)):
        app.widget.show(CONTRACTS)
        assert app.widget.filter(words) == len(found)
        assert numbers(app.widget) == found
        assert app.widget.row_count == 4


async def test_filter_outlasts_new_rows_and_its_removal_keeps_the_row() -> None:
    app = LedgerHost()
    async with app.run_test(size=(90, 8)) as pilot:
        ledger = app.widget
        ledger.show(CONTRACTS)
        ledger.filter("copiers")
        await pilot.pause()
        ledger.show(CONTRACTS[1:])
        assert numbers(ledger) == ["00007"]
        ledger.filter("")
        assert numbers(ledger) == ["00318", "MA176", "00007"]
        assert ledger.row_at_cursor == CONTRACTS[3]


async def test_new_rows_leave_the_cursor_on_its_row_at_the_same_height() -> None:
    app = LedgerHost()
    async with app.run_test(size=(80, 11)) as pilot:
        ledger = app.widget
        ledger.show(many(100))
        assert ledger.move_to("00050")
        before = ledger.scroll_offset.y
        ledger.show_loading()
        await pilot.pause()
        ledger.show(many(100)[20:])
        await pilot.pause()
        assert ledger.row_at_cursor == many(100)[50]
        assert ledger.scroll_offset.y == before - 20
        ledger.show(many(10))
        await pilot.pause()
        assert ledger.row_at_cursor == many(10)[9]
        assert not ledger.move_to("00050")
        assert app.highlighted == ["00000", "00050", "00009"]


async def test_states_are_said_in_place_of_rows() -> None:
    app = LedgerHost()
    async with app.run_test(size=(40, 8)) as pilot:
        ledger = app.widget
        ledger.show_loading("Loading … 3 s · Esc cancels")
        assert ledger.visible_text().splitlines() == [" Contract  Title", " Loading … 3 s · Esc cancels"]
        await pilot.press("down", "enter")
        assert ledger.row_at_cursor is None
        ledger.show_error("The file [spend.parquet] was cut short.\nExport it again.\x1b[2J")
        assert ledger.visible_text().splitlines()[1:] == [
            " The file [spend.parquet] was cut short.",
            " Export it again.␛[2J",
        ]
        ledger.show([])
        assert ledger.visible_text().splitlines()[1:] == [" No contracts."]
        await pilot.press("enter", "s", "end")
        assert app.chosen == app.highlighted == []
        ledger.show(CONTRACTS)
        ledger.filter("nothing like it")
        assert ledger.visible_text().splitlines()[1:] == [" No row has what you search for."]


async def test_a_hundred_thousand_rows_draw_only_those_in_sight() -> None:
    app = LedgerHost()
    rows = many(100_000)
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.show(rows)
        await pilot.press("end")
        assert app.widget.visible_text().splitlines()[-1].startswith("▌99999")
        assert app.widget.filter(" title  4242 ") == 20
        app.widget.sort_by("number", descending=True)
        assert app.widget.row_at_cursor == rows[94242]


async def test_copies_take_every_column_and_the_exact_figures() -> None:
    app = LedgerHost()
    async with app.run_test(size=(30, 8)):
        app.widget.show(CONTRACTS)
        assert app.widget.copy_text(CONTRACTS[0]) == (
            "19101\tTires, tubes and services\tGoodyear\t86 %\t$412,345.00"
        )
        assert app.widget.copy_text(CONTRACTS[3]).split("\t")[2] == "[red]ACME[/] ␛]0;pwned␇"
        titles = [title for title, _ in app.widget.cells_of(CONTRACTS[0])]
        assert titles == ["Contract", "Title", "Vendor", "Used", "Left"]


@pytest.mark.parametrize(
    "name",
    [
        "[red]ACME[/] \x1b]0;pwned\x07",
        "[unclosed \\[bracket",
        "שלום עולם 123",
        "日本電気株式会社の契約",
        "two\nlines\r\nand\ttabs",
        "\u202egnp.exe",
        "e\u0301" * 30,
        "👩\u200d👩\u200d👧 family",
        "$" + "9" * 30,
    ],
)
async def test_any_text_keeps_to_its_column_and_its_line(name: str) -> None:
    app = LedgerHost()
    plain = CONTRACTS[0]
    async with app.run_test(size=(90, 4)):
        app.widget.show([plain, Contract("\x1b[2J", name, name, plain.used, plain.left)])
        usual, strange = (app.widget.render_line(line) for line in (1, 2))
        assert strange.text.isprintable()
        assert strange.cell_length == usual.cell_length
        # The bar begins in the same cell in both rows.
        begins = [cell_width(strip.text[: strip.text.index("█")]) for strip in (usual, strange)]
        assert begins[0] == begins[1]

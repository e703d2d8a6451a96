"""The SQL editor: typing with completion, running, reading, errors, and text that means harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events, on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Button

from portfolio_tui.query.catalog import catalog_of
from portfolio_tui.ui.theme import LIGHT_THEME, install_themes
from portfolio_tui.ui.widgets.key_line import KeyLine
from portfolio_tui.ui.widgets.popup_list import PopupList
from portfolio_tui.ui.widgets.sql_editor import SqlEditor
from portfolio_tui.ui.widgets.sql_editor_area import READ_AT_MOST, SqlArea
from portfolio_tui.ui.widgets.sql_editor_error import ErrorPane, read_error

CATALOG = catalog_of()
NARROW = (80, 24)
WIDE = (140, 45)
KEYS = {
    "\t": "tab",
    "↓": "down",
    "⌫": "backspace",
    "←": "left",
    " ": "space",
    "\n": "enter",
    ".": "full_stop",
    "_": "underscore",
    ",": "comma",
    "*": "asterisk",
}


class EditorApp(App[None]):
    """Holds an editor between a button and a key line, and notes what the editor tells."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, editor: SqlEditor) -> None:
        super().__init__()
        self.editor = editor
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.editor
        yield Button("After", id="after", compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        install_themes(self)
        self.editor.focus()

    @on(SqlEditor.Submitted)
    def note_submitted(self, event: SqlEditor.Submitted) -> None:
        self.told.append(f"run {event.sql!r}")

    @on(SqlEditor.Left)
    def note_left(self) -> None:
        self.told.append("left")


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type `text` as a quick typist does: the next key comes before anything is drawn."""
    for character in text:
        printable = character if character.isprintable() and character not in "↓⌫←" else None
        pilot.app.post_message(events.Key(KEYS.get(character, character), printable))
    await pilot.pause()


def popup(app: EditorApp) -> PopupList:
    """Return the list of completions."""
    return app.query_one(PopupList)


def screen_lines(app: EditorApp) -> list[str]:
    """Return the lines of the screen as plain text."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_statement_is_typed_with_completion_and_run(size: tuple[int, int]) -> None:
    app = EditorApp(SqlEditor(CATALOG))
    async with app.run_test(size=size) as pilot:
        await type_text(pilot, "select sta")
        assert popup(app).visible_text().splitlines()[0].split() == ["starts_with", "function"]
        await pilot.press("escape")
        assert [popup(app).is_open, *app.told] == [False]
        await type_text(pilot, "te from mon")
        assert popup(app).visible_text().splitlines()[0].startswith("monthly_spend ")
        await pilot.press("tab")
        assert app.editor.text == "select state from monthly_spend"
        await type_text(pilot, " m where m.ne")
        assert popup(app).visible_text().splitlines()[0].startswith("net_amount")
        below = next(line for line in screen_lines(app) if "net_amount" in line)
        assert below.index("net_amount") == (43 if size == WIDE else 20)
        await pilot.press("enter", "enter")
        assert app.editor.text == "select state from monthly_spend m where m.net_amount\n"
        await pilot.press("ctrl+r", "f5")
        await pilot.pause()
        assert app.told == [f"run {app.editor.text!r}"] * 2
        assert "^r Run" in screen_lines(app)[-1]


async def test_keys_that_come_in_a_burst_keep_their_order() -> None:
    app = EditorApp(SqlEditor(CATALOG))
    async with app.run_test(size=NARROW) as pilot:
        await type_text(pilot, "select * frim⌫⌫om vendo\t v\nwhere v.↓\n = 'b'←←a")
        assert app.editor.text == "select * from vendors v\nwhere v.name = 'ab'"


async def test_completion_never_takes_what_is_typed() -> None:
    app = EditorApp(SqlEditor(CATALOG))
    async with app.run_test(size=NARROW) as pilot:
        await type_text(pilot, "select * from contracts\nwhere")
        assert app.editor.text == "select * from contracts\nwhere"
        await type_text(pilot, " en")
        assert popup(app).is_open
        await pilot.press("escape")
        await type_text(pilot, "d\n")
        assert app.editor.text == "select * from contracts\nwhere end\n"
        await type_text(pilot, "or")
        assert [popup(app).is_open, popup(app).standing_out] == [True, None]
        await type_text(pilot, "\n")
        assert app.editor.text.endswith("end\nor\n")
        await type_text(pilot, "'co")
        assert not popup(app).is_open


async def test_the_list_follows_typing_and_goes_when_the_cursor_does() -> None:
    app = EditorApp(SqlEditor(CATALOG))
    async with app.run_test(size=NARROW) as pilot:
        await type_text(pilot, "c")
        assert not popup(app).is_open
        await type_text(pilot, "o")
        before = popup(app).visible_text()
        await type_text(pilot, "nt")
        assert popup(app).visible_text() != before
        await pilot.press("backspace", "backspace")
        assert popup(app).visible_text() == before
        await pilot.press("down", "down", "up", "pagedown")
        assert popup(app).standing_out == 8
        assert app.editor.cursor == (1, 3)
        await pilot.press("left")
        assert not popup(app).is_open
        await pilot.press("end", "ctrl+@")
        assert popup(app).visible_text() == before
        app.query_one("#after").focus()
        await pilot.pause()
        assert not popup(app).is_open


async def test_a_click_takes_a_completion_and_the_typing_goes_on() -> None:
    app = EditorApp(SqlEditor(CATALOG, "select * from "))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("end")
        await type_text(pilot, "vend")
        await pilot.click(PopupList, offset=(2, 0))
        await type_text(pilot, " v")
        assert app.editor.text == "select * from vendors v"


async def test_near_the_bottom_the_list_opens_above_the_cursor() -> None:
    app = EditorApp(SqlEditor(CATALOG, "\n" * 21))
    async with app.run_test(size=NARROW) as pilot:
        app.query_one(SqlArea).move_cursor((21, 0))
        await type_text(pilot, "con")
        lines = screen_lines(app)
        row = next(number for number, line in enumerate(lines) if line.strip() == "con")
        assert lines[row - 8].split()[0] == "concat"
        assert [line.strip() for line in lines[row + 1 :]] == ["After", "^r Run  esc Leave"]


async def test_what_was_typed_can_be_undone_selected_and_copied() -> None:
    app = EditorApp(SqlEditor(CATALOG, "SELECT 1"))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("ctrl+a", "ctrl+c", "end")
        assert app.clipboard == "SELECT 1"
        app.post_message(events.Paste(" UNION\r\nSELECT 2"))
        await pilot.pause()
        assert app.editor.text == "SELECT 1 UNION\nSELECT 2"
        await pilot.press("enter", "tab", "x")
        assert app.editor.text == "SELECT 1 UNION\nSELECT 2\n    x"
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
        assert app.editor.text == "SELECT 1"
        await pilot.press("ctrl+y")
        assert app.editor.text == "SELECT 1 UNION\nSELECT 2"
        await pilot.press("escape")
        await pilot.pause()
        assert app.told == ["left"]


async def test_a_statement_to_be_read_takes_no_keys_but_can_be_run() -> None:
    app = EditorApp(SqlEditor(CATALOG, "SELECT state\nFROM spend", read_only=True))
    async with app.run_test(size=NARROW) as pilot:
        await type_text(pilot, "xe\n")
        await pilot.press("backspace", "escape", "ctrl+@")
        assert [app.editor.text, popup(app).is_open] == ["SELECT state\nFROM spend", False]
        await pilot.press("ctrl+r", "tab")
        await pilot.pause()
        assert app.told == ["run 'SELECT state\\nFROM spend'"]
        assert app.focused is app.query_one("#after")
        app.editor.load("SELECT 2", read_only=False)
        app.editor.focus()
        await pilot.press("end", "3")
        assert [app.editor.text, app.editor.read_only] == ["SELECT 23", False]


async def test_tokens_are_colored_in_both_themes_and_after_every_key() -> None:
    app = EditorApp(SqlEditor(CATALOG, "SELECT 'it' -- [b]no[/b]", line_numbers=True))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("end", "enter")
        await type_text(pilot, "from")
        for theme in (app.theme, LIGHT_THEME.name):
            app.theme = theme
            await pilot.pause()
            variables = app.get_css_variables()
            inks = [variables[name].lower() for name in ("text-accent", "text-success", "text-muted")]
            assert [color_of(app, text) for text in ("SELECT", "'it'", "-- [b]no[/b]")] == inks
            assert color_of(app, "from") == inks[0]


async def test_a_text_too_long_to_be_read_at_each_key_is_edited_plainly() -> None:
    app = EditorApp(SqlEditor(CATALOG, "SELECT 1 --" + "x" * READ_AT_MOST))
    async with app.run_test(size=NARROW) as pilot:
        await type_text(pilot, "con")
        assert [popup(app).is_open, app.editor.text[:9]] == [False, "conSELECT"]
        assert color_of(app, "SELECT") is None


def color_of(app: EditorApp, text: str) -> str | None:
    """Return the color in which `text` stands on the screen."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if segment.text.strip() == text and segment.style is not None and segment.style.color is not None:
                return segment.style.color.name
    return None


MISSING = """\
Binder Error: Referenced column "[red]x" not found in FROM clause!
Candidate bindings: "state", "amount"

LINE 2: WHERE "[red]x" = 1
              ^^^^^^^^"""


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_an_error_is_shown_with_its_caret_and_the_cursor_goes_there(size: tuple[int, int]) -> None:
    sql = 'SELECT state FROM spend\nWHERE "[red]x" = 1'
    app = EditorApp(SqlEditor(CATALOG, sql))
    async with app.run_test(size=size) as pilot:
        app.editor.show_error(MISSING)
        await pilot.pause()
        assert app.editor.cursor == (2, 7)
        lines = [line.strip(" ") for line in screen_lines(app)]
        place = lines.index('line 2: WHERE "[red]x" = 1')
        caret = screen_lines(app)[place + 1]
        assert caret.index("^^^^^^^^") == screen_lines(app)[place].index('"[red]x"')
        assert 'Binder Error: Referenced column "[red]x" not found in FROM clause!' in lines
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert app.query_one(ErrorPane).visible_text() == ""


async def test_the_place_of_an_error_is_found_below_a_header_and_elsewhere_left_alone() -> None:
    app = EditorApp(SqlEditor(CATALOG, "-- title: A\n-- description: B\nSELECT x\nFROM spend"))
    async with app.run_test(size=NARROW) as pilot:
        app.editor.show_error("Error!\n\nLINE 1: SELECT x\n               ^", first_line=3)
        assert app.editor.cursor == (3, 8)
        await pilot.pause()
        assert "line 3: SELECT x" in app.query_one(ErrorPane).visible_text()
        for wrong in ("LINE 1: SELECT y\n             ^", "LINE 99: SELECT x\n         ^", "no place", ""):
            app.editor.show_error(wrong, first_line=3)
            assert app.editor.cursor == (3, 8)


async def test_a_long_error_scrolls_and_leaves_the_text_in_sight() -> None:
    app = EditorApp(SqlEditor(CATALOG, "SELECT x FROM spend"))
    async with app.run_test(size=NARROW) as pilot:
        line = "SELECT " + "x" * 200
        app.editor.show_error("words " * 300 + f"\n\nLINE 1: {line}\n{' ' * 150}^")
        await pilot.pause()
        lines = screen_lines(app)
        assert lines[0].strip() == "SELECT x FROM spend"
        pane = app.query_one(ErrorPane)
        assert (pane.size.height, pane.max_scroll_y > 0) == (7, True)


HOSTILE = "SELECT '\x1b]0;pwned\x07', '[bold red]', '\u202e', \ttab FROM \"a\x9bb\""


@pytest.mark.parametrize("read_only", [True, False])
async def test_text_that_means_harm_is_shown_and_kept_as_it_is(*, read_only: bool) -> None:
    app = EditorApp(SqlEditor(CATALOG, HOSTILE, read_only=read_only))
    async with app.run_test(size=NARROW) as pilot:
        app.editor.show_error(f"Error: {HOSTILE}\n\nLINE 1: {HOSTILE}\n        ^")
        await pilot.pause()
        screen = "\n".join(screen_lines(app))
        assert "SELECT '␛]0;pwned␇', '[bold red]', '�'," in screen
        assert [code for code in screen if ord(code) < 32 and code != "\n"] == []
        assert [code for code in "\x9b\u202e" if code in screen] == []
        assert app.editor.text == HOSTILE


@pytest.mark.parametrize(
    ("line", "message", "column"),
    [
        ("select naïve, é, x", "LINE 1: select naïve, é, x\n               ^^^^^", 7),
        (
            "select '日本語日本語', bad from c",
            f"LINE 1: select '日本語日本語', bad from c\n{' ' * 31}^^^",
            17,
        ),
        ("select\t\tbad\tfrom c", "LINE 1: select\t\tbad\tfrom c\n              ^^^", 8),
        ("a27, contract_id as a28, bad, x", "LINE 1: ...contract_id as a28, bad...\n" + " " * 31 + "^^^", 25),
        ("select 1 +", "LINE 1: select 1 +\n                 ^", 9),
    ],
)
def test_the_place_is_counted_as_the_engine_counts(line: str, message: str, column: int) -> None:
    block = read_error(f"Some Error: words\n\n{message}").block
    assert block is not None
    assert block.column_in(line) == column


def test_an_error_without_a_place_is_all_words() -> None:
    assert read_error("The query was stopped.\nLINE up").block is None
    told = read_error("One.\n\nLINE 1: x\n        ^\n\nTwo.")
    assert told.words == "One.\nTwo."


@given(
    lead=st.text(max_size=20),
    line=st.integers(0, 10**8),
    excerpt=st.text(max_size=40),
    gap=st.integers(0, 60),
    carets=st.integers(1, 40),
)
def test_any_message_can_be_taken_apart(lead: str, line: int, excerpt: str, gap: int, carets: int) -> None:
    told = read_error(f"{lead}\nLINE {line}: {excerpt}\n{' ' * gap}{'^' * carets}")
    if told.block is not None:
        assert 0 <= told.block.index <= len(told.block.excerpt)
        assert told.block.column_in(told.block.excerpt) == told.block.index

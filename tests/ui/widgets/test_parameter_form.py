"""The form of a query's parameters: typed values, picking, what is wrong said beside it, running."""

from collections.abc import Mapping

import pytest
from textual import events, on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Button

from portfolio_tui.query.parameters import read_parameter
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.theme import install_themes
from portfolio_tui.ui.widgets.key_line import KeyLine
from portfolio_tui.ui.widgets.parameter_fields import needs_choices
from portfolio_tui.ui.widgets.parameter_form import ParameterForm
from portfolio_tui.ui.widgets.popup_list import PopupList

NARROW = (80, 24)
WIDE = (140, 45)
KEYS = {"⌫": "backspace", "←": "left", " ": "space", ",": "comma", "-": "minus", "\n": "enter", "\t": "tab"}
NOBODY_WROTE = Scope()
ALLIANCES = [("naspo", "NASPO ValuePoint"), ("12aspo", "12ASPO (synthetic)")]


class FormApp(App[None]):
    """Holds a form above a button and a key line, and notes what the form tells."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, *declared: str, scope: Scope = NOBODY_WROTE, given: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        self._declared, self._scope, self._given = declared, scope, given
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        parameters = [read_parameter(text) for text in self._declared]
        self.form = ParameterForm(parameters, self._scope, self._given)
        yield self.form
        yield Button("After", id="after", compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        install_themes(self)
        self.form.focus()

    @on(ParameterForm.Submitted)
    def note_submitted(self, event: ParameterForm.Submitted) -> None:
        self.told.append(f"run {event.form.values()}")


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type `text` as a quick typist does: the next key comes before anything is drawn."""
    for character in text:
        printable = character if character.isprintable() and character not in "⌫←" else None
        pilot.app.post_message(events.Key(KEYS.get(character, character), printable))
    await pilot.pause()


def popup(app: FormApp) -> list[str]:
    """Return the lines of the list of choices; none while it is closed."""
    return app.query_one(PopupList).visible_text().splitlines()


def screen_lines(app: FormApp) -> list[str]:
    """Return the lines of the screen as plain text."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_values_are_typed_picked_and_run(size: tuple[int, int]) -> None:
    app = FormApp(
        'days: integer = 180 "Days ahead" (min 1) (max 3650)',
        "since: date?",
        'peers: state[] "Peers"',
        "kind: text = price (choices: price | terms | states)",
    )
    async with app.run_test(size=size) as pilot:
        assert [" ".join(line.split()) for line in screen_lines(app)[:4]] == [
            "Days ahead 180 whole number · 1 to 3650",
            "Since date, as 2026-06-30 · optional",
            "Peers ↓ lists 56 · several, by commas",
            "Kind price ↓ lists 3",
        ]
        await type_text(pilot, "240\t2026-06-30\tnew h")
        assert popup(app) == ["NH  New Hampshire"]
        await pilot.press("enter")
        await type_text(pilot, "verm")
        assert popup(app) == ["VT  Vermont"]
        under = next(number for number, line in enumerate(screen_lines(app)) if "VT  Vermont" in line)
        field = screen_lines(app)[under - 1]
        assert screen_lines(app)[under].index("VT") == field.index("NH, verm")
        await pilot.press("enter", "enter", "down")
        assert popup(app) == ["price", "terms", "states"]
        await pilot.press("down", "down", "enter")
        assert app.form.problems() == {}
        await pilot.press("enter")
        await pilot.pause()
        expected = {"days": "240", "since": "2026-06-30", "peers": "NH, VT", "kind": "states"}
        assert app.told == [f"run {expected}"]
        assert "^r Run" in screen_lines(app)[-1]


async def test_what_is_wrong_is_said_beside_the_field_and_keeps_the_query_from_running() -> None:
    app = FormApp("since: date", "days: integer (min 1)", "kind: text (choices: a | b)", "own: boolean?")
    async with app.run_test(size=NARROW) as pilot:
        assert "✗" not in "".join(screen_lines(app))
        await type_text(pilot, "2026-13-01\t0\tc\tmaybe")
        told = " ".join("\n".join(screen_lines(app)).split())
        for problem in (
            "Since 2026-13-01 ✗ There is no day 2026-13-01; write the date as 2026-06-30",
            "Days 0 ✗ 0 is too small; the smallest is 1",
            "Kind c ✗ 'c' is no choice; write one of a, b",
            "Own maybe ✗ 'maybe' is neither yes nor no; write yes or no",
        ):
            assert problem in told
        assert list(app.form.problems()) == ["since", "days", "kind", "own"]
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert app.told == []
        assert app.focused is app.form.query_one("#parameter-since")


async def test_keys_that_come_in_a_burst_keep_their_order() -> None:
    app = FormApp("days: integer", "name: text")
    async with app.run_test(size=NARROW) as pilot:
        await type_text(pilot, "19⌫8←0\tab⌫c")
        assert app.form.values() == {"days": "108", "name": "ac"}


async def test_a_needed_value_is_asked_for_when_its_field_is_left_empty() -> None:
    app = FormApp("name: text", "note: text?")
    async with app.run_test(size=NARROW) as pilot:
        assert screen_lines(app)[0].endswith(" text")
        await pilot.press("enter")
        assert screen_lines(app)[0].endswith("✗ a value is needed")
        await pilot.press("enter")
        await pilot.pause()
        assert (app.told, app.focused) == ([], app.form.query_one("#parameter-name"))
        await type_text(pilot, "it's, [b]x[/b]")
        assert app.form.values() == {"name": "it's, [b]x[/b]", "note": ""}
        assert "it's, [b]x[/b]" in screen_lines(app)[0]
        await pilot.press("f5")
        await pilot.pause()
        assert len(app.told) == 1


async def test_a_form_starts_with_defaults_the_scope_and_what_was_given() -> None:
    scope = Scope(states=("VT",), fiscal_year=2026)
    app = FormApp("days: integer = 30", "state: state", "year: fiscal_year?", "to: date?", scope=scope)
    async with app.run_test(size=NARROW) as pilot:
        assert app.form.values() == {"days": "30", "state": "VT", "year": "2026", "to": ""}
        await pilot.press("ctrl+u", "backspace")
        assert screen_lines(app)[0].endswith("whole number · empty: 30")
        assert app.form.problems() == {}
        app.form.fill({"days": "60", "nonesuch": "1", "to": "x"})
        await pilot.pause()
        assert app.form.values() == {"days": "60", "state": "VT", "year": "2026", "to": "x"}
        assert list(app.form.problems()) == ["to"]
    again = FormApp("days: integer = 30", given={"days": "7"})
    async with again.run_test(size=NARROW):
        assert again.form.values() == {"days": "7"}


async def test_choices_are_awaited_offered_and_done_without() -> None:
    app = FormApp(
        "alliance: alliance?",
        'category: text? "Category" (choices: SELECT 1)',
        "year: fiscal_year?",
        "x: text?",
    )
    async with app.run_test(size=NARROW) as pilot:
        assert [line.endswith("loading the choices …") for line in screen_lines(app)[:4]] == [True] * 3 + [
            False
        ]
        app.form.offer("alliance", ALLIANCES)
        app.form.offer("category", [("4321", "Computers"), ("2517", "[b]Tires\x1b[0m, tubes")])
        app.form.offer("year", None)
        await type_text(pilot, "value")
        assert popup(app) == ["naspo  NASPO ValuePoint"]
        await pilot.press("enter", "tab")
        await type_text(pilot, "ti")
        assert popup(app) == ["2517  [b]Tires␛[0m, tubes"]
        await pilot.press("escape", "escape")
        assert popup(app) == []
        await type_text(pilot, "ME\t20")
        assert app.form.values() == {"alliance": "naspo", "category": "tiME", "year": "20", "x": ""}
        lines = screen_lines(app)
        assert lines[0].endswith(" NASPO ValuePoint")
        assert lines[1].endswith("↓ lists 2 · optional")
        assert list(app.form.problems()) == ["year"]


async def test_a_name_that_the_portfolio_lacks_is_pointed_out() -> None:
    app = FormApp("alliance: alliance", "peer: alliance?")
    async with app.run_test(size=NARROW) as pilot:
        app.form.offer("alliance", ALLIANCES)
        app.form.offer("peer", ALLIANCES)
        await type_text(pilot, "nas\t12ASPO (SYNTHETIC)")
        assert screen_lines(app)[0].endswith("not in this portfolio")
        assert app.form.values() == {"alliance": "nas", "peer": "12aspo"}
        assert app.form.problems() == {}


async def test_a_value_that_is_whole_is_not_pressed_into_another() -> None:
    app = FormApp("state: state", "to: state[]")
    async with app.run_test(size=NARROW) as pilot:
        await type_text(pilot, "ma")
        assert "ME  Maine" in popup(app)
        await type_text(pilot, "\tme, md\t")
        assert app.form.values() == {"state": "MA", "to": "ME, MD"}
        assert app.focused is app.query_one("#after")


async def test_of_many_choices_the_first_are_listed_and_a_click_picks() -> None:
    app = FormApp("contract: contract", "x: text?")
    async with app.run_test(size=NARROW) as pilot:
        app.form.offer("contract", [(f"{number:05}", f"Contract {number}") for number in range(20_000)])
        await pilot.press("down")
        assert (popup(app)[0], popup(app)[-1]) == ("00000  Contract 0", "… 19,900 more: type a few letters")
        await pilot.press("pagedown", "down", "up", "pageup", "down")
        await pilot.press("enter")
        assert app.form.values()["contract"] == "00001"
        await pilot.press("ctrl+u")
        await type_text(pilot, "19999")
        await pilot.click(PopupList, offset=(2, 0))
        assert app.form.values()["contract"] == "19999"
        await pilot.press("down", "escape")
        await type_text(pilot, "\t")
        await pilot.press("up")
        assert app.focused is app.form.query_one("#parameter-contract")


async def test_a_form_without_parameters_takes_no_room() -> None:
    app = FormApp()
    async with app.run_test(size=NARROW):
        app.form.focus()
        assert [app.form.size.height, app.form.values()] == [0, {}]


async def test_a_long_form_scrolls() -> None:
    app = FormApp(*(f"p{number}: text?" for number in range(40)))
    async with app.run_test(size=NARROW) as pilot:
        app.form.styles.height = 5
        await pilot.press("shift+tab", "shift+tab")
        assert screen_lines(app)[4].strip().startswith("P39")


def test_a_page_is_told_which_choices_to_load() -> None:
    declared = [
        "a: alliance",
        "b: text (choices: SELECT 1)",
        "c: text (choices: x | y)",
        "d: state",
        "e: text",
    ]
    parameters = [read_parameter(text) for text in declared]
    assert [parameter.name for parameter in parameters if needs_choices(parameter)] == ["a", "b"]


async def test_what_stands_out_does_so_without_colors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = FormApp("state: state")
    async with app.run_test(size=NARROW) as pilot:
        await type_text(pilot, "new")
        await pilot.press("down")
        lines = [app.query_one(PopupList).render_line(y) for y in range(4)]
        reverses = [[bool(segment.style and segment.style.reverse) for segment in line] for line in lines]
        assert [line.text.split()[0] for line in lines] == ["NH", "NJ", "NM", "NY"]
        assert [all(reverse) for reverse in reverses] == [False, True, False, False]
        assert [any(reverse) for reverse in reverses] == [False, True, False, False]

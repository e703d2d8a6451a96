"""Key figures: what they show, and that each can say its definition."""

from textual import on
from textual.content import Content

from portfolio_tui.ui.widgets.figure import Figure
from tests.ui.widgets.contracts import HOSTILE
from tests.ui.widgets.hosts import Host


class FigureHost(Host[Figure]):
    """Holds a figure and notes which measures it was asked about."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(figure)
        self.explained: list[str] = []

    @on(Figure.Explained)
    def note_explained(self, event: Figure.Explained) -> None:
        self.explained.append(event.measure)


async def test_a_figure_waits_and_then_shows_value_and_note() -> None:
    app = FigureHost(Figure("Spend"))
    async with app.run_test():
        assert app.widget.visible_text() == "Spend …"
        app.widget.show("$4.82 bn", "▲ 6 %")
        assert app.widget.visible_text() == "Spend $4.82 bn ▲ 6 %"
        app.widget.show("—")
        assert app.widget.visible_text() == "Spend —"


async def test_a_stacked_figure_takes_two_lines() -> None:
    app = FigureHost(Figure("Through alliances", stacked=True))
    async with app.run_test() as pilot:
        app.widget.show("61 %")
        await pilot.pause()
        assert app.widget.visible_text() == "Through alliances\n61 %"
        assert (app.widget.size.width, app.widget.size.height) == (17, 2)
        app.widget.stacked = False
        await pilot.pause()
        assert app.widget.size.height == 1


async def test_text_in_a_figure_is_never_markup() -> None:
    app = FigureHost(Figure(HOSTILE, definition="Share of [spend] in scope"))
    async with app.run_test():
        app.widget.show("[b]1[/b]", HOSTILE)
        assert app.widget.visible_text() == "[red]ACME[/] ␛]0;pwned␇ [b]1[/b] [red]ACME[/] ␛]0;pwned␇"
        assert app.widget.tooltip == Content("Share of [spend] in scope")


async def test_enter_and_click_ask_for_the_definition() -> None:
    app = FigureHost(Figure("Spend", measure="portfolio_totals"))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await pilot.click(Figure)
        assert app.explained == ["portfolio_totals", "portfolio_totals"]

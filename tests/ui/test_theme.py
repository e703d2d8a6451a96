"""The themes: every ink can be read on what it is written on, in any theme, and without color."""

from decimal import Decimal

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from portfolio_tui.ui.theme import (
    DARK_THEME,
    INKS,
    LIGHT_THEME,
    THEMES,
    Run,
    content_of,
    install_themes,
    paint,
)
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.tile_map import Tile, TileMap
from tests.ui.widgets.contracts import CONTRACTS, LedgerHost
from tests.ui.widgets.hosts import Host

READABLE = 4.5
VISIBLE = 2.0


def luminance(color: Color) -> float:
    """Return the relative luminance of the WCAG."""
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_every_ink_is_readable_on_the_screen_and_on_the_cursor(theme: Theme) -> None:
    app = LedgerHost()
    async with app.run_test() as pilot:
        app.theme = theme.name
        await pilot.pause()
        for surfaces in ((), ("ledger--cursor",)):
            for ink in INKS:
                style = paint(app.widget, ink, *surfaces)
                assert style.color is not None
                assert style.bgcolor is not None
                written, ground = (Color.from_rich_color(color) for color in (style.color, style.bgcolor))
                needed = VISIBLE if ink in {"faint", "bar"} else READABLE
                assert contrast(written, ground) >= needed, (ink, surfaces)


async def test_the_dashboard_begins_dark_and_knows_both_themes() -> None:
    app: App[None] = App()
    async with app.run_test():
        install_themes(app)
        assert app.theme == "portfolio-dark"
        assert app.current_theme is DARK_THEME
        assert app.get_theme("portfolio-light") is LIGHT_THEME
        assert (DARK_THEME.dark, LIGHT_THEME.dark) == (True, False)


@pytest.mark.parametrize("theme", ["portfolio-light", "ansi-dark", "ansi-light", "textual-light", "dracula"])
async def test_widgets_say_the_same_in_any_theme(theme: str) -> None:
    app = LedgerHost()
    async with app.run_test(size=(90, 8)) as pilot:
        app.widget.show(CONTRACTS)
        await pilot.pause()
        before = app.widget.visible_text()
        app.theme = theme
        await pilot.pause()
        assert app.widget.visible_text() == before


async def test_the_cursor_stands_out_without_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = LedgerHost()
    async with app.run_test(size=(90, 8)):
        app.widget.show(CONTRACTS)
        assert app.widget.visible_text().splitlines()[1].startswith("▌")
        assert paint(app.widget, "plain", "ledger--cursor").reverse
        assert not paint(app.widget, "plain").reverse


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_the_cursor_stands_out_in_the_colors_of_the_terminal(theme: str) -> None:
    app = Host(TileMap())
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = theme
        app.widget.show([Tile("VT", "buying", Decimal(1))])
        await pilot.pause()
        assert paint(app.widget, "strong", "tile-map--cursor").reverse
        assert not paint(app.widget, "strong", "tile-map--shade-4").reverse


async def test_an_ink_that_is_not_there_is_an_error() -> None:
    app = Host(Ledger[int]((), lambda row: row))
    async with app.run_test():
        with pytest.raises(KeyError):
            paint(app.widget, "plain", "ledger--nonesuch")


def test_content_is_never_read_as_markup() -> None:
    content = content_of([Run("[red]ACME[/]", "strong"), Run(" [b]", "over")])
    assert content.plain == "[red]ACME[/] [b]"

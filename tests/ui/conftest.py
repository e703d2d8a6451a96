"""What every test of the dashboard needs: a portfolio to look at; nothing blinks or glides; color is on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from tests.ui.shared_portfolios import RememberingService, SharedPortfolios


@pytest.fixture(autouse=True)
def still_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop cursors from blinking and animations from running, so that a screen looks the same every time.

    The rules do not run for a page by themselves either: a test that wants that says so.
    """
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _input: None)
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _area: None)
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr("portfolio_tui.ui.place_screen.LOOK_AFTER_SECONDS", 3600.0)
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(scope="session")
def portfolios(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedPortfolios]:
    """The portfolios that tests only look at."""
    shared = SharedPortfolios(tmp_path_factory.mktemp("portfolios"))
    yield shared
    shared.close()


@pytest.fixture
def shared(portfolios: SharedPortfolios, monkeypatch: pytest.MonkeyPatch) -> Iterator[SharedPortfolios]:
    """The shared portfolios, which the dashboard opens and asks with what it remembers of them."""
    monkeypatch.setattr("portfolio_tui.query.engine.open_engine", portfolios.open_engine)
    monkeypatch.setattr("portfolio_tui.query.service.QueryService", RememberingService)
    yield portfolios
    portfolios.assert_untouched()


@pytest.fixture
def small(shared: SharedPortfolios) -> Path:
    """The small portfolio, to look at; a test that changes files writes its own."""
    return shared.small


@pytest.fixture
def city(shared: SharedPortfolios) -> Path:
    """The city's portfolio, to look at."""
    return shared.city

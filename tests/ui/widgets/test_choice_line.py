"""The line of choices: one is taken, by key, by click, round and round."""

import pytest
from textual import on

from portfolio_tui.ui.widgets.choice_line import ChoiceLine
from tests.ui.widgets.hosts import Host


class ChoiceHost(Host[ChoiceLine]):
    """Holds a line of three choices and notes which were taken."""

    def __init__(self) -> None:
        super().__init__(ChoiceLine([("all", "All"), ("some", "[red]Some"), ("none", "None")]))
        self.taken: list[str] = []

    @on(ChoiceLine.Taken)
    def note_taken(self, event: ChoiceLine.Taken) -> None:
        self.taken.append(event.key)


async def test_choices_are_stepped_through_round_and_round() -> None:
    app = ChoiceHost()
    async with app.run_test(size=(60, 3)) as pilot:
        line = app.widget
        assert line.visible_text() == "[All]  [red]Some  None"
        line.step(1)
        line.step(1)
        line.step(1)
        line.step(-1)
        await pilot.pause()
        assert app.taken == ["some", "none", "all", "none"]
        assert line.taken == "none"


async def test_a_click_takes_a_choice_and_notes_stand_beside_their_labels() -> None:
    app = ChoiceHost()
    async with app.run_test(size=(60, 3)) as pilot:
        app.widget.tell("some", "1,204")
        await pilot.pause()
        await pilot.click("Choice", offset=(1, 0))
        assert app.taken == []
        await pilot.click(ChoiceLine, offset=(8, 0))
        assert app.taken == ["some"]
        assert app.widget.visible_text() == "All  [[red]Some 1,204]  None"


async def test_a_choice_that_does_not_exist_is_refused() -> None:
    app = ChoiceHost()
    async with app.run_test(size=(60, 3)):
        with pytest.raises(KeyError):
            app.widget.take("nonesuch")
        assert app.widget.taken == "all"

"""The field in which several of many choices are picked, and the list beside it."""

from portfolio_tui.ui.widgets.pick_field import Choice, PickField, PickList
from tests.ui.widgets.hosts import Host


def ids(field: PickField) -> list[str]:
    """Return the ids of the choices that match what is typed."""
    return [choice.id for choice in field.matching()]


async def test_what_is_picked_comes_first_until_something_is_typed() -> None:
    choices = [Choice("a", "Alpha"), Choice("b", "Béta", "second"), Choice("c", "Gamma")]
    field = PickField(choices, ["c", "x"], "field")
    async with Host(field).run_test() as pilot:
        assert isinstance(pilot.app.focused, PickField)
        assert ids(field) == ["x", "c", "a", "b"]
        field.value = "BETA sec"
        assert ids(field) == ["b"]
        assert list(field.picked) == ["c", "x"]
        field.pick("b")
        assert list(field.picked) == ["c", "x", "b"]
        assert field.placeholder == "Gamma, x, Béta"
        field.pick("x")
        assert list(field.picked) == ["c", "b"]
        field.clear_picks()
        assert [*field.picked, field.placeholder] == ["all"]


async def test_of_many_choices_the_first_are_listed_and_the_others_counted() -> None:
    field = PickField([Choice(str(number), f"Name {number:05}") for number in range(10_000)], (), "many")
    async with Host(field).run_test() as pilot:
        pick_list = PickList("choices")
        await pilot.app.mount(pick_list)
        pick_list.show(field)
        assert pick_list.visible_text().splitlines()[-1] == "… 9,900 more: type a few letters"
        assert [pick_list.highlighted] == [None]
        field.value = "09999"
        pick_list.show(field)
        assert pick_list.visible_text() == "  Name 09999"
        assert [pick_list.highlighted] == [0]
        field.value = "nothing"
        pick_list.show(field)
        assert pick_list.visible_text() == "Nothing of that name"


async def test_names_are_shown_as_they_are() -> None:
    field = PickField([Choice("v", "[red]ACME[/] \x1b]0;pwned\x07\nsecond", "[b]note[/]")], ["v"], "field")
    async with Host(field).run_test() as pilot:
        pick_list = PickList("choices")
        await pilot.app.mount(pick_list)
        pick_list.show(field)
        assert pick_list.visible_text() == "✓ [red]ACME[/] ␛]0;pwned␇␊second  [b]note[/]"
        assert field.placeholder == "[red]ACME[/] ␛]0;pwned␇␊second"

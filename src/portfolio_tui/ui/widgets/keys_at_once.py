"""Keeps the order of keys that come in a burst, as over a slow line, in widgets that one types into."""

from textual import events
from textual.binding import BindingsMap
from textual.widget import Widget


async def act_at_once(widget: Widget, bindings: BindingsMap, event: events.Key) -> None:
    """Do what the key of `event` is bound to in `widget` itself, unless it is a letter, and stop the event.

    Textual gets to a bound key only after the letters behind it: of "ab⌫c" it would make "ab", not "ac".
    """
    if event.is_printable:
        return
    for binding in bindings.key_to_bindings.get(event.key, ()):
        if await widget.app.run_action(binding.action, widget):
            event.stop()
            event.prevent_default()
            return

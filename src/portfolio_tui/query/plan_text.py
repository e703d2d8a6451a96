"""Writes the engine's plan as text: a line a step, each below and right of the step that takes its rows."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

_LONGEST_DETAIL = 100
_ROWS = "Estimated Cardinality"
_LEFT_OUT = ("Projections", "Output", "Groups")
"""Lists of columns, which say nothing of how rows are found."""


def plan_text(plan_in_json: str) -> str:
    """Return the plan that the engine gives as JSON, drawn as an indented list."""
    return "\n".join(line for step in json.loads(plan_in_json) for line in _lines(step, 0))


def _lines(step: Mapping[str, Any], depth: int) -> Iterator[str]:
    about = step.get("extra_info", {})
    details = [f"{key}: {_short(value)}" for key, value in about.items() if key not in {_ROWS, *_LEFT_OUT}]
    rows = [f"about {int(about[_ROWS]):,} rows"] if str(about.get(_ROWS, "")).isdigit() else []
    name = str(step["name"]).strip().replace("_", " ").lower()
    yield f"{'  ' * depth}{'; '.join([name, *details, *rows])}"
    for child in step.get("children", []):
        yield from _lines(child, depth + 1)


def _short(value: object) -> str:
    text = " ".join((", ".join(map(str, value)) if isinstance(value, list) else str(value)).split())
    return text if len(text) <= _LONGEST_DETAIL else f"{text[: _LONGEST_DETAIL - 1]}…"

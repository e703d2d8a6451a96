"""The line of a profile's TOML that an error is about."""

import pytest

from portfolio_tui.ui.profile_text import line_of_key, line_of_message, line_with

TEXT = """\
title = "x"

[tables.contracts]
# contract_id = "no"
contract_id = "id"
"ends_on" = { column = "end",
  values = { "a" = "b" } }

[[alliances]]
id = "FILL IN"  # FILL IN
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("title", 1),
        ("tables.contracts.contract_id", 5),
        ("tables.contracts.ends_on.values", 6),
        ("tables.contracts.title", 3),
        ("alliances.id", 10),
        ("tables.spend.amount", None),
        ("fold", None),
    ],
)
def test_a_key_is_found_or_the_nearest_table_around_it(key: str, line: int | None) -> None:
    assert line_of_key(TEXT, key) == line


def test_what_is_to_be_filled_in_is_found_outside_comments() -> None:
    assert line_with("# FILL IN\n" + TEXT, "FILL IN") == 11
    assert line_with("# FILL IN", "FILL IN") is None


def test_an_error_of_the_syntax_names_its_line() -> None:
    assert line_of_message(TEXT, "Invalid value (at line 7, column 3)") == 7
    assert line_of_message("a = [\n\n", "Unclosed array (at end of document)") == 1
    assert line_of_message(TEXT, "odd") is None

"""SQL in an editor: with a header it is a query with parameters, without one it is what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.errors import UserError
from portfolio_tui.query.documented_sql import HeaderError
from portfolio_tui.query.written_sql import has_header, header_words, with_header, written_sql

WITH_HEADER = """\
-- title: Contracts
--   that end
-- description: What ends.
-- formula: none
--   at all
-- param days: integer = 1

SELECT $days
"""


def test_without_a_header_the_sql_is_all_there_is() -> None:
    written = written_sql("\n\n  -- mine\nSELECT 1\n")
    assert (written.query.name, written.query.sql) == ("sql", "-- mine\nSELECT 1")
    assert written.first_line == 3
    assert written.query.parameters == ()


def test_with_a_header_it_takes_parameters() -> None:
    written = written_sql(WITH_HEADER, "ending")
    assert (written.query.name, written.query.title) == ("ending", "Contracts that end")
    assert [parameter.name for parameter in written.query.parameters] == ["days"]
    assert (written.query.sql, written.first_line) == ("SELECT $days", 8)


@pytest.mark.parametrize("text", ["", " \n\n ", "\n"])
def test_no_sql_at_all_is_told(text: str) -> None:
    with pytest.raises(UserError, match="There is no SQL yet"):
        written_sql(text)


def test_a_fault_in_the_header_names_its_line() -> None:
    with pytest.raises(HeaderError, match="days is declared and not used") as caught:
        written_sql(WITH_HEADER.replace("SELECT $days", "SELECT 1"))
    assert caught.value.line == 6


def test_comments_of_ones_own_are_no_header() -> None:
    assert not has_header("-- look at vendors: all\n-- TODO: more\nSELECT 1")
    assert has_header("-- look\n-- title: x")
    assert not has_header("SELECT 1\n-- title: x")


def test_a_header_is_read_and_told_anew() -> None:
    assert header_words(WITH_HEADER) == ("Contracts that end", "What ends.")
    assert with_header(WITH_HEADER, "Contracts that end", "What ends.") == WITH_HEADER
    assert with_header(WITH_HEADER, "New", "Other  words.\n") == (
        "-- title: New\n-- description: Other words.\n-- formula: none\n--   at all\n"
        "-- param days: integer = 1\nSELECT $days\n"
    )


def test_sql_without_a_header_gets_one_and_keeps_its_comments() -> None:
    assert with_header("\n-- mine\nSELECT 1", "A", "B.") == (
        "-- title: A\n-- description: B.\n\n-- mine\nSELECT 1\n"
    )
    assert with_header("SELECT 1;\n\n", "A", "B.") == "-- title: A\n-- description: B.\nSELECT 1;\n"


_WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1)


@given(_WORDS, _WORDS, st.sampled_from(["SELECT 1", "-- x\nSELECT 1", "-- param: x\nSELECT 1", WITH_HEADER]))
def test_whatever_title_is_given_it_reads_back(title: str, description: str, text: str) -> None:
    saved = with_header(text, title, description)
    assert header_words(saved) == (title, description)
    assert written_sql(saved).query.header["title"] == title
    assert written_sql(saved).query.sql == written_sql(text).query.sql

"""Documented SQL: what a header may say, and the file and line of every fault in it."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.query.documented_sql import (
    HeaderError,
    read_documented_sql,
    read_folder,
    read_header,
)
from portfolio_tui.query.parameters import DECLARATION, TYPES, Choices, Parameter

HEAD = "-- title: T\n-- description: D\n"

EXPIRING = """\
-- title: Contracts expiring
-- description: Contracts whose current term ends within N days
--   of the as-of date.
-- leaves out: contracts without an end
-- param days: integer = 180 "Days ahead"
-- param alliance: alliance? "Alliance"
-- param kinds: text[]
-- param on: date = 2026-06-30
SELECT contract_id -- not a header
FROM contracts
WHERE ends_on BETWEEN $as_of AND $as_of + $days
    AND ($alliance IS NULL OR alliance_id = $alliance)
    AND kind = ANY($kinds) AND starts_on < $on;
"""


def written(folder: Path, text: str) -> Path:
    """Write one file of documented SQL."""
    path = folder / "expiring.sql"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_header_says_what_the_sql_means_and_takes(tmp_path: Path) -> None:
    query = read_documented_sql(written(tmp_path, EXPIRING))
    assert (query.name, query.title) == ("expiring", "Contracts expiring")
    assert query.header == {
        "title": "Contracts expiring",
        "description": "Contracts whose current term ends within N days of the as-of date.",
        "leaves out": "contracts without an end",
    }
    assert query.parameters == (
        Parameter("days", "integer", is_list=False, optional=False, default="180", label="Days ahead"),
        Parameter("alliance", "alliance", is_list=False, optional=True, default=None, label="Alliance"),
        Parameter("kinds", "text", is_list=True, optional=False, default=None, label="Kinds"),
        Parameter("on", "date", is_list=False, optional=False, default="2026-06-30", label="On"),
    )
    assert query.sql.startswith("SELECT contract_id -- not a header\nFROM contracts")
    assert read_header(query.path) == query.header


def test_a_parameter_may_have_limits_and_choices(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
-- param days: integer = 180 "Days ahead" (min 1) (max 400)
-- param day: date (min 2020-01-01, max 2026-12-31)
-- param basis: text = price "Basis" (choices: price | terms)
-- param alliance: text? "Alliance" (choices: SELECT alliance_id, name
--   FROM alliances ORDER BY coalesce(name, alliance_id))
SELECT $days, $day, $basis, $alliance
"""
    )
    days, day, basis, alliance = read_documented_sql(written(tmp_path, text)).parameters
    assert (days.default, days.minimum, days.maximum) == ("180", "1", "400")
    assert (day.minimum, day.maximum, day.label) == ("2020-01-01", "2026-12-31", "Day")
    assert basis.choices == Choices(values=("price", "terms"))
    assert alliance.choices == Choices(
        sql="SELECT alliance_id, name FROM alliances ORDER BY coalesce(name, alliance_id)"
    )


@pytest.mark.parametrize(
    ("declaration", "message"),
    [
        ("d: integer (min 9, max 1)", "the min 9 is above the max 1."),
        ("d: integer (min x)", "'x' is no whole number; write it as 180."),
        ("d: text (min 1)", "a text has no min. Drop it."),
        ("d: integer (max 1) (max 2)", DECLARATION),
        ("d: integer (least 1)", DECLARATION),
        ("d: integer (min 1", DECLARATION),
        ("d: integer (min)", DECLARATION),
        ("d: integer = 0 (min 1)", "d: 0 is too small; the smallest is 1."),
        ("d: date = 2026-13-01", "d: There is no day 2026-13-01; write the date as 2026-06-30."),
        ("d: date? = 2026-06-30", "what may be left out has no default. Drop the ? or the default."),
        ("d: text = c (choices: a | b)", "d: 'c' is no choice; write one of a, b."),
        ("d: integer (choices: 1 | b)", "'b' is no whole number; write it as 180."),
        ("d: text (choices: a | )", "a choice is empty. Write choices as (choices: A | B), or as a SELECT."),
        ("d: text (choices: SELECT $state)", "the choices of d take no parameter but $as_of."),
        ("d: text (choices: SELECT 1; SELECT 2)", "one statement is needed, 2 are there."),
        ("as_of: date", "$as_of is always there. Drop the line."),
    ],
)
def test_a_declaration_that_contradicts_itself_is_told(
    tmp_path: Path, declaration: str, message: str
) -> None:
    path = written(tmp_path, f"{HEAD}-- param {declaration}\nSELECT $d, $as_of")
    with pytest.raises(HeaderError) as caught:
        read_documented_sql(path)
    assert str(caught.value) == f"{path}, line 3: {message}"


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "q.sql"
    path.write_bytes("\ufeff-- title: T\r\n-- description: D\r\nSELECT 1\r\n".encode())
    assert read_documented_sql(path).sql == "SELECT 1"


NO_HEADER_LINE = (
    "is no header line. The keys are title, description, formula, denominator, leaves out, source and param."
)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("SELECT 1", 1, 'the header has no "title". Add a line "-- title: …".'),
        ("", 1, 'the header has no "title". Add a line "-- title: …".'),
        ("-- title: T\nSELECT 1", 1, 'the header has no "description". Add a line "-- description: …".'),
        (
            "-- title: T\n-- colour: red\nSELECT 1",
            2,
            f"'-- colour: red' {NO_HEADER_LINE}",
        ),
        (
            "-- title: T\n--\nSELECT 1",
            2,
            f"'--' {NO_HEADER_LINE}",
        ),
        (HEAD + "-- title: U\nSELECT 1", 3, "title is there twice. Keep one."),
        ("--   goes on\nSELECT 1", 1, "nothing to go on with. Start the header with a title."),
        (
            HEAD + "-- param a: integer\n--   goes on\nSELECT $a",
            3,
            DECLARATION,
        ),
        (
            HEAD + "-- param days integer\nSELECT $days",
            3,
            DECLARATION,
        ),
        (
            HEAD + "-- param how many: integer\nSELECT 1",
            3,
            DECLARATION,
        ),
        (
            HEAD + '-- param days: integer "Days" 7\nSELECT $days',
            3,
            DECLARATION,
        ),
        (
            HEAD + "-- param days: number\nSELECT $days",
            3,
            f"there is no type 'number'. The types are {', '.join(TYPES)}.",
        ),
        (
            HEAD + "-- param a: text\n-- param a: date\nSELECT $a",
            4,
            "the parameter a is there twice. Keep one.",
        ),
        (HEAD + "SELECT $days", 3, "$days is used and not declared. Add `-- param days: TYPE`."),
        (
            HEAD + "-- param days: integer\nSELECT 1",
            3,
            "the parameter days is declared and not used. Use $days or drop it.",
        ),
        (HEAD, 3, "one statement is needed, 0 are there."),
        (HEAD + "SELECT 1; SELECT 2", 3, "one statement is needed, 2 are there."),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(HeaderError) as fault:
        read_documented_sql(path)
    assert str(fault.value) == f"{path}, line {line}: {message}"
    assert (fault.value.path, fault.value.line) == (path, line)


def test_sql_that_is_no_sql_is_told_with_the_engines_reason(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "\nSELEKT 1")
    with pytest.raises(HeaderError) as fault:
        read_documented_sql(path)
    assert str(fault.value).startswith(f"{path}, line 3: the SQL cannot be parsed. ")
    assert "SELEKT" in str(fault.value)


def test_bytes_that_are_no_text_and_files_that_are_gone_are_told_as_well(tmp_path: Path) -> None:
    path = tmp_path / "q.sql"
    path.write_bytes(b"-- title: T\n-- description: caf\xe9\nSELECT 1")
    with pytest.raises(HeaderError, match=r"line 2: the text is not UTF-8\. Save the file as UTF-8\.$"):
        read_documented_sql(path)
    with pytest.raises(HeaderError, match=r"gone\.sql, line 1: the file cannot be read \(No such file"):
        read_header(tmp_path / "gone.sql")


def test_a_folder_is_read_by_the_files_stems(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.sql").write_text(HEAD + "SELECT 1", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not SQL", encoding="utf-8")
    assert list(read_folder(tmp_path)) == ["a", "b"]


def test_a_folder_with_a_faulty_file_names_it(tmp_path: Path) -> None:
    (tmp_path / "good.sql").write_text(HEAD + "SELECT 1", encoding="utf-8")
    (tmp_path / "bad.sql").write_text("SELECT 1", encoding="utf-8")
    with pytest.raises(HeaderError, match=r"bad\.sql, line 1: "):
        read_folder(tmp_path)


names = st.from_regex("[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda name: name != "as_of")
words = st.text(st.characters(codec="utf-8", exclude_characters='"\n\r', exclude_categories=["Cc"]))
parameters = st.builds(
    lambda name, kind, is_list, optional, label: Parameter(name, kind, is_list, optional, None, label),
    names,
    st.sampled_from(TYPES),
    st.booleans(),
    st.booleans(),
    words.filter(bool),
)


@given(title=words.map(str.strip).filter(bool), declared=st.lists(parameters, unique_by=lambda one: one.name))
def test_a_header_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, title: str, declared: list[Parameter]
) -> None:
    lines = [f"-- title: {title}", "-- description: D"]
    for one in declared:
        marks = ("[]" if one.is_list else "") + ("?" if one.optional else "")
        lines.append(f'-- param {one.name}: {one.type}{marks} "{one.label}"')
    lines.append("SELECT " + ", ".join(["1", *(f"${one.name}" for one in declared)]))
    query = read_documented_sql(written(tmp_path_factory.mktemp("header"), "\n".join(lines)))
    assert query.title == title
    assert query.parameters == tuple(declared)


fragments = st.sampled_from(
    [
        "-- title: T",
        "-- description: D",
        "--   more",
        "-- param a: text",
        "-- param",
        "SELECT $a",
        "SELECT 1",
        "",
    ]
)


@given(lines=st.lists(fragments | st.text(), max_size=8))
def test_any_text_is_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.mktemp("any") / "q.sql"
    path.write_bytes("\n".join(lines).encode("utf-8", errors="surrogatepass"))
    with suppress(HeaderError):
        read_documented_sql(path)

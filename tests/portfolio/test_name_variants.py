"""The file of decisions on names: what it says, what is wrong with it, and what the decisions come to."""

from pathlib import Path

import pytest

from portfolio_tui.portfolio.fingerprint import fingerprint, stamp
from portfolio_tui.portfolio.name_merges import NameMerges, settle
from portfolio_tui.portfolio.name_variants import FILE_NAME, read_name_variants
from tests.tiny import write_portfolio

HEADING = "kind,id,proposed_id,decision"
VENDORS = {"vendors": {"a", "b", "c", "d"}, "entities": {"a", "b"}}


def settled(folder: Path, *lines: str) -> tuple[NameMerges, list[str]]:
    """Write a file of `lines`; return what it comes to, and the problems without the advice at their end."""
    (folder / FILE_NAME).write_text("\n".join([HEADING, *lines]) + "\n", encoding="utf-8")
    variants, faults = read_name_variants(folder)
    merges, problems = settle(variants, VENDORS)
    found = [*faults, *problems]
    assert {problem.file for problem in found} <= {folder / FILE_NAME}
    advice = " Mend the line or take it out; until then it changes nothing."
    assert all(problem.message.endswith(advice) for problem in found)
    return merges, [problem.message.removesuffix(advice) for problem in found]


def test_a_portfolio_without_the_file_merges_nothing(tmp_path: Path) -> None:
    variants, problems = read_name_variants(tmp_path)
    assert (variants.lines, problems) == ((), [])
    merges, _ = settle(variants, VENDORS)
    assert merges.tables == frozenset()


def test_merges_in_a_row_lead_to_the_last_and_kinds_are_apart(tmp_path: Path) -> None:
    merges, problems = settled(
        tmp_path, "vendor,a,b,merge", "VENDOR, b ,c, Merge", "entity,a,b,apart", "vendor,d,a,", ""
    )
    assert problems == []
    assert merges.merged == {"vendors": {"a": "c", "b": "c"}, "entities": {}}
    assert merges.apart == {"vendors": frozenset(), "entities": {frozenset({"a", "b"})}}
    assert merges.tables == {"vendors"}


@pytest.mark.parametrize(
    ("lines", "merged", "told"),
    [
        (["vendor,a,x,merge"], {}, ["line 2: there is no vendor 'x'."]),
        (["entity,c,a,merge"], {}, ["line 2: there is no entity 'c'."]),
        (["vendor,a,a,merge"], {}, ["line 2: it names a twice."]),
        (["vendor,a,,merge"], {}, ["line 2: it has a decision and lacks one of its two ids."]),
        (["vendor,a,b,yes"], {}, ["line 2: the decision is 'yes', and must be merge, apart or nothing."]),
        (["supplier,a,b,merge"], {}, ["line 2: the kind is 'supplier', and must be vendor or entity."]),
        (["vendor,a,b,merge,oops"], {}, ["line 2: there are more cells than headings."]),
        (
            ["", "supplier,a,b,", "vendor,c,d,merge"],
            {"c": "d"},
            ["line 3: the kind is 'supplier', and must be vendor or entity."],
        ),
        (["vendor,a,b,merge", "vendor,a,b,merge"], {"a": "b"}, []),
        (["vendor,a,b,merge", "vendor,a,c,merge"], {}, ["line 3: line 2 merges a into b already."]),
        (
            ["vendor,a,b,merge", "vendor,b,a,merge", "vendor,c,d,merge"],
            {"c": "d"},
            ["line 2: merging a leads in a circle.", "line 3: merging b leads in a circle."],
        ),
        (["vendor,a,b,merge", "vendor,b,a,apart"], {}, ["line 3: b and a are merged by other lines."]),
        (
            ["vendor,a,c,merge", "vendor,b,c,merge", "vendor,a,b,apart"],
            {},
            ["line 4: a and b are merged by other lines."],
        ),
    ],
)
def test_what_cannot_be_followed_changes_nothing_and_is_told_with_its_line(
    tmp_path: Path, lines: list[str], merged: dict[str, str], told: list[str]
) -> None:
    merges, problems = settled(tmp_path, *lines)
    assert (merges.merged["vendors"], problems) == (merged, told)


def test_a_spreadsheet_may_have_saved_it(tmp_path: Path) -> None:
    text = 'Note;Decision;Kind;Proposed_Id;Id\r\n"two\nlines";MERGE;vendor;b;\'-a\r\n;apart;vendor;c;b\r\n'
    (tmp_path / FILE_NAME).write_bytes(b"\xef\xbb\xbf" + text.encode())
    variants, problems = read_name_variants(tmp_path)
    assert problems == []
    assert [(line.number, line.id, line.proposed_id, line.decision) for line in variants.decided] == [
        (2, "-a", "b", "merge"),
        (4, "b", "c", "apart"),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "line 1: the heading lacks kind, id, proposed_id, decision, so nothing is merged."),
        (b"kind,id\nvendor,a\n", "line 1: the heading lacks proposed_id, decision, so nothing is merged."),
        (b"kind,id,proposed_id,decision\nvendor,\xff,b,merge\n", "the text is not UTF-8, so nothing is"),
        (b'kind,id,proposed_id,decision\nvendor,"a,b,merge\n', "this is no CSV (unexpected end of data)"),
    ],
)
def test_what_is_no_such_file_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    variants, (problem,) = read_name_variants(tmp_path)
    assert problem.message.startswith(told)
    assert (variants.is_readable, variants.decided) == (False, ())


def test_portfolios_with_other_decisions_are_told_apart(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, contracts=[], spend=[])
    before = fingerprint(folder), stamp(folder)
    (folder / FILE_NAME).write_text(f"{HEADING}\nvendor,a,b,merge\n", encoding="utf-8")
    assert fingerprint(folder) != before[0]
    assert stamp(folder) != before[1]
    (folder / FILE_NAME).unlink()
    assert (fingerprint(folder), stamp(folder)) == before

"""JSON documents and JSON lines: where the records are, and what their values become."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers import read_source
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError, SourceRows


def read(
    folder: Path, content: str | bytes, name: str = "data.json", records: str | None = None
) -> SourceRows:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_source(SourceFile.plain(path), Layout(records=records))


def test_a_list_of_objects_becomes_rows(tmp_path: Path) -> None:
    rows = read(tmp_path, '[{"id": "007", "paid": 12.50},\n {"paid": -3, "id": "008", "note": null}]')
    assert rows.texts.columns == ["id", "paid", "note"]
    assert rows.texts.rows() == [("007", "12.50", None), ("008", "-3", None)]
    assert rows.positions.rows() == [
        (1, '{"id": "007", "paid": 12.50}'),
        (2, '{"paid": -3, "id": "008", "note": null}'),
    ]
    assert rows.read_as == "json, utf-8"


def test_a_record_a_line(tmp_path: Path) -> None:
    rows = read(tmp_path, '{"id": "1"}\r\n\n{"id": "2"}')
    assert rows.texts.rows() == [("1",), ("2",)]
    assert rows.read_as == "jsonl, utf-8"


def test_numbers_keep_every_digit_that_is_written(tmp_path: Path) -> None:
    rows = read(tmp_path, '[{"a": 12345678901234567.10, "b": 1e3, "c": 0.30, "d": 90071992547409931234}]')
    assert rows.texts.row(0) == ("12345678901234567.10", "1e3", "0.30", "90071992547409931234")


def test_nested_names_are_joined_and_lists_stay_as_json(tmp_path: Path) -> None:
    rows = read(
        tmp_path, '[{"fields": {"title": "Salt", "states": ["NM", " TX", 1.50], "x": {}}, "ok": true}]'
    )
    assert rows.texts.columns == ["fields.title", "fields.states", "fields.x", "ok"]
    assert rows.texts.row(0) == ("Salt", '["NM"," TX",1.50]', "{}", "true")


@pytest.mark.parametrize(
    ("content", "records"),
    [
        ('{"meta": {"names": ["id"]}, "data": [{"id": "1"}], "count": 1}', None),
        ('{"help": "x", "result": {"records": [{"id": "1"}]}}', None),
        ('{"result": {"fields": [{"f": 1}], "records": [{"id": "1"}]}}', "result.records"),
        ('{"fields": [{"f": 1}], "data": [{"id": "1"}], "more": [{"f": 2}]}', "data"),
    ],
)
def test_the_list_of_records_is_found_in_the_document(
    tmp_path: Path, content: str, records: str | None
) -> None:
    rows = read(tmp_path, content, records=records)
    assert rows.texts.columns == ["id"]
    assert rows.texts.rows() == [("1",)]


@pytest.mark.parametrize(
    ("content", "records", "reason"),
    [
        (
            '{"a": [{"x": 1}], "b": {"c": [{"x": 1}]}}',
            None,
            "holds several lists of records: a, b.c. Name one",
        ),
        ('{"a": [1, 2]}', None, "holds no list of records"),
        ('{"a": [{"x": 1}]}', "b", 'holds no list at "b"'),
        ('[{"x": 1}, {"x": 2', None, "is broken after record 1"),
        ('[{"x": 1}', None, "is broken after record 1: it stops in the middle of a list"),
        ('[{"x": 1} {"x": 2}]', None, "is broken after record 1: it has a stray '{'"),
        ('[{"x": 1}] and more', None, "is broken after record 1: it goes on after its end"),
        ('{"data": [{"x": 1}]', None, "stops in the middle of an object"),
    ],
)
def test_a_document_without_one_list_of_records_is_an_error(
    tmp_path: Path, content: str, records: str | None, reason: str
) -> None:
    with pytest.raises(SourceError) as refused:
        read(tmp_path, content, records=records)
    assert reason in str(refused.value)


def test_values_that_are_no_records_are_rejected_with_their_text(tmp_path: Path) -> None:
    rows = read(
        tmp_path, '[{"id": "1"}, 12, "x", [1], {}, {"id": "2", "id": "3"}, {"a": {"b": 1}, "a.b": 2}]'
    )
    assert rows.texts.rows() == [("1",)]
    assert [(row.source_row, row.raw_text, row.reason) for row in rows.rejected] == [
        (2, "12", "is no JSON object"),
        (3, '"x"', "is no JSON object"),
        (4, "[1]", "is no JSON object"),
        (5, "{}", "is empty"),
        (6, '{"id": "2", "id": "3"}', "has a name twice in the record"),
        (7, '{"a": {"b": 1}, "a.b": 2}', 'has the name "a.b" twice'),
    ]


def test_a_line_that_is_no_json_is_rejected_alone(tmp_path: Path) -> None:
    rows = read(tmp_path, '{"id": "1"}\n{"id": \n{"id": "2"}\nnull\n', "data.jsonl")
    assert rows.texts.rows() == [("1",), ("2",)]
    assert [(row.source_row, row.raw_text) for row in rows.rejected] == [(2, '{"id":'), (4, "null")]
    assert rows.rejected[0].reason.startswith("is no JSON: Expecting value")


def test_escapes_that_are_no_characters_set_their_record_aside(tmp_path: Path) -> None:
    rows = read(tmp_path, '[{"id": "\\ud800"}, {"id": "a\\u0000b"}, {"id": "\\u00e9"}]')
    assert rows.texts.rows() == [("é",)]
    assert [row.reason for row in rows.rejected] == [
        "holds bytes or escapes that are no characters",
        "holds a NUL character",
    ]


def test_a_record_longer_than_what_is_read_at_a_time(tmp_path: Path) -> None:
    long = "x" * 3_000_000
    rows = read(tmp_path, f'[{{"id": "{long}"}}, {{"id": "2"}}]')
    assert rows.texts["id"].to_list() == [long, "2"]


def test_objects_whose_names_are_values_are_no_table(tmp_path: Path) -> None:
    content = "[" + ",".join(f'{{"{number}": 1}}' for number in range(2_001)) + "]"
    with pytest.raises(SourceError, match="has more than 2,000 different names in its records"):
        read(tmp_path, content)


CELL = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
RECORDS = st.lists(st.fixed_dictionaries({"id": st.just("x"), "a": CELL, "b c": CELL}), max_size=6)


@given(records=RECORDS, as_lines=st.booleans(), in_ascii=st.booleans())
def test_what_json_writes_comes_back(
    records: list[dict[str, str | None]],
    as_lines: bool,
    in_ascii: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    texts = [json.dumps(record, ensure_ascii=in_ascii) for record in records]
    texts.append('{"id": "end"}')
    content = "\n".join(texts) if as_lines else f"[{','.join(texts)}]"
    rows = read(tmp_path_factory.mktemp("json"), content, "data.jsonl" if as_lines else "data.json")
    assert rows.rejected == ()
    read_back = [
        {name: cell for name, cell in row.items() if name in {"id", "a", "b c"}}
        for row in rows.texts.to_dicts()
    ]
    assert read_back[:-1] == records

"""A file read in blocks, quickly where they are plain, gives what the exact way over all of it gives."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.blocks import Blocks, BlockSizes
from portfolio_tui.sources.readers.delimited import read_delimited
from portfolio_tui.sources.readers.encodings import Encoding
from portfolio_tui.sources.readers.headings import headings_of
from portfolio_tui.sources.readers.plain_text import plain_rows
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError, SourceRows, in_larger_parts, together

HEADINGS = headings_of(("id", "name", "paid"))
ALL_EXACT = BlockSizes(head=1 << 24)
WANTED = ("id", "name", "paid")


def read(path: Path, sizes: BlockSizes, encoding: str | None = None) -> SourceRows | str:
    """Return the rows of a file, or the error that it cannot be read with."""
    try:
        layout = Layout(wanted=WANTED, delimiter="comma", encoding=encoding)
        return together(read_delimited(SourceFile.plain(path), layout, sizes))
    except SourceError as error:
        return str(error)


def told(read: SourceRows | str) -> object:
    """Return everything that was read, to compare it."""
    if isinstance(read, str):
        return read
    return read.texts.fill_null("").rows(), read.positions.rows(), read.rejected, read.read_as, read.row_count


PLAIN = st.sampled_from(
    [
        "1,Salt,5\n",
        '2,"Sand, wet",7\n',
        '3,"the ""best""",9\n',
        '4,"",0\n',
        "5,,\n",
        '"6","x","y"\n',
        "7,Straße,8\n",
        "TX,Total Wine,1\n",
        " 8 , x , 9 \n",
    ]
)
DIRT = st.sampled_from(
    [
        '1,"two\nlines",5\n',
        '1,"two\r\nlines",5\r\n',
        "\n",
        ",,\n",
        " ,\t,\n",
        "\x1c,\x85,\u3000\n",
        "1,2\n",
        "1,2,3,4\n",
        "1,2,3,\n",
        "id,name,paid\n",
        "\ufeffid,name,paid\n",
        "Grand Total:,,9\n",
        ",total,9\n",
        "Total\n",
        'a 5" pipe,x,1\n',
        '"1"x,2,3\n',
        '1,"open\n',
        '"\n',
        "1\r2,3\n",
        "1,2,3\r",
        "1,2,3\r\n",
        "1,a\0b,3\n",
        "<<<<<<< HEAD\n",
        "=======\n",
        ">>>>>>> other\n",
        "1,2,3\n\n",
        " \n",
        '1, "x",3\n',
        '1,"x" ,3\n',
        '1,"x"",3\n',
        '1,"""",3\n',
        '""",2,3\n',
        '"x"y"z",2,3\n',
        '"a,"y",b",2,3\n',
        "\ufeff1,2,3\n",
    ]
)
SIZES = st.builds(
    BlockSizes, head=st.integers(10, 60), plain=st.integers(40, 200), careful=st.integers(5, 40)
)


@given(
    lines=st.lists(st.one_of(PLAIN, PLAIN, DIRT), max_size=30), sizes=SIZES, ends_with_newline=st.booleans()
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(lines=['1,"a\n', 'b",2\n'] * 9, sizes=BlockSizes(10, 40, 5), ends_with_newline=True)
def test_blocks_give_what_the_exact_way_gives(
    lines: list[str], sizes: BlockSizes, *, ends_with_newline: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = "id,name,paid\n" + "".join(lines)
    path = tmp_path_factory.mktemp("blocks") / "file.csv"
    path.write_bytes((text if ends_with_newline else text.removesuffix("\n")).encode())
    assert told(read(path, sizes)) == told(read(path, ALL_EXACT))


@given(
    lines=st.lists(st.one_of(PLAIN, PLAIN, st.just("1,Café,2\n"), st.just('1,"é\nü",2\r\n')), max_size=30),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
    strays=st.lists(st.sampled_from([b"1,\x81,2\n", b"1,\xff\xfe,2\n"]), max_size=2),
    sizes=SIZES,
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_blocks_of_every_encoding_give_what_the_exact_way_gives(
    lines: list[str],
    codec: str,
    strays: list[bytes],
    sizes: BlockSizes,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("blocks") / "file.csv"
    path.write_bytes(("id,name,paid\n" + "".join(lines)).encode(codec, "replace") + b"".join(strays))
    for named in (None, "utf-8"):
        assert told(read(path, sizes, named)) == told(read(path, ALL_EXACT, named))


@given(st.lists(PLAIN, min_size=1, max_size=30), st.sampled_from(["\n", "\r\n"]))
@settings(deadline=None)
def test_a_plain_block_is_read_at_once(lines: list[str], line_end: str) -> None:
    block = "".join(lines).replace("\n", line_end).encode()
    found = plain_rows(block, ",", HEADINGS, 11)
    assert found is not None
    assert (found.count, found.length, found.rejected) == (len(lines), len(block), ())
    assert found.numbers.to_list() == list(range(11, 11 + len(lines)))
    assert found.raw_texts([11, 10 + len(lines)]) == [lines[0].rstrip("\n"), lines[-1].rstrip("\n")]


def test_records_that_are_no_rows_are_told_from_a_plain_block() -> None:
    found = plain_rows(b'1,"a\nb",2\n,,\nid,name,paid\n,Total,4\n5,x,"y,z"\n', ",", HEADINGS, 1)
    assert found is not None
    assert found.texts.fill_null("").rows() == [("1", "a\nb", "2"), ("5", "x", "y,z")]
    assert found.raw_texts([1, 5]) == ['1,"a\nb",2', '5,x,"y,z"']
    assert [(row.source_row, row.raw_text, row.reason) for row in found.rejected] == [
        (2, ",,", "is empty"),
        (3, "id,name,paid", "repeats the headings"),
        (4, ",Total,4", "is a total"),
    ]


def test_what_a_block_holds_only_the_start_of_is_left_for_the_next() -> None:
    found = plain_rows(b'1,a,2\n3,"x\n4,y\n', ",", HEADINGS, 1)
    assert found is not None
    assert (found.texts.rows(), found.length) == ([("1", "a", "2")], 6)


def test_small_parts_are_put_together_and_know_their_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["id,name,paid", *(f"{number},Salt,5" for number in range(1, 200)), "200,short", "201,Salt,5", ""]
    path = tmp_path / "file.csv"
    path.write_bytes("\r".join(lines).encode())
    monkeypatch.setattr("portfolio_tui.sources.readers.source_rows._ROWS_AT_LEAST", 20)
    sizes = BlockSizes(head=40, plain=100, careful=40)
    parts = list(in_larger_parts(read_delimited(SourceFile.plain(path), Layout(wanted=WANTED), sizes)))
    counts = [part.row_count for part in parts]
    assert sum(counts) == 201
    assert all(20 <= count < 24 for count in counts[1:-1])
    numbers = parts[2].positions["source_row"].to_list()
    assert parts[2].raw_texts(numbers[::-1]) == [f"{number},Salt,5" for number in numbers[::-1]]
    assert [(row.source_row, row.raw_text) for row in parts[-1].rejected] == [(200, "200,short")]


@given(
    text=st.text("ab\n\r", max_size=60),
    sizes=st.lists(st.integers(1, 30), min_size=1, max_size=8),
    codec=st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
@settings(deadline=None)
def test_blocks_are_whole_lines_and_together_the_file(
    text: str, sizes: list[int], codec: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("blocks") / "file.txt"
    path.write_bytes(text.encode(codec))
    taken: list[bytes] = []
    with path.open("rb") as content:
        blocks = Blocks(content, Encoding(codec))
        while block := blocks.take(sizes[len(taken) % len(sizes)]):
            taken.append(block)
    whole = b"".join(taken)
    assert whole.decode() == text
    lines = text.splitlines(keepends=True)
    assert [line for block in taken for line in block.decode().splitlines(keepends=True)] == lines

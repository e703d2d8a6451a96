"""Puts a profile together for files: a known one that fits, else a first one of their own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from portfolio_tui.errors import UserError
from portfolio_tui.sources.guessing.contract_numbers import find_parts
from portfolio_tui.sources.guessing.facts import ColumnFacts, facts_of
from portfolio_tui.sources.guessing.file_names import day_in_name
from portfolio_tui.sources.guessing.fitting import known_profiles, profile_that_fits
from portfolio_tui.sources.guessing.guessed import Guess, Reason
from portfolio_tui.sources.guessing.known_alliances import KnownAlliance, alliances_named_in
from portfolio_tui.sources.guessing.open_contracting import first_for_releases, guess_for_releases
from portfolio_tui.sources.guessing.repeats import fold_lines
from portfolio_tui.sources.guessing.roles import quarters_of
from portfolio_tui.sources.guessing.samples import Sample, read_samples
from portfolio_tui.sources.guessing.shapes import Layouts, Shape, table_blocks
from portfolio_tui.sources.guessing.toml_text import Block, Line, table, text, texts, written
from portfolio_tui.sources.ocds.looking import look_at_releases
from portfolio_tui.sources.profile import FILL_IN
from portfolio_tui.sources.profile_toml import AMOUNT_NOTATIONS, profile_of_text


def guess_profile(files: Sequence[Path]) -> Guess:
    """Return a profile for `files`, folders or archives: a known one where one fits, else a first one.

    Raises UserError when one cannot be read, or they hold neither contracts nor payments.
    """
    releases = look_at_releases(files)
    if releases is not None:
        return guess_for_releases(releases)
    known = known_profiles()
    samples = read_samples(files, known.values())
    fitting = profile_that_fits(samples, known)
    if fitting is None:
        return _first_profile(samples)
    reason = Reason("", f"The files have the columns that it needs: {', '.join(fitting.file_columns())}.")
    return Guess(fitting.name, fitting.file.read_text(encoding="utf-8"), (reason,), bundled=fitting.name)


def first_profile(files: Sequence[Path]) -> Guess:
    """Return a first profile for `files` even where a known one fits; raises as `guess_profile` does."""
    releases = look_at_releases(files)
    return (
        _first_profile(read_samples(files, known_profiles().values()))
        if releases is None
        else first_for_releases(releases)
    )


def _first_profile(samples: Sequence[Sample]) -> Guess:
    headings = [
        name
        for name in samples[0].headings
        if all(name in sample.headings and name not in sample.repeated for sample in samples)
    ]
    names = ", ".join(sample.file_name for sample in samples)
    if len(headings) < len(samples[0].headings) / 2:
        raise UserError(f"{names} have different columns. Guess a profile for one kind of file at a time.")
    rows = pl.concat([sample.texts.select(headings) for sample in samples])
    columns = facts_of(rows)
    quarters = quarters_of(columns)
    found = find_parts(columns, quarters, rows)
    if found.shape is None:
        told = " ".join(["", *found.refused])
        raise UserError(
            f"{names} looks like neither contracts nor payments: there is no column of contracts' numbers, "
            f"no title with a vendor, and no amount with a day.{told} "
            f"The columns are {', '.join(headings)}. Write a profile for them by hand."
        )
    stem = Path(samples[0].file_name).name.split(".")[0]
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "profile"
    layouts = Layouts(name, found.shape, found.parts, quarters, rows)
    return _written(samples[0].file_name, stem, layouts, columns, found.refused)


def _written(
    file_name: str, stem: str, found: Layouts, columns: Sequence[ColumnFacts], refused: Sequence[str]
) -> Guess:
    blocks = [_top(stem, found), *_blocks(file_name, found, columns)]
    laid_out = written((), blocks)
    unused = [column.name for column in columns if text(column.name) not in laid_out]
    notes = [f"A first profile for {file_name}, guessed from its columns.", found.shape.value, *refused]
    if unused:
        notes.append(f"Columns that are not read: {', '.join(unused)}.")
    toml = written(notes, blocks)
    reasons = [Reason("", note) for note in notes]
    reasons += [
        Reason(".".join(part for part in (block.path, line.key) if part), line.reason)
        for block in blocks
        for line in block.lines
        if line.reason
    ]
    unfinished = profile_of_text(toml, Path(f"{found.name}.toml")).unfinished
    return Guess(found.name, toml, tuple(reasons), missing=unfinished)


def _top(stem: str, found: Layouts) -> Block:
    words = " ".join(re.sub(r"[_\W]+", " ", stem).split()) or "Imported files"
    called = words[:1].upper() + words[1:]
    lines = [
        Line("title", text(called), "What kind of file this is, and what a portfolio made of it is called."),
        Line("portfolio_name", text(called)),
        Line("currency", text("USD")),
    ]
    if "state" not in found.parts and found.shape is not Shape.LIST:
        lines.append(Line("state", text(FILL_IN), "Only you know: the state whose figures these are, as VT."))
    return Block("", tuple(lines))


def _blocks(file_name: str, found: Layouts, columns: Sequence[ColumnFacts]) -> Iterator[Block]:
    tables = [_with_day(block, file_name) for block in table_blocks(found, columns)]
    used = {
        column.name: column
        for column in columns
        if any(text(column.name) in line.value for block in tables for line in block.lines)
    }
    dates = tuple(dict.fromkeys(each for column in used.values() for each in column.dates))
    mark = "," if any(column.mark == "," and column.has_money for column in used.values()) else "."
    formats = []
    if dates:
        formats.append(Line("dates", texts(dates), "As the days in the columns used are written."))
    notation = next(name for name, of_name in AMOUNT_NOTATIONS.items() if of_name == mark)
    formats.append(Line("amounts", text(notation), "As the amounts in the columns used are written."))
    yield Block("[formats]", tuple(formats))
    if found.shape is Shape.QUARTERS:
        yield _quarters(found)
    if found.has_contracts:
        yield from _alliances(found)
    if not found.is_flow:
        yield from _fold(found, dates, mark)
    alliance = _alliance_id(found)
    for block in tables:
        if block.heading == "[tables.contracts]" and alliance is not None:
            yield replace(block, lines=(block.lines[0], alliance, *block.lines[1:]))
        else:
            yield block


def _with_day(block: Block, file_name: str) -> Block:
    """Return the positions with a day, from the file's name where no column holds one."""
    if block.heading != "[tables.balances]" or any(line.key == "as_of" for line in block.lines):
        return block
    return replace(block, lines=(*block.lines, Line("as_of", *day_in_name(file_name))))


def _quarters(found: Layouts) -> Block:
    return Block(
        "[quarters]",
        (
            Line("year", text(found.column("fiscal_year") or ""), found.parts["fiscal_year"].reason),
            Line(
                "year_starts_in_month",
                "1",
                "That these are calendar quarters is a guess; 7 for a year from July.",
            ),
            Line("amounts", texts(found.quarters)),
        ),
    )


def _alliances(found: Layouts) -> Iterator[Block]:
    """Yield the publisher's own alliance, which only the user can name, and those that the texts name."""
    why = "Only you know: whose contracts these are; an id such as own-vt, a name, and how far it reaches"
    kinds = "(national, regional, state, local, federal, other)."
    yield Block(
        "[[alliances]]",
        (
            Line("id", text(FILL_IN), f"{why} {kinds}"),
            Line("name", text(FILL_IN)),
            Line("kind", text(FILL_IN)),
        ),
    )
    named = {alliance.alliance_id: (alliance, word) for alliance, word in _named_alliances(found)}
    for alliance, word in named.values():
        yield Block(
            "[[alliances]]",
            (
                Line(
                    "id", text(alliance.alliance_id), f'The word {word} stands in "{found.column("title")}".'
                ),
                Line("name", text(alliance.name)),
                Line("kind", text(alliance.kind)),
            ),
        )


def _alliance_id(found: Layouts) -> Line | None:
    """Return how a contract's alliance is recognised, or None where there is but one."""
    named, title = _named_alliances(found), found.column("title")
    if not named or title is None:
        return None
    words = ", ".join(f"{text(word)} = {text(alliance.alliance_id)}" for alliance, word in named)
    value = table(words_in=texts([title]), words=f"{{ {words} }}")
    why = "An alliance is recognised by its name in what a contract is for; the others are the first one's."
    return Line("alliance_id", value, why)


def _named_alliances(found: Layouts) -> tuple[tuple[KnownAlliance, str], ...]:
    title = found.column("title")
    return () if title is None else alliances_named_in(found.rows, (title,))


def _fold(found: Layouts, dates: tuple[str, ...], mark: str) -> Iterator[Block]:
    """Yield how the rows of a contract that stands in several belong together, where one does."""
    number = found.column("contract_id")
    if number is None:
        return
    targets = {
        "contracts.title": ("title",),
        "contracts.vendor_id": ("vendor_number", "vendor_name"),
        "contracts.starts_on": ("starts_on",),
        "contracts.ends_on": ("ends_on",),
    }
    if found.shape is Shape.POSITIONS:
        targets |= {
            "balances.ceiling_amount": ("ceiling", "amount"),
            "balances.ordered_amount": ("ordered",),
            "balances.paid_amount": ("paid",),
        }
    else:
        targets["contracts.ceiling_amount"] = ("ceiling", "amount")
    columns = {target: column for target, roles in targets.items() if (column := found.column(*roles))}
    lines = fold_lines(found.rows, number, columns, dates, mark)
    if lines:
        yield Block("[fold]", lines)

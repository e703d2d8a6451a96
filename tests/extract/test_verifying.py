"""Verifying tells apart: the same, changed, altered, and from elsewhere."""

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.extract.cancellation import Cancellation
from portfolio_tui.extract.extract import write_extract
from portfolio_tui.extract.parquet_document import put_document, read_document
from portfolio_tui.extract.plan import ExtractPlan
from portfolio_tui.extract.provenance import Provenance, ProvenanceError, read_provenance_document
from portfolio_tui.extract.provenance_files import read_provenance, sidecar_of, sum_of_extract
from portfolio_tui.extract.verifying import Answer, verify
from portfolio_tui.portfolio.fingerprint import fingerprint
from portfolio_tui.portfolio.manifest import Manifest, write_manifest
from portfolio_tui.portfolio.opening import Portfolio, open_portfolio
from portfolio_tui.query.errors import QueryCancelledError
from portfolio_tui.query.saved_queries import ad_hoc
from portfolio_tui.query.scope import Scope
from tests.extract.extracts import (
    FORMATS,
    LINES,
    SPEND_BY_ID,
    extract_of,
    rewritten,
    tiny_portfolio,
    with_lines,
)
from tests.tiny import write_portfolio

pytestmark = pytest.mark.thorough

RESTATED = {**LINES[0], "amount": "90.00"}
NEW = {"spend_id": "s9", "state": "NY", "amount": "1.00", "spent_on": "2025-09-01"}

Change = Callable[[Provenance], Provenance]


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    return tiny_portfolio(tmp_path / "tiny")


def forge(extract: Path, change: Change) -> None:
    """Put a changed provenance into `extract`, with a digest that fits it."""
    put_text(extract, change(read_provenance(extract).provenance).to_json())


def scribble(extract: Path, key: str, value: object) -> None:
    """Change the document of `extract` as with an editor, which leaves its digest as it was."""
    document: dict[str, Any] = json.loads(text_of(extract))
    assert document[key] != value
    put_text(extract, json.dumps(document | {key: value}))


def text_of(extract: Path) -> str:
    if extract.suffix == ".parquet":
        return read_document(extract)
    return sidecar_of(extract).read_text(encoding="utf-8")


def put_text(extract: Path, text: str) -> None:
    if extract.suffix == ".parquet":
        put_document(extract, text)
    else:
        sidecar_of(extract).write_text(text, encoding="utf-8")


def change_a_cell(extract: Path) -> None:
    """Raise the first amount of `extract` by nine, keeping all its metadata."""
    if extract.suffix == ".parquet":
        table = pq.read_table(extract)
        amounts = table["amount"].to_pylist()
        amounts[0] += Decimal(9)
        position = table.schema.get_field_index("amount")
        column = pa.array(amounts, table.schema.field(position).type)
        rewritten(extract, extract, table.set_column(position, "amount", column))
    else:
        text = extract.read_text(encoding="utf-8")
        assert "100.0" in text
        extract.write_text(text.replace("100.0", "109.0"), encoding="utf-8")


def sums_made_anew(extract: Path) -> None:
    """Make the sums of an extract, whose first amount was raised by nine, fit what it holds now."""
    forge(
        extract,
        lambda found: dataclasses.replace(
            found,
            data_sha256=sum_of_extract(extract),
            totals={"amount": found.totals["amount"] + 9},
        ),
    )


@pytest.mark.parametrize("known_format", FORMATS)
def test_rows_that_are_restated_gone_and_new_are_told_apart(
    portfolio: Portfolio, tmp_path: Path, known_format: str
) -> None:
    target = extract_of(portfolio, tmp_path / f"x.{known_format}").path
    assert verify(target, portfolio).answer is Answer.SAME
    verdict = verify(target, with_lines(portfolio, RESTATED, LINES[1], LINES[3], NEW))
    compared = verdict.compared
    assert (verdict.answer, verdict.files_changed) == (Answer.CHANGED, True)
    assert compared is not None
    assert (compared.rows_then, compared.rows_now) == (4, 4)
    assert (compared.restated, compared.gone, compared.added) == (1, 1, 1)
    assert compared.examples == ("s1",)
    (total,) = verdict.changed_totals
    assert (total.column, total.then, total.now) == ("amount", Decimal("124.25"), Decimal("118.50"))
    assert total.difference == Decimal("-5.75")


def test_a_row_that_is_there_twice_counts_twice(portfolio: Portfolio, tmp_path: Path) -> None:
    sql = "SELECT state, amount FROM spend"
    target = extract_of(portfolio, tmp_path / "x.parquet", sql).path
    verdict = verify(target, with_lines(portfolio, *LINES, {**LINES[3], "spend_id": "s5"}))
    assert verdict.compared is not None
    assert (verdict.compared.gone, verdict.compared.added, verdict.compared.restated) == (0, 1, 0)


def test_files_that_changed_elsewhere_leave_an_extract_the_same(portfolio: Portfolio, tmp_path: Path) -> None:
    sql = "SELECT contract_id, title FROM contracts"
    target = extract_of(portfolio, tmp_path / "x.parquet", sql).path
    verdict = verify(target, with_lines(portfolio, NEW))
    assert (verdict.answer, verdict.files_changed) == (Answer.SAME, True)


def test_the_as_of_date_of_then_holds_when_the_portfolio_has_another(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    target = extract_of(portfolio, tmp_path / "x.parquet", "SELECT $as_of AS day, state FROM spend").path
    folder = tmp_path / "tiny"
    manifest = (folder / "portfolio.toml").read_text(encoding="utf-8")
    (folder / "portfolio.toml").write_text(manifest.replace("2025-12-31", "2026-01-31"), encoding="utf-8")
    assert verify(target, open_portfolio(folder)).answer is Answer.SAME


def test_a_scope_and_kept_rows_are_run_again(portfolio: Portfolio, tmp_path: Path) -> None:
    plan = ExtractPlan(portfolio, ad_hoc(SPEND_BY_ID), tmp_path / "x.parquet", scope=Scope(states=("VT",)))
    assert write_extract(plan).rows == 2
    assert verify(plan.target, portfolio).answer is Answer.SAME
    assert verify(plan.target, with_lines(portfolio, *LINES, NEW)).answer is Answer.SAME


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_what_was_altered_is_named(portfolio: Portfolio, tmp_path: Path, suffix: str) -> None:
    target = extract_of(portfolio, tmp_path / f"x.{suffix}").path
    change_a_cell(target)
    verdict = verify(target, portfolio)
    assert (verdict.answer, verdict.altered) == (Answer.ALTERED, ("rows",))
    scribble(target, "rows", 5)
    assert verify(target, portfolio).altered == ("rows", "metadata")
    extract_of(portfolio, target)
    scribble(target, "totals", {"amount": "5.00"})
    assert verify(target, portfolio).altered == ("metadata",)


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_a_cell_and_its_sums_altered_do_not_pass_on_the_portfolio_of_then(
    portfolio: Portfolio, tmp_path: Path, suffix: str
) -> None:
    target = extract_of(portfolio, tmp_path / f"x.{suffix}").path
    change_a_cell(target)
    sums_made_anew(target)
    verdict = verify(target, portfolio)
    assert (verdict.answer, verdict.altered) == (Answer.ALTERED, ("rows or metadata",))
    assert verdict.reason.startswith("The portfolio is byte for byte the one it was made from")
    assert verdict.compared is not None
    assert verdict.compared.restated == 1


@pytest.mark.parametrize(
    ("change", "altered"),
    [
        (lambda found: dataclasses.replace(found, totals={"amount": Decimal(5)}), "metadata"),
        (lambda found: dataclasses.replace(found, rows=5), "metadata"),
        (lambda found: dataclasses.replace(found, scope=Scope(states=("VT",))), "rows or metadata"),
        (lambda found: dataclasses.replace(found, sql=SPEND_BY_ID.replace("ORDER", "WHERE true ORDER")), ""),
        (lambda found: dataclasses.replace(found, sql="COPY (SELECT 1) TO 'leak.csv'"), "metadata"),
    ],
    ids=["totals", "rows", "scope", "sql that says the same", "sql that writes"],
)
def test_metadata_with_a_digest_that_fits_is_held_against_the_rows(
    portfolio: Portfolio, tmp_path: Path, change: Change, altered: str
) -> None:
    target = extract_of(portfolio, tmp_path / "x.csv").path
    forge(target, change)
    verdict = verify(target, portfolio)
    assert verdict.altered == ((altered,) if altered else ())
    assert verdict.answer is (Answer.ALTERED if altered else Answer.SAME)
    assert not Path("leak.csv").exists()


@pytest.mark.parametrize("suffix", ["parquet", "csv", "json", "arrow"])
def test_totals_that_never_were_are_told_from_changed_ones(
    portfolio: Portfolio, tmp_path: Path, suffix: str
) -> None:
    target = extract_of(portfolio, tmp_path / f"x.{suffix}").path
    forge(target, lambda found: dataclasses.replace(found, totals={"amount": Decimal(5)}))
    verdict = verify(target, with_lines(portfolio, *LINES, NEW))
    assert (verdict.answer, verdict.altered) == (Answer.ALTERED, ("metadata",))


def test_an_extract_from_elsewhere_is_told(portfolio: Portfolio, tmp_path: Path) -> None:
    target = extract_of(portfolio, tmp_path / "x.parquet").path
    other = write_portfolio(tmp_path / "other", contracts=[{"contract_id": "X"}], spend=[NEW])
    write_manifest(other, Manifest("Other"))
    verdict = verify(target, open_portfolio(other))
    assert (verdict.answer, verdict.compared) == (Answer.ELSEWHERE, None)
    assert verdict.reason == "It was made from Tiny; this is Other, with other files."


def test_a_portfolio_that_was_only_renamed_is_still_the_one(portfolio: Portfolio, tmp_path: Path) -> None:
    (portfolio.folder / "portfolio.toml").unlink()
    portfolio = open_portfolio(portfolio.folder)
    target = extract_of(portfolio, tmp_path / "x.parquet").path
    renamed = portfolio.folder.rename(tmp_path / "renamed")
    assert verify(target, open_portfolio(renamed)).answer is Answer.SAME


def test_an_origin_forged_to_be_this_portfolio_does_not_pass(portfolio: Portfolio, tmp_path: Path) -> None:
    target = extract_of(portfolio, tmp_path / "x.parquet").path
    other = tmp_path / "other"
    shutil.copytree(portfolio.folder, other)
    write_manifest(other, Manifest("Other"))
    opened = with_lines(open_portfolio(other), *LINES, NEW)
    forge(
        target,
        lambda found: dataclasses.replace(found, portfolio="Other", fingerprint=fingerprint(opened.folder)),
    )
    assert verify(target, opened).altered == ("rows or metadata",)


def test_a_file_cut_off_or_without_provenance_says_so(portfolio: Portfolio, tmp_path: Path) -> None:
    target = extract_of(portfolio, tmp_path / "x.parquet").path
    content = target.read_bytes()
    target.write_bytes(content[: len(content) // 2])
    with pytest.raises(
        ProvenanceError, match=r"x\.parquet cannot be read as Parquet: it was cut off, or is none"
    ):
        verify(target, portfolio)
    pq.write_table(pa.table({"a": [1]}), target)
    with pytest.raises(ProvenanceError, match=r"x\.parquet has no provenance: it is no extract"):
        verify(target, portfolio)
    with pytest.raises(ProvenanceError, match=r"nowhere\.csv is not there"):
        verify(tmp_path / "nowhere.csv", portfolio)


def test_a_sidecar_that_is_missing_odd_or_of_another_file_says_so(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    one = extract_of(portfolio, tmp_path / "one.csv").path
    two = extract_of(portfolio, tmp_path / "two.csv", "SELECT contract_id FROM contracts").path
    sidecar_of(one).replace(sidecar_of(two))
    assert verify(two, portfolio).altered == ("rows",)
    with pytest.raises(
        ProvenanceError, match=r"one\.csv has no provenance: one\.csv\.provenance\.json is not"
    ):
        verify(one, portfolio)
    sidecar_of(one).write_text('{"version": 1}', encoding="utf-8")
    with pytest.raises(ProvenanceError, match=r"cannot be read \(KeyError: 'kept'\)"):
        verify(one, portfolio)
    sidecar_of(one).write_text('{"version": 2}', encoding="utf-8")
    with pytest.raises(ProvenanceError, match=r"of version 2, which this program does not know"):
        verify(one, portfolio)


def test_a_csv_cut_off_is_altered(portfolio: Portfolio, tmp_path: Path) -> None:
    target = extract_of(portfolio, tmp_path / "x.csv").path
    target.write_bytes(target.read_bytes()[:-5])
    assert verify(target, portfolio).altered == ("rows",)


def partitioned(portfolio: Portfolio, target: Path) -> Path:
    """Write all lines to a folder with a file for each state and fiscal year."""
    plan = ExtractPlan(portfolio, ad_hoc(SPEND_BY_ID), target, partition_by=("state", "fiscal_year"))
    return write_extract(plan).path


def test_a_partitioned_extract_is_verified_as_one(portfolio: Portfolio, tmp_path: Path) -> None:
    target = partitioned(portfolio, tmp_path / "parts")
    files = sorted(path.relative_to(target).as_posix() for path in target.rglob("*.parquet"))
    assert files == [
        "state=NH/fiscal_year=2026/data_0.parquet",
        "state=VT/fiscal_year=2025/data_0.parquet",
        "state=VT/fiscal_year=2026/data_0.parquet",
    ]
    assert verify(target, portfolio).answer is Answer.SAME
    changed = with_lines(portfolio, *LINES[1:])
    verdict = verify(target, changed)
    assert verdict.compared is not None
    assert (verdict.answer, verdict.compared.gone) == (Answer.CHANGED, 1)
    emptied = verify(target, with_lines(portfolio))
    assert emptied.compared is not None
    assert (emptied.answer, emptied.compared.gone) == (Answer.CHANGED, 4)
    assert [(total.column, total.now) for total in emptied.changed_totals] == [("amount", Decimal(0))]


def test_a_partition_that_is_gone_moved_new_or_scribbled_on_is_told(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    target = partitioned(portfolio, tmp_path / "parts")
    part = target / "state=VT" / "fiscal_year=2025" / "data_0.parquet"
    kept = part.read_bytes()
    part.unlink()
    assert verify(target, portfolio).altered == ("rows",)
    moved = target / "state=NH" / "fiscal_year=2025" / "data_0.parquet"
    moved.parent.mkdir()
    moved.write_bytes(kept)
    assert verify(target, portfolio).altered == ("rows",)
    moved.unlink()
    part.write_bytes(kept)
    assert verify(target, portfolio).answer is Answer.SAME
    scribble(part, "rows", 5)
    assert verify(target, portfolio).altered == ("metadata",)
    pq.write_table(pa.table({"a": [1]}), part)
    assert verify(target, portfolio).altered == ("rows", "metadata")


def test_columns_that_are_no_longer_there_are_a_change(tmp_path: Path) -> None:
    portfolio = tiny_portfolio(tmp_path / "tiny")
    spend = portfolio.folder / "spend.parquet"
    before = spend.read_bytes()
    table = pq.read_table(spend)
    pq.write_table(table.append_column("shade", pa.array(["a", "b", "c", "d"])), spend)
    portfolio = open_portfolio(portfolio.folder)
    everything = extract_of(portfolio, tmp_path / "all.parquet", "SELECT * FROM spend").path
    named = extract_of(portfolio, tmp_path / "named.parquet", "SELECT shade FROM spend").path
    spend.write_bytes(before)
    portfolio = open_portfolio(portfolio.folder)
    verdict = verify(everything, portfolio)
    assert verdict.answer is Answer.CHANGED
    assert verdict.reason.startswith("Its columns were spend_id, state")
    verdict = verify(named, portfolio)
    assert verdict.answer is Answer.CHANGED
    assert verdict.reason.startswith("The recorded query does not run on the portfolio as it is now.")


def test_it_can_be_cancelled(portfolio: Portfolio, tmp_path: Path) -> None:
    target = extract_of(portfolio, tmp_path / "x.parquet").path
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(QueryCancelledError):
        verify(target, portfolio, cancellation)


def test_a_document_says_the_same_whatever_its_spaces_and_order(portfolio: Portfolio, tmp_path: Path) -> None:
    provenance = extract_of(portfolio, tmp_path / "x.parquet").provenance
    values = json.loads(provenance.to_json())
    turned = json.dumps(dict(reversed(values.items())), indent=4)
    found = read_provenance_document(turned)
    assert (found.provenance, found.is_untouched) == (provenance, True)


def test_types_in_a_forged_document_are_never_run(portfolio: Portfolio, tmp_path: Path) -> None:
    target = partitioned(portfolio, tmp_path / "parts")
    leak = tmp_path / "leak.csv"
    evil = f"VARCHAR}}); COPY (SELECT 1) TO '{leak}'; SELECT (1"

    def change(found: Provenance) -> Provenance:
        columns = tuple(dataclasses.replace(column, type=evil) for column in found.columns)
        return dataclasses.replace(found, columns=columns)

    text = change(read_provenance(target).provenance).to_json()
    for part in target.rglob("*.parquet"):
        table = pq.read_table(part, partitioning=None).replace_schema_metadata({"portfolio-tui": text})
        pq.write_table(table, part)
    forged = dataclasses.replace(
        change(read_provenance(target).provenance), data_sha256=sum_of_extract(target)
    )
    for part in target.rglob("*.parquet"):
        put_document(part, forged.to_json())
    assert verify(target, portfolio).answer is Answer.SAME
    assert not leak.exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", "table"),
        ("format", "../x"),
        ("partition_by", ["town"]),
        ("totals", {"amount": "sNaN"}),
        ("totals", ["amount"]),
        ("rows", "many"),
        ("rows", 1e400),
        ("scope", {"states": ["XX"]}),
        ("scope", {"towns": []}),
        ("as_of", "yesterday"),
        ("parameters", {"a": {"type": "integer", "value": "one"}}),
        ("kept", {"column": 1}),
        ("columns", [{"name": "a"}]),
    ],
)
def test_a_document_that_makes_no_sense_is_told_in_words(
    portfolio: Portfolio, tmp_path: Path, key: str, value: object
) -> None:
    target = extract_of(portfolio, tmp_path / "x.csv").path
    values = json.loads(text_of(target)) | {key: value}
    del values["digest"]
    digest = hashlib.sha256(json.dumps(values, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    put_text(target, json.dumps(values | {"digest": digest}))
    with pytest.raises(UserError):
        verify(target, portfolio)


@pytest.mark.parametrize("text", ["", "null", "[1]", "{", "[" * 100_000, '"text"', "\x00"])
def test_a_sidecar_that_is_no_document_is_told_in_words(
    portfolio: Portfolio, tmp_path: Path, text: str
) -> None:
    target = extract_of(portfolio, tmp_path / "x.csv").path
    put_text(target, text)
    with pytest.raises(ProvenanceError, match="The provenance cannot be read"):
        verify(target, portfolio)

"""What goes into an extract: columns, rows, partitions, provenance, and what is left out."""

import csv
import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from portfolio_tui import __version__
from portfolio_tui.errors import UserError
from portfolio_tui.extract.expecting import expected
from portfolio_tui.extract.extract import write_extract
from portfolio_tui.extract.kept_rows import KeptRows
from portfolio_tui.extract.personal import PERSONAL_PAIRS, PERSONAL_WORDS, is_personal
from portfolio_tui.extract.plan import ExtractPlan, format_of
from portfolio_tui.extract.provenance import RecordedValue
from portfolio_tui.extract.provenance_files import read_provenance
from portfolio_tui.extract.verifying import Answer, verify
from portfolio_tui.portfolio.fingerprint import fingerprint
from portfolio_tui.portfolio.opening import Portfolio
from portfolio_tui.query.documented_sql import documented_sql
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.errors import FenceError
from portfolio_tui.query.saved_queries import ad_hoc
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.extract.extracts import FORMATS, SPEND_BY_ID, answer_of, extract_of, names_in, tiny_portfolio
from tests.house import CHECKOUT

PEOPLE = "SELECT 'Ann' AS first_name, 'a@b.c' AS \"eMail\", 'ACME' AS vendor_name, contract_id FROM contracts"


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    return tiny_portfolio(tmp_path / "tiny")


def test_the_provenance_says_all_that_it_takes_to_make_it_again(portfolio: Portfolio, tmp_path: Path) -> None:
    header = """-- title: Lines over an amount
-- description: Lines of spend of some states that are over an amount.
-- param least: decimal = 5 "Least"
-- param since: date? "Since"
-- param states: state[]? "States"
-- param credits: boolean = no "Credits"
"""
    sql = """SELECT spend_id, state, amount FROM spend
WHERE (amount > $least OR $credits) AND ($since IS NULL OR spent_on >= $since)
  AND ($states IS NULL OR list_contains($states, state))
ORDER BY spend_id"""
    query = documented_sql(Path("over.sql"), header + sql)
    values = {
        "least": Decimal("6.50"),
        "since": dt.date(2025, 7, 1),
        "states": ["NH", "VT"],
        "credits": False,
    }
    scope = Scope(states=("NH",))
    report = write_extract(
        ExtractPlan(portfolio, query, tmp_path / "x.parquet", parameters=values, scope=scope)
    )
    found = read_provenance(report.path).provenance
    assert found == report.provenance
    assert (found.portfolio, found.synthetic) == ("Tiny", True)
    assert found.fingerprint == fingerprint(portfolio.folder)
    assert (found.query, found.title, found.sql) == ("over", "Lines over an amount", sql)
    assert found.parameters == {
        "least": RecordedValue("decimal", "6.50"),
        "since": RecordedValue("date", "2025-07-01"),
        "states": RecordedValue("state", ("NH", "VT")),
        "credits": RecordedValue("boolean", "no"),
    }
    assert {name: recorded.typed() for name, recorded in found.parameters.items()} == values
    assert (found.scope, found.as_of) == (scope, dt.date(2025, 12, 31))
    assert [(column.name, column.type) for column in found.columns] == [
        ("spend_id", "VARCHAR"),
        ("state", "VARCHAR"),
        ("amount", "DECIMAL(18,2)"),
    ]
    assert (found.rows, found.totals) == (1, {"amount": Decimal("7.00")})
    assert found.software["portfolio-tui"] == __version__
    assert verify(report.path, portfolio).answer is Answer.SAME


@pytest.mark.parametrize("known_format", FORMATS)
def test_totals_are_the_same_in_every_format(portfolio: Portfolio, tmp_path: Path, known_format: str) -> None:
    report = extract_of(portfolio, tmp_path / f"x.{known_format}")
    assert (report.rows, report.provenance.totals) == (4, {"amount": Decimal("124.25")})
    assert report.sidecar == (
        None if known_format == "parquet" else tmp_path / f"x.{known_format}.provenance.json"
    )
    assert report.bytes == report.path.stat().st_size


def test_two_runs_differ_in_nothing(portfolio: Portfolio, tmp_path: Path) -> None:
    for suffix in FORMATS:
        one = extract_of(portfolio, tmp_path / f"one.{suffix}")
        two = extract_of(portfolio, tmp_path / f"two.{suffix}")
        assert one.path.read_bytes() == two.path.read_bytes(), suffix
        assert one.provenance == two.provenance


def test_sorted_rows_stay_sorted_also_where_a_search_left_some(portfolio: Portfolio, tmp_path: Path) -> None:
    sql = "SELECT x, x % 7 AS k FROM range(300000) AS t(x) ORDER BY k DESC, x DESC"
    kept = KeptRows("k", ("1", "5"))
    plan = ExtractPlan(portfolio, ad_hoc(sql), tmp_path / "x.parquet", kept=kept)
    report = write_extract(plan)
    rows = [(row["k"], row["x"]) for row in pq.read_table(report.path).to_pylist()]
    assert len(rows) == report.rows == 85_714
    assert rows == sorted(rows, reverse=True)
    assert read_provenance(report.path).provenance.kept == kept
    assert verify(report.path, portfolio).answer is Answer.SAME


def test_rows_kept_can_be_those_without_a_value(portfolio: Portfolio, tmp_path: Path) -> None:
    sql = "SELECT spend_id, contract_id FROM spend ORDER BY 1; -- all of it"
    rows = {}
    for name, values in {"some": ("C2", None), "none": (), "odd": ("'; DROP",)}.items():
        target = tmp_path / f"{name}.parquet"
        kept = KeptRows("contract_id", values)
        rows[name] = write_extract(ExtractPlan(portfolio, ad_hoc(sql), target, kept=kept)).rows
    assert rows == {"some": 2, "none": 0, "odd": 0}
    assert pq.read_table(tmp_path / "some.parquet")["spend_id"].to_pylist() == ["s3", "s4"]


def test_a_kept_column_that_is_not_there_is_an_error(portfolio: Portfolio, tmp_path: Path) -> None:
    plan = ExtractPlan(portfolio, ad_hoc(SPEND_BY_ID), tmp_path / "x.csv", "csv", kept=KeptRows("x", ("1",)))
    with pytest.raises(UserError, match="does not have a column named"):
        write_extract(plan)


@pytest.mark.parametrize(
    "name",
    [
        "contact_name", "Contact", "buyer_email", "BuyerEMail", "e-mail", "phone_1", "FAX", "first_name",
        "lastName", "purchasing officer", "signatory", "signed_by", "buyer_name", "manager_name",
    ],
)  # fmt: skip
def test_names_that_speak_of_people(name: str) -> None:
    assert is_personal(name)


@pytest.mark.parametrize(
    "name",
    [
        "name", "vendor_name", "entity_name", "state_name", "title", "mailing", "contractor", "buyers",
        "net_of_all_buyers", "signed_on", "microphone", "faxable", "first_day", "official_title",
    ],
)  # fmt: skip
def test_names_that_do_not_speak_of_people(name: str) -> None:
    assert not is_personal(name)


def test_columns_about_people_are_left_out_unless_named(portfolio: Portfolio, tmp_path: Path) -> None:
    report = extract_of(portfolio, tmp_path / "x.csv", PEOPLE)
    assert report.left_out == ("first_name", "eMail")
    assert report.path.read_text(encoding="utf-8").splitlines()[0] == "vendor_name,contract_id"
    assert answer_of(report.path, portfolio) == "same"
    plan = ExtractPlan(portfolio, ad_hoc(PEOPLE), tmp_path / "named.parquet", personal_columns=("eMail",))
    report = write_extract(plan)
    assert (report.left_out, pq.read_schema(report.path).names[0]) == (("first_name",), "eMail")
    assert answer_of(report.path, portfolio) == "same"


def test_a_column_named_that_is_not_there_and_one_left_alone_are_errors(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    target = tmp_path / "x.parquet"
    with pytest.raises(UserError, match=r"sql has no column 'email'\. Did you mean eMail\?"):
        write_extract(ExtractPlan(portfolio, ad_hoc(PEOPLE), target, personal_columns=("email",)))
    with pytest.raises(UserError, match=r"no column left to write: phone hold people's"):
        extract_of(portfolio, target, "SELECT '1' AS phone")
    with pytest.raises(UserError, match=r"no column left to write\. Partition by less"):
        write_extract(
            ExtractPlan(portfolio, ad_hoc("SELECT state FROM spend"), target, partition_by=("state",))
        )
    assert names_in(tmp_path) == ["tiny"]


def test_formulas_are_harmless_in_csv_and_stay_in_parquet(portfolio: Portfolio, tmp_path: Path) -> None:
    sql = "SELECT '=1+1' AS \"=a\", '@x' AS b, '-5' AS c, -5 AS d"
    extract_of(portfolio, tmp_path / "x.csv", sql)
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["'=a", "b", "c", "d"], ["'=1+1", "'@x", "'-5", "-5"]]
    extract_of(portfolio, tmp_path / "x.parquet", sql)
    assert pq.read_table(tmp_path / "x.parquet").to_pylist() == [
        {"=a": "=1+1", "b": "@x", "c": "-5", "d": -5}
    ]


def test_partitions_take_a_fiscal_year_and_an_alliance_that_the_rows_lack(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    sql = "SELECT spend_id, state, spent_on, contract_id FROM spend"
    by = ("alliance", "fiscal_year")
    report = write_extract(ExtractPlan(portfolio, ad_hoc(sql), tmp_path / "parts", partition_by=by))
    found = pl.read_parquet(report.path / "**" / "*.parquet", hive_partitioning=True).sort("spend_id")
    assert found.select("spend_id", "alliance_id", "fiscal_year").rows() == [
        ("s1", "naspo", 2026),
        ("s2", "naspo", 2025),
        ("s3", "own-nh", 2026),
        ("s4", None, 2026),
    ]
    assert [column.name for column in report.provenance.columns][-2:] == ["alliance_id", "fiscal_year"]
    assert answer_of(report.path, portfolio) == "same"


def test_partitions_that_cannot_be_are_refused(portfolio: Portfolio, tmp_path: Path) -> None:
    target = tmp_path / "parts"
    contracts = ad_hoc("SELECT contract_id, title FROM contracts")
    with pytest.raises(UserError, match=r"cannot be partitioned by state: it has no column state\."):
        write_extract(ExtractPlan(portfolio, contracts, target, partition_by=("state",)))
    with pytest.raises(UserError, match=r"Its columns are contract_id, title\."):
        write_extract(ExtractPlan(portfolio, contracts, target, partition_by=("fiscal_year",)))
    nothing = ad_hoc("SELECT * FROM spend WHERE false")
    with pytest.raises(UserError, match=r"has no rows, so there is nothing to partition"):
        write_extract(ExtractPlan(portfolio, nothing, target, partition_by=("state",)))
    with pytest.raises(UserError, match=r"Only Parquet is partitioned, csv is not"):
        ExtractPlan(portfolio, contracts, target, "csv", partition_by=("state",))
    with pytest.raises(UserError, match=r"Nothing is partitioned by 'stat'\. Did you mean state\?"):
        ExtractPlan(portfolio, contracts, target, partition_by=("stat",))
    assert names_in(tmp_path) == ["tiny"]


def test_sql_that_writes_is_refused_although_the_engine_may_write_the_target(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    with pytest.raises(FenceError):
        extract_of(portfolio, tmp_path / "x.parquet", f"COPY (SELECT 1) TO '{tmp_path / 'x.parquet'}'")
    assert names_in(tmp_path) == ["tiny"]


def test_the_format_follows_from_the_suffix(tmp_path: Path) -> None:
    assert [format_of(tmp_path / f"x.{name.upper()}") for name in FORMATS] == list(FORMATS)
    with pytest.raises(
        UserError, match=r"x\.txt: the suffix does not tell the format\. Use one of \.parquet, "
    ):
        format_of(Path("x.txt"))


@pytest.mark.parametrize("known_format", FORMATS)
def test_what_is_expected_is_near_what_comes(portfolio: Portfolio, tmp_path: Path, known_format: str) -> None:
    sql = "SELECT x, md5(CAST(x AS VARCHAR)) AS m, 'a' AS phone FROM range(60000) AS t(x)"
    plan = ExtractPlan(portfolio, ad_hoc(sql), tmp_path / f"x.{known_format}", known_format)
    service = QueryService(open_engine(portfolio))
    try:
        foretold = expected(service, 1, plan)
    finally:
        service.close()
    report = write_extract(plan)
    assert (foretold.rows, foretold.left_out) == (report.rows, ("phone",))
    assert 0.8 < foretold.bytes / report.bytes < 1.25


def test_the_documentation_lists_every_word_that_speaks_of_people() -> None:
    page = (CHECKOUT / "docs" / "extracts.md").read_text(encoding="utf-8")
    told = set(re.findall(r"[a-z]+", page.partition("## People")[2].partition("## Provenance")[0]))
    pairs = {word for pair in PERSONAL_PAIRS for word in pair}
    assert (PERSONAL_WORDS | pairs) - told == set()

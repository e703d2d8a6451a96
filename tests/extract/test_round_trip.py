"""Every query that ships, and every type of value, comes back as the same from its extract."""

from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.bundled import bundled_folder
from portfolio_tui.extract.extract import write_extract
from portfolio_tui.extract.plan import ExtractPlan
from portfolio_tui.extract.verifying import Answer, verify
from portfolio_tui.measures.measure import all_measures
from portfolio_tui.portfolio.demo import write_demo
from portfolio_tui.portfolio.opening import Portfolio, open_portfolio
from portfolio_tui.query.documented_sql import DocumentedSQL, read_folder
from portfolio_tui.query.parameter_values import values_from
from portfolio_tui.query.saved_queries import ad_hoc
from portfolio_tui.query.scope import Scope
from tests.extract.extracts import FORMATS, tiny_portfolio

pytestmark = pytest.mark.thorough

BUNDLED = read_folder(bundled_folder("queries"))
NEEDED = {"state": "VT", "alliance": "naspo", "fiscal_year": "2025", "text": "43", "date": "2025-06-30"}
"""What is given to parameters, by type, that have no default."""

EVERY_TYPE = """
SELECT *
FROM (VALUES
    ('a', 1::TINYINT, 2::SMALLINT, 3::INTEGER, 4::BIGINT, 170141183460469231731687303715::HUGEINT),
    (NULL, NULL, NULL, NULL, NULL, NULL)
) AS whole(t1, i8, i16, i32, i64, i128)
POSITIONAL JOIN (VALUES
    (1::UTINYINT, 2::USMALLINT, 3::UINTEGER, 18446744073709551615::UBIGINT, 5::UHUGEINT, 9::BIGNUM),
    (NULL, NULL, NULL, NULL, NULL, NULL)
) AS unsigned(u8, u16, u32, u64, u128, big)
POSITIONAL JOIN (VALUES
    (1.5::DECIMAL(4, 1), 12345678901234567890123456789012.123456::DECIMAL(38, 6), 0.1::DOUBLE, 0.1::FLOAT,
     'nan'::DOUBLE, 'infinity'::DOUBLE),
    (NULL, NULL, NULL, NULL, NULL, NULL)
) AS numbers(d4, d38, f64, f32, nan, infinite)
POSITIONAL JOIN (VALUES
    (true, DATE '2025-06-30', TIME '10:11:12.5', TIMESTAMP '2025-06-30 10:00:00',
     TIMESTAMPTZ '2025-06-30 10:00:00+02', INTERVAL '3 days 2 hours', '10:00:00+02'::TIMETZ),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL)
) AS times(b, d, t, ts, tz, i, ttz)
POSITIONAL JOIN (VALUES
    ('2025-06-30 10:00:00.123456789'::TIMESTAMP_NS, '2025-06-30 10:00:00'::TIMESTAMP_S,
     '2025-06-30 10:00:00.123'::TIMESTAMP_MS, 'b'::ENUM('a', 'b'), '101'::BIT, 'a\\xFF'::BLOB,
     'c0ffee00-0000-4000-8000-000000000000'::UUID),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL)
) AS odd(ns, s, ms, e, bits, bytes, id)
POSITIONAL JOIN (VALUES
    ([1, NULL], {'a': 1, 'b': 'x'}, MAP {'k': 1.5}, [[1], [2]], '{"a": 1}'::JSON, [1::HUGEINT]),
    (NULL, NULL, NULL, NULL, NULL, NULL)
) AS nested(list, struct, map, lists, json, wide)
POSITIONAL JOIN (VALUES
    ('=1+1', '', 'two
lines', 'says "so", twice', chr(9) || 'tab', '東京 ✓'),
    ('', NULL, '@x', '-5', '+5', 'plain')
) AS texts("=head", "a,b", "c""d", "line
break", x, "Ünï")
"""


@pytest.fixture(scope="session")
def small_demo(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    folder = tmp_path_factory.mktemp("demo") / "small"
    write_demo(folder, 2_000, 1, lambda _done, _lines: None)
    return open_portfolio(folder)


def default_values(query: DocumentedSQL) -> dict[str, object]:
    """Return the values that `query` runs with where nobody gives any but those it cannot do without."""
    needed = {
        parameter.name: NEEDED[parameter.type]
        for parameter in query.parameters
        if parameter.default is None and not parameter.optional
    }
    return values_from(query, needed, Scope())


@pytest.mark.parametrize("name", BUNDLED)
def test_an_extract_of_each_bundled_query_verifies(name: str, small_demo: Portfolio, tmp_path: Path) -> None:
    query = BUNDLED[name]
    plan = ExtractPlan(small_demo, query, tmp_path / "x.parquet", parameters=default_values(query))
    report = write_extract(plan)
    verdict = verify(report.path, small_demo)
    assert (verdict.answer, verdict.reason) == (Answer.SAME, "")
    assert verdict.compared is not None
    assert verdict.compared.rows_now == report.rows


@pytest.mark.parametrize("name", ["contract_utilization", "table_facts"])
def test_an_extract_of_a_measure_verifies(name: str, small_demo: Portfolio, tmp_path: Path) -> None:
    report = write_extract(ExtractPlan(small_demo, all_measures()[name], tmp_path / "x.parquet"))
    assert report.rows > 0
    assert verify(report.path, small_demo).answer is Answer.SAME


@pytest.mark.parametrize("known_format", FORMATS)
def test_every_type_of_value_comes_back_in_every_format(known_format: str, tmp_path: Path) -> None:
    portfolio = tiny_portfolio(tmp_path / "tiny")
    target = tmp_path / f"x.{known_format}"
    report = write_extract(ExtractPlan(portfolio, ad_hoc(EVERY_TYPE), target, known_format))
    assert report.rows == 2
    totals = report.provenance.totals
    assert (str(totals["i128"]), str(totals["u64"])) == (
        "170141183460469231731687303715",
        "18446744073709551615",
    )
    assert str(totals["d38"]) == "12345678901234567890123456789012.123456"
    verdict = verify(target, portfolio)
    assert (verdict.answer, verdict.reason) == (Answer.SAME, "")


@pytest.mark.parametrize("known_format", FORMATS)
def test_an_extract_without_rows_comes_back(known_format: str, tmp_path: Path) -> None:
    portfolio = tiny_portfolio(tmp_path / "tiny")
    target = tmp_path / f"x.{known_format}"
    sql = "SELECT state, amount FROM spend WHERE false"
    report = write_extract(ExtractPlan(portfolio, ad_hoc(sql), target, known_format))
    assert (report.rows, dict(report.provenance.totals)) == (0, {"amount": Decimal(0)})
    assert verify(target, portfolio).answer is Answer.SAME


def test_columns_of_one_name_and_sums_of_huge_decimals_come_back(tmp_path: Path) -> None:
    portfolio = tiny_portfolio(tmp_path / "tiny")
    target = tmp_path / "x.parquet"
    nines = "9" * 38
    sql = f"SELECT state, state, {nines}::DECIMAL(38, 0) AS huge FROM spend"
    report = write_extract(ExtractPlan(portfolio, ad_hoc(sql), target))
    assert [column.name for column in report.provenance.columns] == ["state", "state_1", "huge"]
    assert report.provenance.totals == {"huge": Decimal(4 * int(nines))}
    assert verify(target, portfolio).answer is Answer.SAME

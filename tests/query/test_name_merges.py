"""Rows of a merged vendor or buyer stand under the one it was merged into, and what the file says beside."""

from pathlib import Path

import pytest

from portfolio_tui.measures.contract_rows import CONTRACT_BUYERS
from portfolio_tui.measures.portfolio_rows import VENDOR_CONCENTRATION
from portfolio_tui.portfolio.name_variants import FILE_NAME
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.catalog import catalog_of
from portfolio_tui.query.saved_queries import ad_hoc
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest, QueryService
from tests.tiny import opened, row_of, rows_of, write_portfolio

MERGES = "vendor,acme-2,acme,merge\nvendor,sub,acme-2,\nentity,dot-2,dot,merge\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a portfolio with a vendor and a buyer of two ids each, and nothing decided."""
    return write_portfolio(
        tmp_path,
        as_of="2026-06-30",
        contracts=[
            {"contract_id": "c", "alliance_id": "naspo", "title": "Tires", "vendor_id": "acme-2"},
            {"contract_id": "d", "alliance_id": "naspo", "title": "Salt", "vendor_id": "best"},
        ],
        vendors=[
            {"vendor_id": "acme", "name": "Acme Inc."},
            {"vendor_id": "acme-2", "name": "ACME"},
            {"vendor_id": "sub", "name": "Subsidiary", "parent_id": "acme-2"},
            {"vendor_id": "best", "name": "Best"},
        ],
        entities=[
            {"entity_id": "dot", "name": "Department of Transportation", "entity_type": "state_agency"},
            {"entity_id": "dot-2", "name": "Dept. of Transportation"},
        ],
        spend=[
            {"spend_id": str(number), "state": "VT", "spent_on": "2026-01-10", **cells}
            for number, cells in enumerate(
                [
                    {"contract_id": "c", "entity_id": "dot", "amount": "20"},
                    {"contract_id": "c", "entity_id": "dot-2", "amount": "10", "vendor_id": "acme"},
                    {"contract_id": "c", "entity_id": "dot-2", "amount": "5", "vendor_id": "sub"},
                    {"contract_id": "d", "amount": "35"},
                ]
            )
        ],
    )


def decide(folder: Path, lines: str) -> None:
    """Write the file of decisions."""
    (folder / FILE_NAME).write_text(f"kind,id,proposed_id,decision\n{lines}", encoding="utf-8")


def rows(service: QueryService, sql: str, scope: Scope | None = None) -> list[tuple[object, ...]]:
    """Return the rows of `sql` as tuples."""
    table = service.run(QueryRequest(1, ad_hoc(sql), scope or Scope())).table
    return [tuple(row.values()) for row in table.to_pylist()]


def test_concentration_and_buyers_count_what_was_merged_as_one(folder: Path) -> None:
    with opened(folder) as service:
        before = row_of(service, VENDOR_CONCENTRATION)
        assert len(rows_of(service, CONTRACT_BUYERS, contract="c")) == 2
    assert before.vendors == 3
    decide(folder, MERGES)
    with opened(folder) as service:
        after = row_of(service, VENDOR_CONCENTRATION)
        (buyer,) = rows_of(service, CONTRACT_BUYERS, contract="c")
    assert (after.vendors, after.largest_vendor, str(after.concentration_index)) == (
        2,
        "Acme Inc.",
        "5000.00",
    )
    assert (buyer.entity_id, buyer.entity_name, str(buyer.net_amount)) == (
        "dot",
        "Department of Transportation",
        "35.00",
    )


def test_what_the_file_says_stands_beside_and_undoing_is_taking_the_line_out(folder: Path) -> None:
    sql = "SELECT * FROM vendors ORDER BY vendor_id"
    with opened(folder) as service:
        before = rows(service, sql)
    decide(folder, MERGES)
    with opened(folder) as service:
        assert rows(service, sql) == [
            ("acme", "Acme Inc.", None, None, None),
            ("acme-2", "ACME", None, None, "acme"),
            ("best", "Best", None, None, None),
            ("sub", "Subsidiary", "acme", "acme-2", None),
        ]
        lines = "SELECT vendor_id, raw_vendor_id, entity_id, raw_entity_id FROM spend WHERE spend_id = '1'"
        assert rows(service, lines) == [("acme", "acme", "dot", "dot-2")]
        assert rows(service, "SELECT vendor_id, raw_vendor_id FROM contracts WHERE contract_id = 'c'") == [
            ("acme", "acme-2")
        ]
    decide(folder, "")
    with opened(folder) as service:
        assert rows(service, sql) == before


@pytest.mark.parametrize("vendor", ["acme", "acme-2"])
def test_a_scope_of_either_id_means_the_vendor_it_is(folder: Path, vendor: str) -> None:
    decide(folder, MERGES)
    with opened(folder) as service:
        scope = Scope(vendors=(vendor,))
        assert rows(service, "SELECT spend_id FROM spend ORDER BY 1", scope) == [("0",), ("1",), ("2",)]
        assert rows(service, "SELECT vendor_id FROM vendors ORDER BY 1", scope) == [
            ("acme",),
            ("acme-2",),
            ("sub",),
        ]


def test_the_catalog_knows_the_columns_of_merges(folder: Path) -> None:
    plain = catalog_of(open_portfolio(folder)).find("", "spend")
    decide(folder, MERGES)
    merged = catalog_of(open_portfolio(folder)).find("", "spend")
    assert plain is not None
    assert merged is not None
    names = [column.name for column in merged.columns]
    assert names == [*(column.name for column in plain.columns), "raw_entity_id", "raw_vendor_id"]
    with opened(folder) as service:
        assert service.run(QueryRequest(1, ad_hoc("FROM spend"), Scope())).table.column_names == names


def test_lines_that_cannot_be_followed_are_told_on_opening(folder: Path) -> None:
    decide(folder, "vendor,acme-2,nobody,merge\nvendor,acme,best,maybe\n")
    portfolio = open_portfolio(folder)
    with opened(folder) as service:
        told = [str(problem) for problem in (*portfolio.warnings, *service.engine.warnings)]
    advice = "Mend the line or take it out; until then it changes nothing."
    file = f"file {folder / FILE_NAME}"
    assert told == [
        f"{file}: line 3: the decision is 'maybe', and must be merge, apart or nothing. {advice}",
        f"{file}: line 2: there is no vendor 'nobody'. {advice}",
    ]


def test_a_column_of_the_file_with_that_name_is_kept(folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    vendors = pq.read_table(folder / "vendors.parquet")
    pq.write_table(vendors.append_column("merged_into", pa.array(["x"] * 4)), folder / "vendors.parquet")
    decide(folder, MERGES)
    with opened(folder) as service:
        assert rows(service, "SELECT DISTINCT merged_into FROM vendors") == [("x",)]

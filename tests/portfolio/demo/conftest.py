"""The bundled demo, as tables to ask questions of."""

from collections.abc import Iterator

import duckdb
import pytest

from portfolio_tui.bundled import bundled_demo
from portfolio_tui.portfolio.opening import table_files
from portfolio_tui.portfolio.schema import TABLES
from tests.portfolio.demo import Ask

LINES = """
    CREATE TABLE lines AS
    SELECT
        spend.*,
        contracts.alliance_id,
        contracts.starts_on,
        contracts.ends_on,
        contracts.admin_fee_rate,
        contracts.category_code AS contract_category_code,
        contracts.contract_id IN (SELECT contract_id FROM participating_addenda) AS needs_addendum,
        entities.entity_type,
        addenda.addendum_id,
        addenda.effective_on,
        addenda.ends_on AS addendum_ends_on,
        addenda.allowed_entity_types
    FROM spend
    LEFT JOIN contracts USING (contract_id)
    LEFT JOIN entities USING (entity_id)
    LEFT JOIN participating_addenda AS addenda
        ON spend.contract_id = addenda.contract_id
        AND spend.state = addenda.state
        AND (addenda.entity_id IS NULL OR addenda.entity_id = spend.entity_id)
"""
USED = """
    CREATE TABLE used AS
    SELECT *, spent / ceiling_amount AS ceiling_used
    FROM (
        SELECT
            contracts.*,
            coalesce(sum(amount), 0) AS spent,
            coalesce(sum(amount) FILTER (spent_on > DATE '2025-06-30'), 0) / 365 AS daily
        FROM contracts LEFT JOIN spend USING (contract_id)
        GROUP BY ALL
    )
"""


@pytest.fixture(scope="session")
def ask() -> Iterator[Ask]:
    """Answer SQL over the bundled demo.

    `lines` is spend with its contract, buyer and addendum; `used` is contracts with what was spent on each.
    """
    with duckdb.connect(config={"threads": 1}) as connection:
        for table in TABLES:
            files = [str(path) for path in table_files(bundled_demo(), table.name)]
            connection.read_parquet(files).create_view(table.name)
        connection.execute("CREATE MACRO as_of() AS DATE '2026-06-30'")
        connection.execute(LINES)
        connection.execute(USED)
        yield Ask(connection)

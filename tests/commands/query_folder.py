"""A tiny portfolio with what is hard to write: quotes, line breaks, formulas, wide letters, huge decimals."""

from pathlib import Path

from tests.tiny import write_portfolio

ODDITIES = """\
-- title: Oddities
-- description: Each contract with values of many kinds.
-- formula: none; values as they are
-- denominator: none
-- leaves out: nothing
-- source: the contracts
-- param since: date = 2000-01-01 "First day" (min 1990-01-01)
-- param ids: text[]? "Contracts"
SELECT
    contract_id,
    title,
    number,
    ceiling_amount,
    starts_on,
    CASE contract_id
        WHEN 'c1' THEN CAST('1234567890123456789012345678.0123456789' AS DECIMAL(38, 10))
        WHEN 'c2' THEN 0.5
    END AS huge,
    CASE contract_id WHEN 'c1' THEN 0.1 WHEN 'c2' THEN 'nan'::DOUBLE END AS ratio,
    starts_on > DATE '2025-01-01' AS is_new,
    CASE contract_id WHEN 'c1' THEN [1, 2] END AS list,
    {'number': number, 'amount': ceiling_amount} AS "=both, of it"
FROM contracts
WHERE starts_on >= $since AND ($ids IS NULL OR contract_id IN (SELECT unnest($ids)))
ORDER BY contract_id
"""


def write_odd_portfolio(folder: Path) -> Path:
    """Write the portfolio into `folder`, with a saved query called oddities and one that is faulty."""
    write_portfolio(
        folder,
        as_of="2026-06-30",
        contracts=[
            {
                "contract_id": "c1",
                "alliance_id": "naspo",
                "title": 'Tires, tubes and "services"',
                "number": '=HYPERLINK("http://x")',
                "ceiling_amount": "9999999999999999.99",
                "starts_on": "2024-07-01",
            },
            {
                "contract_id": "c2",
                "alliance_id": "naspo",
                "title": "Été\nau 日本",
                "number": "",
                "starts_on": "2025-07-01",
            },
            {
                "contract_id": "c3",
                "alliance_id": "naspo",
                "title": "\x1b]0;pwned\x07 -",
                "number": None,
                "ceiling_amount": "-0.01",
                "starts_on": "2026-02-28",
            },
        ],
        spend=[
            {"state": "VT", "amount": "10.10", "spent_on": "2026-01-01", "contract_id": "c1"},
            {"state": "NH", "amount": "20.20", "spent_on": "2026-01-02", "contract_id": "c1"},
        ],
    )
    queries = folder / "queries"
    queries.mkdir()
    (queries / "oddities.sql").write_text(ODDITIES, encoding="utf-8")
    (queries / "faulty.sql").write_text("-- title: Faulty\n-- descriptio: x\nSELECT 1\n", encoding="utf-8")
    return folder

"""The bundled demo is shaped like the real thing: who takes part, how money is spread, what names what."""

import datetime as dt

import pytest

from portfolio_tui.portfolio.reference import jurisdictions_by_code
from portfolio_tui.portfolio.schema import TABLES, Column, Table, table_named
from tests.portfolio.demo import Ask

TWELVE = ["CT", "DE", "MA", "MD", "ME", "NH", "NJ", "NY", "PA", "RI", "VT", "WV"]
COLUMNS = [(table, column) for table in TABLES for column in table.columns]
STATES = [(table, column) for table, column in COLUMNS if column.refers_to == "jurisdictions"]
REFERENCES = [pair for pair in COLUMNS if pair[1].refers_to is not None and pair not in STATES]
CHOICES = [(table, column) for table, column in COLUMNS if column.choices]


def name(value: Table | Column) -> str:
    """Name a table or column in a test's id."""
    return value.name


@pytest.mark.parametrize(("table", "column"), REFERENCES, ids=name)
def test_every_id_refers_to_something(ask: Ask, table: Table, column: Column) -> None:
    target = table_named(column.refers_to or "")
    known = set(ask.values(target.key[0], target.name))
    assert set(ask.values(column.name, table.name)) - {None} <= known


@pytest.mark.parametrize(("table", "column"), STATES, ids=name)
def test_every_state_is_a_jurisdiction(ask: Ask, table: Table, column: Column) -> None:
    assert set(ask.values(column.name, table.name)) - {None} <= jurisdictions_by_code().keys()


@pytest.mark.parametrize("table", [table for table in TABLES if table.key], ids=name)
def test_keys_are_unique(ask: Ask, table: Table) -> None:
    key = f"({', '.join(table.key)})"
    assert len(ask.values(key, table.name)) == ask.count(table.name)


@pytest.mark.parametrize(("table", "column"), CHOICES, ids=name)
def test_every_choice_is_a_known_one(ask: Ask, table: Table, column: Column) -> None:
    assert set(ask.values(column.name, table.name)) <= {*column.choices, None}


def test_all_jurisdictions_spend_and_have_contracts_of_their_own(ask: Ask) -> None:
    assert len(ask.values("state", "spend")) == 56
    assert len(ask.values("alliance_id", "contracts", "alliance_id LIKE 'own-%'")) == 56


def test_every_alliance_is_marked_synthetic_and_has_contracts(ask: Ask) -> None:
    assert ask.count("alliances", "is_synthetic AND note LIKE 'Synthetic:%'") == 64
    assert len(ask.values("alliance_id", "contracts")) == 64
    assert ask.values("name", "alliances", "alliance_id = '12aspo'") == ["12ASPO (synthetic)"]
    assert ask.values("name", "alliances", "alliance_id IN ('own-vt', 'own-tx')") == [
        "Texas' own contracts",
        "Vermont's own contracts",
    ]
    assert len(ask.values("alliance_id", "alliances", "kind = 'state'")) == 56


def test_twelve_states_are_in_12aspo_one_joined_late_and_one_had_left(ask: Ask) -> None:
    members = "(FROM memberships WHERE alliance_id = '12aspo')"
    in_force = "joined_on <= as_of() AND (left_on IS NULL OR left_on > as_of())"
    assert ask.values("state", members, in_force) == TWELVE
    assert ask.values("(state, joined_on)", members, "joined_on <> DATE '2019-07-01'") == [
        ("WV", dt.date(2023, 7, 1))
    ]
    assert ask.values("(state, left_on)", members, "left_on IS NOT NULL") == [("VA", dt.date(2022, 7, 1))]


def test_every_membership_says_where_it_comes_from(ask: Ask) -> None:
    assert ask.count("memberships", "source IS NULL") == 0
    assert ask.count("memberships", "joined_on IS NOT NULL AND source NOT LIKE 'Synthetic:%'") == 0
    assert ask.count("memberships", "alliance_id = 'naspo'") == 56
    assert ask.count("memberships", "alliance_id = 'mhec_midwest'") == 12


def test_there_are_as_many_contracts_as_a_small_portfolio_has(ask: Ask) -> None:
    assert 1_200 <= ask.count("contracts") <= 1_800
    contractors = ask.values("count(*) OVER (PARTITION BY portfolio)", "contracts", "alliance_id = 'naspo'")
    assert (contractors[0], contractors[-1]) == (1, 38)
    states = ask.values("count(*) OVER (PARTITION BY contract_id)", "participating_addenda")
    assert (states[0], states[-1]) == (5, 50)


def test_a_tenth_has_a_ceiling_a_fifth_an_estimate_only_and_most_neither(ask: Ask) -> None:
    contracts = ask.count("contracts")
    assert 0.08 < ask.count("contracts", "ceiling_amount > 0") / contracts < 0.16
    assert 0.15 < ask.count("contracts", "ceiling_amount IS NULL AND estimated_amount > 0") / contracts < 0.25
    neither = "ceiling_amount IS NULL AND estimated_amount IS NULL"
    assert 0.6 < ask.count("contracts", neither) / contracts < 0.75


def test_money_is_spread_as_in_the_real_thing(ask: Ask) -> None:
    total = ask.number("SELECT sum(amount) FROM spend")
    assert 3_000_000_000 < total < 12_000_000_000
    local = ask.number("SELECT sum(amount) FROM lines WHERE entity_type NOT IN ('state_agency', 'other')")
    assert 0.5 < local / total < 0.65
    off_contract = ask.number("SELECT sum(amount) FROM spend WHERE contract_id IS NULL")
    assert 0.05 < off_contract / total < 0.09


def test_spend_is_heavy_tailed(ask: Ask) -> None:
    assert ask.number("SELECT round(avg(amount) / median(amount), 1)::VARCHAR FROM spend") > 2
    assert ask.number("SELECT max(amount) FROM spend") > 5_000_000


def test_two_or_three_lines_in_a_hundred_are_credits_each_after_its_sale(ask: Ask) -> None:
    assert 0.02 < ask.count("spend", "amount < 0") / ask.count("spend") < 0.03
    earlier_sale = """
        EXISTS (
            FROM spend AS sale
            WHERE sale.amount > 0
                AND sale.spent_on <= credit.spent_on
                AND sale.contract_id IS NOT DISTINCT FROM credit.contract_id
                AND sale.po_number = credit.po_number
                AND sale.product_number = credit.product_number
        )
    """
    assert ask.count("spend AS credit", f"amount < 0 AND NOT {earlier_sale}") == 0


@pytest.mark.parametrize(
    ("states", "peak"),
    [("'CA', 'VT', 'PA', 'FL'", 6), ("'NY'", 3), ("'TX'", 8), ("'AL', 'MI', 'DC'", 9)],
)
def test_buying_peaks_at_the_end_of_the_fiscal_year(ask: Ask, states: str, peak: int) -> None:
    lines = {
        month: ask.count("spend", f"state IN ({states}) AND month(spent_on) = {month}")
        for month in range(1, 13)
    }
    assert max(lines, key=lambda month: lines[month]) == peak


@pytest.mark.parametrize(
    ("column", "source"),
    [
        ("spent_on", "spend"),
        ("order_date", "spend"),
        ("ship_date", "spend"),
        ("invoice_date", "spend"),
        ("received_on", "spend"),
        ("signed_on", "amendments"),
        ("signed_on", "participating_addenda"),
        ("as_of", "balances"),
    ],
)
def test_nothing_happened_after_the_as_of_date(ask: Ask, column: str, source: str) -> None:
    assert ask.count(source, f"{column} <= as_of()") > 50
    assert ask.count(source, f"{column} > as_of()") == 0


def test_five_years_of_lines_in_order_of_state_and_day(ask: Ask) -> None:
    assert ask.rows("SELECT min(spent_on), max(spent_on) FROM spend") == [
        (dt.date(2021, 7, 1), dt.date(2026, 6, 30))
    ]
    in_order = ask.rows("SELECT state, spent_on FROM spend ORDER BY spend_id")
    assert in_order == sorted(in_order)


def test_a_line_adds_up(ask: Ask) -> None:
    assert ask.count("spend", "amount <> quantity * unit_price") < 10
    assert ask.count("spend", "unit_price > list_price") == 0
    assert ask.count("spend", "ship_date < spent_on") < 20
    assert ask.count("spend", "invoice_date < greatest(spent_on, ship_date)") == 0
    assert len(ask.values("(source_file, source_row)", "spend")) == ask.count("spend")


@pytest.mark.parametrize(
    ("column", "least", "most"),
    [
        ("contract_id", 0.06, 0.08),
        ("entity_id", 0.02, 0.05),
        ("order_date", 0.01, 0.03),
        ("invoice_date", 0.005, 0.03),
        ("list_price", 0.2, 0.6),
    ],
)
def test_not_everything_is_known(ask: Ask, column: str, least: float, most: float) -> None:
    assert least < ask.count("spend", f"{column} IS NULL") / ask.count("spend") < most


def test_terms_follow_from_their_amendments(ask: Ask) -> None:
    explained = """
        EXISTS (
            FROM amendments
            WHERE amendments.contract_id = contracts.contract_id
                AND addendum_id IS NULL
                AND new_ends_on = contracts.ends_on
        )
    """
    assert ask.count("contracts", f"ends_on > initial_ends_on AND {explained}") > 300
    assert ask.count("contracts", f"ends_on <> initial_ends_on AND NOT {explained}") == 0
    assert ask.count("contracts", "ends_on > latest_ends_on OR ends_on < initial_ends_on") == 0
    assert ask.count("amendments", "new_ends_on <= old_ends_on") == 0


@pytest.mark.parametrize(
    "style", [r"00\d+", r"DM\d{7}", r"[A-Z]+\d+-\d+/\d+", r"\d\dP \d{20}", r"\d\d-\d{4}-D"]
)
def test_contract_numbers_come_in_every_style(ask: Ask, style: str) -> None:
    assert ask.count("contracts", f"regexp_full_match(number, '{style}')") > 20


def test_one_jurisdiction_uses_no_naspo_contract(ask: Ask) -> None:
    using = ask.values("state", "lines", "alliance_id = 'naspo'")
    assert set(ask.values("state", "spend")) - set(using) == {"AS"}

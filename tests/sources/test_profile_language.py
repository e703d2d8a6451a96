"""What a profile can say of rows, alliances, states, headings, years and tables, each on a small file."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.reference import jurisdictions
from portfolio_tui.sources.importing import import_files, preview_files
from portfolio_tui.sources.outcome import ImportOutcome
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.states import listed_states, state_code
from portfolio_tui.sources.toml_section import ProfileError
from tests.sources.small_files import day, table, write_profile

LIST = """
title = "List"
portfolio_name = "List"

[[alliances]]
id = "own"
name = "Own"
kind = "state"

[tables.contracts]
contract_id = "number"
title = "title"
"""

ADDENDA_WITHOUT_STATES = """title = "title"
[tables.participating_addenda]
addendum_id = "number"
contract_id = "number"
state = { states_in = "states" }
"""

LATEST_AND_EARLIEST = """title = "title"
ends_on = "e"
[fold]
latest = "contracts.ends_on"
earliest = "contracts.ends_on"
"""

SPEND = """
title = "Payments"
portfolio_name = "Payments"
state = "Vermont"

[tables.spend]
spend_id = { key_of = ["day", "paid"], source = "payments" }
amount = "paid"
spent_on = "day"
"""

LIST_DAY = dt.date(2023, 9, 1)


def import_text(folder: Path, profile: str, *lines: str, name: str = "list.csv") -> ImportOutcome:
    path = folder / name
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    found = read_profile(write_profile(folder, profile, "tested"))
    return import_files([path], found, folder / "portfolio", LIST_DAY if found.flow is None else None)


def rows(folder: Path, name: str, *columns: str) -> list[tuple[object, ...]]:
    return table(folder / "portfolio", name, *columns)


def error_of(folder: Path, text: str) -> str:
    with pytest.raises(ProfileError) as told:
        read_profile(write_profile(folder, text, "tested"))
    return str(told.value)


def test_rows_that_are_no_records_are_set_aside_with_the_reason(tmp_path: Path) -> None:
    profile = (
        LIST
        + '[rows]\nonly = { column = "status", is = ["Open", ""] }\n'
        + 'never = { column = "kind", is = ["Test"] }\n'
    )
    outcome = import_text(
        tmp_path,
        profile,
        "number,title,status,kind",
        "1,Paper,Open,",
        "2,Tires,Closed,Test",
        "3,Salt,,",
        "4,Sand,Open,Test",
    )
    (file,) = outcome.files
    assert (file.rows_read, file.kept, file.set_aside, file.folded) == (4, 2, 2, 0)
    assert rows(tmp_path, "contracts", "contract_id") == [("1",), ("3",)]
    assert rows(tmp_path, "set_aside", "source_row", "column", "reason", "raw_text") == [
        (
            2,
            "status",
            'the profile leaves out rows whose status is not "Open" or empty',
            "2,Tires,Closed,Test",
        ),
        (4, "kind", 'the profile leaves out rows whose kind is "Test"', "4,Sand,Open,Test"),
    ]


def test_rows_may_feed_some_tables_only(tmp_path: Path) -> None:
    profile = LIST.replace("[tables.contracts]", 'state = "VT"\n\n[tables.contracts]').replace(
        'state = "VT"\n\n', ""
    )
    profile = (
        'state = "VT"\n'
        + profile
        + (
            '[tables.spend]\nspend_id = { key_of = ["number"], source = "x" }\ncontract_id = "number"\n'
            'amount = "paid"\nspent_on = "day"\nrows = { never = { column = "paid", is = [""] } }\n'
        )
    )
    outcome = import_text(
        tmp_path, profile, "number,title,paid,day", "1,Paper,5,2020-01-01", "2,Tires,,", "3,Salt,x,2020-01-01"
    )
    assert (outcome.files[0].kept, outcome.files[0].set_aside) == (2, 1)
    assert rows(tmp_path, "contracts", "contract_id") == [("1",), ("2",)]
    assert rows(tmp_path, "spend", "contract_id", "amount", "state") == [("1", Decimal("5.00"), "VT")]


def test_an_alliance_is_recognised_by_whole_words_in_any_case(tmp_path: Path) -> None:
    profile = LIST.replace(
        "[tables.contracts]",
        '[[alliances]]\nid = "sourcewell"\nname = "Sourcewell"\nkind = "national"\n\n[tables.contracts]\n'
        'alliance_id = { words_in = ["title", "bid"], words = { "NJPA" = "sourcewell" }, otherwise = "own" }',
    )
    lines = ["1,Paper NJPA,", "2,Bid#njpa2019,", "3,NJPAX or XNJPA,", "4,,(NJPA)", "5,7NJPA,"]
    import_text(
        tmp_path,
        profile.replace('"title"\n', '{ first_of = ["title", "bid"] }\n'),
        "number,title,bid",
        *lines,
    )
    assert rows(tmp_path, "contracts", "contract_id", "alliance_id") == [
        ("1", "sourcewell"),
        ("2", "sourcewell"),
        ("3", "own"),
        ("4", "sourcewell"),
        ("5", "own"),
    ]
    assert rows(tmp_path, "alliances", "alliance_id", "name", "kind") == [
        ("own", "Own", "state"),
        ("sourcewell", "Sourcewell", "national"),
    ]


def test_a_contract_whose_words_change_moves_to_the_other_alliance(tmp_path: Path) -> None:
    profile = LIST.replace(
        "[tables.contracts]",
        '[[alliances]]\nid = "naspo"\nname = "NASPO"\nkind = "national"\n\n[tables.contracts]\n'
        'alliance_id = { words_in = ["title"], words = { "NASPO" = "naspo" }, otherwise = "own" }',
    )
    import_text(tmp_path, profile, "number,title", "1,Paper", name="a.csv")
    import_text(tmp_path, profile, "number,title", "1,NASPO paper", name="b.csv")
    assert rows(tmp_path, "contracts", "contract_id", "alliance_id", "title") == [
        ("1", "naspo", "NASPO paper")
    ]


def test_an_alliance_is_recognised_by_a_column(tmp_path: Path) -> None:
    profile = LIST.replace("[tables.contracts]", '[tables.contracts]\nalliance_id = "coop"')
    outcome = import_text(tmp_path, profile, "number,title,coop", "1,Paper,own", "2,Tires,other")
    assert (outcome.files[0].kept, outcome.files[0].set_aside) == (1, 1)
    assert rows(tmp_path, "set_aside", "reason") == [
        ('"other" is not among the values that the profile knows',)
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("MO", "MO"),
        ("mo", "MO"),
        ("Missouri", "MO"),
        ("NEW  york", "NY"),
        ("D.C.", "DC"),
        ("Washington, D.C.", "DC"),
    ],
)
def test_a_state_is_read_by_code_or_name(text: str, code: str) -> None:
    assert state_code(text) == code


STATES = tuple(each.code for each in jurisdictions() if each.kind != "territory")


@pytest.mark.parametrize(
    ("text", "codes", "unread"),
    [
        ('["NM"," TX"]', ("NM", "TX"), ()),
        ('["ALL STATES"]', STATES, ()),
        ("All States; PR", (*STATES, "PR"), ()),
        ('[""]', (), ()),
        ("New Mexico, Texas and ME", ("NM", "TX", "ME"), ()),
        ("CT DE ME", ("CT", "DE", "ME"), ()),
        ("West Virginia/Virginia", ("WV", "VA"), ()),
        ("Washington, DC; Washington", ("DC", "WA"), ()),
        ("TX, Ontario, TX", ("TX",), ("Ontario",)),
        ("[not json", (), ("[not json",)),
        ("[1, null]", (), ("1",)),
    ],
)
def test_a_list_of_states_is_read(text: str, codes: tuple[str, ...], unread: tuple[str, ...]) -> None:
    assert listed_states(text) == (codes, unread)
    assert len(STATES) == 51


@given(st.text())
def test_any_text_is_a_list_of_states_or_tells_its_parts(text: str) -> None:
    codes, unread = listed_states(text)
    assert len(set(codes)) == len(codes)
    assert all(part.strip() for part in unread)


def test_each_state_of_a_list_is_an_addendum_and_a_membership(tmp_path: Path) -> None:
    profile = LIST + (
        '[tables.participating_addenda]\naddendum_id = { join = ["number", "states"], with = "/" }\n'
        'contract_id = "number"\nstate = { states_in = "states" }\neffective_on = "from"\n'
        '[tables.memberships]\nstate = { states_in = "states" }\nrole = { value = "member" }\n'
    )
    outcome = import_text(
        tmp_path,
        profile,
        "number,title,states,from",
        '1,Paper,"NM, tx",2020-01-01',
        "2,Tires,,",
        "3,Salt,TX;Ontario,",
    )
    assert (outcome.files[0].kept, outcome.files[0].cells_not_read) == (3, 1)
    assert rows(tmp_path, "participating_addenda", "addendum_id", "contract_id", "state", "effective_on") == [
        ("1/NM", "1", "NM", day("2020-01-01")),
        ("1/TX", "1", "TX", day("2020-01-01")),
        ("3/TX", "3", "TX", None),
    ]
    assert rows(tmp_path, "memberships", "alliance_id", "state", "role") == [
        ("own", "NM", "member"),
        ("own", "TX", "member"),
    ]
    assert rows(tmp_path, "cells_not_read", "source_row", "column", "raw_text", "reason") == [
        (3, "states", "TX;Ontario", "holds Ontario, which names no state")
    ]


def test_rows_of_tables_without_a_key_are_added_once(tmp_path: Path) -> None:
    profile = (
        LIST
        + '[tables.amendments]\ncontract_id = "number"\nsigned_on = "signed"\nkind = { value = "other" }\n'
    )
    lines = ("number,title,signed", "1,Paper,2020-01-01")
    import_text(tmp_path, profile, *lines, name="a.csv")
    import_text(tmp_path, profile, *lines, "2,Tires,2020-02-02", name="b.csv")
    assert rows(tmp_path, "amendments", "contract_id", "signed_on") == [
        ("1", day("2020-01-01")),
        ("2", day("2020-02-02")),
    ]


def test_headings_are_known_by_other_names_and_writing(tmp_path: Path) -> None:
    profile = SPEND + '[headings]\npaid = ["Net Amount"]\n[file]\nmay_lack = ["po"]\n[tables.vendors]\n'
    profile = profile.replace("[headings]", 'po_number = "po"\nvendor_id = "vendor_name"\n[headings]')
    profile += 'vendor_id = "vendor_name"\nname = "vendor_name"\n'
    import_text(tmp_path, profile, "DAY,NET-AMOUNT,Vendor Name,x", "2020-01-01,5,MILL,1")
    assert rows(tmp_path, "spend", "spent_on", "amount", "vendor_id", "po_number") == [
        (day("2020-01-01"), Decimal("5.00"), "MILL", None)
    ]
    with pytest.raises(UserError, match=r'has no column "day".*There are date, paid'):
        import_text(tmp_path, profile, "date,paid,vendor_name", "2020-01-01,5,MILL")


def test_a_column_that_two_headings_could_be_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(UserError, match='has no column "paid"'):
        import_text(tmp_path, SPEND, "day,Paid,PAID", "2020-01-01,5,6")


def test_a_table_is_filled_by_several_columns(tmp_path: Path) -> None:
    profile = (
        SPEND
        + 'vendor_id = "dealer"\n'
        + "".join(
            f'[[tables.vendors]]\nvendor_id = "{column}"\nname = "{column}"\n'
            for column in ("maker", "dealer")
        )
    )
    import_text(
        tmp_path, profile, "day,paid,maker,dealer", "2020-01-01,5,MILL,SHOP", "2020-01-02,6,MILL,MILL"
    )
    assert rows(tmp_path, "vendors", "vendor_id") == [("MILL",), ("SHOP",)]


def test_a_fiscal_year_is_dated_on_its_last_day(tmp_path: Path) -> None:
    year = '{ fiscal_year = "day", year_starts_in_month = 9 }'
    profile = SPEND.replace(
        'spent_on = "day"', f"spent_on = {year}\nperiod_start = {year}\nperiod_end = {year}"
    )
    import_text(tmp_path, profile, "day,paid", "2026,5")
    assert rows(tmp_path, "spend", "spent_on", "period_start", "period_end") == [
        (day("2026-08-31"), day("2025-09-01"), day("2026-08-31"))
    ]


@pytest.mark.parametrize(
    ("pattern", "name", "first", "last"),
    [
        ("{day}", "paid 2020-02-03.csv", "2020-02-01", "2020-02-03"),
        ("{day}", "paid_20200203.csv", "2020-02-01", "2020-02-03"),
        ("paid_{month}", "paid_2020-02.csv", "2020-02-01", "2020-02-29"),
    ],
)
def test_a_day_in_the_files_name_is_that_of_the_figures(
    tmp_path: Path, pattern: str, name: str, first: str, last: str
) -> None:
    in_name = f'{{ day_in_file_name = "{pattern}" }}'
    profile = SPEND.replace('spent_on = "day"', f"spent_on = {in_name}\nperiod_start = {in_name}")
    import_text(tmp_path, profile, "day,paid", "x,5", name=name)
    import_text(
        tmp_path, profile, "day,paid", "x,5", name=name.replace("02", "03", 1).replace("2003", "2020")
    )
    assert (day(last), day(first)) in rows(tmp_path, "spend", "spent_on", "period_start")
    assert len(rows(tmp_path, "spend", "spend_id")) == 2


def test_a_name_without_a_day_asks_for_it(tmp_path: Path) -> None:
    profile = SPEND.replace('spent_on = "day"', 'spent_on = { day_in_file_name = "{day}" }')
    with pytest.raises(
        UserError, match=r"does not tell the day of the figures; the profile .* looks for \{day\}\."
    ):
        import_text(tmp_path, profile, "day,paid", "x,5", name="paid_2020-02-30.csv")


def test_a_list_asks_for_its_day_and_the_portfolio_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("number,title\n1,Paper\n", encoding="utf-8")
    profile = read_profile(write_profile(tmp_path, LIST, "tested"))
    with pytest.raises(UserError, match=r"a list without figures, which does not tell on which day"):
        import_files([path], profile, tmp_path / "portfolio")
    import_files([path], profile, tmp_path / "portfolio", LIST_DAY)
    assert rows(tmp_path, "contracts", "contract_id", "reported_on") == [("1", LIST_DAY)]
    assert rows(tmp_path, "spend", "spend_id") == []


def test_a_list_is_shown_before_it_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("number,title\n2,Paper\n1,Pens\n", encoding="utf-8")
    profile = read_profile(write_profile(tmp_path, LIST, "tested"))
    kept = preview_files([path], profile, tmp_path / "portfolio", LIST_DAY).kept
    assert [(row.source_row, dict(row.values)["contract_id"]) for row in kept.first] == [(1, "2"), (2, "1")]
    assert kept.total == 2


def test_an_older_list_does_not_take_the_place_of_a_newer_one(tmp_path: Path) -> None:
    profile = read_profile(write_profile(tmp_path, LIST, "tested"))
    for name, title, as_of in (("new", "Paper and pens", LIST_DAY), ("old", "Paper", dt.date(2020, 1, 1))):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"number,title\n1,{title}\n", encoding="utf-8")
        import_files([path], profile, tmp_path / "portfolio", as_of)
    assert rows(tmp_path, "contracts", "title") == [("Paper and pens",)]


def test_what_gives_way_is_replaced_by_an_older_file_and_replaces_none(tmp_path: Path) -> None:
    poor = LIST.replace('title = "title"', 'title = "number"\ngives_way = true')
    for name, text, as_of in (
        ("sales", poor, LIST_DAY),
        ("list", LIST, dt.date(2020, 1, 1)),
        ("more-sales", poor, LIST_DAY),
    ):
        path = tmp_path / f"{name}.csv"
        path.write_text("number,title\n1,Paper\n", encoding="utf-8")
        import_files([path], read_profile(write_profile(tmp_path, text, name)), tmp_path / "portfolio", as_of)
        title = "1" if name == "sales" else "Paper"
        assert rows(tmp_path, "contracts", "title") == [(title,)]


def test_the_latest_row_of_a_contract_holds_and_texts_are_put_together(tmp_path: Path) -> None:
    profile = LIST + 'ends_on = "end"\n[fold]\nlatest = "contracts.ends_on"\ntogether = ["contracts.title"]\n'
    outcome = import_text(
        tmp_path, profile, "number,title,end", "1,Paper,2020-01-01", "1,Pens,2022-01-01", "1,Pens,", "2,Salt,"
    )
    assert (outcome.files[0].kept, outcome.files[0].folded) == (2, 2)
    assert rows(tmp_path, "contracts", "contract_id", "title", "ends_on") == [
        ("1", "Pens; Paper", day("2022-01-01")),
        ("2", "Salt", None),
    ]


def test_a_value_stands_in_for_what_is_empty(tmp_path: Path) -> None:
    profile = LIST.replace(
        '"number"', '{ join = ["number", "title"], with = "/", where_empty = "-" }'
    ).replace('title = "title"', 'title = { first_of = ["title"], otherwise = "untitled" }')
    import_text(tmp_path, profile, "number,title", ",Paper", "2,")
    assert rows(tmp_path, "contracts", "contract_id", "title") == [("-/Paper", "Paper"), ("2/-", "untitled")]


def test_a_price_that_cannot_be_read_costs_no_row(tmp_path: Path) -> None:
    profile = SPEND + 'unit_price = "price"\nfee_amount = "fee"\n'
    lines = ["2020-01-01,5,0.12345,1", "2020-01-02,6,1.20,0.123"]
    outcome = import_text(tmp_path, profile, "day,paid,price,fee", *lines)
    assert (outcome.files[0].kept, outcome.files[0].set_aside, outcome.files[0].cells_not_read) == (1, 1, 1)
    assert rows(tmp_path, "cells_not_read", "column", "reason") == [
        ("price", '"0.12345" has more than 2 decimals')
    ]


def test_row_numbers_under_no_heading_are_not_noted(tmp_path: Path) -> None:
    outcome = import_text(tmp_path, LIST, ",number,title", "0,1,Paper", "1,2,Pens")
    assert outcome.files[0].cells_not_read == 0


def test_an_unfinished_profile_can_be_tried_and_not_imported(tmp_path: Path) -> None:
    text = SPEND.replace("Vermont", "FILL IN")
    profile = read_profile(write_profile(tmp_path, text, "tested"))
    path = tmp_path / "paid.csv"
    path.write_text("day,paid\n2020-01-01,5\n", encoding="utf-8")
    assert preview_files([path], profile, tmp_path / "portfolio").files[0].kept == 1
    with pytest.raises(
        UserError, match=r"tested.toml is not finished: FILL IN stands in state\. Write there"
    ):
        import_files([path], profile, tmp_path / "portfolio")
    assert not (tmp_path / "portfolio").exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "own"', 'ident = "own"', "[alliances] id is missing."),
        ('kind = "state"', 'kind = "sate"', '[alliances] kind cannot be "sate". Did you mean state?'),
        (
            "[tables.contracts]",
            '[[alliances]]\nid = "own"\nname = "Other"\nkind = "other"\n[tables.contracts]',
            '[alliances 2] id "own" is there already.',
        ),
        ("[[alliances]]", "[[aliances]]", "aliances is not known here. Did you mean alliances?"),
        (
            'title = "title"',
            'title = "title"\nalliance_id = { value = "pwn" }',
            '[tables.contracts] alliance_id names the alliance "pwn", which is not in [[alliances]].',
        ),
        (
            'title = "title"',
            'title = "title"\nalliance_id = { first_of = ["a", "b"] }',
            "[tables.contracts] alliance_id must be a value, a column or words_in beside [[alliances]].",
        ),
        (
            'title = "title"',
            'title = { words_in = ["title"], word = { "a" = "b" } }',
            "[tables.contracts.title] words is missing.",
        ),
        (
            'title = "title"',
            'title = { states_in = "x" }',
            "title cannot be states_in; only the state of a table",
        ),
        ('title = "title"', 'title = { fiscal_year = "x", year_starts_in_month = 7 }', "only a date can."),
        (
            'title = "title"',
            'title = "title"\n[rows]\nonyl = {}',
            "[rows] onyl is not known here. Did you mean only?",
        ),
        ('title = "title"', 'title = "title"\ngives_way = 1', "gives_way must be true or false, not 1."),
        ('title = "title"', 'title = "title"\n[rows]\n', "[rows] must hold only, or never, or both."),
        (
            'title = "title"',
            'title = "title"\n[rows]\nonly = { column = "x", are = ["y"] }',
            "[rows.only] is is missing.",
        ),
        (
            'title = "title"',
            'title = "title"\n[headings]\nnumbr = ["No"]',
            '[headings] numbr names "numbr", a column that no table takes. Did you mean number?',
        ),
        (
            'title = "title"',
            'title = "title"\n[file]\nmay_lack = ["titel"]',
            '[file] may_lack names "titel", a column that no table takes. Did you mean title?',
        ),
        (
            'title = "title"',
            'title = "title"\n[[tables.vendors]]\nvendor_id = "v"\nname = "v"\n[[tables.vendors]]\nnam = "w"',
            "[tables.vendors 2] nam is no column of vendors. Did you mean name?",
        ),
        (
            'title = "title"',
            ADDENDA_WITHOUT_STATES,
            "[tables.participating_addenda] addendum_id must name states, to differ for each state.",
        ),
        (
            'title = "title"',
            LATEST_AND_EARLIEST,
            "[fold] latest and earliest cannot both be there.",
        ),
        (
            'title = "title"',
            'title = "title"\n[fold]\ntogether = ["contracts.contract_id", "contracts.alliance_id"]',
            "[fold] together must name free text, which contracts.alliance_id is not.",
        ),
        (
            'portfolio_name = "List"',
            'portfolio_name = "List"\nstate = "Vermond"\n[tables.entities]\nentity_id = "e"\nname = "e"',
            'state cannot be that: "Vermond" is not the code or name of a state.',
        ),
    ],
)
def test_errors_name_the_key_and_the_nearest_known_one(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in LIST
    assert message in error_of(tmp_path, LIST.replace(old, new, 1))

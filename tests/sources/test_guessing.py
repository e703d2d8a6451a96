"""First profiles guessed from files: the public samples, files made up, and files that cannot be guessed."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_tui.errors import UserError
from portfolio_tui.sources.guessing import Guess, Reason, first_profile, guess_profile
from portfolio_tui.sources.importing import import_files, preview_files
from portfolio_tui.sources.outcome import FileOutcome
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.profile_toml import profile_of_text
from portfolio_tui.sources.readers.source_rows import SourceError
from tests.sources.small_files import day, table

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
LIST_DAY = dt.date(2023, 9, 1)

OF_SAMPLES = {
    "austin/active_contracts_2019-09-23.csv": ("austin-contracts", 405, 224),
    "coop-awards/1gpa.json": ("1gpa-awards", 388, 0),
    "coop-awards/gsa-cooperative-purchasing.jsonl": ("gsa-cooperative-purchasing", 2821, 1179),
    "nebraska/contracts.csv": ("nebraska-contracts", 3699, 0),
    "philadelphia-commodities/FY2014Q2.csv": ("philadelphia-commodities", 885, 0),
    "philadelphia-commodities/FY2015Q3.csv": ("philadelphia-commodities", 831, 0),
    "philadelphia-professional-services/FY-2016-Q4.csv": ("philadelphia-professional-services", 1752, 11),
    "philadelphia-professional-services/FY-2019-Q4.csv": ("philadelphia-professional-services", 1958, 16),
    "phoenix/payments-2018-03.csv": ("phoenix-payments", 54354, 0),
    "state-portals/agency-vendor-payments.csv": ("missouri-vendor-payments", 10, 0),
    "state-portals/new-york-authorities-procurement.csv": ("new-york-authorities-procurement", 10, 0),
    "state-portals/new-york-master-contract-resellers.csv": ("new-york-master-contract-resellers", 3, 7),
    "state-portals/oregon-orpin-contracts.csv": ("oregon-orpin-contracts", 7, 3),
    "state-portals/payments-checkbook-a.csv": ("hawaii-payments", 10, 0),
    "state-portals/washington-master-contract-sales.csv": ("washington-master-contract-sales", 10, 0),
}
THERE = [name for name in OF_SAMPLES if (SAMPLES / name).exists()]


def write(folder: Path, *lines: str, name: str = "contracts.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def loaded(guess: Guess) -> Profile:
    return profile_of_text(guess.toml, Path(f"{guess.profile_name}.toml"))


def previewed(path: Path, guess: Guess) -> FileOutcome:
    profile = loaded(guess)
    as_of = LIST_DAY if profile.flow is None else None
    (outcome,) = preview_files([path], profile, path.parent / "portfolio", as_of).files
    return outcome


def reason(guess: Guess, key: str) -> str:
    return next(reason.reason for reason in guess.reasons if reason.key == key)


@pytest.mark.parametrize("name", THERE)
def test_every_sample_is_known_by_its_columns(name: str) -> None:
    guess = guess_profile([SAMPLES / name])
    assert guess.bundled == guess.profile_name == OF_SAMPLES[name][0]
    assert guess.missing == ()
    assert guess.reasons[0].reason.startswith("The files have the columns that it needs: ")
    assert loaded(guess).title == profile_of_text(guess.toml, Path("again.toml")).title


@pytest.mark.thorough
@pytest.mark.parametrize("name", THERE)
def test_a_profile_guessed_from_scratch_reads_as_many_rows_as_the_bundled_one(name: str) -> None:
    guess = first_profile([SAMPLES / name])
    assert guess.bundled is None
    profile = loaded(guess)
    assert profile.unfinished == guess.missing
    as_of = LIST_DAY if profile.flow is None else None
    (outcome,) = preview_files([SAMPLES / name], profile, Path("never-made"), as_of).files
    _, kept, folded = OF_SAMPLES[name]
    assert (outcome.kept, outcome.folded) == (kept, folded)
    assert not Path("never-made").exists()


def test_a_contract_list_is_read_and_says_why(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Contract No.,Contract Title,Supplier,Start,Expires,Contract Value,Buyer Phone",
        '0017,Office paper,PAPER MILL,1/1/2020,12/31/2024,"1,000.50",555',
        "0018,NASPO tires,TIRE CO,2/1/2020,1/31/2025,$20.00,556",
    )
    guess = guess_profile([path])
    assert guess.profile_name == "contracts"
    assert guess.missing == ("alliances.id", "alliances.name", "alliances.kind")
    assert reason(guess, "tables.contracts.contract_id") == 'Headed "Contract No."; 2 different texts.'
    assert reason(guess, "tables.contracts.ends_on") == 'Headed "Expires"; holds days written M/D/YYYY.'
    assert reason(guess, "alliances.id").startswith("Only you know: whose contracts these are")
    assert Reason("", "Columns that are not read: Buyer Phone.") in guess.reasons
    assert '# Headed "Contract No."; 2 different texts.\ncontract_id = "Contract No."\n' in guess.toml
    assert (previewed(path, guess).kept, previewed(path, guess).set_aside) == (2, 0)


def test_a_guess_is_refused_until_it_is_filled_in_and_then_read_to_the_cent(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Contract No.,Contract Title,Supplier,Start,Expires,Contract Value",
        '0017,Office paper,PAPER MILL,1/1/2020,12/31/2024,"1,000.50"',
        "0018,NASPO tires,TIRE CO,2/1/2020,1/31/2025,$20.00",
        "0019,Salt,SALT CO,2/1/2020,1/31/2025,0.0.1",
    )
    toml = guess_profile([path]).toml
    with pytest.raises(UserError, match=r"is not finished: FILL IN stands in alliances.id, alliances.name"):
        import_files([path], profile_of_text(toml, Path("x.toml")), tmp_path / "portfolio", LIST_DAY)
    toml = toml.replace('id = "FILL IN"', 'id = "vt"').replace('name = "FILL IN"', 'name = "Vermont"')
    toml = toml.replace('kind = "FILL IN"', 'kind = "state"')
    import_files([path], profile_of_text(toml, Path("x.toml")), tmp_path / "portfolio", LIST_DAY)
    assert table(
        tmp_path / "portfolio", "contracts", "contract_id", "alliance_id", "ends_on", "ceiling_amount"
    ) == [
        ("0017", "vt", day("2024-12-31"), Decimal("1000.50")),
        ("0018", "naspo", day("2025-01-31"), Decimal("20.00")),
    ]


@pytest.mark.parametrize("heading", ["Check Date", "Day"])
def test_payments_with_a_day_are_flows_and_need_a_state(tmp_path: Path, heading: str) -> None:
    path = write(
        tmp_path,
        f"{heading};Department;Vendor Name;Amount",
        "2023-01-05;Parks;PAPER MILL;1.234,56",
        "2023-01-06;Police;TIRE CO;-20,00",
        name="payments.csv",
    )
    guess = guess_profile([path])
    assert guess.missing == ("state",)
    assert 'amounts = "1.234,56"' in guess.toml
    assert guess.reasons[1].reason.endswith("so the rows are flows: lines of spend.")
    assert previewed(path, guess).kept == 2


def test_a_state_column_is_taken_and_one_of_the_vendors_is_not(tmp_path: Path) -> None:
    rows = ["1/5/2023,Maine,NH,PAPER MILL,5", "1/6/2023,vt,NH,TIRE CO,6"]
    path = write(tmp_path, "Invoice Date,State,Vendor State,Vendor,Amount", *rows)
    guess = guess_profile([path])
    assert guess.missing == ()
    assert 'state = "State"' in guess.toml
    import_files([path], loaded(guess), tmp_path / "portfolio")
    assert [state for (state,) in table(tmp_path / "portfolio", "spend", "state")] == ["ME", "VT"]


def test_figures_to_date_are_positions_on_the_day_in_the_files_name(tmp_path: Path) -> None:
    rows = ["A1,Paper,100,40", "A2,Tires,200,0"]
    headings = "contract_id,title,contract_limit,total_payments"
    for name, part in {
        "FY-2019-Q4.csv": 'quarter_in_file_name = "FY-{fiscal_year}-Q{quarter}", year_starts_in_month = 7',
        "positions_2019-06-30.csv": 'day_in_file_name = "{day}"',
        "positions 201906.csv": 'day_in_file_name = "{month}"',
    }.items():
        guess = guess_profile([write(tmp_path, headings, *rows, name=name)])
        assert f"as_of = {{ {part} }}" in guess.toml
        assert guess.reasons[1].reason.endswith("If they are of a period alone, fill [tables.spend].")
        assert previewed(tmp_path / name, guess).kept == 2


def test_repeated_contracts_are_folded_as_their_rows_allow(tmp_path: Path) -> None:
    headings = "contract_number,title,vendor,start_date,end_date,contract_amount,paid_to_date,today"
    nested = ["1,Paper,A,1/1/2019,6/30/2020,90,5,1/1/2020", "1,Paper,A,1/1/2018,6/30/2020,100,9,1/1/2020"]
    guess = guess_profile([write(tmp_path, headings, *nested)])
    assert 'earliest = "contracts.starts_on"' in guess.toml
    assert 'not_more = ["balances.ceiling_amount", "balances.paid_amount"]' in guess.toml
    lines = ["1,Paper,A,1/1/2019,6/30/2020,90,5,1/1/2020", "1,Paper,B,1/1/2019,6/30/2020,90,5,1/1/2020"]
    guess = guess_profile([write(tmp_path, headings, *lines)])
    assert 'same = ["balances.ceiling_amount", "balances.paid_amount"]' in guess.toml
    assert 'empty_if_differing = ["contracts.vendor_id"]' in guess.toml
    other = ["1,Paper,A,1/1/2019,6/30/2020,90,5,1/1/2020", "1,Paper,A,1/1/2019,6/30/2020,91,5,1/1/2020"]
    path = write(tmp_path, headings, *other)
    outcome = previewed(path, guess_profile([path]))
    assert (outcome.kept, outcome.folded, outcome.set_aside) == (1, 0, 1)


DATED = "contracts 2026-06-30.csv"


def kinds_and_numbers(*more: str) -> list[str]:
    """Return 30 contracts of two kinds, each with a number, a title, a vendor and an amount paid."""
    listed = [
        f"{'CT' if number % 3 else 'MA'},K{number:03},Paper {number},MILL {number},{number}.00"
        for number in range(30)
    ]
    return [*listed, *more]


@pytest.mark.parametrize("heading", ["Contract", "Contract Number"])
def test_a_column_that_tells_no_contracts_apart_is_not_their_number(tmp_path: Path, heading: str) -> None:
    again = "MA,K000,Paper 0,MILL 0,0.00"
    path = write(tmp_path, f"{heading},Document ID,Title,Vendor,Paid", *kinds_and_numbers(again), name=DATED)
    guess = guess_profile([path])
    assert 'contract_id = "Document ID"' in guess.toml
    assert (previewed(path, guess).kept, previewed(path, guess).folded) == (30, 1)


def test_a_column_that_is_headed_better_is_refused_with_the_reason(tmp_path: Path) -> None:
    headings = "Contract Number,Document ID,Title,Vendor,Paid"
    refused = (
        '"Contract Number" is headed as the number of a contract and is none: it has 2 different texts, and '
        'rows that share one differ in "Title" and "Vendor".'
    )
    guess = guess_profile([write(tmp_path, headings, *kinds_and_numbers())])
    assert Reason("", refused) in guess.reasons


def test_without_a_plausible_number_the_profile_says_so_and_folds_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "Contract,Mark,Title,Vendor,Paid", *kinds_and_numbers(), name=DATED)
    guess = guess_profile([path])
    assert reason(guess, "tables.contracts.contract_id").startswith("No column holds numbers of contracts;")
    assert '"Contract" is headed as the number of a contract and is none' in " ".join(guess.toml.split())
    assert (previewed(path, guess).kept, previewed(path, guess).folded) == (30, 0)


def test_a_number_that_repeats_is_taken_where_its_rows_agree(tmp_path: Path) -> None:
    """The innocent twins: one contract with a row for each of many vendors, and lines of spend of a few."""
    rows = [f"{number // 10},Tires {number // 10},SELLER {number}" for number in range(30)]
    path = write(tmp_path, "Contract,Title,Authorized Vendor", *rows)
    guess = guess_profile([path])
    assert 'contract_id = "Contract"' in guess.toml
    assert (previewed(path, guess).kept, previewed(path, guess).folded) == (3, 27)
    sales = [f"C{number % 2},MILL {number % 6},1/{1 + number % 28}/2024,{number}.00" for number in range(60)]
    path = write(tmp_path, "Contract,Vendor,Order Date,Net Amount", *sales, name="sales.csv")
    assert '{ join = ["Contract", "Vendor"], with = "/" }' in guess_profile([path]).toml
    flags = [f"Yes,MILL {number},1/{1 + number % 28}/2024,{number}.00" for number in range(60)]
    path = write(tmp_path, "Contract,Vendor,Order Date,Net Amount", *flags, name="payments.csv")
    guess = guess_profile([path])
    assert "[tables.contracts]" not in guess.toml
    assert previewed(path, guess).kept == 60


def test_a_heading_with_quotation_marks_is_read_like_any_other(tmp_path: Path) -> None:
    path = write(tmp_path, 'Contract No.,Title,"Start ""Date"""', "1,Paper,1/5/2020", "2,Salt,1/6/2020")
    guess = guess_profile([path])
    assert 'dates = ["M/D/YYYY"]' in guess.toml
    assert not any("not read" in reason.reason for reason in guess.reasons)
    assert previewed(path, guess).cells_not_read == 0


def test_the_id_of_a_contracts_vendor_is_not_its_number(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "master_contract_vendor_id,master_contract_vendor_name,master_contract_id,contract_description",
        "60,ACME,OGS-1,Paper",
        "60,ACME,OGS-2,Tires",
    )
    guess = guess_profile([path])
    assert 'contract_id = "master_contract_id"' in guess.toml
    assert 'vendor_id = "master_contract_vendor_id"' in guess.toml


def test_titles_with_vendors_are_a_list_without_numbers(tmp_path: Path) -> None:
    path = write(tmp_path, "Title,Vendor,Colour", "Paper,MILL,white", "Salt,SALT CO,grey")
    guess = guess_profile([path])
    assert 'contract_id = { join = ["Vendor", "Title"]' in guess.toml
    assert previewed(path, guess).kept == 2


def test_states_in_a_list_become_participating_addenda(tmp_path: Path) -> None:
    rows = ['A1,Paper,MILL,"[""NM"","" TX""]"', 'A2,Tires,TIRES,"ALL STATES"']
    path = write(tmp_path, "contract_number,title,supplier,states", *rows)
    guess = guess_profile([path])
    assert 'state = { states_in = "states" }' in guess.toml
    profile = profile_of_text(guess.toml.replace('"FILL IN"', '"other"'), Path("x.toml"))
    import_files([path], profile, tmp_path / "portfolio", LIST_DAY)
    addenda = table(tmp_path / "portfolio", "participating_addenda", "addendum_id", "contract_id", "state")
    assert addenda[:2] == [("A1/NM", "A1", "NM"), ("A1/TX", "A1", "TX")]
    assert len(addenda) == 2 + 51


def test_files_of_one_kind_are_guessed_together_and_of_two_refused(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    write(folder, "contract_number,title,vendor,note", "1,Paper,A,x", name="a.csv")
    write(folder, "contract_number,title,vendor", "2,Tires,B", name="b.csv")
    assert 'contract_id = "contract_number"' in guess_profile([folder]).toml
    other = write(tmp_path, "pay_date,amount", "1/1/2020,5", name="c.csv")
    with pytest.raises(UserError, match=r"have different columns. Guess a profile for one kind"):
        guess_profile([folder / "a.csv", other])


def test_an_archive_is_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "reports.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("march/payments.csv", "date,vendor,amount\n2020-01-01,A,5\n")
    assert guess_profile([path]).profile_name == "payments"


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (
            "name,colour\nFord,red\n",
            UserError,
            r"neither contracts nor payments.*The columns are name, colour",
        ),
        ("<html><title>Not found</title></html>", SourceError, "web page titled"),
        ("", SourceError, "is empty"),
        ("contract_number,title\n", UserError, "has no rows to guess a profile from"),
    ],
)
def test_what_cannot_be_guessed_is_told(
    tmp_path: Path, content: str, error: type[UserError], message: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(error, match=message):
        guess_profile([path])


HEADINGS = (
    ("Contract Number", "Contract ID", "agreement_number"),
    ("Title", "Contract Description", "award title"),
    ("Vendor", "Supplier Name", "CONTRACTOR"),
    ("Start Date", "Begin Date", "effective_date"),
    ("End Date", "Expiration Date", "expires"),
    ("Contract Amount", "award_amount", "Contract Value"),
)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))
AMOUNTS = st.integers(0, 10**11).map(lambda cents: Decimal(cents) / 100)
STYLES = ("%Y-%m-%d", "%m/%d/%Y", "%Y%m%d")


@pytest.mark.thorough
@settings(max_examples=8, deadline=None)
@given(
    data=st.data(),
    order=st.permutations(range(6)),
    names=st.tuples(*(st.integers(0, 2) for _ in range(6))),
    style=st.sampled_from(STYLES),
)
def test_simple_contract_lists_are_read_to_the_cent(
    data: st.DataObject,
    order: list[int],
    names: tuple[int, ...],
    style: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("guess")
    count = data.draw(st.integers(2, 6))
    contracts = [
        (f"{number:05}", data.draw(DAYS), data.draw(DAYS), data.draw(AMOUNTS)) for number in range(count)
    ]
    headings = [choice[name] for choice, name in zip(HEADINGS, names, strict=True)]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([headings[place] for place in order])
    for number, start, end, value in contracts:
        cells = [
            number,
            f"Paper {number}",
            "MILL, INC",
            f"{start:{style}}",
            f"{end:{style}}",
            f"${value:,.2f}",
        ]
        writer.writerow([cells[place] for place in order])
    path = folder / "list.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    toml = guess_profile([path]).toml.replace('kind = "FILL IN"', 'kind = "state"').replace("FILL IN", "vt")
    import_files([path], profile_of_text(toml, Path("x.toml")), folder / "portfolio", LIST_DAY)
    read = table(folder / "portfolio", "contracts", "contract_id", "starts_on", "ends_on", "ceiling_amount")
    assert read == contracts


@settings(max_examples=15, deadline=None)
@given(names=st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6), cell=st.text(max_size=30))
def test_whatever_the_headings_and_the_name_the_profile_is_toml_that_loads(
    names: list[str], cell: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("guess")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["contract_number", *names])
    writer.writerow(["1", *(cell for _ in names)])
    path = folder / "list.csv"
    path.write_text(text.getvalue(), encoding="utf-8", errors="replace")
    try:
        guess = guess_profile([path])
    except UserError:
        return
    assert loaded(guess).unfinished == guess.missing

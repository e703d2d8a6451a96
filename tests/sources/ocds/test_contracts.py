"""What becomes of a contract: its numbers, days, values, families, amendments, and what is set aside."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.errors import UserError
from tests.sources.ocds.small_releases import PARTIES, PROFILE, Json, contract, payment, read_files, release
from tests.sources.small_files import day


def usd(amount: object) -> Json:
    return {"amount": amount, "currency": "USD"}


def one_contract(tmp_path: Path, *columns: str, given: Json, more: Json | None = None) -> tuple[object, ...]:
    """Read one release with one contract, and return the columns of its record."""
    parts = {**PARTIES, **(more or {})}
    found = read_files(tmp_path, {"a.json": release(**parts, contracts=[given])})
    (record,) = found.table("contracts", *columns)
    return record


def test_a_contract_has_the_days_of_its_period(tmp_path: Path) -> None:
    period = {
        "startDate": "2020-01-01T23:30:00-08:00",
        "endDate": "2021-12-31T00:00:00Z",
        "maxExtentDate": "2023-12-31",
    }
    assert one_contract(
        tmp_path, "starts_on", "ends_on", "latest_ends_on", "initial_ends_on", given=contract(period=period)
    ) == (day("2020-01-01"), day("2021-12-31"), day("2023-12-31"), None)


def test_without_a_period_of_its_own_that_of_its_award_counts(tmp_path: Path) -> None:
    award = {"id": "a1", "contractPeriod": {"startDate": "2020-01-01", "endDate": "2020-12-31"}}
    found = one_contract(tmp_path, "starts_on", "ends_on", given=contract(), more={"awards": [award]})
    assert found == (day("2020-01-01"), day("2020-12-31"))


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("Mowing of lawns", ("c1", "Mowing of lawns")),
        ("PK-17/2020", ("PK-17/2020", "Mowing")),
        ("Lawns", ("c1", "Lawns")),
        (None, ("c1", "Mowing")),
        ("", ("c1", "Mowing")),
    ],
)
def test_a_title_of_one_word_with_digits_is_the_number(
    own: str | None, expected: tuple[str, str], tmp_path: Path
) -> None:
    assert one_contract(tmp_path, "number", "title", given=contract(title=own)) == expected


def test_what_has_no_title_at_all_is_called_by_its_id(tmp_path: Path) -> None:
    found = one_contract(tmp_path, "title", "number", given=contract(), more={"awards": [], "tender": None})
    assert found == ("ocds-1-1/c1", "c1")


VALUES = ("ceiling_amount", "estimated_amount", "ocds_value", "ocds_status")


def test_only_a_maximum_is_a_ceiling(tmp_path: Path) -> None:
    given = contract(value=usd(90), maximumValue=usd(100), estimatedValue=usd("80.50"))
    assert one_contract(tmp_path, *VALUES, given=given) == (
        Decimal("100.00"),
        Decimal("80.50"),
        Decimal("90.00"),
        "active",
    )


def test_a_value_is_an_estimate_and_never_a_ceiling(tmp_path: Path) -> None:
    tender = {"title": "T", "value": usd(500)}
    found = one_contract(tmp_path, *VALUES, given=contract(value=usd(90)), more={"tender": tender})
    assert found == (None, Decimal("90.00"), Decimal("90.00"), "active")


def test_the_tenders_value_counts_for_its_only_contract(tmp_path: Path) -> None:
    tender = {"title": "T", "value": usd(500), "maximumValue": usd(700)}
    found = one_contract(tmp_path, *VALUES, given=contract(), more={"tender": tender})
    assert found == (Decimal("700.00"), Decimal("500.00"), None, "active")
    two = release(**{**PARTIES, "tender": tender}, contracts=[contract("c1"), contract("c2", status=None)])
    given = read_files(tmp_path, {"a.json": two})
    assert given.table("contracts", *VALUES) == [(None, None, None, "active"), (None, None, None, None)]


def test_a_framework_states_its_maximum_and_its_value(tmp_path: Path) -> None:
    agreement = {"maximumValue": usd(1000), "value": usd(800)}
    tender = {"title": "T", "techniques": {"hasFrameworkAgreement": True, "frameworkAgreement": agreement}}
    found = one_contract(tmp_path, *VALUES[:2], given=contract(), more={"tender": tender})
    assert found == (Decimal("1000.00"), Decimal("800.00"))


@pytest.mark.parametrize(
    ("related", "family"),
    [
        ([], "ocds-1-1"),
        (
            [{"id": "1", "relationship": ["framework"], "scheme": "ocid", "identifier": "ocds-1-9"}],
            "ocds-1-9",
        ),
        ([{"id": "1", "relationship": ["prior"], "identifier": "ocds-1-9"}], "ocds-1-1"),
        (
            [
                {"id": "1", "relationship": ["parent"], "identifier": "ocds-1-8"},
                {"id": "2", "relationship": "framework", "identifier": "ocds-1-9"},
            ],
            "ocds-1-9",
        ),
        ([{"id": "1", "relationship": ["framework"]}], "ocds-1-1"),
    ],
)
def test_the_family_is_the_framework_or_the_parent_process(
    related: list[Json], family: str, tmp_path: Path
) -> None:
    assert one_contract(tmp_path, "portfolio", given=contract(), more={"relatedProcesses": related}) == (
        family,
    )


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([{"scheme": "UNSPSC", "id": "72102900", "description": "Grounds"}], ("72102900", "Grounds")),
        ([{"scheme": "UNSPSC", "id": "7210"}], (None, "services")),
        ([{"scheme": "CPV", "id": "77310000", "description": "Planting"}], (None, "services")),
        (
            [{"scheme": "UNSPSC", "id": "72102900"}, {"scheme": "UNSPSC", "id": "72102901"}],
            (None, "services"),
        ),
    ],
)
def test_items_that_are_all_of_one_kind_give_the_category(
    items: list[Json], expected: tuple[str | None, str], tmp_path: Path
) -> None:
    listed = [{"id": str(number), "classification": each} for number, each in enumerate(items)]
    assert one_contract(tmp_path, "category_code", "category", given=contract(items=listed)) == expected


def test_a_contract_of_several_suppliers_has_no_single_vendor(tmp_path: Path) -> None:
    award = {"id": "a1", "suppliers": [{"id": "s", "name": "Acme"}, {"id": "x", "name": "Bolt"}]}
    given = read_files(
        tmp_path, {"a.json": release(**{**PARTIES, "awards": [award]}, contracts=[contract()])}
    )
    assert given.table("contracts", "vendor_id") == [(None,)]
    assert given.table("vendors", "vendor_id", "name") == [("Bolt", "Bolt"), ("US-DUNS-42", "Acme")]


def test_a_payee_who_is_not_the_supplier_is_a_vendor_and_a_refund_is_a_credit(tmp_path: Path) -> None:
    payments = [
        payment(1, "1250.5", payee={"id": "f", "name": "Factor Bank"}),
        payment(2, -50, payee={"id": "s", "name": "Acme"}),
        payment(3, 1e2),
    ]
    given = read_files(tmp_path, {"a.json": release(**PARTIES, contracts=[contract(payments=payments)])})
    assert given.table("spend", "amount", "vendor_id", "order_type", "entity_id", "grain") == [
        (Decimal("-50.00"), "US-DUNS-42", "credit", "US-OR-7", "line"),
        (Decimal("100.00"), "US-DUNS-42", "sale", "US-OR-7", "line"),
        (Decimal("1250.50"), "Factor Bank", "sale", "US-OR-7", "line"),
    ]


AMENDMENTS = (
    "contract_id",
    "kind",
    "signed_on",
    "old_ends_on",
    "new_ends_on",
    "old_ceiling_amount",
    "new_ceiling_amount",
)


def stating(date: str, release_id: str, end: str, maximum: int, amendments: Sequence[Json] = ()) -> Json:
    given = contract(period={"endDate": end}, maximumValue=usd(maximum), amendments=amendments)
    return release(date, release_id=release_id, **PARTIES, contracts=[given])


def test_amendments_say_what_the_releases_tell_of_them(tmp_path: Path) -> None:
    longer = {"id": "m1", "date": "2020-05-20", "releaseID": "r2", "rationale": "option"}
    higher = {"id": "m2", "date": "2020-08-20"}
    releases = [
        stating("2020-01-01", "r1", "2020-12-31", 100),
        stating("2020-06-01", "r2", "2021-12-31", 100, amendments=[longer]),
        stating("2020-07-01", "r3", "2021-12-31", 100, amendments=[longer]),
        stating("2020-09-01", "r4", "2021-12-31", 150, amendments=[longer, higher]),
    ]
    given = read_files(tmp_path, {"a.json": {"releases": releases}})
    assert given.table("amendments", *AMENDMENTS) == [
        ("ocds-1-1/c1", "ceiling", day("2020-08-20"), None, None, Decimal("100.00"), Decimal("150.00")),
        ("ocds-1-1/c1", "other", day("2020-05-20"), day("2020-12-31"), day("2021-12-31"), None, None),
    ]
    assert given.table("contracts", "initial_ends_on", "ends_on", "ceiling_amount") == [
        (day("2020-12-31"), day("2021-12-31"), Decimal("150.00"))
    ]


def test_version_1_0_lists_former_values_in_the_amendment(tmp_path: Path) -> None:
    changes = [{"property": "contracts/period/endDate", "former_value": "2020-06-30"}]
    given = contract(period={"endDate": "2020-12-31"}, amendment={"date": "2020-05-01", "changes": changes})
    found = read_files(
        tmp_path, {"a.json": {"version": "1.0", "releases": [release(**PARTIES, contracts=[given])]}}
    )
    assert found.table("amendments", *AMENDMENTS) == [
        ("ocds-1-1/c1", "other", day("2020-05-01"), day("2020-06-30"), None, None, None)
    ]
    assert found.table("contracts", "initial_ends_on") == [(day("2020-06-30"),)]


def test_a_cancelled_contract_is_told_of_and_one_that_was_paid_on_is_kept(tmp_path: Path) -> None:
    contracts = [
        contract("c1", status="cancelled"),
        contract("c2", [payment(1)], status="cancelled"),
        contract("c3", status="terminated"),
    ]
    given = read_files(tmp_path, {"a.json": release(**PARTIES, contracts=contracts)})
    assert given.counts() == [(4, 3, 1, 0)]
    assert given.notes("set_aside") == [(1, "", "was cancelled before it was signed")]
    assert given.notes("cells_not_read") == [(2, "contract.status", "says cancelled, and payments were made")]
    assert given.table("contracts", "contract_id", "ocds_status") == [
        ("ocds-1-1/c2", "cancelled"),
        ("ocds-1-1/c3", "terminated"),
    ]


def test_a_process_without_contracts_is_set_aside(tmp_path: Path) -> None:
    given = read_files(
        tmp_path,
        {"a.json": [release(**PARTIES), release("2020-02-01", ocid="ocds-1-2", contracts=[contract()])]},
    )
    assert given.counts() == [(2, 1, 1, 0)]
    assert given.notes("set_aside") == [(1, "", "is of a process without contracts")]


def test_a_tender_of_a_process_with_contracts_is_folded_into_them(tmp_path: Path) -> None:
    tender = release("2019-01-01", release_id="r0", tender={"title": "Early title"})
    given = read_files(tmp_path, {"a.json": [tender, release(contracts=[contract()])]})
    assert given.counts() == [(2, 1, 0, 1)]
    assert given.table("contracts", "title") == [("Early title",)]


SEVERAL = [
    release(ocid="ocds-1-1", contracts=[contract("c1", [payment(1)], value=usd(5))]),
    release(
        ocid="ocds-1-2", contracts=[contract("c2", [payment(1)], value={"amount": 5, "currency": "mxn"})]
    ),
]
UNSAID = PROFILE.replace('currency = "USD"\n', "")


def test_what_is_in_another_currency_is_set_aside(tmp_path: Path) -> None:
    given = read_files(tmp_path, {"a.json": SEVERAL})
    assert given.counts() == [(4, 2, 2, 0)]
    assert given.notes("set_aside") == [
        (3, "", "is in MXN, and the portfolio in USD"),
        (4, "", "is a payment of a contract that is in MXN, and the portfolio in USD"),
    ]


def test_several_currencies_and_none_chosen_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError) as told:
        read_files(tmp_path, {"a.json": SEVERAL}, UNSAID)
    assert str(told.value) == (
        "The files state amounts in several currencies: USD (3), MXN (1). A portfolio has one, since two "
        'cannot be summed. Name the one to import in a profile of your own, as currency = "USD"; what is in '
        "another is then set aside."
    )


@pytest.mark.parametrize(
    "parts",
    [
        {"contracts": [contract(estimatedValue={"amount": 5, "currency": "MXN"})]},
        {"awards": [{"id": "a1", "value": {"amount": 5, "currency": "mxn"}}], "contracts": [contract()]},
    ],
    ids=["an estimate", "the award"],
)
def test_the_only_currency_may_be_that_of_an_estimate_or_an_award(parts: Json, tmp_path: Path) -> None:
    read = read_files(tmp_path, {"a.json": {**release(), **parts}}, UNSAID).read
    assert read.currency == "MXN"


def test_an_only_currency_is_taken_and_one_of_the_portfolio_goes_before(tmp_path: Path) -> None:
    assert read_files(tmp_path, {"a.json": SEVERAL[0]}, UNSAID).read.currency == "USD"
    given = read_files(tmp_path, {"a.json": SEVERAL}, UNSAID, currency="MXN")
    assert given.read.currency == "MXN"
    assert given.table("contracts", "contract_id") == [("ocds-1-2/c2",)]
    with pytest.raises(UserError, match="The files state no currency"):
        read_files(tmp_path, {"a.json": release(contracts=[contract()])}, UNSAID)


def test_a_payment_in_another_currency_is_set_aside_alone(tmp_path: Path) -> None:
    other = {**payment(2), "value": {"amount": 5, "currency": "EUR"}}
    given = read_files(tmp_path, {"a.json": release(contracts=[contract(payments=[payment(1), other])])})
    assert given.counts() == [(3, 2, 1, 0)]
    assert given.notes("set_aside") == [(3, "value.currency", "is in EUR, and the portfolio in USD")]


WHERE_EVER = PROFILE.replace('state = "OR"\n', "")


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ({"region": "Oregon", "countryName": "United States"}, "OR"),
        ({"region": "wa"}, "WA"),
        ({"region": "CA", "countryName": "CO"}, None),
        ({"region": "Oaxaca"}, None),
        ({}, None),
    ],
)
def test_without_a_state_in_the_profile_the_buyers_address_tells_it(
    address: Json, state: str | None, tmp_path: Path
) -> None:
    party = {"id": "b", "name": "Parks", "address": address, "roles": ["buyer"]}
    given = read_files(
        tmp_path,
        {"a.json": release(parties=[party], contracts=[contract(payments=[payment(1)])])},
        WHERE_EVER,
    )
    assert given.table("contracts", "lead_state") == [(state,)]
    assert given.table("spend", "state", "entity_id") == ([(state, "Parks")] if state else [])
    assert given.counts() == [(2, 2, 0, 0) if state else (2, 1, 1, 0)]

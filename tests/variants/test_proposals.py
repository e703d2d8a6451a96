"""Which names are proposed for merging, and which innocent twins are not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.variants.proposals import Named, pairs_of
from portfolio_tui.variants.reading import Kind, read_name


def named(id_: str, name: str, lines: int = 1, **cells: str | None) -> Named:
    """Return a vendor, or a buyer where a state is given, with that many lines of ten each."""
    entity_type, family = cells.get("entity_type"), cells.get("family") or id_
    return Named(id_, name, family, cells.get("state"), entity_type, lines, Decimal(10 * lines))


def told(kind: Kind, *names: Named) -> list[tuple[str, str, str]]:
    """Return what is proposed: which id, into which, and why."""
    return [(pair.merged.id, pair.into.id, pair.why) for pair in pairs_of(kind, names)]


@pytest.mark.parametrize(
    ("kind", "name", "other", "why"),
    [
        ("vendor", "Acme Tires, Inc.", "ACME TIRES INC", "capitals or punctuation"),
        ("vendor", "Société Müller", "SOCIETE MULLER", "capitals or punctuation"),
        ("vendor", "U.S. Foods", "US Foods", "capitals or punctuation"),
        ("vendor", "A B C Supply", "ABC Supply", "capitals or punctuation"),
        ("vendor", "The Home Depot", "Home Depot", "leading The"),
        ("vendor", "Acme Tires", "Acme Tires", "same name"),
        ("vendor", "Acme Tires", "Acme Tires Inc.", "legal form"),
        ("vendor", "Acme Tires Incorporated", "Acme Tires Inc.", "legal form"),
        ("vendor", "Acme Co.", "Acme Company, Inc.", "legal form"),
        ("vendor", "Karesby Systems, L.P.", "KARESBY SYSTEMS LP", "capitals or punctuation"),
        ("vendor", "Smith & Sons Mfg", "Smith and Sons Manufacturing LLC", "abbreviation, legal form"),
        ("entity", "Dept. of Health", "Department of Health", "abbreviation"),
        ("entity", "Clark Co.", "Clark County", "abbreviation"),
        ("entity", "Health, Department of", "Department of Health", "word order"),
        ("entity", "Oakham School Dist.", "OAKHAM SCHOOL DISTRICT", "abbreviation"),
    ],
)
def test_the_same_name_written_otherwise_is_proposed(kind: Kind, name: str, other: str, why: str) -> None:
    state = "VT" if kind == "entity" else None
    names = [named("used", other, 5, state=state), named("new", name, 2, state=state)]
    assert told(kind, *names) == [("new", "used", why)]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Acme Tires, Inc.", "Acme Tires, LLC"),
        ("Acme Inc.", "Acme Corp."),
        ("University of Miami", "Miami University"),
        ("Now Here Supply", "No Where Supply"),
        ("Acme Tires", "Acme Tyres"),
        ("School District 1", "School District 10"),
        ("Acme East", "Acme West"),
        ("Anderson, Clark", "Clark Anderson"),
        ("ABC", "A.B.C."),
        ("Various Vendors", "VARIOUS VENDORS"),
        ("12345", "12345"),
        ("Inc.", "Inc"),
    ],
)
def test_two_firms_with_names_that_resemble_are_not(name: str, other: str) -> None:
    assert told("vendor", named("a", name), named("b", other)) == []


def test_a_plain_name_between_two_legal_forms_belongs_to_neither() -> None:
    group = [named("a", "Acme"), named("b", "Acme Inc."), named("c", "Acme LLC"), named("d", "ACME, INC", 9)]
    assert told("vendor", *group) == [("b", "d", "capitals or punctuation")]


def test_the_name_most_used_is_proposed_and_of_two_alike_the_first_id() -> None:
    group = [named("c", "ACME", 2), named("b", "Acme", 7), named("a", "acme", 7)]
    assert told("vendor", *group) == [
        ("c", "a", "capitals or punctuation"),
        ("b", "a", "capitals or punctuation"),
    ]


def test_vendors_of_one_family_are_counted_together_already() -> None:
    assert told("vendor", named("a", "Acme", family="p"), named("b", "ACME", family="p")) == []


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("City of Springfield", ("MA", "city"), ("IL", "city")),
        ("City of Springfield", (None, "city"), (None, "city")),
        ("Clark", ("NV", "county"), ("NV", "city")),
        ("Lincoln Elementary School", ("IL", None), ("IL", None)),
        ("Washington Township", ("PA", None), ("PA", None)),
    ],
)
def test_buyers_of_which_a_country_or_a_state_has_many_are_not_proposed(
    name: str, one: tuple[str | None, str | None], other: tuple[str | None, str | None]
) -> None:
    buyers = [
        named(id_, name, state=state, entity_type=entity_type)
        for id_, (state, entity_type) in (("a", one), ("b", other))
    ]
    assert told("entity", *buyers) == []


@given(st.text(max_size=30), st.sampled_from(["vendor", "entity"]))
def test_a_name_is_read_alike_in_capitals_and_with_spaces_around(name: str, kind: Kind) -> None:
    read = read_name(name, kind)
    assert read_name(f"  {name}\t", kind).words == read.words
    assert read_name(name.casefold(), kind).words == read.words

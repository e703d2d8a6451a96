"""The demo's alliances and who belongs to them: real names where the body exists, made-up dates said so."""

import datetime as dt
import random

from portfolio_tui.portfolio.demo.rows import Alliance, Membership
from portfolio_tui.portfolio.reference import Jurisdiction, jurisdictions

MADE_UP = "Synthetic: made up for the demo."
_CONTRACTS_MADE_UP = "Synthetic: its contracts, addenda and spend here are made up."

NASPO = "naspo"
ASPO = "12aspo"
SOURCEWELL = "sourcewell"
OMNIA = "omnia"
MMCAP = "mmcap"
MHEC_MIDWEST = "mhec_midwest"
MHEC_MASS = "mhec_mass"
GSA = "gsa"

ASPO_MEMBERS = ("CT", "DE", "ME", "MD", "MA", "NH", "NJ", "NY", "PA", "RI", "VT", "WV")
ASPO_LATE_MEMBER = "WV"
ASPO_FORMER_MEMBER = "VA"
ASPO_FOUNDED = dt.date(2019, 7, 1)
ASPO_LATE_JOINING = dt.date(2023, 7, 1)
ASPO_LEAVING = dt.date(2022, 7, 1)
MHEC_MIDWEST_MEMBERS = ("IL", "IN", "IA", "KS", "MI", "MN", "MO", "NE", "ND", "OH", "SD", "WI")

COOPERATIVES: tuple[Alliance, ...] = (
    Alliance(
        NASPO, "NASPO ValuePoint", "national", "https://www.naspovaluepoint.org", True, _CONTRACTS_MADE_UP
    ),
    Alliance(
        ASPO,
        "12ASPO (synthetic)",
        "regional",
        None,
        True,
        "Synthetic: described in a source document of this project; no trace of it as a real body was found. "
        "Its membership dates, contracts, addenda and spend are made up.",
    ),
    Alliance(SOURCEWELL, "Sourcewell", "national", "https://www.sourcewell-mn.gov", True, _CONTRACTS_MADE_UP),
    Alliance(OMNIA, "OMNIA Partners", "national", "https://www.omniapartners.com", True, _CONTRACTS_MADE_UP),
    Alliance(MMCAP, "MMCAP Infuse", "national", None, True, _CONTRACTS_MADE_UP),
    Alliance(
        MHEC_MIDWEST,
        "MHEC, Midwestern Higher Education Compact",
        "regional",
        "https://www.mhec.org",
        True,
        _CONTRACTS_MADE_UP,
    ),
    Alliance(
        MHEC_MASS,
        "MHEC, Massachusetts Higher Education Consortium",
        "regional",
        None,
        True,
        _CONTRACTS_MADE_UP,
    ),
    Alliance(GSA, "GSA cooperative purchasing", "federal", "https://www.gsa.gov", True, _CONTRACTS_MADE_UP),
)


def own_alliance_id(state: str) -> str:
    """Return the id of the alliance that stands for the own contracts of `state`."""
    return f"own-{state.lower()}"


def build_alliances() -> list[Alliance]:
    """Return the cooperatives, then one alliance of kind `state` for each jurisdiction's own contracts."""
    own = [
        Alliance(
            own_alliance_id(place.code),
            f"{_possessive(place.name)} own contracts",
            "state",
            None,
            True,
            _CONTRACTS_MADE_UP,
        )
        for place in jurisdictions()
    ]
    return [*COOPERATIVES, *own]


def build_memberships(chance: random.Random) -> list[Membership]:
    """Return who belongs to what; an empty joining day means that it is not known."""
    places = jurisdictions()
    national = "NASPO ValuePoint is open to the 50 states, DC and the territories; joining days not known."
    rows = [Membership(NASPO, place.code, None, None, "member", national) for place in places]
    rows += _aspo_memberships()
    compact = "mhec.org/about/membership; joining days not known."
    rows += [Membership(MHEC_MIDWEST, state, None, None, "member", compact) for state in MHEC_MIDWEST_MEMBERS]
    rows.append(Membership(MHEC_MASS, "MA", None, None, "member", "By its name; joining day not known."))
    states = [place for place in places if place.kind == "state"]
    rows += _made_up_memberships(MMCAP, chance.sample(states, 48), chance)
    rows += _made_up_memberships(SOURCEWELL, chance.sample(states, 34), chance)
    rows += _made_up_memberships(OMNIA, chance.sample(states, 23), chance)
    rows += [
        Membership(own_alliance_id(place.code), place.code, None, None, "lead", "By definition.")
        for place in places
    ]
    return rows


def _aspo_memberships() -> list[Membership]:
    source = "Synthetic: the twelve states that the source document names, with made-up dates."
    rows = [
        Membership(
            ASPO,
            state,
            ASPO_LATE_JOINING if state == ASPO_LATE_MEMBER else ASPO_FOUNDED,
            None,
            "lead" if state in {"NY", "MA"} else "member",
            source,
        )
        for state in ASPO_MEMBERS
    ]
    return [*rows, Membership(ASPO, ASPO_FORMER_MEMBER, ASPO_FOUNDED, ASPO_LEAVING, "member", MADE_UP)]


def _made_up_memberships(
    alliance_id: str, places: list[Jurisdiction], chance: random.Random
) -> list[Membership]:
    return [
        Membership(
            alliance_id, place.code, dt.date(chance.randint(2008, 2022), 7, 1), None, "member", MADE_UP
        )
        for place in sorted(places, key=lambda place: place.code)
    ]


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"

"""Makes a record of the table `contracts` out of a contract and the process that it is of."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portfolio_tui.sources.ocds.amendments import Amendment
from portfolio_tui.sources.ocds.amounts import stated
from portfolio_tui.sources.ocds.gathering import STATUS, VALUE, Record
from portfolio_tui.sources.ocds.parties import Organization, Parties
from portfolio_tui.sources.ocds.parts import Parts, objects_of, part, text_of
from portfolio_tui.sources.ocds.processes import Process, Statement
from portfolio_tui.sources.ocds.rows import ROW, contracts_of
from portfolio_tui.sources.ocds.shapes import Json

_OWN_VALUES = ("value", "maximumValue", "estimatedValue")
_FAMILIES = ("framework", "parent")
_UNSPSC = re.compile(r"[0-9]{8}")


@dataclass(frozen=True)
class Awards:
    """The awards of a release by their ids; `sole` is the only one, where there is but one."""

    by_id: Mapping[str, Json]
    sole: Json

    @classmethod
    def of(cls, release: Json) -> "Awards":
        """Return the awards of a release."""
        awards = objects_of(release, "awards")
        by_id = {text_of(award, "id"): award for award in awards}
        return cls(by_id, awards[0] if len(awards) == 1 else {})

    def of_contract(self, contract: Json) -> Json:
        """Return the award that a contract names, {} where there is none; a sole award needs no naming."""
        named = text_of(contract, "awardID")
        return self.by_id.get(named, {}) if named else self.sole


def currency_of(contract: Json, award: Json) -> str:
    """Return the currency of a contract's amounts, else of its award's, empty where none is stated."""
    values = [*(contract.get(name) for name in _OWN_VALUES), award.get("value")]
    return next((currency for value in values if (currency := stated(value)[1])), "")


@dataclass(frozen=True)
class AwardedContract:
    """A contract with the award and the process that it comes from."""

    process: Process
    contract: Json
    award: Json

    @property
    def contract_id(self) -> str:
        """The id in the portfolio: contracts are numbered anew in each process."""
        ocid = self.process.ocid.replace("%", "%25").replace("/", "%2F")
        return f"{ocid}/{self.contract['id']}"

    @property
    def is_sole(self) -> bool:
        """Whether the process has no other contract, so that what is said of all of it is said of this."""
        return len(contracts_of(self.process.merged)) == 1

    @property
    def is_empty(self) -> bool:
        """Whether nothing is told of it but its id: a release takes it back by nulls in all other parts."""
        return self.contract.keys() <= {"id", ROW}

    @property
    def tender(self) -> Json:
        """The tender of the process."""
        found = self.process.merged.get("tender")
        return found if isinstance(found, dict) else {}

    @property
    def currency(self) -> str:
        """The currency of the contract's amounts, empty where none is stated."""
        return currency_of(self.contract, self.award)

    def ceilings(self) -> Iterator[tuple[str, object]]:
        """Yield what is a maximum, the nearest first."""
        yield "contract.maximumValue", self.contract.get("maximumValue")
        yield "award.maximumValue", self.award.get("maximumValue")
        if self.is_sole:
            framework = part(self.tender, "techniques", "frameworkAgreement", "maximumValue")
            yield "tender.techniques.frameworkAgreement.maximumValue", framework
            yield "tender.maximumValue", self.tender.get("maximumValue")

    def estimates(self) -> Iterator[tuple[str, object]]:
        """Yield what the contract is expected to come to, the nearest first."""
        yield "contract.estimatedValue", self.contract.get("estimatedValue")
        yield "contract.value", self.contract.get("value")
        yield "award.estimatedValue", self.award.get("estimatedValue")
        yield "award.value", self.award.get("value")
        if self.is_sole:
            framework = part(self.tender, "techniques", "frameworkAgreement", "value")
            yield "tender.techniques.frameworkAgreement.value", framework
            yield "tender.value", self.tender.get("value")

    def suppliers(self, parties: Parties) -> list[Organization]:
        """Return the suppliers of the award, each once."""
        found = [parties.organization(each) for each in objects_of(self.award, "suppliers")]
        return list({each.organization_id: each for each in found if each is not None}.values())


def contract_record(
    awarded: AwardedContract, vendor: Organization | None, amendments: Sequence[Amendment], parts: Parts
) -> Record:
    """Return the record of a contract; its alliance, state and day of report are not in it."""
    contract, award = awarded.contract, awarded.award
    number, title = _number_and_title(awarded)
    code, category = _category(awarded)
    ends_on = parts.day("contract.period.endDate", part(contract, "period", "endDate")) or parts.day(
        "award.contractPeriod.endDate", part(award, "contractPeriod", "endDate")
    )
    history = awarded.process.history.get(str(contract["id"]), ())
    return {
        "contract_id": awarded.contract_id,
        "title": title,
        "number": number,
        "portfolio": _family(awarded),
        "category_code": code,
        "category": category,
        "vendor_id": None if vendor is None else vendor.organization_id,
        "starts_on": parts.day("contract.period.startDate", part(contract, "period", "startDate"))
        or parts.day("award.contractPeriod.startDate", part(award, "contractPeriod", "startDate")),
        "initial_ends_on": _initial_end(history, amendments, ends_on, parts),
        "ends_on": ends_on,
        "latest_ends_on": parts.day(
            "contract.period.maxExtentDate", part(contract, "period", "maxExtentDate")
        ),
        "ceiling_amount": parts.first_amount(awarded.ceilings()),
        "estimated_amount": parts.first_amount(awarded.estimates()),
        VALUE: parts.amount("contract.value", contract.get("value")),
        STATUS: text_of(contract, "status") or None,
    }


def _number_and_title(awarded: AwardedContract) -> tuple[str, str]:
    """Return the number and the title; a title of one word with digits in it is taken for the number."""
    own = text_of(awarded.contract, "title")
    is_number = " " not in own and any(character.isdigit() for character in own)
    titles = [text_of(awarded.award, "title"), text_of(awarded.tender, "title")]
    titles = [*titles, own] if is_number else [own, *titles]
    title = next((title for title in titles if title), awarded.contract_id)
    return own if is_number else str(awarded.contract["id"]), title


def _family(awarded: AwardedContract) -> str:
    """Return the ocid of the framework or parent process, else that of the contract's own."""
    related = [
        *objects_of(awarded.contract, "relatedProcesses"),
        *objects_of(awarded.process.merged, "relatedProcesses"),
    ]
    for family in _FAMILIES:
        for process in related:
            relationship = process.get("relationship")
            identifier = text_of(process, "identifier")
            if identifier and isinstance(relationship, list) and family in relationship:
                return identifier
    return awarded.process.ocid


def _category(awarded: AwardedContract) -> tuple[str | None, str | None]:
    """Return the UNSPSC code and its words where all items have the same; else goods, works or services."""
    sources = (awarded.contract, awarded.award, awarded.tender)
    items = next((items for source in sources if (items := objects_of(source, "items"))), [])
    codes = {
        text_of(item, "classification", "id"): text_of(item, "classification", "description")
        for item in items
        if text_of(item, "classification", "scheme").upper() == "UNSPSC"
    }
    kind = text_of(awarded.tender, "mainProcurementCategory") or None
    if len(codes) != 1:
        return None, kind
    ((code, words),) = codes.items()
    return (code, words or kind) if _UNSPSC.fullmatch(code) else (None, words or kind)


def _initial_end(
    history: Sequence[Statement], amendments: Sequence[Amendment], ends_on: dt.date | None, parts: Parts
) -> dt.date | None:
    """Return the first end of term that is told and is another than the current one."""
    ends = [parts.day("contract.period.endDate", said.ends_on) for said in history if said.ends_on]
    ends += [amendment.old_ends_on for amendment in amendments]
    return next((end for end in ends if end not in {None, ends_on}), None)

"""Fills the portfolio's tables with what one contracting process tells."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from portfolio_tui.sources.cells import UnreadableError
from portfolio_tui.sources.notes import ROWS_SET_ASIDE
from portfolio_tui.sources.ocds.amendments import amendments_of
from portfolio_tui.sources.ocds.amounts import amount_of, stated
from portfolio_tui.sources.ocds.contracts import AwardedContract, Awards, contract_record
from portfolio_tui.sources.ocds.dates import day_of
from portfolio_tui.sources.ocds.gathering import Gathering, Place, Record
from portfolio_tui.sources.ocds.parties import Organization, Parties
from portfolio_tui.sources.ocds.parts import Parts, part, text_of
from portfolio_tui.sources.ocds.processes import Process
from portfolio_tui.sources.ocds.rows import ROW, contracts_of, transactions_of
from portfolio_tui.sources.ocds.settings import OCID, OpenContracting
from portfolio_tui.sources.ocds.shapes import Json, raw_json
from portfolio_tui.sources.ocds.staging import EARLIER, StagedRelease
from portfolio_tui.sources.readers.source_rows import SOURCE_ROW
from portfolio_tui.sources.records import REPORTED_ON, SOURCE_FILE
from portfolio_tui.sources.states import state_code

_Value = TypeVar("_Value")

_CANCELLED = "cancelled"
_HOME_COUNTRIES = ("", "us", "usa", "united states", "united states of america")


@dataclass(frozen=True)
class ProcessTables:
    """One process; its records go to the file that told them, or to `home` where that one is not here."""

    process: Process
    home: int
    settings: OpenContracting
    currency: str
    gathering: Gathering
    _added: set[tuple[str, Organization]] = field(default_factory=set)
    _spend_ids: set[str] = field(default_factory=set)

    def fill(self) -> set[str]:
        """Add the records of the process to the tables, and note the rows that are set aside.

        Returns the ids of the contracts that were added.
        """
        for release in self.process.undated:
            self._set_aside_undated(release)
        contracts = contracts_of(self.process.merged)
        if not contracts and not self.process.newest.row_count:
            release = self.process.newest
            reason = "is of a process without contracts"
            self._set_aside(_place(release, 0), "", {"tender": release.release.get("tender")}, reason)
        awards = Awards.of(self.process.merged)
        told: set[str] = set()
        for contract in contracts:
            awarded = AwardedContract(self.process, contract, awards.of_contract(contract))
            if self._fill_contract(awarded):
                told.add(str(contract["id"]))
        return told

    def _fill_contract(self, awarded: AwardedContract) -> bool:
        """Add a contract with all that belongs to it, or set it aside; say whether it was added."""
        contract = awarded.contract
        place = self._place(contract, str(contract["id"]))
        objection = self._objection(awarded)
        if objection:
            alone = {name: value for name, value in contract.items() if name != "implementation"}
            self._set_aside(place, "", alone, objection)
            for transaction in transactions_of(contract):
                of_payment = self._place(transaction, str(contract["id"]), str(transaction["id"]))
                self._set_aside(of_payment, "", transaction, f"is a payment of a contract that {objection}")
            return False
        parts = Parts(self.gathering, place, self.currency)
        if text_of(contract, "status") == _CANCELLED:
            parts.note("contract.status", _CANCELLED, "says cancelled, and payments were made")
        suppliers = awarded.suppliers(self._parties)
        vendor = suppliers[0] if len(suppliers) == 1 else None
        for supplier in suppliers:
            self._add_organization("vendors", "vendor_id", supplier)
        history = self.process.history.get(str(contract["id"]), ())
        amendments = amendments_of(contract, history, parts)
        self._add(
            "contracts",
            {
                **contract_record(awarded, vendor, amendments, parts),
                "alliance_id": self.settings.alliance_id,
                "lead_state": self._state,
                OCID: self.process.ocid,
                REPORTED_ON: self._reported_on,
            },
            place,
        )
        self._keep(place)
        for amendment in amendments:
            record = {"contract_id": awarded.contract_id, **vars(amendment), **self._origin(place)}
            self._add("amendments", record, place)
        for transaction in transactions_of(contract):
            self._fill_payment(awarded, transaction, vendor)
        return True

    def _fill_payment(self, awarded: AwardedContract, transaction: Json, vendor: Organization | None) -> None:
        place = self._place(transaction, str(awarded.contract["id"]), str(transaction["id"]))
        spend_id = f"{awarded.contract_id}/{transaction['id']}"
        reasons: list[tuple[str, str]] = []
        if spend_id in self._spend_ids:
            reasons.append(("id", "is called as a payment of another contract is, once ids are put together"))
        amount, day = self._amount_and_day(transaction, awarded, reasons)
        if amount is None or day is None or reasons:
            columns = ", ".join(dict.fromkeys(column for column, _ in reasons))
            self._set_aside(place, columns, transaction, "; ".join(reason for _, reason in reasons))
            return
        self._spend_ids.add(spend_id)
        payer = self._parties.paying(transaction, "payer", "providerOrganization")
        payee = self._parties.paying(transaction, "payee", "receiverOrganization") or vendor
        buyer = self._buyer or payer
        if payee is not None:
            self._add_organization("vendors", "vendor_id", payee)
        if buyer is not None:
            self._add_organization("entities", "entity_id", buyer)
        self._add(
            "spend",
            {
                "spend_id": spend_id,
                "state": self._state,
                "amount": amount,
                "spent_on": day,
                "grain": "line",
                "contract_id": awarded.contract_id,
                "entity_id": None if buyer is None else buyer.organization_id,
                "vendor_id": None if payee is None else payee.organization_id,
                "order_type": "credit" if amount < 0 else "sale",
                **self._origin(place),
            },
            place,
        )
        self._keep(place)

    def _amount_and_day(
        self, transaction: Json, awarded: AwardedContract, reasons: list[tuple[str, str]]
    ) -> tuple[Decimal | None, dt.date | None]:
        """Read a payment; `reasons` gathers what keeps it out, with the part of it that is at fault."""
        # Version 1.0 calls the value of a payment its amount.
        amount, currency = stated(transaction.get("value") or transaction.get("amount"))
        currency = currency or awarded.currency
        if self._state is None:
            reasons.append(("state", "is of a buyer whose address names no state of the US; say state"))
        if currency and currency != self.currency:
            reasons.append(("value.currency", f"is in {currency}, and the portfolio in {self.currency}"))
        return (
            _read(amount_of, amount, "value.amount", "has no amount", reasons),
            _read(day_of, text_of(transaction, "date"), "date", "has no date", reasons),
        )

    def _objection(self, awarded: AwardedContract) -> str:
        """Return what keeps a contract out of the portfolio, empty where nothing does."""
        currency = awarded.currency
        if awarded.is_empty:
            return "has nothing but its id: its other parts were never told, or taken back"
        if currency and currency != self.currency:
            return f"is in {currency}, and the portfolio in {self.currency}"
        is_cancelled = text_of(awarded.contract, "status") == _CANCELLED
        if is_cancelled and not transactions_of(awarded.contract):
            return "was cancelled before it was signed"
        return ""

    def _set_aside_undated(self, release: StagedRelease) -> None:
        reason = "is of a release without a date that can be read, and so has no place among the others"
        if not release.row_count:
            self._set_aside(_place(release, 0), "date", release.release, reason)
        for contract in contracts_of(release.release):
            alone = {name: value for name, value in contract.items() if name != "implementation"}
            self._set_aside(_place(release, contract[ROW]), "date", alone, reason)
            for transaction in transactions_of(contract):
                self._set_aside(_place(release, transaction[ROW]), "date", transaction, reason)

    @cached_property
    def _parties(self) -> Parties:
        return Parties.of(self.process.ocid, self.process.merged)

    @cached_property
    def _buyer(self) -> Organization | None:
        merged = self.process.merged
        named = (merged.get("buyer"), *self._parties.buyers, part(merged, "tender", "procuringEntity"))
        found = (self._parties.organization(each) for each in named)
        return next((each for each in found if each is not None), None)

    @cached_property
    def _state(self) -> str | None:
        if self.settings.state is not None:
            return self.settings.state
        merged = self.process.merged
        for named in (merged.get("buyer"), *self._parties.buyers, part(merged, "tender", "procuringEntity")):
            if isinstance(named, dict):
                state = state_of(named) or state_of(self._parties.party(named))
                if state is not None:
                    return state
        return None

    @cached_property
    def _reported_on(self) -> dt.date | None:
        try:
            return day_of(text_of(self.process.newest.release, "date"))
        except UnreadableError:
            return None

    def _add_organization(self, table: str, key: str, organization: Organization) -> None:
        if (table, organization) in self._added:
            return
        self._added.add((table, organization))
        state = {"state": self._state} if table == "entities" else {}
        record = {key: organization.organization_id, "name": organization.name, **state}
        self._add(table, {**record, REPORTED_ON: self._reported_on})

    def _add(self, table: str, record: Record, place: Place | None = None) -> None:
        is_told_now = place is not None and place.file_number != EARLIER
        self.gathering.add(table, place.file_number if place and is_told_now else self.home, record)

    def _origin(self, place: Place) -> Record:
        return {OCID: self.process.ocid, SOURCE_FILE: place.source_file, SOURCE_ROW: place.source_row}

    def _keep(self, place: Place) -> None:
        if place.file_number != EARLIER:
            self.gathering.files[place.file_number].kept += 1

    def _set_aside(self, place: Place, column: str, value: object, reason: str) -> None:
        self.gathering.note(ROWS_SET_ASIDE, place, column, _raw(value), reason)

    def _place(self, statement: Json, *ids: str) -> Place:
        return _place(self.process.last_stated[ids], statement[ROW])


def _read(
    reader: Callable[[str], _Value], text: str, column: str, missing: str, reasons: list[tuple[str, str]]
) -> _Value | None:
    """Return what `text` says; None, with the reason in `reasons`, where it is empty or cannot be read."""
    if not text:
        reasons.append((column, missing))
        return None
    try:
        return reader(text)
    except UnreadableError as error:
        reasons.append((column, str(error)))
        return None


def _place(release: StagedRelease, row: object) -> Place:
    offset = row if isinstance(row, int) else 0
    return Place(release.file_number, release.source_file, release.first_row + offset)


def _raw(value: object) -> str:
    stripped = (
        {name: part for name, part in value.items() if name != ROW} if isinstance(value, dict) else value
    )
    return raw_json(stripped)


def state_of(organization: Json) -> str | None:
    """Return the code of the state in an address in the United States, None where it names none."""
    if text_of(organization, "address", "countryName").lower() not in _HOME_COUNTRIES:
        return None
    try:
        return state_code(text_of(organization, "address", "region"))
    except UnreadableError:
        return None

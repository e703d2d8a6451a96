"""Tells the organizations of a contracting process: buyers, suppliers, payees."""

from dataclasses import dataclass

from portfolio_tui.sources.ocds.shapes import Json


@dataclass(frozen=True)
class Organization:
    """An organization: an id that is the same in every process, and its name."""

    organization_id: str
    name: str


@dataclass(frozen=True)
class Parties:
    """The organizations of one process; those of version 1.0 stand where they are named."""

    ocid: str
    by_id: dict[str, Json]
    by_name: dict[str, Json]
    buyers: tuple[Json, ...]

    @classmethod
    def of(cls, ocid: str, release: Json) -> "Parties":
        """Return the parties of a merged release."""
        found = release.get("parties")
        parties = [party for party in found if isinstance(party, dict)] if isinstance(found, list) else []
        by_id = {str(party["id"]): party for party in parties if party.get("id")}
        by_name = {_text(party, "name"): party for party in parties if _identifier(party)}
        buyers = tuple(party for party in parties if "buyer" in _listed(party.get("roles")))
        return cls(ocid, by_id, by_name, buyers)

    def organization(self, reference: object) -> Organization | None:
        """Return the organization that `reference` names, None where it names none.

        It is known by its identifier, else by its name; by its id only where there is neither, since such
        ids are made up for one process.
        """
        if not isinstance(reference, dict):
            return None
        party = self.party(reference)
        identifier = _identifier(reference) or _identifier(party)
        legal_name = _part(reference, "identifier", "legalName") or _part(party, "identifier", "legalName")
        name = _text(party, "name") or _text(reference, "name") or legal_name
        local = _text(reference, "id")
        organization_id = identifier or name or (f"{self.ocid}/{local}" if local else "")
        return Organization(organization_id, name or organization_id) if organization_id else None

    def paying(self, transaction: Json, side: str, side_in_1_0: str) -> Organization | None:
        """Return the payer or the payee of a transaction, which version 1.0 names as an identifier."""
        named = transaction.get(side)
        if not isinstance(named, dict):
            identifier = transaction.get(side_in_1_0)
            named = {"identifier": identifier} if isinstance(identifier, dict) else None
        return self.organization(named)

    def party(self, reference: Json) -> Json:
        """Return what the parties say of the one that is referred to."""
        found = self.by_id.get(_text(reference, "id"))
        return found or self.by_name.get(_text(reference, "name"), {})


def _identifier(organization: Json) -> str:
    scheme, identity = _part(organization, "identifier", "scheme"), _part(organization, "identifier", "id")
    if not identity or not scheme or identity.startswith(f"{scheme}-"):
        return identity
    return f"{scheme}-{identity}"


def _part(organization: Json, name: str, part: str) -> str:
    found = organization.get(name)
    return _text(found, part) if isinstance(found, dict) else ""


def _text(values: Json, name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []

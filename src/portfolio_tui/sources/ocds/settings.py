"""What a profile says of files in the Open Contracting Data Standard."""

from dataclasses import dataclass

FORMAT = "ocds"
"""What a profile of this kind calls its format, in [file]."""

OCID = "ocid"
"""A further column of contracts, their amendments and payments: the process that they are of."""

DESCRIBED = ("alliances", "vendors", "entities", "contracts")
FIGURES = ("amendments", "spend")
TABLES = (*DESCRIBED, "spend")
"""The tables that every import by the standard fills; amendments are there only where a contract has some."""


@dataclass(frozen=True)
class OpenContracting:
    """Whose contracts they are, and where the buyers are.

    `state` is the code of a jurisdiction, or of another place as ISO 3166-2 writes it (`MX-CMX`), which
    `place` names then; without it the state is read from each buyer's address. `ocid_prefix` is the
    publisher's, by which its files are recognised.
    """

    alliance_id: str
    alliance_name: str
    alliance_kind: str
    alliance_url: str = ""
    alliance_note: str = ""
    state: str | None = None
    place: str | None = None
    ocid_prefix: str | None = None

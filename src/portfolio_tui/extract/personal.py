"""Which columns hold people's names or contacts, as far as the name of a column says so.

A vendor's or a buyer's own name is an organisation's and stays; a person's is left out unless asked for.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

PERSONAL_WORDS = frozenset(
    {
        "attn",
        "cellphone",
        "contact",
        "contacts",
        "dob",
        "email",
        "emails",
        "fax",
        "firstname",
        "forename",
        "lastname",
        "mobile",
        "officer",
        "officers",
        "person",
        "phone",
        "phones",
        "salesperson",
        "signatory",
        "signatories",
        "signer",
        "ssn",
        "surname",
        "telephone",
    }
)
"""A column is personal when one of these is among the words of its name."""

PERSONAL_PAIRS = frozenset(
    {
        ("e", "mail"),
        ("approved", "by"),
        ("signed", "by"),
        *(
            (word, "name")
            for word in (
                "agent",
                "approver",
                "buyer",
                "family",
                "first",
                "full",
                "given",
                "last",
                "manager",
                "middle",
                "requester",
                "requestor",
            )
        ),
    }
)
"""A column is personal when two words that follow one another in its name are such a pair."""

_WORD = re.compile(r"[^\W_]+")
_NEW_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def is_personal(name: str) -> bool:
    """Tell whether the column `name`, as contact_name or BuyerEMail, says that it is about a person."""
    words = [word.lower() for word in _WORD.findall(_NEW_WORD.sub("_", name))]
    pairs = set(pairwise(words))
    return not PERSONAL_WORDS.isdisjoint(words) or not PERSONAL_PAIRS.isdisjoint(pairs)


def left_out_unless_named(names: Sequence[str], named: Collection[str]) -> list[str]:
    """Return which of the columns `names` are personal and not among those `named`."""
    return [name for name in names if is_personal(name) and name not in named]

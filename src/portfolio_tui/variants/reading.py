"""Reads a name without what is easily written otherwise: capitals, punctuation, legal form, abbreviations.

Only what leaves a name the same name is taken away. Words keep their order and their spelling: Miami
University is not the University of Miami, and Acme Inc. is not Acme LLC.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["vendor", "entity"]

LEGAL_FORMS = {
    "ag": "ag",
    "bv": "bv",
    "corp": "corp",
    "corporation": "corp",
    "gmbh": "gmbh",
    "inc": "inc",
    "incorporated": "inc",
    "limited": "ltd",
    "llc": "llc",
    "llp": "llp",
    "lp": "lp",
    "ltd": "ltd",
    "nv": "nv",
    "pc": "pc",
    "plc": "plc",
    "pllc": "pllc",
    "sa": "sa",
}
"""The legal forms that may end a name, each under the way in which it is written shortest."""

COMPANY = {"co": "co", "company": "co"}
"""What is a legal form at the end of a vendor's name; at the end of a buyer's, Co is a county."""

ABBREVIATIONS = {
    "admin": "administration",
    "assn": "association",
    "auth": "authority",
    "bd": "board",
    "bldg": "building",
    "bros": "brothers",
    "centre": "center",
    "cnty": "county",
    "ctr": "center",
    "dept": "department",
    "dist": "district",
    "div": "division",
    "dpt": "department",
    "educ": "education",
    "elem": "elementary",
    "equip": "equipment",
    "govt": "government",
    "hosp": "hospital",
    "intl": "international",
    "mfg": "manufacturing",
    "mgmt": "management",
    "natl": "national",
    "sch": "school",
    "svc": "service",
    "svcs": "services",
    "transp": "transportation",
    "twp": "township",
    "univ": "university",
}
"""Words written short that stand for one word only."""

ABBREVIATIONS_OF_KIND: dict[Kind, dict[str, str]] = {
    "vendor": {"assoc": "associates"},
    "entity": {"assoc": "association", "co": "county"},
}
_PLACEHOLDERS = frozenset(
    {
        "confidential",
        "miscellaneous",
        "multiple",
        "multiple vendors",
        "none",
        "not applicable",
        "not available",
        "one time vendor",
        "other",
        "redacted",
        "unknown",
        "unknown vendor",
        "various",
        "various vendors",
    }
)
_LEAST_LETTERS = 4
_INVERTED = re.compile(r"(?P<name>[^,]+),(?P<what>[^,]*\bof(?: the)?\s*)", re.IGNORECASE)


@dataclass(frozen=True)
class ReadName:
    """A name as it is read: what is compared, and what was taken away to get there."""

    words: tuple[str, ...]
    """The words in full, without legal form: names that differ here are different."""
    legal_form: frozenset[str]
    written_form: tuple[str, ...]
    written_words: tuple[str, ...]
    has_article: bool
    """Whether it was written with The before it."""
    is_inverted: bool
    """Whether it was written back to front, as Health, Department of."""

    @property
    def is_telling(self) -> bool:
        """Tell whether the name says enough for two of it to be one."""
        letters = sum(letter.isalpha() for word in self.words for letter in word)
        return letters >= _LEAST_LETTERS and " ".join(self.words) not in _PLACEHOLDERS

    def agrees_with(self, other: "ReadName") -> bool:
        """Tell whether the legal forms of two names with the same words may be those of one body."""
        return self.legal_form <= other.legal_form or other.legal_form <= self.legal_form


def read_name(name: str, kind: Kind) -> ReadName:
    """Return `name`, of a vendor or a buyer, as it is read."""
    inverted = _INVERTED.fullmatch(name.strip())
    straight = f"{inverted['what']} {inverted['name']}" if inverted else name
    words = _words(straight)
    has_article = words[:1] == ["the"] and len(words) > 1
    words = words[has_article:]
    forms = LEGAL_FORMS | COMPANY if kind == "vendor" else LEGAL_FORMS
    end = len(words)
    while end > 1 and words[end - 1] in forms:
        end -= 1
    written, form = words[:end], words[end:]
    short = ABBREVIATIONS | ABBREVIATIONS_OF_KIND[kind]
    return ReadName(
        tuple(short.get(word, word) for word in written),
        frozenset(forms[word] for word in form),
        tuple(form),
        tuple(written),
        has_article,
        inverted is not None,
    )


def why_alike(name: str, read: ReadName, other: str, other_read: ReadName) -> str:
    """Say in what two names that are read alike differ as they are written."""
    differences = [
        "leading The" if read.has_article != other_read.has_article else "",
        "word order" if read.is_inverted != other_read.is_inverted else "",
        "abbreviation" if read.written_words != other_read.written_words else "",
        "legal form" if read.written_form != other_read.written_form else "",
    ]
    told = [difference for difference in differences if difference]
    if told:
        return ", ".join(told)
    return "same name" if name == other else "capitals or punctuation"


def _words(name: str) -> list[str]:
    """Return the words in small letters, without accents; letters with points between them are one word."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    plain = re.sub("['\N{RIGHT SINGLE QUOTATION MARK}.]", "", re.sub("[&+]", " and ", plain))
    words = re.sub(r"[\W_]+", " ", plain).split()
    joined: list[str] = []
    single_before = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and single_before:
            joined[-1] += word
        else:
            joined.append(word)
        single_before = single
    return joined

"""How the parts of releases are merged, in the versions of the standard.

The rules are those that `ocdsmerge.rules.get_merge_rules` finds in the release schemas 1__0__3 and 1__1__4 of
the standard, as the tests of ocdsmerge 0.8.0 carry them, of the parts that are read here. Lists of objects
that are not named are merged by the ids of the objects.
"""

_ALWAYS_OMITTED = ("id", "date", "tag")

_WHOLE_LISTS = {
    "1.0": ("awards.suppliers", "contracts.amendment.changes"),
    "1.1": (
        "parties.roles",
        "contracts.relatedProcesses.relationship",
        "contracts.amendments.changes",
        "contracts.amendment.changes",
        "relatedProcesses.relationship",
    ),
}

VERSIONS = tuple(_WHOLE_LISTS)


def merge_rules(version: str) -> dict[tuple[str, ...], str]:
    """Return the rules of a version out of VERSIONS, as ocdsmerge takes them."""
    rules = {(name,): "omitWhenMerged" for name in _ALWAYS_OMITTED}
    return rules | {tuple(path.split(".")): "wholeListMerge" for path in _WHOLE_LISTS[version]}


def known_version(stated: str, *, has_parties: bool) -> str:
    """Return the version to merge by: later ones as 1.1; where none is stated, `parties` tell 1.1."""
    if not stated:
        return "1.1" if has_parties else "1.0"
    return "1.0" if stated.split(".")[:2] in (["1", "0"], ["1"], ["0", "3"]) else "1.1"

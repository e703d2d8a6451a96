"""Finds the columns that a profile names among the headings of a file, which may be written otherwise."""

from collections.abc import Collection, Mapping, Sequence

from portfolio_tui.query.nearest import or_nearest
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.readers.headings import plain_heading
from portfolio_tui.sources.readers.source_rows import SourceError


def columns_of_profile(
    file_name: str, headings: Sequence[str], repeated: Collection[str], profile: Profile
) -> Mapping[str, str]:
    """Return which heading of a file stands for each column that the profile names.

    It is the column's own name, else one of its other headings, else the only heading that differs from one
    of these in capitals, blanks and signs alone. Columns that a file may lack are left out where it does.
    Raises SourceError, with the nearest heading, where another is lacking or headed twice.
    """
    found: dict[str, str] = {}
    alike: dict[str, list[str]] = {}
    for each in headings:
        alike.setdefault(plain_heading(each), []).append(each)
    for column in profile.file_columns():
        names = (column, *profile.other_headings.get(column, ()))
        heading: str | None = next((name for name in names if name in headings), None)
        if heading is None:
            similar = [other for name in names for other in alike.get(plain_heading(name), ())]
            heading = similar[0] if len(set(similar)) == 1 else None
        if heading is None and column not in profile.may_lack:
            raise SourceError(
                f'{file_name} has no column "{column}", which the profile {profile.name} needs. '
                f"{or_nearest(column, headings)}"
            )
        if heading in repeated:
            raise SourceError(
                f'{file_name} has several columns headed "{heading}", which the profile {profile.name} '
                "needs. Rename all but one."
            )
        if heading is not None:
            found[column] = heading
    return found

"""The bundled reference data: the 56 jurisdictions and when their fiscal years start."""

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from portfolio_tui.bundled import bundled_folder


@dataclass(frozen=True)
class Jurisdiction:
    """A state, the District of Columbia or a territory."""

    code: str
    name: str
    fips: str
    kind: str
    region: str
    fiscal_year_start_month: int

    def fiscal_year_bounds(self, fiscal_year: int) -> tuple[dt.date, dt.date]:
        """Return the first and last day of `fiscal_year`, which is named after the year in which it ends."""
        first_year = fiscal_year if self.fiscal_year_start_month == 1 else fiscal_year - 1
        first_day = dt.date(first_year, self.fiscal_year_start_month, 1)
        next_first_day = dt.date(first_year + 1, self.fiscal_year_start_month, 1)
        return first_day, next_first_day - dt.timedelta(days=1)


@cache
def jurisdictions() -> tuple[Jurisdiction, ...]:
    """Return the 56 jurisdictions, the states by name first, the territories last."""
    path = bundled_folder("data") / "jurisdictions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Jurisdiction(
                code=row["code"],
                name=row["name"],
                fips=row["fips"],
                kind=row["kind"],
                region=row["region"],
                fiscal_year_start_month=int(row["fiscal_year_start_month"]),
            )
            for row in csv.DictReader(file)
        )


@cache
def jurisdictions_by_code() -> dict[str, Jurisdiction]:
    """Return the jurisdictions under their two-letter codes."""
    return {jurisdiction.code: jurisdiction for jurisdiction in jurisdictions()}


def other_places(names: Mapping[str, str]) -> tuple[Jurisdiction, ...]:
    """Return places beside the 56 jurisdictions, by code and name; their fiscal years are calendar years."""
    return tuple(
        Jurisdiction(code, name, fips="", kind="other", region="Elsewhere", fiscal_year_start_month=1)
        for code, name in names.items()
        if code not in jurisdictions_by_code()
    )

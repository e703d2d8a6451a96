"""Tells which day a file's name holds, as a profile writes it."""

import re

from portfolio_tui.sources.guessing.toml_text import table, text

_YEAR = "(?:19|20)[0-9]{2}"
_QUARTER = re.compile(rf"(FY[-_ ]?){_YEAR}([-_ ]?Q)[1-4](?![0-9])")
_DAY = re.compile(rf"(?<![0-9]){_YEAR}([-_.]?)(?:0[1-9]|1[0-2])\1[0-3][0-9](?![0-9])")
_MONTH = re.compile(rf"(?<![0-9]){_YEAR}[-_.]?(?:0[1-9]|1[0-2])(?![0-9])")


def day_in_name(name: str) -> tuple[str, str]:
    """Return where a profile takes the day of a report from, as TOML, and why."""
    quarter = _QUARTER.search(name)
    if quarter is not None:
        pattern = f"{quarter[1]}{{fiscal_year}}{quarter[2]}{{quarter}}"
        value = table(quarter_in_file_name=text(pattern), year_starts_in_month="7")
        return (
            value,
            f"{name} names a quarter. That the year starts in July is a guess: most fiscal years do.",
        )
    if _DAY.search(name):
        return table(day_in_file_name=text("{day}")), f"{name} names a day."
    if _MONTH.search(name):
        return table(day_in_file_name=text("{month}")), f"{name} names a month; its last day is taken."
    return table(day_in_file_name=text("{day}")), f"{name} names no day: it is asked for at the import."

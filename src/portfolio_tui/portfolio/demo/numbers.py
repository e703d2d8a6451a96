"""Numbers that buyers cite, in every style that real ones are written in: text, never a quantity."""

import datetime as dt
import random


def contract_number(chance: random.Random, starts_on: dt.date) -> str:
    """Return a contract number: leading zeros, letters, dashes, slashes, or 22 digits."""
    digits = chance.randint(100, 99_999)
    year = starts_on.year % 100
    styles = (
        f"{digits:07d}",
        f"DM{starts_on.year}{digits % 1000:03d}",
        f"D{digits:05d}",
        f"DSPO{year:02d}-{digits:06d}",
        f"D{digits % 1000:03d}-{year:02d}/{digits % 97:02d}",
        f"{year:02d}P {starts_on:%y%m%d}{digits:014d}",
        f"{year:02d}-{digits % 10000:04d}-D",
    )
    return chance.choice(styles)


def addendum_number(chance: random.Random, state: str, signed_on: dt.date) -> str:
    """Return the number that a state gives an addendum."""
    digits = chance.randint(1, 9999)
    return chance.choice((f"{state}-{signed_on:%y}-{digits:04d}", f"PA{digits:05d}", f"{digits:06d}/{state}"))

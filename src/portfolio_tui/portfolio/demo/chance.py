"""Repeatable chance: one independent stream of random numbers a topic, fixed by the seed."""

import datetime as dt
import math
import random


def stream(seed: int, topic: str) -> random.Random:
    """Return the random numbers of `topic`, so that a change in one part leaves the others as they were."""
    return random.Random(f"{seed}/{topic}")  # noqa: S311 - made-up data, no secrets


def heavy(chance: random.Random, spread: float) -> float:
    """Return a lognormal factor with median 1; `spread` 1.5 is heavy-tailed."""
    return math.exp(chance.gauss(0.0, spread))


def day_between(chance: random.Random, first: dt.date, last: dt.date) -> dt.date:
    """Return a day from `first` to `last`, both included."""
    return first + dt.timedelta(days=chance.randint(0, (last - first).days))

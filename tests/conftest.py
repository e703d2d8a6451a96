"""What holds for every test: no verdict hangs on how busy the machine is, and garbage is collected seldom."""

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def pytest_collection_finish() -> None:
    """Leave modules and tests out of every later collection, and collect after more that is new."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def unlimited_memory() -> Iterator[None]:
    """Take back what opening an engine limited: a program opens one, tests open hundreds in a process."""
    yield
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def pytest_unconfigure() -> None:
    """Let the interpreter clear what was left out, as it ends; the engine's library complains otherwise."""
    gc.unfreeze()


def pytest_xdist_auto_num_workers() -> int:
    """Start two workers a processor: many tests spend half their time waiting."""
    return 2 * (os.cpu_count() or 1)

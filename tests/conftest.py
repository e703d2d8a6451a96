"""What holds for every test: the collector of garbage looks less often at what lives as long as the run."""

import gc


def pytest_collection_finish() -> None:
    """Leave modules and tests out of every later collection, and collect after more that is new."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure() -> None:
    """Let the interpreter clear what was left out, as it ends; the engine's library complains otherwise."""
    gc.unfreeze()

"""Tests of the house itself: floors, start-up, packaging, lock files, documentation."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
"""The folder of pyproject.toml."""

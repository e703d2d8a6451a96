"""Tests of the Queries area."""

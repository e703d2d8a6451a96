"""Tests of the measures: golden results on a tiny portfolio."""

"""Tests of the rules: each fires on its case and not on the innocent twin beside it."""

"""Tests of the names that are proposed for merging."""

"""Tests of writing extracts, their provenance, and verifying them."""

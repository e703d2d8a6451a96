"""Extracts: results written to files, with what they came from, and verified against a portfolio."""

"""Merges figures, which may be more than memory holds, into a portfolio's tables of them."""

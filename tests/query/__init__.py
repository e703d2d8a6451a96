"""Tests of running SQL over a portfolio."""

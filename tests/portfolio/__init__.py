"""Tests of what a portfolio is."""

"""Tests of reading outside files into a portfolio."""

"""Tests of reading the Open Contracting Data Standard."""

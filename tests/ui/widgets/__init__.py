"""Tests of the widgets that screens are put together from."""

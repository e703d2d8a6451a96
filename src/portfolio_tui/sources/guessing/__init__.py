"""Guesses how files are read: by a profile that ships with the program, or by a first one of their own."""

from portfolio_tui.sources.guessing.guess import first_profile, guess_profile
from portfolio_tui.sources.guessing.guessed import Guess, Reason

__all__ = ["Guess", "Reason", "first_profile", "guess_profile"]

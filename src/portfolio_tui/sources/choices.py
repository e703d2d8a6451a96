"""What is chosen for an import beside files and profile, and the error that such a choice needs mending."""

from typing import Literal

from portfolio_tui.errors import UserError

Choice = Literal["day", "folder"]
"""The day of the figures, and the folder of the portfolio."""


class ChoiceError(UserError):
    """A choice is missing, or does not do. The message says why; whoever asked for it adds how it is made."""

    def __init__(self, message: str, choice: Choice) -> None:
        super().__init__(message)
        self.choice = choice

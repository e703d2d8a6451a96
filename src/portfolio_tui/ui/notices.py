"""What the line under the frame has to say, the most pressing first."""

from dataclasses import dataclass

from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import Ink, Run, Runs


@dataclass(frozen=True)
class Notices:
    """Everything about the portfolio that its figures alone do not tell."""

    gone: bool = False
    """Its folder is no longer there."""
    changed: bool = False
    """Its files are not the ones that were read."""
    unknown: tuple[str, ...] = ()
    """What the scope names and the portfolio has no contract of, as "alliance X"."""
    problems: int = 0
    """How many things were found wrong with its files."""
    errors: bool = False
    """Whether figures are wrong for one of them."""
    empty: bool = False
    """It has no rows at all."""
    made_up: bool = False
    """It is a demo, and this is the place to say so."""

    def runs(self) -> Runs:
        """Return the notices as one line; no runs where there is nothing to say."""
        parts: list[tuple[str, Ink]] = []
        if self.gone:
            parts.append(("The folder is gone: what is shown was read before", "over"))
        elif self.changed:
            parts.append(("The files changed: press R to reload", "running-out"))
        if self.unknown:
            others = f" and {len(self.unknown) - 1} more" if len(self.unknown) > 1 else ""
            lacking = f"No contract here of {shown(self.unknown[0])}{others}: F clears the scope"
            parts.append((lacking, "running-out"))
        if self.problems:
            many = "1 problem" if self.problems == 1 else f"{self.problems} problems"
            parts.append((f"{many}: press p", "over" if self.errors else "running-out"))
        if self.empty:
            parts.append(("This portfolio has no rows yet: press I to import files", "running-out"))
        if self.made_up and not parts:
            parts.append(("Made-up figures to look around in · press I to import files of your own", "muted"))
        runs: list[Run] = []
        for text, ink in parts:
            runs += [Run(" · ", "muted")] if runs else []
            runs.append(Run(text, ink))
        return tuple(runs)

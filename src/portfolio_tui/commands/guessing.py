"""Writes a first profile for files that none fits, for `import --guess`."""

from collections.abc import Sequence
from pathlib import Path

from portfolio_tui.commands.narration import note
from portfolio_tui.errors import UserError


def write_guess(files: Sequence[Path], output: Path | None) -> int:
    """Print the guessed profile, or write it to a new file; say on stderr what it still lacks.

    Raises UserError when a file cannot be read, or `output` is there already.
    """
    from portfolio_tui.sources.guessing import guess_profile

    guess = guess_profile(files)
    if output is None:
        print(guess.toml, end="")
    else:
        _write_new(output, guess.toml)
    if guess.bundled is not None:
        note(f"The profile {guess.bundled} fits; use it with --profile {guess.bundled}.")
    if guess.missing:
        note(f"Fill in before importing: {', '.join(guess.missing)}.")
    return 0


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise UserError(f"{path} is there already. Name another file with -o.") from error
    except OSError as error:
        raise UserError(f"{path} cannot be written ({error.strerror or error}).") from error

"""What the import screens say: of a profile, of how far an import is, and of what it did."""

from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.extract.words import counted, size_in_words
from portfolio_tui.ui.figures import count
from portfolio_tui.ui.importing import Fault, KnownProfile
from portfolio_tui.ui.plain_text import shown, written
from portfolio_tui.ui.theme import Run, Runs
from portfolio_tui.ui.widgets.fact_list import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio_tui.sources.guessing import Reason
    from portfolio_tui.sources.outcome import ImportOutcome
    from portfolio_tui.sources.profile import Profile
    from portfolio_tui.sources.progress import ImportProgress

_STEPS = {"reading": "Reading", "merging": "Merging", "writing": "Writing"}
_BAR_WIDTH = 20


def profile_facts(
    known: KnownProfile, profile: "Profile | Fault", reasons: "Sequence[Reason]"
) -> tuple[Fact, ...]:
    """Return what a profile that can be chosen is for, and why it is proposed if it is."""
    if isinstance(profile, Fault):
        return (Fact("fault", shown(profile.message), "over"),)
    makes = f"{profile.portfolio_name}, in {profile.currency}"
    facts = [Fact("reads", shown(profile.title), "strong")]
    facts += [Fact("why", shown(reason.reason)) for reason in reasons]
    facts.append(Fact("makes", shown(makes)))
    if known.is_yours:
        facts.append(Fact("file", shown(written(known.file))))
    if profile.notes:
        facts.append(Fact("notes", shown(" ".join(profile.notes.split()))))
    return tuple(facts)


def progress_runs(progress: "ImportProgress") -> Runs:
    """Return how far a preview or an import is: step, file, bytes and rows."""
    runs = [Run(f"{_STEPS[progress.step]} ", "accent"), Run(shown(progress.file_name), "strong")]
    parts = []
    if progress.file_count > 1:
        parts.append(f"file {progress.file_number} of {progress.file_count}")
    elif progress.file_number > 1:
        parts.append(f"file {progress.file_number}")
    if progress.bytes_total:
        read, total = size_in_words(progress.bytes_read), size_in_words(progress.bytes_total)
        parts.append(f"{read} of {total}")
    if progress.rows:
        parts.append(counted(progress.rows, "row", "rows"))
    runs.append(Run(f"\n{_bar(progress)}", "bar"))
    runs.append(Run("".join(f" · {part}" for part in parts).removeprefix(" ·"), "muted"))
    return tuple(runs)


def _bar(progress: "ImportProgress") -> str:
    """Return a bar as long as the part of the file that is read; none where its size is not known."""
    if not progress.bytes_total:
        return ""
    filled = min(_BAR_WIDTH, _BAR_WIDTH * progress.bytes_read // progress.bytes_total)
    return "█" * filled + "░" * (_BAR_WIDTH - filled)


def balance_runs(outcome: "ImportOutcome") -> Runs:
    """Return the count of rows: read = kept + set aside + folded."""
    read, kept, aside, folded = (
        sum(getattr(file, name) for file in outcome.files)
        for name in ("rows_read", "kept", "set_aside", "folded")
    )
    return (
        Run(counted(read, "row read", "rows read"), "strong"),
        Run(" = ", "muted"),
        Run(f"{count(kept)} kept", "fine"),
        Run(" + ", "muted"),
        Run(f"{count(aside)} set aside", "running-out" if aside else "plain"),
        Run(" + ", "muted"),
        Run(f"{count(folded)} folded"),
    )


def preview_runs(outcome: "ImportOutcome", folder: Path, *, is_there: bool) -> Runs:
    """Return what the import would do, under the count of its rows."""
    if not outcome.has_changed:
        meaning = f"Nothing new: {written(folder)} would stay as it is."
    elif is_there:
        meaning = f"To be merged into {written(folder)}"
    else:
        meaning = f"To become the portfolio {written(folder)}"
    return (*balance_runs(outcome), Run(f"\n{shown(meaning)}", "muted"))


def result_runs(outcome: "ImportOutcome", folder: Path) -> Runs:
    """Return what the import did, under the count of its rows."""
    meaning = (
        f"{written(folder)} is up to date"
        if outcome.has_changed
        else f"Nothing new: {written(folder)} is unchanged"
    )
    return (Run("Imported. ", "fine"), *balance_runs(outcome), Run(f"\n{shown(meaning)}", "muted"))

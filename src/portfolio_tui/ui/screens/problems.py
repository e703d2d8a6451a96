"""What was found wrong with a portfolio's files: all of it at once, and what to do next."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from portfolio_tui.portfolio.problems import Problem, Severity
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import Ink, Run, Runs, content_of
from portfolio_tui.ui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from portfolio_tui.ui.app import PortfolioApp

LISTED = 200
"""More are counted, not listed: whoever mends the first ones will see the next."""


class ProblemsScreen(Screen[None]):
    """Lists the problems of the portfolio in a folder, errors first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="problems.back"),
        Binding("r", "try_again", "Try again", id="problems.again"),
        Binding("o", "open_other", "Open another", id="problems.other"),
        Binding("d", "open_demo", "Open the demo", id="problems.demo"),
    ]
    DEFAULT_CSS = """
    ProblemsScreen {
        #problems-head { height: auto; padding: 0 1 1 1; background: $panel; }
        #problems-list { height: 1fr; padding: 1 1 0 1; }
        .problem { height: auto; padding: 0 0 1 0; }
    }
    """

    def __init__(self, folder: Path, problems: tuple[Problem, ...], *, can_go_back: bool) -> None:
        """Take the folder, what is wrong there, and whether a portfolio is open to go back to."""
        super().__init__()
        self._folder = folder
        self._problems = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
        self._can_go_back = can_go_back

    def compose(self) -> ComposeResult:
        """Lay out heading, problems and keys."""
        yield Static(content_of(self._heading()), id="problems-head")
        with VerticalScroll(id="problems-list"):
            for problem in self._problems[:LISTED]:
                yield Static(content_of(self._lines(problem)), classes="problem")
            more = len(self._problems) - LISTED
            if more > 0:
                yield Static(Content(f"… and {more} more."), classes="problem")
            if not self._problems:
                yield Static(Content("Nothing was found wrong with the files."), classes="problem")
        yield KeyLine()

    @property
    def _is_open(self) -> bool:
        return all(problem.severity is Severity.WARNING for problem in self._problems)

    def _heading(self) -> Runs:
        if self._is_open:
            head: tuple[Run, ...] = (Run("Problems of this portfolio", "strong"),)
            advice = "The figures leave out what is named here; mend the files and press r."
        else:
            head = (Run("This portfolio cannot be opened", "over"),)
            advice = "Mend what is named here and press r, or open another portfolio or the demo."
        return (*head, Run(f"\n{shown(str(self._folder))}\n"), Run(advice, "muted"))

    def _lines(self, problem: Problem) -> Runs:
        is_error = problem.severity is Severity.ERROR
        ink: Ink = "over" if is_error else "running-out"
        runs = [Run("✗ error  " if is_error else "! warning  ", ink), *self._place(problem)]
        runs.append(Run(f"\n  {shown(problem.message)}"))
        if problem.expected is not None:
            runs += [
                Run("\n  expected ", "muted"),
                Run(shown(problem.expected)),
                Run("\n  found    ", "muted"),
                Run(shown(problem.found or "nothing")),
            ]
        return tuple(runs)

    def _place(self, problem: Problem) -> list[Run]:
        file = problem.file
        if file is not None and file.is_relative_to(self._folder):
            file = file.relative_to(self._folder)
        named = (("table", problem.table), ("file", file and str(file)), ("column", problem.column))
        runs: list[Run] = []
        for what, name in named:
            if name:
                runs += [Run(f"{what} ", "muted"), Run(f"{shown(name)}  ", "strong")]
        return runs

    @property
    def _portfolio_app(self) -> "PortfolioApp":
        return cast("PortfolioApp", self.app)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go back only where there is something to go back to."""
        if action == "back":
            return self._can_go_back
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Go back to the open portfolio."""
        self.dismiss()

    def action_try_again(self) -> None:
        """Read the files again."""
        self._portfolio_app.files.open(self._folder)

    def action_open_demo(self) -> None:
        """Open the bundled demo."""
        self._portfolio_app.action_open_demo()

    def action_open_other(self) -> None:
        """Ask for another folder; this screen stays until one is given."""
        self._portfolio_app.action_open_other()

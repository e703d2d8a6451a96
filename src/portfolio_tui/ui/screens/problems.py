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
from portfolio_tui.ui.import_ways import import_files
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
        Binding("I", "import_files", "Import files", id="problems.import"),
        Binding("d", "open_demo", "Open the demo", id="problems.demo"),
    ]
    DEFAULT_CSS = """
    ProblemsScreen {
        #problems-head { height: auto; padding: 0 1 1 1; background: $panel; }
        #problems-list { height: 1fr; padding: 1 1 0 1; }
        .problem { height: auto; padding: 0 0 1 2; }
    }
    """

    def __init__(
        self, folder: Path, problems: tuple[Problem, ...], *, failed: bool, can_go_back: bool
    ) -> None:
        """Take folder and problems, whether it failed to open, and whether there is one to go back to."""
        super().__init__()
        self._folder = folder
        self._problems = _errors_first(problems)
        self._failed = failed
        self._can_go_back = can_go_back

    def compose(self) -> ComposeResult:
        """Lay out heading, problems and keys."""
        yield Static(content_of(self._heading()), id="problems-head")
        with VerticalScroll(id="problems-list"):
            for problem in self._problems[:LISTED]:
                yield Static(content_of(self._head(problem)))
                yield Static(content_of(self._body(problem)), classes="problem")
            more = len(self._problems) - LISTED
            if more > 0:
                yield Static(Content(f"… and {more} more."), classes="problem")
        yield KeyLine()

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Show other problems of the same folder, found meanwhile."""
        self._problems = _errors_first(problems)
        self.refresh(recompose=True)

    @property
    def tells_of_open_portfolio(self) -> bool:
        """Whether these are the problems of a portfolio that is open."""
        return not self._failed

    def _heading(self) -> Runs:
        if self._failed:
            head = Run("This portfolio cannot be opened", "over")
            advice = "Mend what is named here and press r, or open another portfolio or the demo."
        elif not self._problems:
            head = Run("Problems of this portfolio", "strong")
            advice = "Nothing was found wrong with its files so far."
        else:
            head = Run("Problems of this portfolio", "strong")
            advice = "It is open in spite of them. Mend the files and press r to read them again."
        return (head, Run(f"\n{shown(str(self._folder))}\n"), Run(advice, "muted"))

    def _head(self, problem: Problem) -> Runs:
        is_error = problem.severity is Severity.ERROR
        ink: Ink = "over" if is_error else "running-out"
        return (Run("✗ error  " if is_error else "! warning  ", ink), *self._place(problem))

    def _body(self, problem: Problem) -> Runs:
        runs = [Run(shown(problem.message))]
        if problem.expected is not None:
            runs += [
                Run("\nexpected ", "muted"),
                Run(shown(problem.expected)),
                Run("\nfound    ", "muted"),
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

    def action_import_files(self) -> None:
        """Import files, perhaps those in the folder that is no portfolio; this screen stays."""
        import_files(self._portfolio_app, self._folder if self._failed else None)

    def action_open_other(self) -> None:
        """Ask for another folder; this screen stays until one is given."""
        self._portfolio_app.action_open_other()


def _errors_first(problems: tuple[Problem, ...]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)

"""The grid for the rows of a result: sorted and searched in worker threads, a million rows without a pause.

Import this module only once there are rows to show: it brings pyarrow, which the first picture must not wait
for.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import get_current_worker

from portfolio_tui.ui.widgets.cell_grid import CellGrid
from portfolio_tui.ui.widgets.grid_rows import GridRows, UnsortableError
from portfolio_tui.ui.widgets.grid_search import Matches, Search, find

if TYPE_CHECKING:
    from portfolio_tui.ui.widgets.grid_lines import Look

Task = Literal["sorting", "searching"]


class RowsGrid(CellGrid):
    """A grid that sorts by the column at the cursor and finds text; only the newest of each is awaited."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort", "Sort", id="grid.sort", tooltip="Sort by the column: up, down, as it was"),
        Binding("n", "match(True)", "Next match", id="grid.next", show=False),
        Binding("N", "match(False)", "Match before", id="grid.previous", show=False),
    ]

    class Done(Message):
        """What ran in a worker thread has ended."""

        def __init__(self, task: Task, number: int, outcome: object) -> None:
            super().__init__()
            self.task = task
            self.number = number
            self.outcome = outcome

    def __init__(self, rows: GridRows, *, pinned: int = 1) -> None:
        """Take the rows and how many columns stay in sight, the first one unless told otherwise."""
        super().__init__(rows, pinned=pinned)
        self.matches: Matches | None = None
        self.said = ""
        """What there is to say about what was done last, until the cursor goes on."""
        self._said_at: Look | None = None
        self._numbers: dict[Task, int] = {"sorting": 0, "searching": 0}
        self._under_way: list[Task] = []
        self._order_asked: tuple[int, bool] | None = None
        self._searched_from = 0

    @property
    def busy(self) -> str:
        """What is going on in the background, in words; empty where nothing is."""
        return " ".join(f"{task} …" for task in self._under_way)

    def say(self, text: str) -> None:
        """Have `text` told until the cursor goes on."""
        self.said, self._said_at = text, self.look
        self.post_message(self.Changed())

    def move_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell; what was said is over."""
        super().move_to(row, column)
        if self.said and self.look != self._said_at:
            self.said = ""

    @on(CellGrid.HeaderChosen)
    def action_sort(self) -> None:
        """Sort by the column at the cursor: ascending, then descending, then in the rows' own order again."""
        if not self.has_cell:
            return
        column, asked = self.cursor[1], self._order_asked
        if asked is None or asked[0] != column:
            self._order_asked = (column, False)
        else:
            self._order_asked = None if asked[1] else (column, True)
        self._start("sorting", partial(_in_order, self.rows, self._order_asked))

    def search(self, search: Search | None, searched_from: int) -> None:
        """Find `search` and go to the first match from that row on; None ends the search."""
        self._searched_from = searched_from
        self.matches = None
        self.look = replace(self.look, search=search)
        if search is None:
            self._stop("searching")
        else:
            is_stale = partial(self._is_stale, self._numbers["searching"] + 1)
            self._start("searching", partial(find, self.rows.unsorted(), search, is_stale))
        self.refresh()

    def action_match(self, forwards: bool) -> None:
        """Go to the next cell that has what is searched for, or to the one before; round the end."""
        if self.matches is None or not self.matches.count:
            if self.look.search is None:
                self.say("Press / to search.")
            return
        row, column = self.cursor
        rest = [at for at in self._matching_columns(row) if (at > column if forwards else at < column)]
        if not rest:
            row = self.matches.after(row) if forwards else self.matches.before(row)
            rest = self._matching_columns(row) or [column]
        self.move_to(row, rest[0 if forwards else -1])

    def _matching_columns(self, row: int) -> list[int]:
        search = self.look.search
        columns = enumerate(self.rows.columns)
        return [
            index
            for index, column in columns
            if search is not None and search.finds(self.rows.plain(row, index), index, column)
        ]

    def _start(self, task: Task, work: Callable[[], object]) -> None:
        self._numbers[task] += 1
        if task not in self._under_way:
            self._under_way.append(task)
        self.run_worker(
            partial(self._work, task, self._numbers[task], work),
            thread=True,
            group=f"grid-{task}",
            exit_on_error=False,
        )
        self.post_message(self.Changed())

    def _stop(self, task: Task) -> None:
        self._numbers[task] += 1
        self._under_way = [under_way for under_way in self._under_way if under_way != task]
        self.post_message(self.Changed())

    def _work(self, task: Task, number: int, work: Callable[[], object]) -> None:
        """Run in a worker thread: never touch the grid here, only post the outcome."""
        try:
            outcome = work()
        except UnsortableError as error:
            outcome = error
        self.post_message(self.Done(task, number, outcome))

    def _is_stale(self, number: int) -> bool:
        return number != self._numbers["searching"] or get_current_worker().is_cancelled

    @on(Done)
    def _take_outcome(self, message: Done) -> None:
        message.stop()
        if message.number != self._numbers[message.task]:
            return
        self._stop(message.task)
        if isinstance(message.outcome, GridRows):
            self._show_sorted(message.outcome)
        elif isinstance(message.outcome, Matches):
            self._show_found(message.outcome.in_order_of(self.rows))
        elif isinstance(message.outcome, UnsortableError):
            self._order_asked = self.look.sorted_by
            self.say(f"{message.outcome} has no order to sort by.")

    def _show_sorted(self, rows: GridRows) -> None:
        if self.matches is not None:
            self.matches = self.matches.in_order_of(rows)
        look = replace(self.look, cursor=(0, self.cursor[1]), marked=None, sorted_by=self._order_asked)
        self.show(rows, look)

    def _show_found(self, matches: Matches) -> None:
        self.matches = matches
        if matches.count:
            at = self._searched_from
            row = at if matches.number_of(at) else matches.after(at)
            columns = self._matching_columns(row)
            self.move_to(row, columns[0] if columns else self.cursor[1])


def _in_order(rows: GridRows, order: tuple[int, bool] | None) -> GridRows:
    return rows.unsorted() if order is None else rows.sorted(order[0], descending=order[1])

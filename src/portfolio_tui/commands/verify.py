"""The command `verify`: does an extract still follow from a portfolio?"""

import argparse
import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.commands.query_options import add_portfolio_option, portfolio_folder

if TYPE_CHECKING:
    from portfolio_tui.extract.comparing import Compared
    from portfolio_tui.extract.verifying import Verdict

NAME = "verify"
SUMMARY = "Run an extract's query again and say whether its rows are the same, changed or altered."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "extract", metavar="EXTRACT", type=Path, help="the file, or the folder of a partitioned extract"
    )
    add_portfolio_option(parser)
    parser.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help="the answer to read, or as JSON for a program (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the answer on stdout; 0 where the rows are the same, 1 where not; raises UserError."""
    from portfolio_tui.commands.answering import open_folder
    from portfolio_tui.commands.stopping import run_stoppable
    from portfolio_tui.extract.verifying import Answer, verify

    portfolio = open_folder(portfolio_folder(arguments))
    verdict = run_stoppable(lambda cancellation: verify(arguments.extract, portfolio, cancellation))
    currency = portfolio.manifest.currency
    print(
        _as_json(arguments.extract, verdict) if arguments.format == "json" else _in_words(verdict, currency)
    )
    return 0 if verdict.answer is Answer.SAME else 1


def _as_json(extract: Path, verdict: "Verdict") -> str:
    compared = verdict.compared
    values = {
        "extract": str(extract),
        "answer": verdict.answer.value,
        "reason": verdict.reason,
        "altered": list(verdict.altered),
        "files_changed": verdict.files_changed,
        "portfolio": verdict.provenance.portfolio,
        "query": verdict.provenance.query,
        "rows": None
        if compared is None
        else {
            "then": compared.rows_then,
            "now": compared.rows_now,
            "gone": compared.gone,
            "new": compared.added,
            "restated": compared.restated,
        },
        "restated_examples": [] if compared is None else list(compared.examples),
        "totals": [
            {
                "column": total.column,
                "then": format(total.then, "f"),
                "now": None if total.now is None else format(total.now, "f"),
                "difference": None if total.difference is None else format(total.difference, "f"),
            }
            for total in verdict.totals
        ],
    }
    return json.dumps(values, indent=2)


def _in_words(verdict: "Verdict", currency: str) -> str:
    from portfolio_tui.commands.aligned import aligned, lines
    from portfolio_tui.extract.verifying import Answer

    if verdict.answer is Answer.SAME:
        elsewhere = (
            " The portfolio's files changed since, but not in what it holds." if verdict.files_changed else ""
        )
        return lines([f"same: {verdict.provenance.rows:,} rows, as the query gives them today.{elsewhere}"])
    told = [f"{verdict.answer.value}: {_what(verdict, currency)}"]
    told += [verdict.reason] if verdict.reason and verdict.compared is not None else []
    parts = [lines(told)]
    compared = verdict.compared
    if compared is not None and compared.examples:
        parts[0] += "\n" + lines([f"Restated, among others: {', '.join(compared.examples)}."])
    if compared is not None:
        parts.append(aligned(_table(verdict, compared), "<>>>"))
    return "\n\n".join(parts)


def _what(verdict: "Verdict", currency: str) -> str:
    """Return in one sentence what differs, as "14 rows were restated, amount +$3,120.55."."""
    compared = verdict.compared
    if compared is None:
        return verdict.reason
    counts = (
        (compared.restated, "was restated", "were restated"),
        (compared.gone, "is gone", "are gone"),
        (compared.added, "is new", "are new"),
    )
    said = [
        f"{number:,} {'row ' + one if number == 1 else 'rows ' + several}"
        for number, one, several in counts
        if number
    ]
    said += [
        f"{total.column} {_difference(total.difference, currency)}"
        for total in verdict.changed_totals
        if total.difference is not None
    ]
    return f"{', '.join(said)}." if said else "no row differs."


def _table(verdict: "Verdict", compared: "Compared") -> list[tuple[str, str, str, str]]:
    """Return the rows and each total, then and now, with what lies between."""
    from portfolio_tui.commands.extract_info import total_in_words

    rows = [("", "Then", "Now", "Difference")]
    rows += [
        (
            "rows",
            f"{compared.rows_then:,}",
            f"{compared.rows_now:,}",
            total_in_words(Decimal(compared.rows_now - compared.rows_then)),
        )
    ]
    rows += [
        (
            total.column,
            total_in_words(total.then),
            total_in_words(total.now),
            total_in_words(total.difference),
        )
        for total in verdict.totals
    ]
    return rows


def _difference(amount: Decimal, currency: str) -> str:
    """Return by how much a total grew; what has cents is taken for money."""
    from portfolio_tui.commands.extract_info import total_in_words
    from portfolio_tui.ui.figures import exact_money

    is_money = amount.as_tuple().exponent == -2
    words = exact_money(amount, currency) if is_money else total_in_words(amount)
    return f"+{words}" if amount > 0 else words

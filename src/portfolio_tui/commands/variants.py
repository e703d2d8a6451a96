"""The command `variants`: proposes names of vendors and buyers for merging, for somebody to decide."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.commands.query_options import (
    add_portfolio_option,
    add_time_limit_option,
    portfolio_folder,
)
from portfolio_tui.commands.rows_output import format_of
from portfolio_tui.extract.writers import ON_SCREEN, PARQUET

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from portfolio_tui.extract.cancellation import Cancellation
    from portfolio_tui.portfolio.opening import Portfolio
    from portfolio_tui.variants.proposals import Proposal

NAME = "variants"
SUMMARY = "Propose names of vendors and buyers for merging; nothing is merged until you decide it."
FORMATS = (ON_SCREEN, "csv", "json", "jsonl", PARQUET)
KINDS = ("vendor", "entity")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_portfolio_option(parser)
    parser.add_argument(
        "--kind",
        dest="kinds",
        choices=KINDS,
        action="append",
        help="propose names of vendors, or of entities, alone",
    )
    parser.add_argument(
        "--update",
        action="store_true",
        help="write what is proposed into name_variants.csv of the portfolio, below what is decided there; "
        "write merge or apart under decision",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="how the proposals are written (default: what the suffix of FILE says, else table)",
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write the proposals to a file")
    parser.add_argument("--force", action="store_true", help="replace FILE where it is there already")
    add_time_limit_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write what is proposed, or update the file to decide in; raises UserError."""
    from portfolio_tui.commands.answering import open_folder
    from portfolio_tui.commands.narration import note
    from portfolio_tui.commands.rows_output import write_rows

    _refuse_two_places(arguments)
    format_name = format_of(arguments, FORMATS)
    portfolio = open_folder(portfolio_folder(arguments))
    proposals = _proposals(arguments, portfolio)
    decided = len(portfolio.name_variants.decided)
    if arguments.update:
        _update(portfolio, proposals)
    else:
        write_rows(
            _table(proposals), format_name, arguments.output, replace=arguments.force, called="proposals"
        )
    note(
        f"{len(proposals):,} to decide, {decided:,} decided. Nothing is merged until "
        f"{portfolio.name_variants.path.name} in the portfolio says so."
    )
    return 0


def _refuse_two_places(arguments: argparse.Namespace) -> None:
    from portfolio_tui.errors import UserError

    if arguments.update and (arguments.output is not None or arguments.format is not None):
        raise UserError("--update writes to the portfolio; leave out -o and --format, or leave out --update.")
    if arguments.update and arguments.kinds:
        raise UserError("--update writes the names of vendors and entities; leave out --kind.")


def _proposals(arguments: argparse.Namespace, portfolio: "Portfolio") -> "list[Proposal]":
    from portfolio_tui.commands.answering import REQUEST_NUMBER, opened
    from portfolio_tui.commands.stopping import run_stoppable
    from portfolio_tui.variants.proposals import propose

    kinds = tuple(dict.fromkeys(arguments.kinds or KINDS))

    def work(cancellation: "Cancellation") -> "list[Proposal]":
        with opened(portfolio, cancellation) as service:
            return propose(
                service,
                portfolio.name_variants,
                kinds,
                request_number=REQUEST_NUMBER,
                time_limit_seconds=arguments.time_limit,
            )

    return run_stoppable(work)


def _update(portfolio: "Portfolio", proposals: "Sequence[Proposal]") -> None:
    from portfolio_tui.commands.narration import note
    from portfolio_tui.errors import UserError
    from portfolio_tui.extract.targets import beside, put_in_place
    from portfolio_tui.variants.review import reviewed_text

    variants = portfolio.name_variants
    if not variants.is_readable:
        raise UserError(f"{variants.path} cannot be read as it is, so it is left alone. Mend or remove it.")
    try:
        with beside(variants.path) as written:
            written.write_text(reviewed_text(variants, proposals), encoding="utf-8", newline="")
            put_in_place(written, variants.path, replace=True)
    except OSError as error:
        raise UserError(
            f"{variants.path} cannot be written ({error.strerror or error}), so nothing is kept. "
            "Copy the portfolio to a folder that you may write."
        ) from error
    note(f"Wrote {variants.path}: write merge or apart under decision.")


def _table(proposals: "Sequence[Proposal]") -> "pa.Table":
    import pyarrow as pa

    from portfolio_tui.portfolio.name_variants import COLUMNS
    from portfolio_tui.variants.review import cells_of

    amount = pa.decimal128(38, 2)
    types = {"lines": pa.int64(), "proposed_lines": pa.int64(), "amount": amount, "proposed_amount": amount}
    rows = [cells_of(proposal) for proposal in proposals]
    columns = [
        pa.array([row[name] for row in rows], pa.string()).cast(types.get(name, pa.string()))
        for name in COLUMNS
    ]
    return pa.table(columns, names=list(COLUMNS))

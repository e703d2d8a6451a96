"""Words what the frame says of the open portfolio and the scope."""

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio_tui.ui.figures import percent
from portfolio_tui.ui.frame import FrameTexts

if TYPE_CHECKING:
    from portfolio_tui.measures.portfolio_rows import PortfolioTotals
    from portfolio_tui.query.scope import Scope
    from portfolio_tui.ui.notices import Notices
    from portfolio_tui.ui.session import Session


def frame_of(
    session: "Session",
    scope: "Scope",
    totals: "PortfolioTotals | None",
    notices: "Notices",
    crumbs: tuple[str, ...],
    *,
    is_overview: bool,
) -> FrameTexts:
    """Return what the frame says of a portfolio in `scope`; `totals` are None until they are known."""
    is_synthetic = session.portfolio.manifest.synthetic
    found = replace(
        notices,
        unknown=session.unknown_in(scope),
        empty=session.row_count == 0,
        made_up=is_synthetic and is_overview,
    )
    return FrameTexts(
        name=session.portfolio.name,
        synthetic=is_synthetic,
        dates=_dates(session, scope, totals),
        sentence=session.sentence(scope),
        crumbs=crumbs,
        notice=found.runs(),
    )


def _dates(session: "Session", scope: "Scope", totals: "PortfolioTotals | None") -> tuple[str, ...]:
    if session.row_count == 0:
        return ()
    date = f"as of {session.as_of(scope)}"
    if totals is None:
        return (date,)
    share = totals.contract_share
    if share is None:
        return (f"{date} · no spend in scope", date)
    return (
        f"{date} · {percent(share)} of spend has a contract",
        f"{date} · {percent(share)} on contract",
        date,
    )

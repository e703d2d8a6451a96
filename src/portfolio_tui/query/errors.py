"""The ways in which a query gives no result."""

from portfolio_tui.errors import UserError


class QueryError(UserError):
    """A query that gave no result."""


class FenceError(QueryError):
    """SQL that would do more than read the portfolio; nothing of it ran."""


class QueryCancelledError(QueryError):
    """A query that was cancelled."""


class QueryTimedOutError(QueryError):
    """A query that ran past its time limit."""


class QueryFailedError(QueryError):
    """A query that the engine refused or could not finish; carries the engine's message."""

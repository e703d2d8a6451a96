"""A terminal dashboard over state governments' cooperative contract portfolios."""

__version__ = "0.1.0"

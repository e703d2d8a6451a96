"""Says what a fault in the rows means for the figures."""

from portfolio_tui.portfolio.schema import FLOW_TABLES

_BY_COLUMN = {
    ("repeated_keys", "alliances", "alliance_id"): "The first name of each is shown.",
    ("repeated_keys", "balances", "contract_id, state, as_of"): "Which of them counts is left to chance.",
    ("repeated_keys", "contracts", "contract_id"): (
        "Every figure joined to them is counted more than once. Keep one row of each."
    ),
    ("repeated_keys", "entities", "entity_id"): "The first name of each is shown.",
    ("repeated_keys", "participating_addenda", "addendum_id"): "Each row counts as an addendum.",
    ("repeated_keys", "spend", "spend_id"): "Their amounts are counted more than once.",
    ("repeated_keys", "vendors", "vendor_id"): "The first name of each is shown.",
    ("unknown_references", "amendments", "addendum_id"): "These amendments change nothing.",
    ("unknown_references", "amendments", "contract_id"): "These amendments change nothing.",
    ("unknown_references", "balances", "contract_id"): "What was spent on them counts as off contract.",
    ("unknown_references", "contracts", "alliance_id"): (
        "These alliances are shown by their id and count as cooperative."
    ),
    ("unknown_references", "contracts", "vendor_id"): "These contractors have no name.",
    ("unknown_references", "memberships", "alliance_id"): "Those that no contract names are not shown.",
    ("unknown_references", "participating_addenda", "contract_id"): "These addenda are in no figure.",
    ("unknown_references", "participating_addenda", "entity_id"): "These entities are shown by their id.",
    ("unknown_references", "spend", "contract_id"): "What was spent on them counts as off contract.",
    ("unknown_references", "spend", "entity_id"): "A scope by entity type leaves this spend out.",
    ("unknown_references", "spend", "vendor_id"): "These vendors are shown by their id.",
    ("unknown_references", "vendors", "parent_id"): "These parents are shown by their id.",
    ("empty_cells", "contracts", "alliance_id"): "What was spent on these contracts counts as off contract.",
    ("empty_cells", "contracts", "contract_id"): "No spend is held against these contracts.",
    ("empty_cells", "balances", "as_of"): "These positions are in no figure.",
    ("empty_cells", "balances", "contract_id"): "What they tell was spent counts as off contract.",
    ("empty_cells", "spend", "amount"): "These rows add nothing to any figure.",
    ("empty_cells", "spend", "spent_on"): "These rows are in no figure.",
    ("empty_cells", "spend", "state"): "Their state is shown as ??.",
    ("unknown_choices", "alliances", "kind"): "These alliances count as cooperative.",
    ("unknown_choices", "entities", "entity_type"): "No scope by entity type takes them in.",
}
_BY_KIND = {
    "repeated_keys": "Keep one row of each.",
    "unknown_references": "Figures that need them leave these rows out.",
    "empty_cells": "Where it is needed, these rows are left out or shown without it.",
    "unknown_choices": "No figure depends on them.",
}
_UNKNOWN_STATE = "No scope by state takes these rows in."
_UNKNOWN_CALENDAR = "Their fiscal year is taken to start in July."


def meaning_of(kind: str, table: str, column: str) -> str:
    """Return what a fault of that kind in that column means for the figures, as one or two sentences."""
    if kind == "unknown_references" and column in {"state", "lead_state"}:
        return f"{_UNKNOWN_STATE} {_UNKNOWN_CALENDAR}" if table in FLOW_TABLES else _UNKNOWN_STATE
    return _BY_COLUMN.get((kind, table, column), _BY_KIND[kind])

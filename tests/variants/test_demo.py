"""What is planted in the demo is proposed, and nothing else of its many names."""

from portfolio_tui.bundled import bundled_demo
from portfolio_tui.portfolio.name_variants import NameVariants
from portfolio_tui.variants.proposals import propose
from tests.tiny import opened


def test_the_planted_names_are_proposed_and_nothing_else() -> None:
    with opened(bundled_demo()) as service:
        proposals = propose(service, NameVariants())
    assert [(one.kind, one.merged.id, one.into.id, one.why) for one in proposals] == [
        ("vendor", "V00005-C", "V00005", "capitals or punctuation"),
        ("vendor", "V00006-C", "V00006", "capitals or punctuation"),
        ("vendor", "V00007-C", "V00007", "capitals or punctuation"),
        ("entity", "AL-CI-00001-C", "AL-CI-00001", "word order"),
        ("entity", "AL-SC-00001-C", "AL-SC-00001", "abbreviation"),
        ("entity", "AL-ST-00001-C", "AL-ST-00001", "capitals or punctuation"),
    ]

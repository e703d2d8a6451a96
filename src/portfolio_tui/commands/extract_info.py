"""What `info` prints of an extract: where it came from, in plain words or as JSON."""

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portfolio_tui.extract.provenance import Provenance, RecordedValue


def extract_info(path: Path, *, as_json: bool) -> str:
    """Return the provenance of the extract at `path`; raises ProvenanceError where it has none."""
    from portfolio_tui.extract.provenance_files import read_provenance
    from portfolio_tui.extract.verifying import what_was_altered

    found = read_provenance(path)
    altered = what_was_altered(path, found)
    if as_json:
        values = json.loads(found.provenance.to_json())
        return json.dumps({"file": str(path), "altered": list(altered), **values}, indent=2)
    return _in_words(path, found.provenance, altered)


def _in_words(path: Path, provenance: "Provenance", altered: tuple[str, ...]) -> str:
    from portfolio_tui.commands.aligned import aligned, lines

    named = (
        provenance.query
        if provenance.title == provenance.query
        else (f"{provenance.title} ({provenance.query})")
    )
    made_up = " (demo data, all made up)" if provenance.synthetic else ""
    heading = [
        ("Extract", str(path)),
        ("Of", named),
        ("Portfolio", provenance.portfolio + made_up),
        ("Fingerprint", provenance.fingerprint),
        *_narrowed(provenance),
        ("Rows", f"{provenance.rows:,}"),
        ("Columns", ", ".join(column.name for column in provenance.columns)),
        ("Left out", ", ".join(provenance.left_out) or "nothing"),
        ("Written by", ", ".join(f"{name} {version}" for name, version in provenance.software.items())),
        ("Altered since", " and ".join(altered) if altered else "no, going by its own sums"),
    ]
    totals = [("Total of", ""), *((name, total_in_words(total)) for name, total in provenance.totals.items())]
    parts = [aligned(heading, "<<")]
    parts += [aligned(totals, "<>")] if provenance.totals else []
    parts += [lines(["SQL", *(f"  {line}" for line in provenance.sql.split("\n"))])]
    return "\n\n".join(parts)


def total_in_words(total: Decimal | None) -> str:
    """Return a total with every digit, its thousands separated."""
    from portfolio_tui.ui.figures import MINUS, MISSING

    return MISSING if total is None else f"{total:,f}".replace("-", MINUS)


def _narrowed(provenance: "Provenance") -> list[tuple[str, str]]:
    """Return the lines on what of the portfolio is in the extract."""
    from portfolio_tui.query.scope_sentence import scope_sentence

    said = [("Scope", scope_sentence(provenance.scope, {})), ("As of", provenance.as_of.isoformat())]
    said += [(f"  {name}", _value(recorded)) for name, recorded in provenance.parameters.items()]
    if provenance.kept is not None:
        count = len(provenance.kept.values)
        said.append(("Rows kept", f"those with one of {count:,} values of {provenance.kept.column}"))
    if provenance.partition_by:
        said.append(("Partitioned by", ", ".join(provenance.partition_by)))
    return said


def _value(recorded: "RecordedValue") -> str:
    if recorded.value is None:
        return "not given"
    return recorded.value if isinstance(recorded.value, str) else ", ".join(recorded.value)

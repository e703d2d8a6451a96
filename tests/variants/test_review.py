"""The file to decide in: what is proposed comes into it, and what was decided stays."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.portfolio.name_variants import FILE_NAME, NameVariants, VariantLine, read_name_variants
from portfolio_tui.variants.proposals import Named, Proposal
from portfolio_tui.variants.review import reviewed_text

HEADING = "kind,id,name,lines,amount,proposed_id,proposed_name,proposed_lines,proposed_amount,why,decision"


def proposal(id_: str, name: str, amount: str = "20.00") -> Proposal:
    """Return that a vendor may be merged into the vendor v."""
    merged = Named(id_, name, id_, None, None, 2, Decimal(amount))
    into = Named("v", "Acme", "v", None, None, 5, Decimal("50.00"))
    return Proposal("vendor", merged, into, "legal form")


def read_back(folder: Path, text: str) -> NameVariants:
    """Write `text` as the portfolio's file and read it, with nothing wrong."""
    (folder / FILE_NAME).write_text(text, encoding="utf-8", newline="")
    variants, problems = read_name_variants(folder)
    assert problems == []
    return variants


def test_a_new_file_has_every_proposal_undecided() -> None:
    text = reviewed_text(NameVariants(), [proposal("w", "Acme, Inc."), proposal("x", "=ACME()", "-3.00")])
    assert text.splitlines() == [
        HEADING,
        'vendor,w,"Acme, Inc.",2,20.00,v,Acme,5,50.00,legal form,',
        "vendor,x,'=ACME(),2,-3.00,v,Acme,5,50.00,legal form,",
    ]


def test_decided_lines_stay_as_they_are_and_others_follow_what_is_proposed(tmp_path: Path) -> None:
    before = read_back(
        tmp_path,
        "decision;kind;id;proposed_id;note\n"
        "merge;vendor;w;v;sure\n"
        ";vendor;x;v;ask Ann\n"
        ";vendor;gone;v;\n"
        "apart;vendor;y;v;\n",
    )
    text = reviewed_text(before, [proposal("x", "ACME"), proposal("z", "Acme!")])
    assert text.splitlines() == [
        "decision;kind;id;proposed_id;note;name;lines;amount;proposed_name;proposed_lines;proposed_amount;why",
        "merge;vendor;w;v;sure;;;;;;;",
        "apart;vendor;y;v;;;;;;;;",
        ";vendor;x;v;ask Ann;ACME;2;20.00;Acme;5;50.00;legal form",
        ";vendor;z;v;;Acme!;2;20.00;Acme;5;50.00;legal form",
    ]
    again = read_back(tmp_path, text)
    assert reviewed_text(again, [proposal("x", "ACME"), proposal("z", "Acme!")]) == text


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(texts, texts)
def test_what_is_written_is_read_again(id_: str, note: str) -> None:
    cells = {"kind": "vendor", "id": id_, "proposed_id": "v", "decision": "apart", "note": note}
    text = reviewed_text(NameVariants(columns=tuple(cells), lines=(VariantLine(2, cells),)), [])
    with TemporaryDirectory() as folder:
        (Path(folder) / FILE_NAME).write_text(text, encoding="utf-8", newline="")
        variants, _ = read_name_variants(Path(folder))
    (line,) = variants.lines
    assert {name: line.cells[name] for name in cells} == cells

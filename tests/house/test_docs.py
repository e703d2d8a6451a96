"""The documentation follows the program: made pages are fresh, and nothing a user meets goes unexplained."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portfolio_tui.portfolio.schema import TABLES, Table
from tests.house import CHECKOUT

DOCS = CHECKOUT / "docs"
MADE_PAGES = ("tables.md", "measures.md")


def generate(script: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the script that makes pages, in its own folder."""
    return subprocess.run(
        [sys.executable, str(script), *options], check=False, capture_output=True, text=True, timeout=60
    )


def section(page: str, heading: str) -> str:
    """Return the text below the second-level `heading` of a page of docs, empty where there is none."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def test_the_made_pages_are_fresh() -> None:
    finished = generate(DOCS / "generate.py", "--check")
    assert (finished.returncode, finished.stderr) == (0, "")


def test_a_stale_page_is_named_and_made_again(tmp_path: Path) -> None:
    script = tmp_path / "generate.py"
    shutil.copy(DOCS / "generate.py", script)
    stale = generate(script, "--check")
    assert stale.returncode == 1
    assert [
        f"docs/{page} is out of date; run `make docs`." for page in MADE_PAGES
    ] == stale.stderr.splitlines()
    assert generate(script).returncode == 0
    assert generate(script, "--check").returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"generate.py", *MADE_PAGES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_and_column_has_its_line(table: Table) -> None:
    described = section("tables.md", table.name)
    assert table.meaning in described
    assert [column.name for column in table.columns if f"| `{column.name}` |" not in described] == []

"""Which libraries get loaded, seen from outside: the core draws nothing, and help needs no database."""

import json
import re
import subprocess
import sys

from tests.house import CHECKOUT

DRAWING = {"textual", "rich"}
HEAVY = DRAWING | {"duckdb", "polars", "pyarrow"}

LOAD_THE_CORE = """
import importlib, json, pkgutil, sys
import portfolio_tui

def load(name):
    for found in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
        importlib.import_module(found.name)

for module in pkgutil.iter_modules(portfolio_tui.__path__, "portfolio_tui."):
    if module.name in ("portfolio_tui.ui", "portfolio_tui.__main__"):
        continue
    importlib.import_module(module.name)
    if module.ispkg:
        load(module.name)
print(json.dumps(sorted(sys.modules)))
"""

SHOW_THE_HELP = """
import contextlib, io, json, sys
from portfolio_tui.cli import main

help_text = io.StringIO()
with contextlib.redirect_stdout(help_text), contextlib.suppress(SystemExit):
    main(["--help"])
assert "COMMAND" in help_text.getvalue()
print(json.dumps(sorted(sys.modules)))
"""


def modules_loaded_by(program: str) -> set[str]:
    """Run `program` in a fresh interpreter and return the modules it says it loaded."""
    finished = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60
    )
    return set(json.loads(finished.stdout))


def test_what_is_read_in_the_dashboard_too_names_no_option_of_the_command_line() -> None:
    folder = CHECKOUT / "src" / "portfolio_tui" / "sources"
    files = [path for ending in ("py", "toml") for path in folder.rglob(f"*.{ending}")]
    naming = [path.name for path in files if re.search(r"(?<!\S)--[a-z]", path.read_text(encoding="utf-8"))]
    assert files
    assert naming == []


def test_the_core_and_the_command_modules_load_nothing_that_draws() -> None:
    loaded = modules_loaded_by(LOAD_THE_CORE)
    assert {"portfolio_tui.cli", "portfolio_tui.portfolio.schema", "portfolio_tui.commands"} <= loaded
    assert loaded & DRAWING == set()


def test_help_starts_without_the_dashboard_or_a_database() -> None:
    loaded = modules_loaded_by(SHOW_THE_HELP)
    assert "portfolio_tui.cli" in loaded
    assert loaded & HEAVY == set()

"""The documentation follows the program: made pages are fresh, and nothing a user meets goes unexplained."""

import argparse
import importlib
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from portfolio_tui import commands
from portfolio_tui.checks.check import Check, all_checks
from portfolio_tui.measures.measure import all_measures
from portfolio_tui.portfolio.schema import TABLES, Table
from portfolio_tui.query.documented_sql import QUERY_KEYS, read_documented_sql
from portfolio_tui.query.parameters import TYPES
from portfolio_tui.sources.cells import DATE_FORMATS
from portfolio_tui.sources.known_profiles import bundled_profiles
from portfolio_tui.sources.ocds.settings import FORMAT as OPEN_CONTRACTING
from portfolio_tui.sources.profile_origins import ORIGIN_KINDS
from portfolio_tui.sources.profile_toml import AMOUNT_NOTATIONS, TOP_KEYS, read_profile
from portfolio_tui.sources.readers import DELIMITERS, ENCODINGS, READERS
from tests.house import CHECKOUT

DOCS = CHECKOUT / "docs"
PAGES = [*CHECKOUT.glob("*.md"), *DOCS.glob("*.md")]
MADE_PAGES = ("tables.md", "measures.md", "checks.md", "queries.md", "keys.md")
COMMANDS = [
    module
    for found in pkgutil.iter_modules(commands.__path__, f"{commands.__name__}.")
    if hasattr(module := importlib.import_module(found.name), "NAME")
]


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


def options_of(command: ModuleType) -> list[str]:
    """Return the long options of a command, as its help lists them."""
    parser = argparse.ArgumentParser(add_help=False)
    command.configure(parser)
    return re.findall(r"^ +(?:-\w\b.*, )?(--[a-z-]+)", parser.format_help(), flags=re.MULTILINE)


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
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.md")}
    assert made == {page: (DOCS / page).read_text(encoding="utf-8") for page in MADE_PAGES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_and_column_has_its_line(table: Table) -> None:
    described = section("tables.md", table.name)
    assert table.meaning in described
    assert [column.name for column in table.columns if f"| `{column.name}` |" not in described] == []


@pytest.mark.parametrize("name", sorted(all_measures()))
def test_every_measure_says_its_formula_its_denominator_and_what_it_leaves_out(name: str) -> None:
    described = section("measures.md", all_measures()[name].title)
    assert f"- File: `{name}.sql`" in described
    for key in ("Formula", "Denominator", "Leaves out"):
        assert re.search(rf"^- {key}: \S", described, flags=re.MULTILINE), key


@pytest.mark.parametrize("path", sorted((CHECKOUT / "queries").glob("*.sql")), ids=lambda path: path.stem)
def test_every_bundled_query_has_its_page_with_every_parameter(path: Path) -> None:
    query = read_documented_sql(path)
    described = section("queries.md", query.title)
    assert described.startswith(query.header["description"])
    assert f"- File: `{query.name}.sql`" in described
    for parameter in query.parameters:
        assert f"- Parameter `{parameter.name}`: {parameter.label} (" in described


def test_every_type_of_a_parameter_is_explained() -> None:
    described = section("working-with-queries.md", "The file")
    assert re.findall(r"^\| `([a-z_]+)` \|", described, flags=re.MULTILINE) == list(TYPES)
    assert [key for key in QUERY_KEYS.known if f"`{key}`" not in described] == []


def test_the_example_of_a_query_is_one(tmp_path: Path) -> None:
    _, example, *_ = section("working-with-queries.md", "The file").split("```")
    file = tmp_path / "example.sql"
    file.write_text(example.removeprefix("sql\n"), encoding="utf-8")
    query = read_documented_sql(file)
    assert [parameter.name for parameter in query.parameters] == ["days", "alliance"]


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: str(check.id))
def test_every_rule_says_what_it_means_why_and_what_it_leaves_out(check: Check) -> None:
    described = section("checks.md", f"{check.id} {check.title}")
    assert f"- File: `{check.query.name}.sql`" in described
    for key in ("Severity", "Version", "Why", "Leaves out"):
        assert re.search(rf"^- {key}: \S", described, flags=re.MULTILINE), key
    for parameter in check.query.parameters:
        assert f"- Parameter `{parameter.name}`: " in described


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.NAME))
def test_every_command_and_its_options_are_explained(command: ModuleType) -> None:
    described = section("commands.md", command.NAME)
    assert "```sh\nportfolio-tui " in described
    assert [option for option in options_of(command) if f"`{option}`" not in described] == []


def test_no_command_is_explained_that_is_not_there() -> None:
    headings = re.findall(
        r"^## (.+)$", (DOCS / "commands.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert sorted(headings) == sorted(command.NAME for command in COMMANDS)


def test_every_bundled_profile_is_explained() -> None:
    described = section("importing.md", "Bundled profiles")
    named = re.findall(r"^\| `([^`]+)` \|", described, flags=re.MULTILINE)
    assert named == list(bundled_profiles())


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("file.format", (*READERS, OPEN_CONTRACTING)),
        ("file.encoding", ENCODINGS),
        ("file.delimiter", DELIMITERS),
        ("formats.dates", DATE_FORMATS),
        ("formats.amounts", AMOUNT_NOTATIONS),
    ],
)
def test_every_notation_that_a_profile_can_name_is_listed(key: str, values: object) -> None:
    assert isinstance(values, dict | tuple)
    (line,) = re.findall(
        rf"^\| `{re.escape(key)}` \| (.*) \|$",
        section("importing.md", "Writing a profile"),
        flags=re.MULTILINE,
    )
    assert re.findall(r"`([^`]+)`", line) == list(values)


@pytest.mark.parametrize("key", TOP_KEYS)
def test_every_key_of_a_profile_is_explained(key: str) -> None:
    described = section("importing.md", "Writing a profile")
    shown = (f"| `{key}` |", f"| `[{key}]` |", f"| `[[{key}]]` |", f"| `[{key}.NAME]` |")
    assert any(each in described for each in shown)


@pytest.mark.parametrize("kind", ORIGIN_KINDS)
def test_every_kind_of_value_is_explained(kind: str) -> None:
    assert f"\n| `{{ {kind} = " in section("importing.md", "Writing a profile")


def test_the_example_of_a_profile_reads_the_columns_it_says(tmp_path: Path) -> None:
    introduction, example, *_ = section("importing.md", "Writing a profile").split("```")
    file = tmp_path / "example.toml"
    file.write_text(example.removeprefix("toml"), encoding="utf-8")
    columns = re.findall(r"`([^`]+)`", introduction)
    assert sorted(columns) == sorted(read_profile(file).file_columns())
    assert len(columns) == 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_line_shown_is_one(page: Path) -> None:
    by_name = {command.NAME: command for command in COMMANDS}
    shell = "".join(re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL))
    for line in re.findall(r"^portfolio-tui ([^\[\n]*)$", shell, flags=re.MULTILINE):
        name, *rest = shlex.split(line)
        parser = argparse.ArgumentParser(prog=f"portfolio-tui {line}")
        if name in by_name:
            by_name[name].configure(parser)
            parser.parse_args(rest)
        else:
            by_name["dashboard"].configure(parser)
            parser.parse_args([name, *rest])


def test_every_page_and_benchmark_is_on_a_list() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in DOCS.glob("*.md") if f"]({page.name})" not in index] == ["README.md"]
    benchmarks = CHECKOUT / "benchmarks"
    scripts = [script.name for script in benchmarks.glob("*.py")]
    assert scripts
    listed = (benchmarks / "README.md").read_text(encoding="utf-8")
    assert [name for name in scripts if f"`{name}`" not in listed] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if not target.startswith("https://")]
    assert [target for target in local if not (page.parent / target).exists()] == []

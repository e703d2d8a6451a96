"""The lock files pin every package by hash, agree with pyproject.toml, and say nothing of where from."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house import CHECKOUT

RUNTIME = CHECKOUT / "requirements" / "runtime.txt"
DEVELOPMENT = CHECKOUT / "requirements" / "development.txt"
BOTH = pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT], ids=lambda path: path.stem)


def project_file() -> dict[str, Any]:
    """Return what pyproject.toml says."""
    return tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))


def pinned_versions(lock_text: str) -> dict[str, str]:
    """Return the version that the lock file pins for each package."""
    pins = re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", lock_text, flags=re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pins}


@BOTH
def test_every_package_is_pinned_with_hashes(lock: Path) -> None:
    entries = re.split(r"^(?=[a-z0-9])", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert entries
    without_hash = [entry for entry in entries if not re.match(r"\S+==\S+.*\\\n    --hash=sha256:", entry)]
    assert without_hash == []


@BOTH
def test_no_lock_file_names_an_index_or_a_path(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    options = [line for line in lines if line.startswith("-") or "://" in line or "index-url" in line]
    assert options == []


def test_the_pins_lie_in_the_ranges_of_the_project() -> None:
    project = project_file()
    runtime = pinned_versions(RUNTIME.read_text(encoding="utf-8"))
    development = pinned_versions(DEVELOPMENT.read_text(encoding="utf-8"))
    wanted = [(text, runtime) for text in project["project"]["dependencies"]]
    wanted += [(text, development) for text in project["dependency-groups"]["dev"]]
    wanted += [(text, development) for text in project["build-system"]["requires"]]
    outside = []
    for text, pins in wanted:
        requirement = Requirement(text)
        pinned = pins.get(canonicalize_name(requirement.name), "missing")
        if pinned == "missing" or pinned not in requirement.specifier:
            outside.append((text, pinned))
    assert outside == []


def test_both_lock_files_pin_the_same_versions() -> None:
    runtime = pinned_versions(RUNTIME.read_text(encoding="utf-8"))
    development = pinned_versions(DEVELOPMENT.read_text(encoding="utf-8"))
    assert runtime.items() <= development.items()


@pytest.mark.parametrize("name", ["textual", "duckdb", "polars", "pyarrow"])
def test_the_libraries_that_break_between_versions_have_a_tested_range(name: str) -> None:
    requirements = [Requirement(text) for text in project_file()["project"]["dependencies"]]
    (requirement,) = [wanted for wanted in requirements if wanted.name == name]
    operators = {specifier.operator for specifier in requirement.specifier}
    assert operators == {">=", "<"}

"""What `pip install` brings: built and installed here without a network, and run from there."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.house import CHECKOUT

pytestmark = pytest.mark.xdist_group("packaging")


def build(target: str, folder: Path) -> Path:
    """Build the "wheel" or "sdist" into `folder` and return the file."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which pip has installed the package, far from the checkout."""
    folder = tmp_path_factory.mktemp("site-packages")
    offline = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps"]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *offline, "--target", str(folder), str(wheel)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder


def run_installed(installed: Path, *arguments: str) -> str:
    """Run Python with `arguments`, the package in `installed` coming before any other; return its stdout."""
    finished = subprocess.run(
        [sys.executable, *arguments],
        cwd=installed,
        env=os.environ | {"PYTHONPATH": str(installed)},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return finished.stdout


def files_in_checkout(folder: str) -> set[str]:
    """Return the files under `folder` of the checkout that hold data, relative to it."""
    root = CHECKOUT / folder
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("folder", ["data", "queries"])
def test_the_wheel_holds_what_ships_with_the_program(installed: Path, folder: str) -> None:
    root = installed / "portfolio_tui" / "bundled_files" / folder
    shipped = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert shipped == files_in_checkout(folder)


def test_the_wheel_holds_every_file_of_the_package(installed: Path) -> None:
    package = CHECKOUT / "src" / "portfolio_tui"
    wanted = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    missing = {name for name in wanted if not (installed / "portfolio_tui" / name).is_file()}
    assert missing == set()
    assert {Path(name).suffix for name in wanted} >= {".py", ".typed"}


def test_the_wheel_holds_the_demo_and_the_reference_tables(installed: Path) -> None:
    data = installed / "portfolio_tui" / "bundled_files" / "data"
    assert (data / "jurisdictions.csv").is_file()
    assert (data / "demo" / "portfolio.toml").is_file()
    assert list((data / "demo").glob("contracts.parquet"))
    assert list((data / "demo").glob("spend/*.parquet"))


def test_the_wheel_stays_small(wheel: Path) -> None:
    assert wheel.stat().st_size < 6_000_000


def test_the_wheel_gives_the_command(installed: Path) -> None:
    command = installed / "bin" / "portfolio-tui"
    assert run_installed(installed, str(command), "--version") == "portfolio-tui 0.1.0\n"


def test_the_installed_program_finds_its_own_files(installed: Path) -> None:
    program = "from portfolio_tui.bundled import bundled_demo; print(bundled_demo())"
    found = Path(run_installed(installed, "-c", program).strip())
    assert found == installed / "portfolio_tui" / "bundled_files" / "data" / "demo"


def test_the_source_archive_holds_all_that_builds_and_tests_it(tmp_path: Path) -> None:
    with tarfile.open(build("sdist", tmp_path)) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {
        "pyproject.toml",
        "Makefile",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "data/jurisdictions.csv",
        "requirements/development.txt",
        "src/portfolio_tui/cli.py",
        "tests/house/test_packaging.py",
    } <= names

"""The locks: complete, hashed, made from pyproject.toml, and free of addresses."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from conflictwatch.home import PROJECT

REQUIREMENTS = PROJECT / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.txt"))
EXTRAS = {
    "production.txt": [],
    "build.txt": ["build"],
    "run.txt": ["embedded", "build"],
    "test.txt": ["embedded", "build", "dev"],
}
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.M)
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> dict[str, str]:
    return {normal(name): version for name, version in PIN.findall((REQUIREMENTS / lock).read_text())}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_package_of_a_lock_has_hashes(path: Path) -> None:
    entries = re.split(r"\n(?=\S)", path.read_text().strip())
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_no_lock_names_an_address(path: Path) -> None:
    assert not re.search(r"https?:|--index|--find-links|file:", path.read_text())


def test_the_lock_of_npm_names_no_address() -> None:
    locked = json.loads((PROJECT / "package-lock.json").read_text())
    assert all("resolved" not in entry for entry in locked["packages"].values())
    assert all("integrity" in entry for name, entry in locked["packages"].items() if name)


@pytest.mark.parametrize("lock", EXTRAS)
def test_a_lock_holds_all_that_the_project_declares(lock: str) -> None:
    """Somebody who adds a dependency has to run ``make lock``."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    declared = list(project["dependencies"])
    for extra in EXTRAS[lock]:
        declared += project["optional-dependencies"][extra]
    names = {normal(NAME.findall(line)[0]) for line in declared}
    assert names <= set(pins(lock))


def test_all_locks_agree_on_versions() -> None:
    full = pins("test.txt")
    for lock in EXTRAS:
        assert pins(lock).items() <= full.items()

"""Documents that can fail: what they name is there, and what the program holds is told."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from events import taxonomy
from events.permissions import TABLE

PROJECT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    PROJECT / "README.md",
    PROJECT / "CONTRIBUTING.md",
    *sorted((PROJECT / "docs").glob("*.md")),
    PROJECT / "events" / "data" / "README.md",
]
MADE = ("var/", ".venv/", "build/", "node_modules/")
"""Folders that exist only after a set-up."""
PLACEHOLDERS = "<>*{"
TOLD = (
    taxonomy.DatePrecision,
    taxonomy.DateBasis,
    taxonomy.AttackerBasis,
    taxonomy.WeaponType,
    taxonomy.Outcome,
    taxonomy.Damage,
    taxonomy.ClaimKind,
    taxonomy.ClaimStatus,
    taxonomy.ReviewStatus,
    taxonomy.TallyQualifier,
    taxonomy.TallyUnit,
    taxonomy.VictimGroup,
)


@pytest.mark.parametrize("codes", TOLD, ids=lambda codes: codes.__name__)
def test_the_codebook_tells_every_code(codes: type[taxonomy.Code]) -> None:
    told = set(re.findall(r"`([^`]+)`", (PROJECT / "docs" / "codebook.md").read_text(encoding="utf-8")))
    assert [code for code in codes.codes() if code not in told] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_that_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"\]\(([^)#:]+)\)", text)
    paths = [(document.parent / name) for name in named]
    quoted = re.findall(r"`((?:conflictwatch|docs|events|templates|static|tests|benchmarks)/[^` ]*)`", text)
    paths += [PROJECT / name for name in quoted if not any(c in name for c in PLACEHOLDERS)]
    assert [str(path) for path in paths if not path.exists()] == []


def test_every_make_target_that_the_readme_names_exists() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"make ([a-z]+)", (PROJECT / "README.md").read_text(encoding="utf-8")))
    assert named - targets - {"and"} == set()


def test_every_command_that_the_readme_names_exists_and_none_is_left_out() -> None:
    folder = PROJECT / "events" / "management" / "commands"
    commands = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert [name for name in sorted(commands) if f"`{name}" not in readme] == []


def test_the_readme_tells_every_role() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert [role for role in TABLE if f"| {role} |" not in readme] == []


def test_every_dependency_has_its_reason_beside_it() -> None:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = tomllib.loads(text)["project"]["dependencies"]
    bare = [name for name in wanted if not re.search(re.escape(f'"{name}"') + r",\s+# \S", text)]
    assert bare == []

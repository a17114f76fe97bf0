"""What every file of the project has to keep to: length, and no trace of the machine it was written on."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
LINES = {".py": 350, ".html": 200, ".js": 300}
"""The aim is 300, 150 and 250; beyond these a file holds two ideas."""
FREE_OF_LENGTH = ("events/migrations/",)
# Written in parts, so that this file passes its own test.
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry.np" + "mjs",
    "npm" + "mirror",
    "deb." + "debian.org",
]
MACHINE = re.compile(
    "|".join([rf"(?<![\w.-])/{name}/" for name in ("wo" + "rk", "ro" + "ot")] + ["/op" + "t/py"])
)
BINARY = {".png", ".jpg", ".jpeg", ".gif", ".ico", ".woff2", ".gz", ".zip", ".warc"}
THIRD_PARTY = re.compile(r"\.min\.(js|css)$|(^|/)(node_modules|vendor)/")


@cache
def tracked() -> tuple[str, ...]:
    """Files that git knows or would take; in a copy without git, everything but what make made."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode == 0:
        return tuple(name for name in listed.stdout.splitlines() if (PROJECT / name).is_file())
    made = {".venv", "var", "build", "node_modules", ".git"}
    files = (path.relative_to(PROJECT) for path in PROJECT.rglob("*") if path.is_file())
    return tuple(str(path) for path in files if path.parts[0] not in made and "__pycache__" not in path.parts)


def text_of(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8", errors="replace")


TEXTS = [name for name in tracked() if Path(name).suffix not in BINARY]


def test_no_file_names_a_package_registry() -> None:
    found = [(name, host) for name in TEXTS for host in REGISTRIES if host in text_of(name)]
    assert not found


def test_no_half_of_a_conflict_was_left_behind() -> None:
    marks = re.compile(r"^(<{7}|>{7}) ", re.M)
    assert not [name for name in TEXTS if marks.search(text_of(name))]


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    found = [(name, hit.group()) for name in TEXTS if (hit := MACHINE.search(text_of(name)))]
    assert not found


@pytest.mark.parametrize("suffix", LINES)
def test_no_file_outgrows_one_idea(suffix: str) -> None:
    files = [name for name in TEXTS if name.endswith(suffix) and not name.startswith(FREE_OF_LENGTH)]
    assert not [(name, length) for name in files if (length := text_of(name).count("\n")) > LINES[suffix]]


def test_no_third_party_front_end_file_is_committed() -> None:
    assert not [name for name in tracked() if THIRD_PARTY.search(name)]


def test_templates_hold_no_inline_script_or_style() -> None:
    """The content security policy would block it on the page of a reader."""
    script = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.I)
    inline = re.compile(r"\son[a-z]+=\"|\sstyle=\"|javascript:|<style\b", re.I)
    pages = [name for name in TEXTS if name.startswith("templates/")]
    found = [
        (name, hit.group())
        for name in pages
        for hit in [*script.finditer(text_of(name)), *inline.finditer(text_of(name))]
    ]
    assert not found

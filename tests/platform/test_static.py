"""Static files as production serves them: what a template or a module names is there, under a hashed name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from conflictwatch.home import PROJECT

NAMED = re.compile(r"{%\s*static\s+['\"]([^'\"]+)['\"]")
IMPORTED = re.compile(r"(?:from|import)\s*\(?\s*[\"'](\.[^\"']+)[\"']")


def named_by_templates() -> list[tuple[str, str]]:
    return [
        (str(page.relative_to(PROJECT)), name)
        for page in sorted((PROJECT / "templates").rglob("*.html"))
        for name in NAMED.findall(page.read_text(encoding="utf-8"))
    ]


def test_every_file_that_a_template_names_exists() -> None:
    named = named_by_templates()
    assert named
    assert not [(page, name) for page, name in named if finders.find(name) is None]


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("static")
    hashed = {"staticfiles": {"BACKEND": "conflictwatch.storage.HashedFiles"}}
    with override_settings(STATIC_ROOT=target, STORAGES=hashed | {"default": {"BACKEND": FILES}}):
        call_command("collectstatic", interactive=False, verbosity=0)
    return target


FILES = "django.core.files.storage.FileSystemStorage"


def test_files_are_collected_under_hashed_names(collected: Path) -> None:
    manifest = json.loads((collected / "staticfiles.json").read_text())["paths"]
    assert not [name for _, name in named_by_templates() if name not in manifest]
    assert all((collected / hashed).exists() for hashed in manifest.values())


def test_modules_import_each_other_under_hashed_names(collected: Path) -> None:
    """A module under a plain name would stay in the cache of readers for ever."""
    manifest = json.loads((collected / "staticfiles.json").read_text())["paths"]
    known = {(collected / hashed).resolve() for hashed in manifest.values()}
    modules = [collected / hashed for name, hashed in manifest.items() if name.startswith("js/")]
    wrong = [
        (module.name, target)
        for module in modules
        if module.suffix == ".js"
        for target in IMPORTED.findall(module.read_text(encoding="utf-8"))
        if (module.parent / target).resolve() not in known
    ]
    assert not wrong

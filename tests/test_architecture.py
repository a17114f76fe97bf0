"""Who may import whom, as docs/architecture.md has it; a room that is missing in the table fails too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
EVENTS = PROJECT / "events"

PURE = {"taxonomy", "permissions", "folding", "extraction", "ingest", "resolution", "matching", "catalogue"}
PURE |= {"cube"}
READS = {"taxonomy", "permissions", "folding", "propernames", "wording", "models"}
READS |= {"filterkinds", "searching", "areas", "filters"}
BELOW_TOP = PURE | READS | {"problems", "queries", "services", "exports", "forms"}

METHOD = {"quality", "methodology"}

MAY_IMPORT: dict[str, set[str]] = {
    "taxonomy": set(),
    "folding": set(),
    "permissions": {"taxonomy"},
    "ingest": {"taxonomy", "folding"},
    "extraction": {"taxonomy", "folding"},
    "resolution": {"taxonomy", "extraction"},
    "matching": {"taxonomy", "extraction", "resolution"},
    "catalogue": {"taxonomy", "extraction", "folding"},
    "cube": set(),
    "towns": {"extraction"},
    "quality": set(),
    "methodology": {"taxonomy", "extraction", "resolution", "matching", "quality"},
    "models": {"taxonomy", "permissions"},
    "labels": set(),
    "problems": set(),
    "propernames": {"models"},
    "wording": {"taxonomy", "models", "propernames"},
    "filterkinds": {"taxonomy", "models", "propernames", "wording"},
    "searching": {"models", "folding", "filterkinds"},
    "areas": {"models", "filterkinds"},
    "filters": READS - {"filters"},
    "queries": READS | {"cube", "extraction", "resolution", "catalogue", "ingest"},
    "services": (PURE - {"cube"}) | {"models"},
    "exports": READS | {"queries", "services"},
    "forms": PURE | READS | {"queries"},
    # The top: nothing below imports these, and they do not import each other.
    "views": BELOW_TOP | METHOD,
    "api": BELOW_TOP,
    "feeds": BELOW_TOP,
    "admin": BELOW_TOP,
    "tasks": BELOW_TOP,
    "management": BELOW_TOP | METHOD,
    "templatetags": BELOW_TOP | {"views"},  # presentation too: a tag asks the guard of the views
    "apps": BELOW_TOP,
    "signins": BELOW_TOP,
    "urls": {"views", "api", "feeds", "pages_urls"},
    "pages_urls": {"views"},
    "migrations": {"models", "taxonomy"},
}
SHARED_BY_ALL = {"__init__"}

FRAMEWORKS = {"django", "rest_framework", "celery", "conflictwatch", "django_filters", "redis", "psycopg"}
INPUT_AND_OUTPUT = {"socket", "requests", "urllib", "http", "subprocess", "tempfile", "threading", "asyncio"}
WITHOUT_CLOCK = ("extraction", "resolution", "matching", "taxonomy", "permissions", "catalogue")
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("date", "today"),
    ("datetime", "utcnow"),
    ("time", "time"),
}
STANDARD_LIBRARY_ONLY = ("conflictwatch/bootstrap.py", "conflictwatch/engines")


def python_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder]


def room_of(path: Path) -> str:
    if path.name == "__main__.py":  # a way in, like a management command
        return "management"
    first = path.relative_to(EVENTS).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every import of the file, also those inside functions, as full dotted names."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively; write the full name"
            module = node.module or ""
            # ``from events import wording`` names the room in its second half.
            for alias in node.names:
                yield node.lineno, f"{module}.{alias.name}" if module == "events" else module


EVENT_FILES = [path for path in python_files(EVENTS) if room_of(path) not in SHARED_BY_ALL]


def test_every_room_stands_in_the_table() -> None:
    assert {room_of(path) for path in EVENT_FILES} <= set(MAY_IMPORT)


def test_the_package_itself_is_empty_so_that_pure_rooms_load_without_django() -> None:
    assert (EVENTS / "__init__.py").read_text().strip() == ""


@pytest.mark.parametrize("path", EVENT_FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_imports_go_the_right_way(path: Path) -> None:
    room = room_of(path)
    wrong = [
        f"line {line}: {room} imports {name}"
        for line, name in imports(path)
        if name.startswith("events.") and name.split(".")[1] not in MAY_IMPORT[room] | {room}
    ]
    assert not wrong


@pytest.mark.parametrize("room", sorted(PURE))
def test_pure_rooms_import_no_framework(room: str) -> None:
    found = [
        f"{path.relative_to(PROJECT)}:{line} imports {name}"
        for path in EVENT_FILES
        if room_of(path) == room
        for line, name in imports(path)
        if name.split(".")[0] in FRAMEWORKS
    ]
    assert not found


@pytest.mark.parametrize("room", sorted(PURE - {"ingest"}))
def test_pure_rooms_but_ingest_have_no_way_out(room: str) -> None:
    found = [
        f"{path.relative_to(PROJECT)}:{line} imports {name}"
        for path in EVENT_FILES
        if room_of(path) == room
        for line, name in imports(path)
        if name.split(".")[0] in INPUT_AND_OUTPUT and name != "urllib.parse"
    ]
    assert not found


def test_rooms_without_a_clock_ask_none() -> None:
    found = [
        f"{path.relative_to(PROJECT)}:{node.lineno}"
        for path in EVENT_FILES
        if room_of(path) in WITHOUT_CLOCK
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
    ]
    assert not found


def test_no_code_asks_for_one_language() -> None:
    """Language is data: ``if language == "ar"`` belongs into a pack."""
    found = [
        f"{path.relative_to(PROJECT)}:{node.lineno}"
        for path in EVENT_FILES
        if room_of(path) in PURE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Compare) and asks_for_a_language(node)
    ]
    assert not found


def asks_for_a_language(node: ast.Compare) -> bool:
    sides = [node.left, *node.comparators]
    names = {getattr(side, "attr", getattr(side, "id", "")) for side in sides}
    codes = [
        side.value
        for side in sides
        if isinstance(side, ast.Constant) and isinstance(side.value, str) and len(side.value) == 2
    ]
    return bool(names & {"lang", "language", "lang_code"}) and bool(codes)


@pytest.mark.parametrize("place", STANDARD_LIBRARY_ONLY)
def test_what_starts_before_the_packages_needs_none(place: str) -> None:
    import sys

    known = sys.stdlib_module_names | {"conflictwatch"}
    found = [
        f"{path.relative_to(PROJECT)}:{line} imports {name}"
        for path in python_files(PROJECT / place)
        for line, name in imports(path)
        if name.split(".")[0] not in known
    ]
    assert not found


def test_the_site_imports_no_room_but_addresses_and_vocabulary() -> None:
    """``conflictwatch/`` is the frame; it must not grow into the product."""
    found = [
        f"{path.relative_to(PROJECT)}:{line} imports {name}"
        for path in python_files(PROJECT / "conflictwatch")
        for line, name in imports(path)
        if name.startswith("events.") and name.split(".")[1] not in {"taxonomy", "permissions"}
    ]
    assert not found

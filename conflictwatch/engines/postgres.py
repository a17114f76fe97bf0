"""PostgreSQL as an engine: prepare its data folder, start it, know when it answers, stop it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from conflictwatch.engines import binaries, child, process
from conflictwatch.engines.errors import EngineError
from conflictwatch.home import Home

USER = "conflictwatch"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
}
UNSAFE_BUT_FAST = {"fsync": "off", "full_page_writes": "off"}
"""For throw-away data (tests): a crash of the machine may lose it."""


class Postgres:
    name = "postgres"
    stop_signal = signal.SIGINT
    """Fast shutdown: sessions are cut, data is written, nothing to recover at the next start."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.log = home.logs / "postgres.log"
        self.programs = binaries.postgres_programs()
        self.way = _way_out_of_root()

    def prepare(self, log: IO[bytes]) -> None:
        """Make the data folder where there is none; it appears complete or not at all."""
        data = self.home.postgres
        self._own(self.home.sockets)
        if data.exists():
            self._check_version()
            self._own(data)
            return
        fresh = data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._own(fresh)
        self._initialise(fresh, log)
        fresh.rename(data)

    def start(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        options = [part for name, value in self._settings().items() for part in ("-c", f"{name}={value}")]
        return process.spawn(
            [self.programs / "postgres", "-D", self.home.postgres, "-k", self.home.sockets, *options],
            log,
            unprivileged=self.way,
            death_signal=self.stop_signal,
        )

    def ready(self, pid: int) -> bool:
        """PostgreSQL writes its state into the eighth line of ``postmaster.pid``."""
        try:
            lines = (self.home.postgres / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"

    def _settings(self) -> dict[str, str]:
        fast = os.environ.get("CONFLICTWATCH_THROWAWAY") == "1"
        return SETTINGS | (UNSAFE_BUT_FAST if fast else {})

    def _initialise(self, folder: Path, log: IO[bytes]) -> None:
        # Locale C would make lower() and trigrams fail for Cyrillic and Arabic.
        locale = "C.UTF-8" if child.LINUX else "en_US.UTF-8"
        self._run(
            ["initdb", "-D", folder, "-E", "UTF8", f"--locale={locale}", "-U", USER, "-A", "trust", "-N"], log
        )
        create = f"CREATE DATABASE {USER};\n"
        self._run(["postgres", "--single", "-D", folder, "postgres"], log, create)

    def _run(self, arguments: list[str | Path], log: IO[bytes], text: str = "") -> None:
        program, *rest = arguments
        done = subprocess.run(
            process.command([self.programs / program, *rest], unprivileged=self.way),
            input=text.encode(),
            stdout=log,
            stderr=log,
        )
        if done.returncode != 0:
            raise EngineError(f"PostgreSQL's {program} failed:\n{process.tail(self.log)}")

    def _check_version(self) -> None:
        made_by = int((self.home.postgres / "PG_VERSION").read_text().strip())
        found = binaries.postgres_version(self.programs)
        if made_by != found:
            raise EngineError(
                f"The data in {self.home.postgres} was made by PostgreSQL {made_by}, but {self.programs} is "
                f"version {found}. Install version {made_by}, or export and start with a new data folder."
            )

    def _own(self, folder: Path) -> None:
        """Give the data to the user that the server runs as, when that has changed."""
        if not self.way:
            return
        owner = child.NOBODY if self.way == "nobody" else os.getuid()
        if folder.stat().st_uid == owner:
            return
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner, owner, follow_symlinks=False)


def _way_out_of_root() -> str:
    if os.geteuid() != 0:
        return ""
    if way := os.environ.get("CONFLICTWATCH_UNPRIVILEGED") or child.possible_way():
        return way
    raise EngineError(
        "PostgreSQL does not run as root, and this machine lets root neither open a user namespace nor "
        "become another user. Start as an ordinary user, or name a running server with DATABASE_URL."
    )


if sys.platform == "win32":
    raise EngineError("Windows is served through Docker or WSL; see the README.")

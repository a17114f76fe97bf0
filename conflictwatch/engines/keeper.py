"""The keeper of one engine: starts it, mends it, and stops it when its last user is gone.

python -m conflictwatch.engines.keeper postgres|valkey
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType
from typing import IO, Protocol

from conflictwatch.engines import process
from conflictwatch.engines.errors import EngineError
from conflictwatch.engines.locks import Desk, State, open_lock, take
from conflictwatch.engines.postgres import Postgres
from conflictwatch.engines.valkey import Valkey
from conflictwatch.home import Home

START_SECONDS = 60.0
RETRY_SECONDS = 12.0
PASSING = ("already exists", "still in use", "already in use")
"""After a hard kill the last server's lock file and memory may stand for some seconds."""
STOP_SECONDS = 20.0
LOOK_SECONDS = 0.2
RESTARTS = 5
RESTART_WINDOW = 60.0


class Engine(Protocol):
    name: str
    stop_signal: signal.Signals

    def prepare(self, log: IO[bytes]) -> None: ...
    def start(self, log: IO[bytes]) -> subprocess.Popen[bytes]: ...
    def ready(self, pid: int) -> bool: ...


ENGINES: dict[str, type[Postgres] | type[Valkey]] = {"postgres": Postgres, "valkey": Valkey}


class Told(Exception):
    """Somebody told the keeper to stop."""


class Keeper:
    def __init__(self, home: Home, name: str) -> None:
        self.home = home
        self.name = name
        self.desk = Desk(home, name)
        self.child: subprocess.Popen[bytes] | None = None
        self.restarts: list[float] = []

    def run(self) -> int:
        lock = open_lock(self.desk.keeper)
        take(lock, wait=True)
        users = open_lock(self.desk.users)
        folder_lock = open_lock(self.desk.sockets)
        self._tell("starting")
        try:
            take(folder_lock, shared=True, wait=True)
            self.home.prepare_sockets()
            engine: Engine = ENGINES[self.name](self.home)
            with (self.home.logs / f"{self.name}.log").open("ab", buffering=0) as log:
                engine.prepare(log)
                self._keep(engine, users, log)
        except Told:
            pass
        except (EngineError, OSError) as problem:
            self._tell("failed", str(problem))
            return 1
        finally:
            self._remove_sockets(folder_lock)
        self._tell("gone")
        return 0

    def _remove_sockets(self, folder_lock: int) -> None:
        """The last keeper takes the folder away, while no other can be about to use it."""
        if take(folder_lock):
            with suppress(OSError):
                self.home.sockets.rmdir()

    def _keep(self, engine: Engine, users: int, log: IO[bytes]) -> None:
        try:
            self._start(engine, log)
            while not take(users):
                time.sleep(LOOK_SECONDS)
                if self.child is not None and self.child.poll() is not None:
                    self._restart(engine, log)
        finally:
            self._tell("stopping")
            if self.child is not None:
                process.end([self.child], patience=STOP_SECONDS, number=engine.stop_signal)

    def _start(self, engine: Engine, log: IO[bytes]) -> None:
        self.child = engine.start(log)
        begun = time.monotonic()
        while not engine.ready(self.child.pid):
            waited = time.monotonic() - begun
            if self.child.poll() is not None:
                if waited > RETRY_SECONDS or not any(words in self._tail() for words in PASSING):
                    raise EngineError(f"{self.name} does not start:\n{self._tail()}")
                time.sleep(LOOK_SECONDS)
                self.child = engine.start(log)
            if waited > START_SECONDS:
                raise EngineError(f"{self.name} does not answer after {START_SECONDS:.0f} s:\n{self._tail()}")
            time.sleep(0.02)
        self._tell("ready")

    def _restart(self, engine: Engine, log: IO[bytes]) -> None:
        """An engine that died under its users comes back, unless it keeps dying."""
        now = time.monotonic()
        self.restarts = [at for at in self.restarts if now - at < RESTART_WINDOW] + [now]
        if len(self.restarts) > RESTARTS:
            raise EngineError(f"{self.name} keeps dying:\n{self._tail()}")
        self._tell("starting")
        self._start(engine, log)

    def _tell(self, phase: str, message: str = "") -> None:
        self.desk.tell(State(phase, os.getpid(), message))

    def _tail(self) -> str:
        return process.tail(self.home.logs / f"{self.name}.log")


def _stop_when_told(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise Told


def main() -> int:
    signal.signal(signal.SIGTERM, _stop_when_told)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    return Keeper(Home.from_environment(), sys.argv[1]).run()


if __name__ == "__main__":
    sys.exit(main())

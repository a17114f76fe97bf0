"""Using the engines of a data folder: join those that run, start those that do not."""

from __future__ import annotations

import atexit
import fcntl
import os
import subprocess
import sys
import time

from conflictwatch.engines.errors import EngineError
from conflictwatch.engines.locks import Desk, open_lock, opened, take
from conflictwatch.home import PROJECT, Home

PATIENCE = 90.0
STEP = 0.02
LEAVE_SECONDS = 25.0


class Attachment:
    """A hold on one engine. The kernel lets go of it when this process ends, however it ends."""

    def __init__(self, home: Home, engine: str) -> None:
        self.home = home
        self.engine = engine
        self.desk = Desk(home, engine)
        self._lock: int | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    def request(self) -> None:
        """Take hold, and start a keeper where there is none. Returns before the engine is ready."""
        self._lock = open_lock(self.desk.users)
        take(self._lock, shared=True, wait=True)
        self._ensure_keeper()

    def wait(self) -> None:
        """Until the engine answers. Raises ``EngineError`` where it cannot."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            state = self.desk.state()
            if self.desk.kept():
                if state.phase == "ready":
                    return
            elif state.phase == "failed":
                self.release()
                raise EngineError(state.message)
            else:
                self._ensure_keeper()
            time.sleep(STEP)
        self.release()
        raise EngineError(f"{self.engine} did not become ready in {PATIENCE:.0f} s; see {self.home.logs}.")

    def alive(self) -> bool:
        return self.desk.kept()

    def restore(self) -> None:
        """Bring the engine back after its keeper was killed. Raises ``EngineError`` where that fails."""
        self._ensure_keeper()
        self.wait()

    def release(self) -> None:
        """Let go; the last user also waits until the engine has stopped."""
        if self._lock is None:
            return
        lock, self._lock = self._lock, None
        last = take(lock)
        fcntl.flock(lock, fcntl.LOCK_UN)
        os.close(lock)
        if last:
            self._wait_until_stopped()
        if self._keeper is not None:
            self._keeper.poll()

    def _wait_until_stopped(self) -> None:
        deadline = time.monotonic() + LEAVE_SECONDS
        while self.desk.kept() and time.monotonic() < deadline:
            with opened(self.desk.users) as handle:
                joined_by_another = not take(handle) and self.desk.state().phase == "ready"
            if joined_by_another:
                return
            time.sleep(5 * STEP)

    def _ensure_keeper(self) -> None:
        with opened(self.desk.start) as mutex:
            take(mutex, wait=True)
            if self.desk.kept():
                return
            keeper = self._spawn_keeper()
            while not self.desk.kept() and keeper.poll() is None:
                time.sleep(STEP)
            self._keeper = keeper

    def _spawn_keeper(self) -> subprocess.Popen[bytes]:
        with (self.home.logs / "keeper.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "conflictwatch.engines.keeper", self.engine],
                cwd=PROJECT,
                env={**os.environ, "CONFLICTWATCH_HOME": str(self.home.root)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def attach(home: Home, *, postgres: bool = True, valkey: bool = True) -> list[Attachment]:
    """Hold the engines named until this process ends."""
    wanted = [name for name, needed in (("postgres", postgres), ("valkey", valkey)) if needed]
    if not wanted:
        return []
    home.prepare()
    held = [Attachment(home, name) for name in wanted]
    for one in held:
        one.request()
    for one in held:
        one.wait()
    for one in held:
        atexit.register(one.release)
    return held

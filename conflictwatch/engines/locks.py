"""File locks and the state that a keeper tells its users through a file."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from conflictwatch.home import Home


@dataclass(frozen=True, slots=True)
class State:
    phase: str
    """starting, ready, stopping, failed or gone"""
    pid: int = 0
    message: str = ""


class Desk:
    """The files through which the users of one engine and its keeper meet."""

    def __init__(self, home: Home, engine: str) -> None:
        folder = home.root / "run"
        folder.mkdir(exist_ok=True)
        self.users = folder / f"{engine}.users"
        self.keeper = folder / f"{engine}.keeper"
        self.start = folder / f"{engine}.start"
        self.sockets = folder / "sockets.lock"
        self._state = folder / f"{engine}.json"

    def tell(self, state: State) -> None:
        fresh = self._state.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(asdict(state)))
        fresh.replace(self._state)

    def state(self) -> State:
        try:
            return State(**json.loads(self._state.read_text()))
        except (OSError, ValueError, TypeError):
            return State("gone")

    def kept(self) -> bool:
        """Whether a keeper lives: it holds its lock for as long as it does."""
        with opened(self.keeper) as handle:
            if not take(handle, shared=True):
                return True
        return False


@contextmanager
def opened(path: Path) -> Iterator[int]:
    handle = open_lock(path)
    try:
        yield handle
    finally:
        os.close(handle)


def open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def take(handle: int, *, shared: bool = False, wait: bool = False) -> bool:
    """Take a lock; False where another holds it and we do not wait."""
    mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(handle, mode if wait else mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

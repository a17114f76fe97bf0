"""The sample articles of a fresh installation: loaded once, in the background, through the real pipeline."""

from __future__ import annotations

import subprocess
import sys

from conflictwatch.engines import process
from conflictwatch.home import PROJECT, Home
from conflictwatch.launcher.once import Once

FILE = PROJECT / "events" / "data" / "samples.jsonl"


class Samples:
    def __init__(self, home: Home, database_url: str) -> None:
        self._once = Once(home, "samples", [FILE], database_url)
        self._child: subprocess.Popen[bytes] | None = None

    def needed(self) -> bool:
        """Not when this very file has gone into this very database."""
        return self._once.needed()

    def start(self) -> None:
        """Its progress goes to the terminal; it ends when all articles are read."""
        self._child = subprocess.Popen(
            process.command([sys.executable, "manage.py", "load_articles", FILE, "--wait"]),
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def look(self) -> str:
        """A line for the terminal when it has ended, else ''."""
        if self._child is None or (code := self._child.poll()) is None:
            return ""
        self._child = None
        if code:
            return "The sample articles were not all read; the next start tries again."
        self._once.done()
        return "The sample articles are read."

    def stop(self) -> None:
        if self._child is not None:
            process.end([self._child], patience=5.0)

"""The processes of a running installation, the same commands that production starts."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from conflictwatch import commands
from conflictwatch.engines import process
from conflictwatch.home import PROJECT
from conflictwatch.launcher.trouble import Trouble

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
SETTLED = 60.0
"""A part that ran for so long is forgiven its earlier ends."""
QUICK_DEATHS = 6
DEATHS_AT_START = 1
"""What ends twice before the first page was served will not mend itself."""
LARGEST_LOG = 20_000_000


@dataclass
class Part:
    name: str
    arguments: list[str]
    log: Path
    environment: Mapping[str, str]
    child: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = field(default=0.0)

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.child = process.spawn(
                self.arguments, log, environment=self.environment, folder=PROJECT, death_signal=signal.SIGTERM
            )
        self.started = time.monotonic()
        self.due = 0.0

    def mend(self, deaths_allowed: int = QUICK_DEATHS) -> str:
        """Restart it if it ended, with growing pauses. Returns a line for the terminal, or ''."""
        now = time.monotonic()
        if self.child is None or (code := self.child.poll()) is None:
            return ""
        if self.due:
            if now >= self.due:
                self.start()
            return ""
        self.deaths = 1 if now - self.started > SETTLED else self.deaths + 1
        if self.deaths > deaths_allowed:
            raise Trouble(f"{self.name} keeps ending (code {code}):\n{process.tail(self.log, 8)}")
        pause = min(FIRST_PAUSE * 2 ** (self.deaths - 1), LONGEST_PAUSE)
        self.due = now + pause
        return f"{self.name} ended (code {code}); starting it again in {pause:.0f} s, see {self.log}"


def parts(host: str, port: int, logs: Path, environment: Mapping[str, str]) -> list[Part]:
    """Web, worker and beat; started in this order and ended in the reverse one."""
    lines = {"web": commands.web(host, port), "worker": commands.worker(), "beat": commands.beat()}
    return [Part(name, line, logs / f"{name}.log", environment) for name, line in lines.items()]

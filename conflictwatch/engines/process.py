"""Starting and ending child processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

CHILD = Path(__file__).with_name("child.py")


def command(
    arguments: Sequence[str | Path], *, unprivileged: str = "", death_signal: int = signal.SIGTERM
) -> list[str]:
    """The command line that runs ``arguments`` as a child which ends with us."""
    options = ["--signal", str(int(death_signal))]
    if unprivileged:
        options += ["--unprivileged", unprivileged]
    return [sys.executable, "-S", "-E", str(CHILD), *options, str(os.getpid()), *map(str, arguments)]


def spawn(
    arguments: Sequence[str | Path],
    log: IO[bytes],
    *,
    unprivileged: str = "",
    death_signal: int = signal.SIGTERM,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that Ctrl-C reaches us alone and we end it in order."""
    return subprocess.Popen(
        command(arguments, unprivileged=unprivileged, death_signal=death_signal),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        env=None if environment is None else dict(environment),
        cwd=folder,
        start_new_session=True,
    )


def end(
    processes: Sequence[subprocess.Popen[bytes]], *, patience: float, number: int = signal.SIGTERM
) -> None:
    """Ask all of them to end, wait ``patience`` seconds in all, then kill what is left with its group."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(number)
    deadline = time.monotonic() + patience
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def tail(path: Path, lines: int = 5) -> str:
    """The last lines of a log file, for a message that explains itself."""
    try:
        text = path.read_text(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.strip().splitlines()[-lines:])

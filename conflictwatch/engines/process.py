"""Starting and ending child processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
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
    """Start a child in a session of its own: Ctrl-C at the terminal reaches us alone, and we end it in order."""
    return subprocess.Popen(
        command(arguments, unprivileged=unprivileged, death_signal=death_signal),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        env=None if environment is None else dict(environment),
        cwd=folder,
        start_new_session=True,
    )


def stop(process: subprocess.Popen[bytes], number: int, patience: float) -> None:
    """Send ``number``, wait ``patience`` seconds, then kill."""
    if process.poll() is not None:
        return
    process.send_signal(number)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def tail(path: Path, lines: int = 5) -> str:
    """The last lines of a log file, for a message that explains itself."""
    try:
        text = path.read_text(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.strip().splitlines()[-lines:])

"""``make test``: Chromium where it is missing, then lint, types and every test.

BROWSER=0 make test              without the browser tests
make test ARGS="-k engines -x"   what pytest is to be told besides
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

PROJECT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONTS = "fonts-dejavu-core"
"""Draws Latin, Cyrillic and Arabic on a machine that came without fonts."""


def main() -> int:
    begun = time.monotonic()
    browser = os.environ.get("BROWSER", "1") != "0"
    if browser and not _chromium():
        print(
            "conflictwatch: the browser tests need Chromium. Install it (Debian: apt-get install chromium), "
            "name one with CHROMIUM=/path/to/chromium, or leave them out: make test BROWSER=0",
            file=sys.stderr,
        )
        return 1
    steps = [
        ("lint", ["ruff", "check", "."]),
        ("format", ["ruff", "format", "--check", "."]),
        ("types", ["mypy"]),
    ]
    wanted = shlex.split(os.environ.get("ARGS", ""))
    pytest = ["pytest", *([] if browser and wanted else ["-m", "not browser"]), *wanted]
    with tempfile.TemporaryFile("w+") as told:
        # The browser waits more than it works: its tests run beside the others, on engines of their own.
        beside = _beside(told) if browser and not wanted else None
        # All of them, whatever the first says: one run tells everything that is to be mended.
        failed = [title for title, command in [*steps, ("tests", pytest)] if _run(title, command)]
        if beside is not None:
            failed += ["browser tests"] if beside.wait() else []
            told.seek(0)
            print(f"\n--- browser tests\n{told.read()}", flush=True)
    print(
        f"make test took {time.monotonic() - begun:.0f} s; failed: {', '.join(failed) or 'nothing'}",
        flush=True,
    )
    return 1 if failed else 0


def _beside(told: IO[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pytest", "-m", "browser", "-p", "no:cacheprovider"]
    return subprocess.Popen(command, cwd=PROJECT, stdout=told, stderr=subprocess.STDOUT)


def _run(title: str, command: list[str]) -> int:
    print(f"\n--- {title}: {' '.join(command)}", flush=True)
    return subprocess.run([sys.executable, "-m", *command], cwd=PROJECT).returncode


def _chromium() -> bool:
    """Whether there is one; root on Debian gets it installed."""
    if os.environ.get("CHROMIUM") or any(map(shutil.which, BROWSERS)):
        return True
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return False
    print("  Chromium is missing; installing Debian's package ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", FONTS]
    for command in (["apt-get", "update", "-qq"], install):
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode:
            return False
    return bool(shutil.which("chromium"))


if __name__ == "__main__":
    sys.exit(main())

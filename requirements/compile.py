"""Write the locks anew: every package with its exact version and hashes, and no address of an index.

make lock                      # keeps versions that still fit
make lock UPGRADE=--upgrade    # takes the newest
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PROJECT = FOLDER.parent
sys.path.insert(0, str(PROJECT))

from conflictwatch import bootstrap  # noqa: E402

LOCKS = {
    "test.txt": ("embedded", "build", "dev"),
    "run.txt": ("embedded", "build"),
    "build.txt": ("build",),
    "production.txt": (),
    "node.txt": None,
}
"""Lock -> extras of the project in it. The first holds all; the others take its versions."""


def main() -> None:
    for name, extras in LOCKS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--no-header"]
        command += [
            "--generate-hashes",
            "--no-annotate",
            "--python-version",
            "3.11",
            "-o",
            str(FOLDER / name),
        ]
        if extras is None:
            command += [str(FOLDER / "node.in")]
        else:
            command += ["pyproject.toml", *(part for extra in extras for part in ("--extra", extra))]
        if name not in ("test.txt", "node.txt"):
            command += ["--constraint", str(FOLDER / "test.txt")]
        subprocess.run([*command, *os.environ.get("UPGRADE", "").split()], cwd=PROJECT, check=True)
    npm = bootstrap.npm()
    subprocess.run([npm, "install", "--package-lock-only", "--ignore-scripts"], cwd=PROJECT, check=True)


if __name__ == "__main__":
    main()

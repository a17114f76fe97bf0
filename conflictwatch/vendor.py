"""Copy the third-party front-end files that ``package.json`` names into ``build/vendor``."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SOURCE = PROJECT / "node_modules"
TARGET = PROJECT / "build" / "vendor"


def copy_vendor_files() -> None:
    """Each ``"target": "package/path"``, file or folder; ``FileNotFoundError`` where a package lacks it."""
    wanted: dict[str, str] = json.loads((PROJECT / "package.json").read_text())["conflictwatch"]["vendor"]
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    for target, source in wanted.items():
        found, place = SOURCE / source, TARGET / target
        place.parent.mkdir(parents=True, exist_ok=True)
        if found.is_dir():
            shutil.copytree(found, place)
        else:
            shutil.copyfile(found, place)


if __name__ == "__main__":
    try:
        copy_vendor_files()
    except FileNotFoundError as error:
        sys.exit(f"package.json names a file that its package does not have: {error.filename}")

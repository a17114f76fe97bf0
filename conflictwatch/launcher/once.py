"""Remembers in the data folder what was done on which inputs, so that a second start does not do it again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from conflictwatch.home import Home


class Once:
    def __init__(self, home: Home, name: str, inputs: Iterable[Path], place: str) -> None:
        """``place`` is the database that the work goes into: another one has to get it too."""
        self._mark = home.root / "run" / f"{name}.done"
        digest = hashlib.sha256(os.fsencode(place))
        for path in sorted(inputs):
            digest.update(os.fsencode(path.name) + path.read_bytes())
        self._digest = digest.hexdigest()

    def needed(self) -> bool:
        return not self._mark.exists() or self._mark.read_text() != self._digest

    def done(self) -> None:
        self._mark.write_text(self._digest)

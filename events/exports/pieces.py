"""A finished file in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PIECE = 256 * 1024


def of_file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece

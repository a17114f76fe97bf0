"""Finer land for a close look: the 1:10m outlines of ``world-atlas`` cut into cells of ten degrees.

A reader loads only the cells in view, and only from the zoom on at which 1:50m looks coarse. Each cell is
``build/vendor/coast/<west>_<south>.json``: rings in the coding of ``basemap.json``; ``coast/index.json`` has
the cells with land.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

from conflictwatch.basemap import PROJECT, TARGET, Line, arcs_of, coded, polygons, ring_of, unwrapped

ATLAS = PROJECT / "node_modules" / "world-atlas" / "land-10m.json"
CELL = 10
GRID = 1000
"""Steps a degree: about a hundred metres."""
MARGIN = 20
"""Steps that a cell reaches over its edge, so that no seam is seen between two."""


def clipped(ring: Line, axis: int, edge: int, keep: int) -> Line:
    """The part of the ring on one side of a meridian (axis 0) or parallel (1); Sutherland and Hodgman."""
    found: Line = []
    before = ring[-1]
    for point in ring:
        inside, was_inside = (point[axis] - edge) * keep >= 0, (before[axis] - edge) * keep >= 0
        if inside != was_inside:
            share = (edge - before[axis]) / (point[axis] - before[axis])
            other = round(before[1 - axis] + share * (point[1 - axis] - before[1 - axis]))
            found.append((edge, other) if axis == 0 else (other, edge))
        if inside:
            found.append(point)
        before = point
    return found


def strips(ring: Line, axis: int) -> list[tuple[int, Line]]:
    """The ring cut into strips of ``CELL`` degrees along one axis: ``(degree at its start, part)``."""
    low, high = min(p[axis] for p in ring), max(p[axis] for p in ring)
    step = CELL * GRID
    found = []
    for start in range(low // step * step, high + 1, step):
        part = clipped(clipped(ring, axis, start - MARGIN, 1), axis, start + step + MARGIN, -1)
        if len(part) > 3:
            found.append((start // GRID, part))
    return found


def cells(atlas: dict[str, Any]) -> dict[tuple[int, int], list[Line]]:
    """Land by cell (its west and south edge in degrees)."""
    arcs = arcs_of(atlas, GRID)
    found: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for geometry in atlas["objects"]["land"]["geometries"]:
        for polygon in polygons(geometry):
            for numbers in polygon:
                ring = unwrapped(ring_of(arcs, numbers), GRID)
                for west, strip in strips(ring, 0):
                    for south, part in strips(strip, 1):
                        turn = 360 * GRID * ((west + 180) // 360)
                        found[(west + 180) % 360 - 180, south].append([(x - turn, y) for x, y in part])
    return {cell: rings for cell, rings in found.items() if -60 <= cell[1] < 80}


def write(target: Path = TARGET / "coast") -> None:
    """Write all cells. ``FileNotFoundError`` without the atlas."""
    atlas = json.loads(ATLAS.read_text(encoding="utf-8"))
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    found = cells(atlas)
    for (west, south), rings in found.items():
        content = {"grid": GRID, "land": [coded(ring) for ring in rings]}
        name = f"{west}_{south}.json"
        (target / name).write_text(json.dumps(content, separators=(",", ":")), encoding="utf-8")
    names = sorted(f"{west}_{south}" for west, south in found)
    (target / "index.json").write_text(json.dumps(names, separators=(",", ":")), encoding="utf-8")

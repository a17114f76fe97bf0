"""GeoJSON (RFC 7946): a point for each located event, none where an area would be misread as a point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import orjson

from events.exports.attribution import attribution
from events.exports.columns import record
from events.exports.streams import chunks
from events.models import Event
from events.models.event import EventQuerySet
from events.taxonomy import GeoPrecision

CONTENT_TYPE = "application/geo+json"
EXTENSION = "geojson"
POINTS = frozenset({GeoPrecision.PART, GeoPrecision.SITE, GeoPrecision.NEAR})
"""What is known worse than 'near' is never drawn as a bare pin (codebook); it has a null geometry."""


def write(events: EventQuerySet) -> Iterator[bytes]:
    """One FeatureCollection, a feature a line."""
    about = orjson.dumps({"attribution": asdict(attribution())})
    yield b'{"type":"FeatureCollection",' + about[1:-1] + b',"features":[\n'
    comma = b""
    for rows in chunks(events):
        for event in rows:
            yield comma + orjson.dumps(feature(event))
            comma = b",\n"
    yield b"\n]}\n"


def feature(event: Event) -> dict[str, Any]:
    """An event as a feature; its geometry is null where a point would mislead."""
    point = None
    if event.lat is not None and event.lon is not None and event.geo_precision in POINTS:
        point = {"type": "Point", "coordinates": [event.lon, event.lat]}
    return {"type": "Feature", "id": event.public_id, "geometry": point, "properties": record(event)}

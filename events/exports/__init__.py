"""Events in the formats of others: one file a format, one line here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from events.exports import csv, geojson, jsonl
from events.models.event import EventQuerySet


class Format(Protocol):
    """What a format's module offers."""

    CONTENT_TYPE: str
    EXTENSION: str

    def write(self, events: EventQuerySet) -> Iterator[bytes]: ...


FORMATS: dict[str, Format] = {"jsonl": jsonl, "csv": csv, "geojson": geojson}

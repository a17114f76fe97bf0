"""JSON Lines: each event with all values and the reports that it rests on, spans and quotes included."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from events.exports.columns import record
from events.exports.streams import chunks, evidence
from events.models.event import EventQuerySet

CONTENT_TYPE = "application/x-ndjson; charset=utf-8"
EXTENSION = "jsonl"


def write(events: EventQuerySet) -> Iterator[bytes]:
    """One line an event."""
    for rows in chunks(events):
        reports = evidence(rows)
        yield b"".join(
            orjson.dumps({**record(event), "reports": reports.get(event.pk, [])}) + b"\n" for event in rows
        )

"""JSON Lines: each event with all values, the reports that it rests on and what people decided.

Spans and quotes are included, so that the file can be read into another installation and taken out again
without a difference (``services.importing``). Decisions carry their reasons and times, never names of people.
"""

from __future__ import annotations

from collections.abc import Iterator

import orjson
from django.conf import settings

from events.exports.attribution import citation_of
from events.exports.columns import record
from events.exports.decisions import decisions
from events.exports.streams import chunks, evidence
from events.models.event import EventQuerySet

CONTENT_TYPE = "application/x-ndjson; charset=utf-8"
EXTENSION = "jsonl"


def write(events: EventQuerySet) -> Iterator[bytes]:
    """One line an event."""
    for rows in chunks(events):
        reports, decided = evidence(rows), decisions(rows)
        yield b"".join(
            orjson.dumps(
                {
                    **record(event),
                    "licence": settings.DATA_LICENCE,
                    "citation": citation_of(event),
                    "reports": reports.get(event.pk, []),
                    "decisions": decided.get(event.pk, []),
                }
            )
            + b"\n"
            for event in rows
        )

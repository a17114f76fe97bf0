"""CSV whose rows stand alone: every value, the quotes, addresses and hashes, licence and citation."""

from __future__ import annotations

from collections.abc import Iterator

from events.exports.flat import FLAT_COLUMNS, cell, flat, harmless
from events.exports.tables import lines
from events.models.event import EventQuerySet

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
EXTENSION = "evidence.csv"
TEXTS = frozenset(column.name for column in FLAT_COLUMNS if column.kind in ("text", "list"))


def write(events: EventQuerySet) -> Iterator[bytes]:
    """Header and one row an event."""
    return lines([[column.name for column in FLAT_COLUMNS]], rows(events))


def rows(events: EventQuerySet) -> Iterator[list[str]]:
    for one in flat(events):
        cells = {name: cell(value) for name, value in one.values.items()}
        yield [
            harmless(cells[column.name]) if column.name in TEXTS else cells[column.name]
            for column in FLAT_COLUMNS
        ]

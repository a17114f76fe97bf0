"""An event as it was known on a day: worked out from the revisions, which are never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from events.models import Event
from events.queries.changes import Change, claimants, slug_names
from events.queries.columns import in_fields


@dataclass(frozen=True, slots=True)
class AsKnown:
    """What stood in the event at the end of ``day`` (UTC), told by what has changed since."""

    day: date
    revision: int | None
    """None: the event was not known yet."""
    changes: list[Change]
    """Value then -> value now, one line a field that differs."""


def as_known(event: Event, day: date) -> AsKnown:
    """The event at the end of ``day``: each column's first old value after it against the value of now."""
    end = datetime.combine(day + timedelta(days=1), time.min, UTC)
    steps = list(event.revisions.order_by("number").values("number", "at", "changes"))
    before = [step["number"] for step in steps if step["at"] < end]
    if not before:
        return AsKnown(day, None, [])
    moved: dict[str, list[Any]] = {}
    for step in steps[len(before) :]:
        for column, (old, new) in step["changes"].items():
            moved.setdefault(column, [old, new])[1] = new
    return AsKnown(day, before[-1], in_fields(moved, slug_names(claimants(moved))))

"""What people's standing decisions mean for matching: who is tied to which event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from events.models import Correction, Merge, Rejection, Review, Split

ANCHORING = frozenset({"date", "site", "attacker", "target", "weapon", "time_of_day"})
"""Corrected fields by which an event is matched."""
ALONE = (Correction, Rejection, Review)
JOINING = (Merge, Split)
MAX_STEPS = 50
"""Longest chain of merges that is followed; ``review.merge`` never makes a circle."""


def redirects(events: Iterable[int]) -> dict[int, int]:
    """Event -> the event that it counts as, after all standing merges; only those that differ."""
    steps: dict[int, int] = {}
    asked: set[int] = set()
    frontier = set(events)
    while frontier := frontier - asked:
        asked |= frontier
        found = dict(
            Merge.objects.standing().filter(event_id__in=frontier).values_list("event_id", "into_id")
        )
        steps |= found
        frontier = set(found.values())
    return {event: end(event, steps) for event in asked if event in steps}


def end(event: int, steps: Mapping[int, int]) -> int:
    """Follow ``steps`` from ``event`` to where they end."""
    for _ in range(MAX_STEPS):
        if event not in steps:
            return event
        event = steps[event]
    raise RuntimeError(f"The merges around event {event} run in a circle.")


def held(events: Iterable[int]) -> dict[int, int]:
    """Event -> what it counts as, for those that a standing decision speaks of."""
    asked = set(events)
    if not asked:
        return {}
    first, *others = [
        *(model.objects.standing().filter(event__in=asked).values_list("event") for model in ALONE),
        *(model.objects.standing().filter(event__in=asked).values_list("event") for model in JOINING),
        *(model.objects.standing().filter(into__in=asked).values_list("into") for model in JOINING),
    ]
    # One question to the database instead of seven: this is asked for every article.
    spoken_of = {event for (event,) in first.order_by().union(*(other.order_by() for other in others))}
    if not spoken_of:
        return {}
    ends = redirects(spoken_of)
    return {event: ends.get(event, event) for event in spoken_of & asked}

"""What people's standing decisions mean for matching: who is tied to which event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from events.models import Correction, Merge, Rejection, Review, Split

ANCHORING = frozenset({"date", "site", "attacker", "target", "weapon", "time_of_day"})
"""Corrected fields by which an event is matched."""
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
    spoken_of: set[int] = set()
    for model in (Correction, Rejection, Review):
        spoken_of |= set(
            model.objects.standing().filter(event_id__in=asked).values_list("event_id", flat=True)
        )
    for joining in (Merge, Split):
        standing = joining.objects.standing()
        spoken_of |= set(standing.filter(event_id__in=asked).values_list("event_id", flat=True))
        spoken_of |= set(standing.filter(into_id__in=asked).values_list("into_id", flat=True))
    ends = redirects(spoken_of)
    return {event: ends.get(event, event) for event in spoken_of & asked}

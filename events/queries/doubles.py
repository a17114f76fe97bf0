"""Pairs of events that may be one attack, as the desk shows them."""

from __future__ import annotations

from events.models import Suggestion


def waiting(most: int = 30) -> list[Suggestion]:
    """The pairs that wait for a person, the likeliest first."""
    rows = Suggestion.objects.waiting().select_related(
        "one__site", "one__attacker", "other__site", "other__attacker"
    )
    return list(rows[:most])


def count() -> int:
    return Suggestion.objects.waiting().count()

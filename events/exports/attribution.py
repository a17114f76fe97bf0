"""Under which licence data leaves, and how it is cited; each format carries it in its own manner."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from events.exports.columns import page_of
from events.models import Event


@dataclass(frozen=True, slots=True)
class Attribution:
    """What has to stand beside the data wherever it goes."""

    title: str
    licence: str
    licence_url: str
    citation: str
    """One line for a bibliography: who, what, where from, when."""
    quotes: str
    """What the licence does not cover."""


QUOTES = "Quoted words belong to the outlets that published them."


def attribution() -> Attribution:
    """Of everything taken today."""
    today = timezone.localdate()
    return Attribution(
        "Reported attacks on named places",
        settings.DATA_LICENCE,
        settings.DATA_LICENCE_URL,
        f"conflictwatch ({today.year}). Reported attacks on named places. {settings.PUBLIC_URL}/ "
        f"(taken {today.isoformat()}, {settings.DATA_LICENCE}).",
        QUOTES,
    )


def citation_of(event: Event) -> str:
    """The line for one event, in the state that it is in."""
    return (
        f"conflictwatch, event {event.public_id}, revision {event.revision}, "
        f"{event.changed_at.date().isoformat()}. {page_of(event)}"
    )

"""What was put right in public: corrected, merged, split, rejected and withdrawn events, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.models import Event, EventRevision
from events.queries.changes import Change
from events.queries.history import entries_of

WITHDRAWN = "withdrawn"
LINES: dict[str, str] = {
    "correction": _("A person corrected a value"),
    "merge": _("Merged: two events were one"),
    "split": _("Split: an article told of another attack"),
    "rejection": _("Rejected: no attack, taken out of every count"),
    "undo": _("A decision was taken back"),
    WITHDRAWN: _("Withdrawn: no article tells of it any more"),
}
"""Steps that change what was published before; a review only confirms it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One public step: the event as it stands now, and what was done to it."""

    number: int
    event: Event
    at: datetime
    kind: str
    """A key of ``LINES``."""
    reason: str
    changes: list[Change]

    @property
    def line(self) -> str:
        return gettext(LINES[self.kind])


def steps(before: int | None = None) -> QuerySet[EventRevision]:
    """The revisions that the public is told of, newest first; with ``before`` those under that number."""
    people = [cause for cause in LINES if cause != WITHDRAWN]
    told = EventRevision.objects.filter(Q(cause__in=people) | Q(changes__withdrawn__1=True))
    if before is not None:
        told = told.filter(pk__lt=before)
    return told.select_related("event__merged_into").order_by("-id")


def in_words(revisions: Sequence[EventRevision]) -> list[Step]:
    """Those revisions with their changes in words."""
    return [
        Step(
            number=revision.pk,
            event=revision.event,
            at=revision.at,
            kind=revision.cause if revision.cause in LINES else WITHDRAWN,
            reason=revision.note,
            changes=entry.changes,
        )
        for revision, entry in zip(revisions, entries_of(revisions), strict=True)
    ]

"""What people decide about events that may be one attack."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from events.models import Merge, Suggestion, User
from events.permissions import Permission
from events.services import review
from events.services.errors import Refused


@transaction.atomic
def accept(suggestion: Suggestion, *, reason: str, by: User) -> Merge:
    """They are one: merge the event with fewer reports into the other. Raises ``Refused``."""
    row = _waiting(suggestion, by)
    into, event = sorted((row.one, row.other), key=lambda found: (-found.report_count, found.pk))
    return review.merge(event, into, reason=reason, by=by)


@transaction.atomic
def dismiss(suggestion: Suggestion, *, by: User) -> Suggestion:
    """They are two: the pair is not suggested again."""
    row = _waiting(suggestion, by)
    row.dismissed_at, row.dismissed_by = timezone.now(), by
    row.save(update_fields=["dismissed_at", "dismissed_by"])
    return row


def _waiting(suggestion: Suggestion, by: User) -> Suggestion:
    if not by.may(Permission.REVIEW):
        raise Refused("forbidden", "Your role may not decide about events.")
    row = Suggestion.objects.select_for_update().filter(pk=suggestion.pk).first()
    if row is None or row.dismissed_at is not None:
        raise Refused("decided", "This pair was decided on meanwhile.")
    return row

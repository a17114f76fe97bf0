"""Taking an event on the review desk, giving it to somebody, and letting it go."""

from __future__ import annotations

from django.db import transaction

from events.models import Assignment, Event, User
from events.permissions import Permission
from events.services.errors import Refused


@transaction.atomic
def give(event: Event, to: User, *, by: User) -> Assignment:
    """Give the event to ``to`` (oneself takes it). Whoever had it before has it no more."""
    for person in (by, to):
        if not person.may(Permission.REVIEW) or not person.is_active:
            raise Refused("forbidden", f"{person.get_username()} may not decide about events.")
    row, _new = Assignment.objects.update_or_create(event=event, defaults={"person": to, "by": by})
    return row


def drop(event: Event, *, by: User) -> None:
    """Let the event go: it is nobody's again."""
    if not by.may(Permission.REVIEW):
        raise Refused("forbidden", "Your role may not decide about events.")
    Assignment.objects.filter(event=event).delete()

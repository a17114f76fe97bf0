"""Comments on events, reports of mistakes, mentions, and following an event."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils import timezone

from events.models import Comment, Event, Follow, Mention, User
from events.permissions import Permission
from events.services.errors import Refused

NAMED = re.compile(r"(?<![\w@])@([\w.+-]+)")
MAX_TEXT = 2000


@transaction.atomic
def add(event: Event, text: str, *, by: User, mistake: bool = False) -> Comment:
    """Say something about an event; whoever is named with @ is told, and the writer follows it from then on.

    ``mistake`` puts the event on the review desk until somebody settles the comment.
    """
    _may(by)
    told = text.strip()
    if not told:
        raise Refused("no_text", "Write what you want to say.")
    if len(told) > MAX_TEXT:
        raise Refused("long_text", f"The comment is longer than {MAX_TEXT} characters.")
    comment = Comment.objects.create(event=event, text=told, by=by, mistake=mistake)
    Mention.objects.bulk_create(Mention(comment=comment, person=one) for one in _named(told) if one != by)
    follow(event, by=by)
    return comment


def _named(text: str) -> list[User]:
    """People named with @, active and allowed to comment; a full stop at the end is no part of a name."""
    words = {word.rstrip(".").lower() for word in NAMED.findall(text)}
    found = [one for one in User.objects.filter(is_active=True) if one.get_username().lower() in words]
    return [one for one in found if one.may(Permission.COMMENT)]


@transaction.atomic
def settle(comment: Comment, *, by: User) -> None:
    """Say that a reported mistake has been dealt with."""
    if not by.may(Permission.REVIEW):
        raise Refused("forbidden", "Your role may not settle reports of mistakes.")
    row = Comment.objects.select_for_update().get(pk=comment.pk)
    if not row.mistake or row.settled_at is not None:
        raise Refused("settled", "There is nothing left to settle.")
    row.settled_at, row.settled_by = timezone.now(), by
    row.save(update_fields=["settled_at", "settled_by"])


@transaction.atomic
def withdraw(comment: Comment, *, by: User) -> None:
    """Take a comment back: who wrote it, or an admin. It is shown no more; the row stays."""
    if comment.by_id != by.pk and not by.may(Permission.ADMINISTER):
        raise Refused("forbidden", "Only who wrote a comment can take it back.")
    if not Comment.objects.standing().filter(pk=comment.pk).update(withdrawn_at=timezone.now()):
        raise Refused("withdrawn", "This comment was taken back before.")
    Mention.objects.filter(comment=comment).delete()


@transaction.atomic
def follow(event: Event, *, by: User) -> None:
    """Follow an event; what has happened to it so far is no news."""
    _may(by)
    Follow.objects.update_or_create(event=event, person=by, defaults={"seen_at": timezone.now()})


def unfollow(event: Event, *, by: User) -> None:
    Follow.objects.filter(event=event, person=by).delete()


@transaction.atomic
def seen(by: User, event: Event | None = None) -> None:
    """The person has looked at the event, or at everything that they follow."""
    now = timezone.now()
    follows, mentions = Follow.objects.filter(person=by), Mention.objects.filter(person=by, seen_at=None)
    if event is not None:
        follows, mentions = follows.filter(event=event), mentions.filter(comment__event=event)
    follows.update(seen_at=now)
    mentions.update(seen_at=now)


def _may(by: User) -> None:
    if not by.may(Permission.COMMENT):
        raise Refused("forbidden", "Your role may not comment.")

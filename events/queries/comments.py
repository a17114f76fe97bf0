"""Comments of an event, and what is new for a person who follows events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.models import Comment, Event, EventRevision, Follow, Mention, User
from events.queries.history import Entry, history

MOST_FOLLOWED = 100


@dataclass(frozen=True, slots=True)
class News:
    """A followed event with what others did and said since the person looked."""

    event: Event
    seen_at: datetime
    steps: list[Entry]
    comments: list[Comment]


def of(event: Event) -> QuerySet[Comment]:
    """The event's comments and those of events that went into it, oldest first."""
    here = Q(event=event) | Q(event__merged_into=event)
    found: QuerySet[Comment] = Comment.objects.standing().filter(here)
    return found.select_related("by", "settled_by", "event").order_by("id")


def followed(event: Event, user: User) -> bool:
    return Follow.objects.filter(event=event, person=user).exists()


def _newer(user: User) -> tuple[Exists, Exists]:
    steps = EventRevision.objects.filter(event=OuterRef("event"), at__gt=OuterRef("seen_at"))
    said = Comment.objects.standing().filter(event=OuterRef("event"), at__gt=OuterRef("seen_at"))
    return Exists(steps.exclude(by=user)), Exists(said.exclude(by=user))


def unseen(user: User) -> int:
    """How many followed events have news for the person, and how many mentions wait."""
    stepped, said = _newer(user)
    follows = Follow.objects.filter(person=user).filter(stepped | said).count()
    return follows + Mention.objects.filter(person=user, seen_at=None).count()


def mentions(user: User) -> list[Mention]:
    """Comments that name the person and that they have not seen, newest first."""
    waiting = Mention.objects.filter(person=user, seen_at=None)
    return list(waiting.select_related("comment__by", "comment__event").order_by("-id")[:MOST_FOLLOWED])


def news(user: User) -> tuple[list[News], list[Event]]:
    """Followed events with news (the newest first), and the quiet ones."""
    stepped, said = _newer(user)
    rows = Follow.objects.filter(person=user).annotate(moved=stepped, talked=said)
    rows = rows.select_related("event__site", "event__attacker").order_by("-event__changed_at")
    loud, quiet = [], []
    for row in rows[:MOST_FOLLOWED]:
        if not (row.moved or row.talked):
            quiet.append(row.event)
            continue
        steps = [entry for entry in history(row.event) if entry.at > row.seen_at and entry.by != user]
        talk = [one for one in of(row.event) if one.at > row.seen_at and one.by_id != user.pk]
        loud.append(News(row.event, row.seen_at, steps, talk))
    return loud, quiet

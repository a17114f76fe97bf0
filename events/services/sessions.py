"""Where a person is signed in, and ending it from afar."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from events.models import User
from events.services import audit
from events.services.errors import Refused
from events.taxonomy import AuditAction


def of(user: User) -> list[UserSession]:
    """The live sessions of ``user``, the newest first; those that ran out are forgotten on the way."""
    alive: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(alive, key=lambda one: one.created_at, reverse=True)


def end(user: User, number: int, *, request: HttpRequest) -> None:
    """End one session of ``user``'s own. Raises ``Refused`` when there is none of that number."""
    session = UserSession.objects.filter(user=user, pk=number).first()
    if session is None:
        raise Refused("unknown_session", "That session has ended already.")
    about = f"{session.ip} {session.user_agent}"
    session.end()
    audit.record(AuditAction.SESSION_ENDED, by=user, about=about, request=request)

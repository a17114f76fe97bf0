"""What the page of one actor shows, in either of its roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from events.filters import select
from events.models import Actor, Tally
from events.queries.names import by_language
from events.queries.site_page import Profile, profile_of

ROLES = ("attacker", "target")


@dataclass(frozen=True, slots=True)
class ActorPage:
    actor: Actor
    names: list[tuple[str, list[str]]]
    loaded_names: list[tuple[str, list[str]]]
    members: list[Actor]
    tallies: list[Tally]
    counts: dict[str, int]
    """Role -> strikes in that role."""
    role: str
    profile: Profile


def load(actor: Actor, *, today: date, role: str = "", year: int | None = None) -> ActorPage:
    """The page of ``actor``; without a role, the one in which it has more strikes."""
    counts = {name: select({name: actor.slug}).events().count() for name in ROLES}
    chosen = role if role in ROLES else max(ROLES, key=lambda name: counts[name])
    names = list(actor.names.all())
    tallies = (
        Tally.objects.live()
        .filter(Q(attacker=actor) | Q(target=actor) | Q(issuer=actor))
        .select_related("article__outlet", "snapshot", "attacker", "issuer")
        .order_by("-article__published_on", "-id")[:20]
    )
    return ActorPage(
        actor=actor,
        names=by_language([name for name in names if not name.loaded]),
        loaded_names=by_language([name for name in names if name.loaded]),
        members=list(actor.members.all()),
        tallies=list(tallies),
        counts=counts,
        role=chosen,
        profile=profile_of(select({chosen: actor.slug}), "site", today=today, year=year),
    )

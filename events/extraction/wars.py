"""Who fights whom (``wars.toml``): does a side stand against those who hold a place?"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from events.extraction.actors import Side, host_actor
from events.extraction.drafts import Draft
from events.extraction.names import NameIndex

TABLE = Path(__file__).parent / "wars.toml"
DEPTH = 4
"""Parents above an actor that are looked at."""


@lru_cache(maxsize=1)
def foes() -> dict[str, frozenset[str]]:
    """Code of a state or slug of an actor -> those whom it fights."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, two in tomllib.loads(TABLE.read_text(encoding="utf-8"))["wars"]:
        for left, right in ((one, two), (two, one)):
            for party in left:
                found[party] |= set(right)
    return {party: frozenset(others) for party, others in found.items()}


def standing(index: NameIndex, side: Side) -> frozenset[str]:
    """The names under which a side stands in the table: its own, its parents', its state's."""
    return _names(index, side.slug, side.country if side.state else "")


def enemies(index: NameIndex, side: Side) -> frozenset[str]:
    """Codes of the states and slugs of the actors that ``side`` fights."""
    return frozenset().union(*(foes().get(name, frozenset()) for name in standing(index, side)))


def opposed(index: NameIndex, side: Side, draft: Draft) -> list[str]:
    """How ``side`` stands to the place of ``draft`` and to whom it hit there, in words."""
    against = enemies(index, side)
    if not against:
        return ["at war with nobody known"]
    told = []
    site = draft.place.site
    hosts = {host_actor(index, host) for host in site.hosts} - {""} if site is not None else set()
    if against & _all(index, hosts):
        told.append("foe of the users")
    if draft.place.country in against:
        told.append("foe of the land")
    victim = draft.victim
    if victim is not None and against & standing(index, victim):
        told.append("foe of the victim")
    return told or ["no foe there"]


def _all(index: NameIndex, slugs: Iterable[str]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for slug in slugs:
        actor = index.actors.get(slug)
        if actor is not None:
            found |= _names(index, slug, actor.country if actor.kind in STATES else "")
    return found


STATES = ("state", "state_military")


def at_war(one: frozenset[str], two: frozenset[str]) -> bool:
    """Do two sides, each under all its names, fight each other?"""
    return any(foes().get(name, frozenset()) & two for name in one)


def _names(index: NameIndex, slug: str, country: str) -> frozenset[str]:
    found = {slug, country} - {""}
    for _ in range(DEPTH):
        actor = index.actors.get(slug)
        slug = actor.parent if actor is not None else ""
        if not slug:
            break
        found.add(slug)
    return frozenset(found)

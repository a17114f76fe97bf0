"""CSV in the shape of ACLED's event table, by the equivalents of docs/codebook.md.

Only what follows from our codes is filled in. Interaction codes, regions and districts below the first are
ACLED's own judgement and stay empty. ``fatalities`` is empty where no figure is told; ACLED writes 0 there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from babel.core import get_global
from django.conf import settings
from django.utils import translation

from events.exports.attribution import citation_of
from events.exports.flat import PARTED, Flat, cell, flat, harmless, quotes
from events.exports.tables import lines
from events.models.event import EventQuerySet
from events.taxonomy import DatePrecision, GeoPrecision, Outcome, WeaponType
from events.wording import country_name, headline

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
EXTENSION = "acled.csv"

FIELDS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type"),
    *("sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2"),
    *("interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3"),
    *("location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes"),
    *("fatalities", "tags", "timestamp"),
)
TIME = {
    DatePrecision.DAY: 1,
    DatePrecision.RANGE: 2,
    DatePrecision.WEEK: 2,
    DatePrecision.MONTH: 3,
    DatePrecision.LONGER: 3,
}
SPACE = {
    GeoPrecision.PART: 1,
    GeoPrecision.SITE: 1,
    GeoPrecision.NEAR: 2,
    GeoPrecision.DISTRICT: 2,
    GeoPrecision.PROVINCE: 3,
}
REMOTE, BATTLES, STRATEGIC = "Explosions/Remote violence", "Battles", "Strategic developments"
DISRUPTED = "Disrupted weapons use"
SHELLING, AIR = "Shelling/artillery/missile attack", "Air/drone strike"
SUB_EVENTS: dict[WeaponType, tuple[str, str]] = {
    WeaponType.SUICIDE_BOMBING: (REMOTE, "Suicide bomb"),
    WeaponType.VEHICLE_BOMB: (REMOTE, "Remote explosive/landmine/IED"),
    WeaponType.IED: (REMOTE, "Remote explosive/landmine/IED"),
    WeaponType.AIRSTRIKE: (REMOTE, AIR),
    WeaponType.GLIDE_BOMB: (REMOTE, AIR),
    WeaponType.DRONE: (REMOTE, AIR),
    WeaponType.BALLISTIC_MISSILE: (REMOTE, SHELLING),
    WeaponType.CRUISE_MISSILE: (REMOTE, SHELLING),
    WeaponType.MISSILE: (REMOTE, SHELLING),
    WeaponType.ROCKET: (REMOTE, SHELLING),
    WeaponType.MORTAR: (REMOTE, SHELLING),
    WeaponType.ARTILLERY: (REMOTE, SHELLING),
    WeaponType.NAVAL_DRONE: (REMOTE, "Remote explosive/landmine/IED"),
    WeaponType.SABOTAGE: (REMOTE, "Remote explosive/landmine/IED"),
    WeaponType.SMALL_ARMS: (BATTLES, "Armed clash"),
}
"""In the order in which they decide where an attack had several weapons."""
STOPPED = frozenset({Outcome.INTERCEPTED, Outcome.FOILED})


def write(events: EventQuerySet) -> Iterator[bytes]:
    """Header and one row an event; in English, as ACLED's own files are."""
    return lines([FIELDS], map(_english_row, flat(events)))


def kind_of(weapons: Sequence[str], outcome: str) -> tuple[str, str]:
    """ACLED's event type and sub-event type; '' where our codes do not decide them."""
    if outcome in STOPPED:
        return STRATEGIC, DISRUPTED
    return next((kind for weapon, kind in SUB_EVENTS.items() if weapon in weapons), ("", ""))


def _english_row(one: Flat) -> list[str]:
    with translation.override("en"):
        return _row(one)


def _row(one: Flat) -> list[str]:
    event, values = one.event, one.values
    kind, sub_kind = kind_of(event.weapons, event.outcome)
    told: dict[str, Any] = {
        "event_id_cnty": event.public_id,
        "event_date": event.date_from,
        "year": event.date_from.year if event.date_from else None,
        "time_precision": TIME.get(DatePrecision(event.date_precision)) if event.date_from else None,
        "disorder_type": STRATEGIC if kind == STRATEGIC else "Political violence",
        "event_type": kind,
        "sub_event_type": sub_kind,
        "actor1": event.attacker_name,
        "actor2": event.target_name,
        "iso": _numbers().get(event.country),
        "country": country_name(event.country) if event.country else "",
        "admin1": event.site.admin1 if event.site else "",
        "location": event.site_name,
        "latitude": event.lat,
        "longitude": event.lon,
        "geo_precision": SPACE.get(GeoPrecision(event.geo_precision), 3) if event.lat is not None else None,
        "source": values["outlets"].replace(" ", "; "),
        "notes": _notes(one),
        "fatalities": event.killed_best,
        "timestamp": int(event.changed_at.timestamp()),
    }
    return [
        harmless(cell(told.get(name))) if isinstance(told.get(name), str) else cell(told.get(name))
        for name in FIELDS
    ]


def _notes(one: Flat) -> str:
    """What ACLED tells in words: the neutral headline, then the evidence that our table has columns for."""
    said = PARTED.join(f"“{quote}”" for quote in quotes(one.reports))
    values = one.values
    parts = (
        f"{headline(one.event)}.",
        said,
        values["article_urls"],
        f"text sha256 {values['text_sha256']}; archive sha256 {values['body_sha256']}"
        if values["text_sha256"]
        else "",
        f"{citation_of(one.event)} ({settings.DATA_LICENCE})",
    )
    return " ".join(filter(None, parts))


RENUMBERED = {
    "CW": 531,
    "CZ": 203,
    "DE": 276,
    "ET": 231,
    "FM": 583,
    "FR": 250,
    "JE": 832,
    "RS": 688,
    "RU": 643,
    "SA": 682,
    "SD": 729,
    "YE": 887,
}
"""Countries that had another number before, which CLDR lists too."""


@lru_cache
def _numbers() -> dict[str, int]:
    """ISO 3166 alpha-2 -> numeric, out of CLDR's list of aliases."""
    aliases = get_global("territory_aliases")
    return {codes[0]: int(number) for number, codes in aliases.items() if number.isdigit()} | RENUMBERED

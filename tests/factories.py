"""Rows for tests, made by the services as the product makes them: only what a test names matters to it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from events.extraction import types as x
from events.models import Actor, Article, Event, Outlet, Report, Site, Snapshot, User
from events.services import catalogue, publishing
from events.taxonomy import (
    ActorKind,
    AttackerBasis,
    ClaimKind,
    ClaimStatus,
    DateBasis,
    DateOrigin,
    DatePrecision,
    GeoPrecision,
    Role,
    SiteKind,
    TallyQualifier,
    TallyUnit,
    WeaponType,
)

ENGINE = "test-1"
_numbers = count(1)

SITES: dict[str, dict[str, Any]] = {
    "tanf": {
        "name": "Al-Tanf Garrison",
        "kind": SiteKind.GARRISON,
        "country": "SY",
        "lat": 33.506,
        "lon": 38.618,
    },
    "erbil": {"name": "Erbil", "kind": SiteKind.TOWN, "country": "IQ", "lat": 36.191, "lon": 44.009},
    "erbil-base": {
        "name": "Erbil Air Base",
        "kind": SiteKind.AIR_BASE,
        "country": "IQ",
        "lat": 36.237,
        "lon": 43.963,
        "fallback": "erbil",
    },
    "golan": {"name": "Golan Heights", "kind": SiteKind.REGION, "country": "SY", "lat": 32.98, "lon": 35.75},
}
ACTORS: dict[str, dict[str, Any]] = {
    "iri": {"name": "Islamic Resistance in Iraq", "kind": ActorKind.UMBRELLA, "country": "IQ"},
    "kataib": {"name": "Kataib Hezbollah", "kind": ActorKind.NON_STATE_ARMED_GROUP, "parent": "iri"},
    "usa": {"name": "United States", "kind": ActorKind.STATE, "country": "US"},
    "us-forces": {"name": "US forces", "kind": ActorKind.STATE_MILITARY, "country": "US", "parent": "usa"},
    "iran": {"name": "Iran", "kind": ActorKind.STATE, "country": "IR"},
}


def small_catalogue() -> None:
    """A handful of sites and actors (``SITES``, ``ACTORS``) instead of the whole catalogue."""
    for slug, columns in SITES.items():
        fallback = columns.get("fallback")
        rest = {name: value for name, value in columns.items() if name != "fallback"}
        town = Site.objects.get(slug=fallback) if fallback else None
        Site.objects.create(slug=slug, radius_m=3000, fallback=town, **rest)
    for slug, columns in ACTORS.items():
        parent = columns.get("parent")
        rest = {name: value for name, value in columns.items() if name != "parent"}
        Actor.objects.create(slug=slug, parent=Actor.objects.get(slug=parent) if parent else None, **rest)
    catalogue.touch()


def user(role: str = Role.ADMIN, **columns: Any) -> User:
    name = columns.pop("username", f"{role}-{next(_numbers)}")
    return User.objects.create_user(name, password="a-long-test-password", role=role, **columns)


def outlet(domain: str = "harian.example", **columns: Any) -> Outlet:
    return Outlet.objects.get_or_create(domain=domain, defaults={"name": domain, **columns})[0]


def article(
    url: str | None = None,
    *,
    text: str = "",
    published: date | None = date(2024, 1, 28),
    domain: str = "",
    language: str = "en",
    title: str = "",
    family: Article | None = None,
) -> Article:
    """An article with one snapshot. Without a URL it gets one of its own."""
    url = f"https://harian.example/{next(_numbers)}" if url is None else url
    domain = domain or (url.split("/")[2] if url else "harian.example")
    text = text or f"Text of {url or next(_numbers)}. " + "An attack was reported at the base. " * 4
    row = Article.objects.create(
        url=url,
        outlet=outlet(domain),
        title=title,
        language=language,
        published_on=published,
        published_origin=DateOrigin.SUBMITTED if published else DateOrigin.NONE,
        family=family,
    )
    row.snapshot = snapshot(row, text)
    row.save()
    return row


def snapshot(row: Article, text: str, number: int = 1, **columns: Any) -> Snapshot:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Snapshot.objects.create(
        article=row,
        number=number,
        fetched_at=datetime(2024, 1, 29, tzinfo=UTC),
        body=text.encode(),
        body_sha256=digest,
        body_size=len(text.encode()),
        text=text,
        text_sha256=digest,
        **columns,
    )


def site(
    slug: str | None = "tanf", *, name: str = "", country: str = "SY", wide: bool = False
) -> x.SiteMention:
    """A mention of one of ``SITES``, or of a place that the catalogue lacks (``slug=None``)."""
    if slug is None:
        return x.SiteMention(None, name, name, country)
    known = SITES[slug]
    precision = GeoPrecision.PROVINCE if known["kind"] == SiteKind.REGION else GeoPrecision.SITE
    return x.SiteMention(
        slug,
        known["name"],
        known["name"],
        known["country"],
        known["kind"],
        known["lat"],
        known["lon"],
        precision,
        3000,
    )


def actor(slug: str) -> x.ActorMention:
    return x.ActorMention(slug, ACTORS[slug]["name"], ACTORS[slug]["name"])


def report(
    day: date | None = date(2024, 1, 28),
    place: x.SiteMention | str = "tanf",
    *,
    by: str | None = "iri",
    weapons: Sequence[WeaponType] = (WeaponType.DRONE,),
    **columns: Any,
) -> x.Report:
    """One told attack: drones of the umbrella on al-Tanf on 28 January 2024 unless told otherwise."""
    values: dict[str, Any] = {
        "site": site(place) if isinstance(place, str) else place,
        "date_from": day,
        "date_to": day,
        "date_precision": DatePrecision.DAY if day else DatePrecision.UNKNOWN,
        "date_basis": DateBasis.STATED if day else DateBasis.NONE,
        "attacker": actor(by) if by else None,
        "attacker_basis": AttackerBasis.CLAIMED if by else AttackerBasis.NONE,
        "target": actor("us-forces"),
        "weapons": tuple(weapons),
        "claim_status": ClaimStatus.CLAIMED if by else ClaimStatus.REPORTED,
        "claims": (x.Claim(ClaimKind.CLAIMS, actor(by), by, x.Span(0, 4)),) if by else (),
        "spans": {"site": (x.Span(5, 9),), "date": (x.Span(0, 4),)},
        "confidence": 0.8,
    }
    return x.Report(**{**values, **columns})


def tally(count: int = 150) -> x.Tally:
    return x.Tally(
        x.Range(count, count, count),
        TallyQualifier.ABOUT,
        TallyUnit.ATTACKS,
        x.Span(0, 4),
        attacker=actor("iri"),
    )


def extraction(
    *reports: x.Report, tallies: Sequence[x.Tally] = (), engine: str = ENGINE, language: str = "en"
) -> x.Extraction:
    return x.Extraction(language, tuple(reports), tuple(tallies), engine, "test-catalogue")


def publish(
    row: Article | None = None, *reports: x.Report, engine: str = ENGINE, **options: Any
) -> list[Report]:
    """Publish ``reports`` as what ``row`` (a new article by default) tells; returns its live report rows."""
    row = row or article()
    assert row.snapshot is not None
    publishing.publish(row, row.snapshot, extraction(*(reports or (report(),)), engine=engine, **options))
    return list(Report.objects.live().filter(article=row).select_related("event").order_by("number"))


def event(*reports: x.Report, **columns: Any) -> Event:
    """The event of one fresh article that tells ``reports`` (one by default)."""
    row = publish(article(**columns), *reports)[0].event
    assert row is not None
    return row


def partition() -> set[frozenset[tuple[str, int]]]:
    """Which live reports count for one event: sets of (article URL, number in the article)."""
    groups: dict[int | None, set[tuple[str, int]]] = {}
    for row in Report.objects.live().select_related("article"):
        groups.setdefault(row.event_id, set()).add((row.article.url, row.number))
    return {frozenset(members) for members in groups.values()}


def values(row: Event) -> Mapping[str, Any]:
    """An event's values without its ids and times, to compare two events."""
    left_out = {"id", "public_id", "created_at", "changed_at", "revision", "basis"}
    return {
        field.attname: getattr(row, field.attname)
        for field in Event._meta.concrete_fields
        if field.name not in left_out
    }

"""Events of every kind: dated and not, located and not, told by one outlet or by several."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from events.models import Actor, Article, Event, Outlet, Report, Site, Snapshot
from events.taxonomy import (
    ClaimStatus,
    DateBasis,
    DatePrecision,
    GeoPrecision,
    Outcome,
    ReviewStatus,
)
from tests import factories as f

OUTLETS = (("wire.example", "en"), ("harian.example", "id"), ("mithal.example", "ar"))
START = date(2023, 11, 1)
CHANGED = datetime(2024, 6, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Rows:
    """The catalogue's rows, read once for many events."""

    sites: list[Site]
    attackers: list[Actor]
    target: Actor
    outlets: list[Outlet]

    @classmethod
    def read(cls) -> Rows:
        actors = {actor.slug: actor for actor in Actor.objects.all()}
        outlets = [f.outlet(domain, languages=[language]) for domain, language in OUTLETS]
        sites = list(Site.objects.exclude(slug="golan"))
        return cls(sites, [actors["iri"], actors["kataib"]], actors["us-forces"], outlets)


def thrown(dice: random.Random, rows: Rows, **told: Any) -> Event:
    """An event, not yet kept, with values thrown by ``dice`` where ``told`` does not give them."""
    site = dice.choice([*rows.sites, None])
    dated = dice.random() < 0.9
    day = START + timedelta(days=dice.randrange(120)) if dated else None
    killed = dice.choice([None, 0, 1, 4])
    attacker = dice.choice([None, *rows.attackers])
    values: dict[str, Any] = {
        "date_from": day,
        "date_to": day,
        "date_precision": dice.choice(["day", "week"]) if day else DatePrecision.UNKNOWN,
        "date_basis": DateBasis.STATED if day else DateBasis.NONE,
        "site": site,
        "site_name": site.name if site else "",
        "country": site.country if site else dice.choice(["", "IQ"]),
        "lat": site.lat if site else None,
        "lon": site.lon if site else None,
        "geo_precision": dice.choice(["1", "4"]) if site else GeoPrecision.UNLOCATED,
        "attacker": attacker,
        "attacker_name": attacker.name if attacker else "",
        "target": dice.choice([None, rows.target]),
        "weapons": dice.choice([[], ["drone"], ["rocket"], ["drone", "rocket"], ["mortar"]]),
        "outcome": dice.choice(Outcome.codes()),
        "claim_status": dice.choice(ClaimStatus.codes()),
        "review_status": dice.choices(ReviewStatus.codes(), [6, 3, 1])[0],
        "killed_low": killed,
        "killed_best": killed,
        "killed_high": killed,
        "injured_best": dice.choice([None, 2, 9]),
        "changed_at": CHANGED + timedelta(minutes=dice.randrange(50)),
    }
    return Event(**{**values, **told})


def keep(events: list[Event], dice: random.Random, rows: Rows) -> list[Event]:
    """Write the events, each told by one to three outlets."""
    kept = Event.objects.bulk_create(events)
    pairs = [(event, outlet) for event in kept for outlet in dice.sample(rows.outlets, dice.randint(1, 3))]
    articles = Article.objects.bulk_create(
        Article(
            url=f"https://{outlet.domain}/{event.pk}",
            outlet=outlet,
            language=outlet.languages[0],
            published_on=event.date_from,
        )
        for event, outlet in pairs
    )
    snapshots = Snapshot.objects.bulk_create(
        Snapshot(article=article, fetched_at=CHANGED, body=b"", body_size=0, text="An attack was told.")
        for article in articles
    )
    told = zip(pairs, articles, snapshots, strict=True)
    Report.objects.bulk_create(_report(event, article, snapshot) for (event, _), article, snapshot in told)
    return kept


def _report(event: Event, article: Article, snapshot: Snapshot) -> Report:
    return Report(
        article=article,
        snapshot=snapshot,
        number=1,
        event=event,
        engine_version=f.ENGINE,
        gazetteer_version="test",
        site=event.site,
        date_from=event.date_from,
        date_to=event.date_to,
    )


def make(dice: random.Random, **told: Any) -> Event:
    """One kept event."""
    rows = Rows.read()
    return keep([thrown(dice, rows, **told)], dice, rows)[0]


def make_many(dice: random.Random, count: int, **told: Any) -> list[Event]:
    rows = Rows.read()
    return keep([thrown(dice, rows, **told) for _ in range(count)], dice, rows)


def tell(event: Event, domain: str, language: str, text: str) -> Report:
    """One more article that tells of the event."""
    article = f.article(f"https://{domain}/more/{event.pk}", domain=domain, language=language, text=text)
    assert article.snapshot is not None
    report = _report(event, article, article.snapshot)
    report.save()
    return report


@pytest.fixture
def catalogue(db: None) -> None:
    f.small_catalogue()


@pytest.fixture
def many(catalogue: None) -> list[Event]:
    """Sixty events; each value of each vocabulary that matters occurs."""
    return make_many(random.Random(20240128), 60)

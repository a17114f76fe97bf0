"""What the page of one site shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from events.models import Event, Report, Site, Tally
from events.queries import profile
from events.queries.names import by_language, counted_events
from events.taxonomy import ClaimStatus, Outcome


@dataclass(frozen=True, slots=True)
class Profile:
    """The figures of one selection, ready to be drawn."""

    totals: profile.Totals
    days_since: int | None
    claims: list[profile.Share]
    outcomes: list[profile.Share]
    months: list[profile.Month]
    years: list[int]
    year: int | None
    calendar: list[list[profile.Day | None]]
    cross: profile.Cross
    newest: list[Event]


@dataclass(frozen=True, slots=True)
class SitePage:
    site: Site
    names: list[tuple[str, list[str]]]
    tallies: list[Tally]
    profile: Profile


def profile_of(events: profile.EventQuerySet, dimension: str, *, today: date, year: int | None) -> Profile:
    """The profile of ``events``; ``year`` is the calendar's, the newest with a strike if that has none."""
    struck = profile.years(events)
    shown = year if year in struck else (struck[0] if struck else None)
    sums = profile.totals(events)
    return Profile(
        totals=sums,
        days_since=sums.days_since(today),
        claims=profile.mix(events, "claim_status", ClaimStatus),
        outcomes=profile.mix(events, "outcome", Outcome),
        months=profile.months(events, until=today),
        years=struck,
        year=shown,
        calendar=profile.calendar(events, shown) if shown else [],
        cross=profile.cross(events, dimension),
        newest=list(profile.newest(events)),
    )


def load(site: Site, *, today: date, year: int | None = None) -> SitePage:
    """The page of ``site`` as of ``today``."""
    events = counted_events().filter(site=site)
    telling = Report.objects.live().filter(site=site).values("article")
    tallies = (
        Tally.objects.live()
        .filter(article__in=telling)
        .select_related("article__outlet", "snapshot", "attacker", "issuer")
        .order_by("-article__published_on", "-id")[:20]
    )
    return SitePage(
        site=site,
        names=by_language(site.names.all()),  # type: ignore[attr-defined]
        tallies=list(tallies),
        profile=profile_of(events, "attacker", today=today, year=year),
    )

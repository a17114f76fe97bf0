"""What the page of one site shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from events.filters import Selection, select
from events.models import Event, Report, Site, Tally
from events.queries import profile
from events.queries.figures import Figures, Share, figures
from events.queries.names import by_language


@dataclass(frozen=True, slots=True)
class Profile:
    """The figures of one selection, ready to be drawn."""

    query: str
    """The selection's query string: the map opened with it shows the same events."""
    figures: Figures
    outcomes: list[Share]
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


def profile_of(selection: Selection, dimension: str, *, today: date, year: int | None) -> Profile:
    """The profile of ``selection``; ``year`` is the calendar's, the newest with a strike if that has none."""
    events = selection.events()
    struck = profile.years(events)
    shown = year if year in struck else (struck[0] if struck else None)
    return Profile(
        query=selection.query,
        figures=figures(selection, today=today),
        outcomes=profile.outcomes(events),
        months=profile.months(events, until=today),
        years=struck,
        year=shown,
        calendar=profile.calendar(events, shown) if shown else [],
        cross=profile.cross(events, dimension),
        newest=list(profile.newest(events)),
    )


def load(site: Site, *, today: date, year: int | None = None) -> SitePage:
    """The page of ``site`` as of ``today``."""
    telling = Report.objects.live().filter(site=site).values("article")
    tallies = (
        Tally.objects.live()
        .filter(article__in=telling)
        .select_related("article__outlet", "snapshot", "attacker", "issuer")
        .order_by("-article__published_on", "-id")[:20]
    )
    return SitePage(
        site=site,
        names=by_language(site.names.all()),
        tallies=list(tallies),
        profile=profile_of(select({"site": site.slug}), "attacker", today=today, year=year),
    )

"""What a circle of the map tells when it is opened: the last months and the last strikes of one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth

from events.filters import Selection
from events.models import Event, Site, SiteName
from events.propernames import OTHER_SCRIPTS
from events.taxonomy import ClaimStatus

MONTHS = 6
FEWEST = 3
STRIKES = 3


@dataclass(frozen=True, slots=True)
class Month:
    start: date
    counts: tuple[tuple[str, int], ...]
    """Claim status and count, statuses in screen order, those without a strike left out."""

    @property
    def total(self) -> int:
        return sum(count for _code, count in self.counts)


@dataclass(frozen=True, slots=True)
class Popup:
    site: Site | None
    other_name: str
    """The site's name in another script, '' if none is known."""
    total: int
    mix: tuple[tuple[str, int], ...]
    months: tuple[Month, ...]
    last: tuple[Event, ...]


def popup(selection: Selection, slug: str, *, language: str) -> Popup:
    """The popup of the place that ``selection`` is narrowed to; ``language`` is the reader's."""
    site = Site.objects.filter(slug=slug).first() if slug else None
    events = selection.events().order_by()
    rows = events.annotate(month=TruncMonth("date_from")).values_list("month", "claim_status")
    table: dict[date | None, dict[str, int]] = {}
    for month, status, count in rows.annotate(n=Count("id")):
        table.setdefault(month, {})[status] = count
    sums = {code: sum(counts.get(code, 0) for counts in table.values()) for code in ClaimStatus.codes()}
    last = selection.events().filter(date_from__isnull=False).order_by("-date_from", "-id")
    return Popup(
        site=site,
        other_name=_other_name(site, language),
        total=sum(sums.values()),
        mix=tuple((code, count) for code, count in sums.items() if count),
        months=_months(table),
        last=tuple(last[:STRIKES]),
    )


def _months(table: dict[date | None, dict[str, int]]) -> tuple[Month, ...]:
    dated = [month for month in table if month is not None]
    if not dated:
        return ()
    months, month = [], max(dated)
    for _ in range(MONTHS):
        counts = table.get(month, {})
        ordered = tuple((code, counts[code]) for code in ClaimStatus.codes() if counts.get(code))
        months.append(Month(month, ordered))
        month = (month - timedelta(days=1)).replace(day=1)
    while len(months) > FEWEST and not months[-1].total:
        months.pop()
    return tuple(reversed(months))


def _other_name(site: Site | None, language: str) -> str:
    """The canonical name for readers of another script, the local (Arabic) one for all others."""
    if site is None or language in OTHER_SCRIPTS:
        return site.name if site else ""
    return (
        SiteName.objects.filter(site=site, language="ar", needs_context="")
        .order_by("id")
        .values_list("text", flat=True)
        .first()
        or ""
    )

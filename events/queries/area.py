"""Where and when there is anything: the extents that map programs are told."""

from __future__ import annotations

from django.db.models import Max, Min, QuerySet

from events.models import Event, Site


def box(name: str) -> list[float] | None:
    """West, south, east and north of all points of 'events' or 'sites'; None where there are none."""
    # An event stands where its site does: the sites that were struck are few, the events many.
    rows: QuerySet[Site] = Site.objects.all()
    if name == "events":
        rows = rows.filter(pk__in=Event.objects.current().order_by().values("site").distinct())
    found = rows.aggregate(west=Min("lon"), south=Min("lat"), east=Max("lon"), north=Max("lat"))
    return None if found["west"] is None else [found["west"], found["south"], found["east"], found["north"]]


def period() -> tuple[str | None, str | None]:
    """First and last day of all events, as moments."""
    dated = Event.objects.current().filter(date_from__isnull=False)
    first = dated.order_by("date_from").values_list("date_from", flat=True).first()
    last = dated.order_by("-date_from").values_list("date_from", flat=True).first()
    if first is None or last is None:
        return None, None
    return f"{first.isoformat()}T00:00:00Z", f"{last.isoformat()}T23:59:59Z"

"""The list of events: any length, any depth, one query a page (keyset, never OFFSET)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.filters import BadQuery, Selection
from events.models import Event

PAGE = 50
SORTS: dict[str, str] = {"newest": _("Newest"), "oldest": _("Oldest"), "changed": _("Last changed")}
UNDATED = "none"


@dataclass(frozen=True, slots=True)
class Page:
    events: list[Event]
    cursor: str
    """Where the next page begins; '' at the end."""


def page(selection: Selection, *, sort: str = "newest", cursor: str = "", size: int = PAGE) -> Page:
    """``size`` events of ``selection`` behind ``cursor``. Raises BadQuery for an unknown sort or cursor.

    Undated events stand at the end, whichever way the dated ones run.
    """
    if sort not in SORTS:
        message = gettext("sort: “%(value)s” is no order. Known are: %(known)s.")
        raise BadQuery(message % {"value": sort, "known": ", ".join(SORTS)})
    events = _changed(selection, cursor, size) if sort == "changed" else _dated(selection, sort, cursor, size)
    return Page(events[:size], _cursor(sort, events[size - 1]) if len(events) > size else "")


def _changed(selection: Selection, cursor: str, size: int) -> list[Event]:
    found = selection.events().select_related("site").order_by("-changed_at", "-id")
    if cursor:
        key, last = _read(cursor)
        at = _moment(key, cursor)
        found = found.filter(Q(changed_at__lte=at) & ~Q(changed_at=at, id__gte=last))
    return list(found[: size + 1])


def _dated(selection: Selection, sort: str, cursor: str, size: int) -> list[Event]:
    """Dated events first, then the others: two ranges of an index instead of one condition that uses none."""
    forward = sort == "oldest"
    key, last = _read(cursor) if cursor else ("", 0)
    events: list[Event] = []
    if key != UNDATED:
        found = selection.events().select_related("site").filter(date_from__isnull=False)
        if cursor:
            day = _day(key, cursor)
            found = found.filter(
                Q(date_from__gte=day) & ~Q(date_from=day, id__lte=last)
                if forward
                else Q(date_from__lte=day) & ~Q(date_from=day, id__gte=last)
            )
        order = ("date_from", "id") if forward else ("-date_from", "-id")
        events = list(found.order_by(*order)[: size + 1])
    if len(events) <= size:
        rest = selection.events().select_related("site").filter(date_from__isnull=True)
        if key == UNDATED:
            rest = rest.filter(id__gt=last) if forward else rest.filter(id__lt=last)
        events += rest.order_by("id" if forward else "-id")[: size + 1 - len(events)]
    return events


def _cursor(sort: str, event: Event) -> str:
    key = event.changed_at if sort == "changed" else event.date_from
    return f"{key.isoformat() if key else UNDATED}~{event.pk}"


def _read(cursor: str) -> tuple[str, int]:
    key, _tilde, number = cursor.partition("~")
    if not number.isdecimal() or len(number) > 18:
        raise _lost(cursor)
    return key, int(number)


def _day(key: str, cursor: str) -> date:
    try:
        return date.fromisoformat(key)
    except ValueError:
        raise _lost(cursor) from None


def _moment(key: str, cursor: str) -> datetime:
    try:
        at = datetime.fromisoformat(key)
    except ValueError:
        raise _lost(cursor) from None
    if at.tzinfo is None:
        raise _lost(cursor)
    return at


def _lost(cursor: str) -> BadQuery:
    return BadQuery(gettext("cursor: “%(value)s” leads nowhere.") % {"value": cursor[:40]})

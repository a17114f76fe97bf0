"""The list of events: any length, any depth, one query a page (keyset, never OFFSET).

Without a filter an index has the order; under filters the cube finds the page, whatever they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.cube import listing
from events.filters import BadQuery, Selection
from events.models import Event
from events.queries.choosing import chosen, day_number

PAGE = 50
SORTS: dict[str, str] = {
    "newest": _("Newest"),
    "oldest": _("Oldest"),
    "changed": _("Last changed"),
    "killed": _("Most killed"),
    "injured": _("Most injured"),
    "outlets": _("Most told"),
}
NUMBERS = {"killed": "killed_best", "injured": "injured_best", "outlets": "outlet_count"}
UNTOLD = "none"


@dataclass(frozen=True, slots=True)
class Page:
    events: list[Event]
    cursor: str
    """Where the next page begins; '' at the end."""


def page(selection: Selection, *, sort: str = "newest", cursor: str = "", size: int = PAGE) -> Page:
    """``size`` events of ``selection`` behind ``cursor``. Raises BadQuery for an unknown sort or cursor.

    Events without a date, or without the number sorted by, stand at the end, whichever way the others run.
    """
    if sort not in SORTS:
        message = gettext("sort: “%(value)s” is no order. Known are: %(known)s.")
        raise BadQuery(message % {"value": sort, "known": ", ".join(SORTS)})
    events = (
        _changed(selection, cursor, size) if sort == "changed" else _parted(selection, sort, cursor, size)
    )
    return Page(events[:size], _cursor(sort, events[size - 1]) if len(events) > size else "")


def _changed(selection: Selection, cursor: str, size: int) -> list[Event]:
    found = selection.events().select_related("site").order_by("-changed_at", "-id")
    if cursor:
        key, last = _read(cursor)
        at = _moment(key, cursor)
        found = found.filter(Q(changed_at__lte=at) & ~Q(changed_at=at, id__gte=last))
    return list(found[: size + 1])


def _parted(selection: Selection, sort: str, cursor: str, size: int) -> list[Event]:
    """Events that tell the value first, then the others: two ranges of an index instead of none."""
    forward = sort == "oldest"
    column = NUMBERS.get(sort, "date_from")
    key, last = _read(cursor) if cursor else ("", 0)
    if selection.values and sort in listing.ORDERS:
        with chosen(selection) as cube:
            if cube is not None:
                behind = (_value(sort, key, cursor), last) if cursor else None
                return _found(listing.ids(cube.choice(), sort, size + 1, behind))
    events: list[Event] = []
    if key != UNTOLD:
        found = selection.events().select_related("site").filter(**{f"{column}__isnull": False})
        if cursor:
            value = _number(key, cursor) if sort in NUMBERS else _day(key, cursor)
            found = found.filter(
                Q(**{f"{column}__gte": value}) & ~Q(**{column: value}, id__lte=last)
                if forward
                else Q(**{f"{column}__lte": value}) & ~Q(**{column: value}, id__gte=last)
            )
        order = (column, "id") if forward else (f"-{column}", "-id")
        events = list(found.order_by(*order)[: size + 1])
    if len(events) <= size:
        rest = selection.events().select_related("site").filter(**{f"{column}__isnull": True})
        if key == UNTOLD:
            rest = rest.filter(id__gt=last) if forward else rest.filter(id__lt=last)
        events += rest.order_by("id" if forward else "-id")[: size + 1 - len(events)]
    return events


def _value(sort: str, key: str, cursor: str) -> int:
    """The cursor's value as the cube has it."""
    if key == UNTOLD:
        return listing.NONE
    return _number(key, cursor) if sort in NUMBERS else day_number(_day(key, cursor))


def _found(ids: list[int]) -> list[Event]:
    """The events in the order of their ids."""
    known = Event.objects.select_related("site").in_bulk(ids)
    return [known[pk] for pk in ids if pk in known]


def _cursor(sort: str, event: Event) -> str:
    if sort in NUMBERS:
        number = getattr(event, NUMBERS[sort])
        return f"{UNTOLD if number is None else number}~{event.pk}"
    key = event.changed_at if sort == "changed" else event.date_from
    return f"{key.isoformat() if key else UNTOLD}~{event.pk}"


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


def _number(key: str, cursor: str) -> int:
    if not key.isdecimal() or len(key) > 9:
        raise _lost(cursor)
    return int(key)


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

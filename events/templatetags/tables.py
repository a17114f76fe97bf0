"""The cells of the table of events, one function a column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from events import wording
from events.models import Event
from events.propernames import proper
from events.queries.changes import value_words
from events.queries.tablecolumns import TableColumn
from events.taxonomy import WeaponType
from events.templatetags.cw import glyph, short_headline
from events.templatetags.dash import short_day, toll
from events.views.state import State

register = template.Library()

NEAR = 9
"""How close the map stands when it shows the place of one event."""


def _event(event: Event) -> SafeString:
    address = reverse("event", args=[event.public_id])
    return format_html('<a class="row-link" href="{}">{}</a>', address, short_headline(event))


def _place(event: Event) -> SafeString | str:
    name = proper(event.site_name)
    if event.lat is None or event.lon is None:
        return name or format_html('<span class="muted">{}</span>', gettext("not located"))
    at = f"{NEAR}/{event.lat:.3f}/{event.lon:.3f}"
    return format_html(
        '<a href="?at={}" data-on-map="{}" title="{}">{}</a>', at, at, gettext("On the map"), name
    )


def _claim(event: Event) -> SafeString:
    return format_html("{} {}", glyph(event.claim_status), wording.label("ClaimStatus", event.claim_status))


def _weapon(event: Event) -> str:
    known = [weapon for weapon in event.weapons if weapon != WeaponType.UNKNOWN]
    return gettext(", ").join(wording.label("WeaponType", weapon) for weapon in known)


def _changed(event: Event) -> SafeString:
    moment = timezone.localtime(event.changed_at)
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), date_format(moment, "j M y, H:i"))


def _range(figure: str) -> Callable[[Event], SafeString | str]:
    """Numbers run from left to right, whatever runs round them."""

    def cell(event: Event) -> SafeString | str:
        text = toll(event, figure)
        return format_html('<bdi dir="ltr">{}</bdi>', text) if text else ""

    return cell


def _coded(column: str, vocabulary: str) -> Callable[[Event], str]:
    return lambda event: wording.label(vocabulary, getattr(event, column))


CELLS: dict[str, Callable[[Event], SafeString | str]] = {
    "date": short_day,
    "event": _event,
    "place": _place,
    "country": lambda event: wording.country_name(event.country) if event.country else "",
    "attacker": lambda event: proper(event.attacker_name),
    "target": lambda event: proper(event.target_name),
    "weapon": _weapon,
    "munitions": _range("munition"),
    "outcome": _coded("outcome", "Outcome"),
    "interception": lambda event: value_words("interception", event.interception, {}),
    "damage": _coded("damage", "Damage"),
    "claim": _claim,
    "killed": _range("killed"),
    "injured": _range("injured"),
    "outlets": lambda event: str(event.outlet_count),
    "review": _coded("review_status", "ReviewStatus"),
    "precision": _coded("date_precision", "DatePrecision"),
    "geo": _coded("geo_precision", "GeoPrecision"),
    "changed": _changed,
    "id": lambda event: event.public_id,
}
"""Column -> what stands in it."""

CLASSES = {"date": "nowrap", "claim": "nowrap", "changed": "nowrap", "id": "nowrap mono"}


@dataclass(frozen=True, slots=True)
class Head:
    link: str
    """The query string that sorts by the column; '' where nothing does."""
    direction: str
    """As ``aria-sort`` has it; '' where the table is sorted by another column."""


@register.simple_tag
def table_head(column: TableColumn, state: State) -> Head:
    """How the head of a column sorts: once pressed it sorts, pressed again it turns round where it can."""
    if not column.sorts:
        return Head("", "")
    now = state.choices["sort"]
    at = column.sorts.index(now) if now in column.sorts else -1
    link = state.link(sort=column.sorts[(at + 1) % len(column.sorts)]) or "sort=newest"
    if at < 0:
        return Head(link, "")
    return Head(link, "ascending" if now == "oldest" else "descending")


@register.simple_tag
def cells(event: Event, columns: Iterable[TableColumn]) -> SafeString:
    """The cells of one row."""
    drawn = ((_classes(column), CELLS[column.name](event)) for column in columns)
    return format_html_join("", "<td{}>{}</td>", drawn)


def _classes(column: TableColumn) -> SafeString | str:
    name = "num" if column.number else CLASSES.get(column.name, "")
    return format_html(' class="{}"', name) if name else ""

"""The columns of an event, named once: API, JSON Lines, CSV, GeoJSON and codebook take them from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings

from events.models import Event
from events.wording import headline

Kind = Literal["text", "code", "day", "moment", "count", "number", "list", "object", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what kind of value it holds, and what that means (docs/codebook.md)."""

    name: str
    kind: Kind
    meaning: str
    path: str = ""
    """ORM path where it is not the name; '-' for a value that is made, not stored."""
    make: Callable[[Event], Any] | None = None

    def of(self, event: Event) -> Any:
        if self.make is not None:
            return self.make(event)
        value: Any = event
        for part in (self.path or self.name).split("__"):
            value = getattr(value, part, None)
        return value

    @property
    def source(self) -> str:
        return self.path or self.name


def page_of(event: Event) -> str:
    return f"{settings.PUBLIC_URL}/events/{event.public_id}/"


def _counts(name: str, meaning: str) -> list[Column]:
    empty = "empty is not 0, an explicit none is 0"
    return [
        Column(f"{name}_low", "count", f"{meaning}: lowest told ({empty})"),
        Column(f"{name}_best", "count", f"{meaning}: told by most independent outlets"),
        Column(f"{name}_high", "count", f"{meaning}: highest told; empty with a low means open-ended"),
    ]


COLUMNS: tuple[Column, ...] = (
    Column("public_id", "text", "permanent id; after a merge it leads to the event that stands"),
    Column("url", "text", "the event's page", "-", page_of),
    Column("headline", "text", "neutral headline made of codes", "-", lambda event: headline(event)),
    Column("date_from", "day", "first day on which it may have been"),
    Column("date_to", "day", "last day on which it may have been"),
    Column("date_precision", "code", "how exactly the date is known"),
    Column("date_basis", "code", "what the date rests on"),
    Column("time_of_day", "code", "part of the day, if told"),
    Column("site", "text", "slug of the site in the catalogue", "site__slug"),
    Column("site_name", "text", "canonical name, or the article's words for a place not in the catalogue"),
    Column("site_as_written", "text", "the place as an article wrote it"),
    Column("country", "code", "ISO 3166 alpha-2 of the site; XZ at sea"),
    Column("lat", "number", "latitude, WGS84 degrees"),
    Column("lon", "number", "longitude, WGS84 degrees"),
    Column("geo_precision", "code", "how exactly the place is known, 0 (part of a site) to 9 (not located)"),
    Column("radius_m", "count", "metres within which the position is to be trusted"),
    Column("attacker", "text", "slug of the attributed attacker", "attacker__slug"),
    Column("attacker_name", "text", "its canonical, neutral name"),
    Column("attacker_basis", "code", "who says so: claimed by it, stated, accused, suspected"),
    Column("claimant", "text", "slug of who claimed the attack", "claimant__slug"),
    Column("target", "text", "slug of whose forces or property was attacked", "target__slug"),
    Column("target_name", "text", "its canonical, neutral name"),
    Column("weapons", "list", "weapon types"),
    Column("weapon_systems", "list", "named systems as written"),
    *_counts("munition", "munitions used in this attack"),
    *_counts("killed", "killed on the attacked side"),
    *_counts("injured", "injured on the attacked side"),
    Column("victims", "object", "killed and injured by group (low, best, high), where told"),
    Column("outcome", "code", "hit, intercepted, missed ..."),
    Column("interception", "code", "how much was intercepted: all, some, none, unknown"),
    Column("damage", "code", "extent of the damage"),
    Column("damage_text", "text", "what was damaged, as written"),
    Column("claim_status", "code", "what the claims, confirmations and denials add up to"),
    Column("review_status", "code", "whether a person reviewed or rejected it"),
    Column("confidence", "number", "0 to 1: how sure the machine is of its reading"),
    Column("disputed_fields", "list", "fields on which the reports disagree"),
    Column("report_count", "count", "articles that tell of it"),
    Column("outlet_count", "count", "independent outlets; copies of one text count once"),
    Column("revision", "count", "number of the event's present state"),
    Column("created_at", "moment", "when it was first recorded"),
    Column("changed_at", "moment", "when its present state was computed"),
)
BY_NAME = {column.name: column for column in COLUMNS}


def record(event: Event) -> dict[str, Any]:
    """All columns of one event. ``site``, ``attacker``, ``claimant`` and ``target`` should be selected."""
    return {column.name: column.of(event) for column in COLUMNS}


RELATED = ("site", "attacker", "claimant", "target")

"""What a revision changed, told by columns of the event's row, in words.

A revision names every column that moved; people read fields. Columns that only repeat another one (the slug
beside the name, the position beside the place) are left out, and equal ends of a range are told once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.queries.changes import Change, value_words
from events.wording import country_name, label

Pair = list[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """How one column is told: its name, the field whose hue it wears, its words."""

    name: str
    field: str
    words: Callable[[Any], str]


def _coded(vocabulary: str) -> Callable[[Any], str]:
    return lambda value: label(vocabulary, str(value)) if value not in (None, "") else ""


def _day(value: Any) -> str:
    return date_format(date.fromisoformat(value), "j F Y") if value else ""


def _plain(value: Any) -> str:
    return "" if value in (None, "", [], {}) else str(value)


def _list(value: Any) -> str:
    return gettext(", ").join(str(part) for part in value or [])


def _as(field: str) -> Callable[[Any], str]:
    return lambda value: value_words(field, value, {})


def _yes(value: Any) -> str:
    return gettext("yes") if value else gettext("no")


COLUMNS: dict[str, Column] = {
    "date_from": Column(_("First day"), "date", _day),
    "date_to": Column(_("Last day"), "date", _day),
    "date_precision": Column(_("Date precision"), "date", _coded("DatePrecision")),
    "date_basis": Column(_("Date basis"), "date", _coded("DateBasis")),
    "time_of_day": Column(_("Time of day"), "time_of_day", _as("time_of_day")),
    "site_name": Column(_("Place"), "site", _plain),
    "country": Column(_("Country"), "site", lambda value: country_name(value) if value else ""),
    "geo_precision": Column(_("Place precision"), "site", _coded("GeoPrecision")),
    "attacker_name": Column(_("Attacker"), "attacker", _plain),
    "attacker_basis": Column(_("How the attacker is known"), "attacker", _coded("AttackerBasis")),
    "claimant": Column(_("Claimed by"), "claim_status", _plain),
    "target_name": Column(_("Target"), "target", _plain),
    "weapons": Column(_("Weapon"), "weapon", _as("weapon")),
    "weapon_systems": Column(_("Weapon systems"), "weapon", _list),
    "outcome": Column(_("Outcome"), "outcome", _coded("Outcome")),
    "interception": Column(_("Interception"), "outcome", _as("interception")),
    "damage": Column(_("Damage"), "outcome", _coded("Damage")),
    "damage_text": Column(_("What was damaged"), "outcome", _plain),
    "victims": Column(_("Victims by group"), "killed", _as("victims")),
    "claim_status": Column(_("Claim status"), "claim_status", _coded("ClaimStatus")),
    "review_status": Column(_("Review status"), "", _coded("ReviewStatus")),
    "withdrawn": Column(_("Withdrawn"), "", _yes),
    "merged_into": Column(_("Merged into"), "", _plain),
}
"""Column -> how it is told, in the order of the page."""

RANGES: dict[str, tuple[str, str]] = {
    "munition": (_("Number of munitions"), "munition_count"),
    "killed": (_("Killed"), "killed"),
    "injured": (_("Injured"), "injured"),
}
ENDS = {"low": _("at least"), "best": _("best count"), "high": _("at most")}


def in_fields(changes: Mapping[str, Pair], names: Mapping[str, str]) -> list[Change]:
    """The changed columns as a reader's changes; ``names`` holds ``actor:slug`` -> name for claimants."""
    told = [_change(column, pair, names) for column, pair in _ordered(changes)]
    for base in RANGES:
        told += _range(base, changes)
    return [change for change in told if change.old != change.new]


def _ordered(changes: Mapping[str, Pair]) -> list[tuple[Column, Pair]]:
    one_day = changes.get("date_from") is not None and changes.get("date_from") == changes.get("date_to")
    rows = []
    for key, column in COLUMNS.items():
        if key not in changes or (key == "date_to" and one_day):
            continue
        if key == "country" and "site_name" in changes:
            continue
        shown = Column(_("Date"), "date", _day) if key == "date_from" and one_day else column
        rows.append((shown, changes[key]))
    return rows


def _change(column: Column, pair: Pair, names: Mapping[str, str]) -> Change:
    old, new = (names.get(f"actor:{value}") or column.words(value) for value in pair)
    return Change(column.field, gettext(column.name), old, new)


def _range(base: str, changes: Mapping[str, Pair]) -> list[Change]:
    name, field = RANGES[base]
    ends = {end: changes[f"{base}_{end}"] for end in ENDS if f"{base}_{end}" in changes}
    told = {end: (_number(old), _number(new)) for end, (old, new) in ends.items()}
    if len(told) == len(ENDS) and len(set(told.values())) == 1:
        return [Change(field, gettext(name), *told["best"])]
    return [
        Change(field, f"{gettext(name)} ({gettext(ENDS[end])})", old, new) for end, (old, new) in told.items()
    ]


def _number(value: Any) -> str:
    return "" if value is None else str(value)

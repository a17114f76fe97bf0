"""Values before and after, as stored by decisions and revisions, in words.

The JSON of a field is that of ``resolution.FIELDS[field].dump``; slugs are turned into names by one query a
kind, whatever the number of changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.models import Actor, Site
from events.queries.fields import BY_FIELD, INTERCEPTION, TIMES_OF_DAY
from events.wording import amount, country_name, label, period

NAMES: dict[str, str] = {
    "date": _("Date"),
    "time_of_day": _("Time of day"),
    "site": _("Place"),
    "attacker": _("Attacker"),
    "claimant": _("Claimed by"),
    "target": _("Target"),
    "weapon": _("Weapon"),
    "munition_count": _("Number of munitions"),
    "killed": _("Killed"),
    "injured": _("Injured"),
    "victims": _("Victims by group"),
    "outcome": _("Outcome"),
    "interception": _("Interception"),
    "damage": _("Damage"),
    "claim_status": _("Claim status"),
}
VOCABULARIES = {
    "outcome": "Outcome",
    "claim_status": "ClaimStatus",
}

Slugs = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One field with its value before and after, in words ('' = not stated)."""

    field: str
    name: str
    old: str
    new: str

    @property
    def group(self) -> str:
        """Key of the group whose hue the change wears, or ''."""
        return BY_FIELD[self.field].key if self.field in BY_FIELD else ""


def field_name(field: str) -> str:
    return gettext(NAMES[field]) if field in NAMES else field.replace("_", " ")


def in_words(rows: Iterable[tuple[str, Any, Any]], slugs: Slugs) -> list[Change]:
    """``(field, old, new)`` as stored -> changes in words."""
    return [
        Change(field, field_name(field), value_words(field, old, slugs), value_words(field, new, slugs))
        for field, old, new in rows
    ]


def claimants(columns: Mapping[str, Iterable[Any]]) -> list[tuple[str, Any]]:
    """The claimants among changed columns, as ``slug_names`` takes them."""
    return [("claimant", {"slug": slug}) for slug in columns.get("claimant", ()) if slug]


def slug_names(values: Iterable[tuple[str, Any]]) -> dict[str, str]:
    """``field:slug`` -> name for all sites and actors that the ``(field, value)`` pairs name."""
    sites: set[str] = set()
    actors: set[str] = set()
    for field, value in values:
        slug = value.get("slug") if isinstance(value, Mapping) else None
        if slug:
            (sites if field == "site" else actors).add(slug)
    names = {f"site:{slug}": name for slug, name in _named(Site, sites)}
    return names | {f"actor:{slug}": name for slug, name in _named(Actor, actors)}


def _named(model: type[Site] | type[Actor], slugs: set[str]) -> list[tuple[str, str]]:
    return list(model.objects.filter(slug__in=slugs).values_list("slug", "name")) if slugs else []


def value_words(field: str, value: Any, slugs: Slugs) -> str:
    """One stored value in words; '' for nothing stated."""
    if value in (None, "", [], {}):
        return ""
    reader = _READERS.get(field)
    if reader is not None:
        return reader(value, slugs)
    if field in VOCABULARIES:
        return label(VOCABULARIES[field], str(value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)


def _date(value: Any, slugs: Slugs) -> str:
    if not isinstance(value, Mapping) or not value.get("from"):
        return ""
    start = date.fromisoformat(value["from"])
    end = date.fromisoformat(value["to"]) if value.get("to") else None
    return period(start, end, value.get("precision") or "day")


def _site(value: Any, slugs: Slugs) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    name = slugs.get(f"site:{value.get('slug')}") or value.get("name") or value.get("slug") or ""
    if value.get("country") and not value.get("slug"):
        name = f"{name}, {country_name(value['country'])}"
    if value.get("geo_precision") not in (None, "1"):
        name = f"{name} ({label('GeoPrecision', value['geo_precision'])})"
    return str(name)


def _party(value: Any, slugs: Slugs) -> str:
    if not isinstance(value, Mapping):
        return slugs.get(f"actor:{value}", str(value))
    name = slugs.get(f"actor:{value.get('slug')}") or value.get("name") or value.get("slug") or ""
    basis = value.get("basis")
    return f"{name} ({label('AttackerBasis', basis)})" if basis and basis != "none" else str(name)


def _weapons(value: Any, slugs: Slugs) -> str:
    codes = value if isinstance(value, list | tuple) else [value]
    return gettext(", ").join(label("WeaponType", str(code)) for code in codes)


def _range(value: Any, slugs: Slugs) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return amount(value.get("low"), value.get("best"), value.get("high"))


def _damage(value: Any, slugs: Slugs) -> str:
    if not isinstance(value, Mapping):
        return label("Damage", str(value))
    extent = label("Damage", str(value.get("extent") or "not_stated"))
    return f"{extent} ({value['text']})" if value.get("text") else extent


def _victims(value: Any, slugs: Slugs) -> str:
    parts = []
    for group, counts in value.items():
        killed, injured = _range(counts.get("killed"), slugs), _range(counts.get("injured"), slugs)
        parts.append(f"{label('VictimGroup', group)}: {killed or '–'} / {injured or '–'}")
    return gettext(", ").join(parts)


def _time(value: Any, slugs: Slugs) -> str:
    return gettext(TIMES_OF_DAY[value]) if value in TIMES_OF_DAY else str(value)


def _interception(value: Any, slugs: Slugs) -> str:
    return gettext(INTERCEPTION[value]) if value in INTERCEPTION else label("Outcome", "unknown")


_READERS = {
    "date": _date,
    "time_of_day": _time,
    "site": _site,
    "attacker": _party,
    "claimant": _party,
    "target": _party,
    "weapon": _weapons,
    "munition_count": _range,
    "killed": _range,
    "injured": _range,
    "damage": _damage,
    "victims": _victims,
    "interception": _interception,
}

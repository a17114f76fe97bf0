"""Each kind of field value as JSON: checked on the way in, written on the way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from events.extraction.types import Range
from events.resolution.types import Directory, Party, Place, Values
from events.taxonomy import (
    AttackerBasis,
    Code,
    Damage,
    DateBasis,
    DatePrecision,
    GeoPrecision,
    VictimGroup,
    WeaponType,
)


class BadValue(ValueError):
    """A corrected value that the field cannot hold; the text is a sentence for the person."""


def mapping(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadValue(f"{what} must be given as named parts.")
    return value


def _day(value: Any) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadValue(f"'{value}' is no day; write it as 2024-01-28.") from None


def check_code(vocabulary: type[Code] | tuple[str, ...], value: Any) -> str:
    codes = vocabulary if isinstance(vocabulary, tuple) else tuple(vocabulary.codes())
    if not isinstance(value, str) or value not in codes:
        raise BadValue(f"'{value}' is none of: {', '.join(code or 'empty' for code in codes)}.")
    return value


def parse_date(value: Any, _: Directory) -> tuple[date | None, date | None, str]:
    parts = mapping(value, "A date")
    start, end = _day(parts.get("from")), _day(parts.get("to"))
    if start is None:
        if end is not None:
            raise BadValue("A date needs its first day.")
        return None, None, DatePrecision.UNKNOWN
    end = end or start
    if end < start:
        raise BadValue("The last day lies before the first.")
    if (end - start).days > 3660:
        raise BadValue("The period is longer than ten years.")
    usual = DatePrecision.DAY if start == end else DatePrecision.RANGE
    precision = check_code(DatePrecision, parts.get("precision") or usual)
    if precision == DatePrecision.UNKNOWN or (precision == DatePrecision.DAY and start != end):
        raise BadValue("The precision does not fit the days given.")
    return start, end, precision


def lay_date(values: Values, value: tuple[date | None, date | None, str]) -> Values:
    basis = DateBasis.HUMAN if value[0] else DateBasis.NONE
    return replace(values, date_from=value[0], date_to=value[1], date_precision=value[2], date_basis=basis)


def dump_date(values: Values) -> Any:
    return {
        "from": values.date_from.isoformat() if values.date_from else None,
        "to": values.date_to.isoformat() if values.date_to else None,
        "precision": str(values.date_precision),
    }


def parse_site(value: Any, names: Directory) -> Place | None:
    """``{"slug": ...}`` for a catalogued site, ``{"name", "country", "lat", "lon"}`` for another place."""
    if value is None:
        return None
    parts = mapping(value, "A site")
    precision = parts.get("geo_precision")
    if precision is not None:
        check_code(GeoPrecision, precision)
    if parts.get("slug"):
        try:
            place = names.place(str(parts["slug"]))
        except KeyError:
            raise BadValue(f"There is no site '{parts['slug']}'.") from None
        return replace(place, geo_precision=precision) if precision else place
    return _free_place(parts, precision)


def _free_place(parts: Mapping[str, Any], precision: str | None) -> Place:
    name, country = str(parts.get("name") or "").strip(), str(parts.get("country") or "")
    if not name or len(name) > 200:
        raise BadValue("A site needs a name of at most 200 characters, or the slug of a known site.")
    if country and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise BadValue(f"'{country}' is no country code of two capitals.")
    lat, lon = parts.get("lat"), parts.get("lon")
    if (lat is None) != (lon is None):
        raise BadValue("A position needs latitude and longitude.")
    if lat is None or lon is None:
        return Place(None, name, name, country, geo_precision=precision or GeoPrecision.UNLOCATED)
    try:
        lat, lon = float(lat), float(lon)
    except (TypeError, ValueError):
        raise BadValue("Latitude and longitude must be numbers.") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadValue("The position is out of range.")
    return Place(None, name, name, country, lat, lon, precision or GeoPrecision.SITE)


def dump_site(values: Values) -> Any:
    place = values.place
    if place is None:
        return None
    if place.slug:
        return {"slug": place.slug, "geo_precision": str(place.geo_precision)}
    return {
        "name": place.name,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "geo_precision": str(place.geo_precision),
    }


def parse_party(value: Any, names: Directory) -> Party | None:
    """A slug, ``{"slug": ...}``, ``{"name": ...}`` for a side that the catalogue lacks, or null."""
    if value in (None, ""):
        return None
    slug = value if isinstance(value, str) else mapping(value, "A side").get("slug")
    if slug:
        try:
            return names.party(str(slug))
        except KeyError:
            raise BadValue(f"There is no actor '{slug}'.") from None
    name = str(value.get("name") or "").strip()
    if not name or len(name) > 200:
        raise BadValue("A side needs a name of at most 200 characters, or the slug of a known actor.")
    return Party(None, name)


def dump_party(party: Party | None) -> Any:
    if party is None:
        return None
    return {"slug": party.slug} if party.slug else {"name": party.name}


def parse_attacker(value: Any, names: Directory) -> tuple[Party | None, str | None]:
    party = parse_party(value, names)
    basis = value.get("basis") if isinstance(value, Mapping) else None
    return party, check_code(AttackerBasis, basis) if basis else None


def lay_attacker(values: Values, value: tuple[Party | None, str | None]) -> Values:
    party, basis = value
    if party is None:
        basis = AttackerBasis.NONE
    elif basis is None:
        kept = values.attacker_basis
        basis = kept if kept != AttackerBasis.NONE else AttackerBasis.STATED
    return replace(values, attacker=party, attacker_basis=basis)


def dump_attacker(values: Values) -> Any:
    dumped = dump_party(values.attacker)
    return None if dumped is None else {**dumped, "basis": str(values.attacker_basis)}


def parse_weapons(value: Any, _: Directory) -> tuple[str, ...]:
    """A list of codes; an empty list means that none is told."""
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise BadValue("Weapons must be given as a list of codes.")
    codes = {check_code(WeaponType, code) for code in value}
    return tuple(sorted(codes, key=WeaponType.codes().index))


def parse_range(value: Any, _: Directory | None = None) -> Range:
    """A number, or ``{"low", "best", "high"}`` with gaps; null means not stated, 0 an explicit none."""
    if value is None:
        return Range()
    if isinstance(value, Mapping):
        parts = [value.get(key) for key in ("low", "best", "high")]
    else:
        parts = [value, value, value]
    for part in parts:
        if part is None:
            continue
        if isinstance(part, bool) or not isinstance(part, int) or not 0 <= part <= 1_000_000:
            raise BadValue(f"'{part}' is no count.")
    known = [part for part in parts if part is not None]
    if known != sorted(known):
        raise BadValue("A range must rise from low over best to high.")
    return Range(*parts)


def dump_range(value: Range) -> Any:
    return None if value == Range() else {"low": value.low, "best": value.best, "high": value.high}


def parse_victims(value: Any, _: Directory) -> dict[str, tuple[Range, Range]]:
    groups = {}
    for group, counts in mapping(value, "Victims").items():
        parts = mapping(counts, "A group of victims")
        groups[check_code(VictimGroup, group)] = (
            parse_range(parts.get("killed")),
            parse_range(parts.get("injured")),
        )
    return groups


def dump_victims(values: Values) -> Any:
    return {
        str(group): {"killed": dump_range(killed), "injured": dump_range(injured)}
        for group, (killed, injured) in sorted(values.victims.items())
    }


def parse_damage(value: Any, _: Directory) -> tuple[str, str | None]:
    if isinstance(value, str):
        return check_code(Damage, value), None
    parts = mapping(value, "Damage")
    text = str(parts.get("text") or "").strip()
    if len(text) > 500:
        raise BadValue("What was damaged must be told in at most 500 characters.")
    return check_code(Damage, parts.get("extent")), text


def lay_damage(values: Values, value: tuple[str, str | None]) -> Values:
    text = values.damage_text if value[1] is None else value[1]
    return replace(values, damage=value[0], damage_text=text)

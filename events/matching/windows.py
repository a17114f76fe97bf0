"""Where and when a report is looked for: its block and the days on which the attack may have been."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from events.matching.types import Window
from events.resolution.types import Values
from events.taxonomy import DateBasis, DatePrecision, GeoPrecision

CLAIM_LAG = timedelta(days=1)
"""A claim comes on the day of the attack or the day after."""
PUBLICATION_LAG = timedelta(days=3)
"""An article without any date tells of the days before it (docs/codebook.md, date_basis publication)."""
FIRM_BASES = frozenset({DateBasis.STATED, DateBasis.RELATIVE, DateBasis.HUMAN})
WIDE = frozenset(
    {
        GeoPrecision.DISTRICT,
        GeoPrecision.PROVINCE,
        GeoPrecision.FUZZY,
        GeoPrecision.COUNTRY,
        GeoPrecision.SEA,
        GeoPrecision.UNLOCATED,
    }
)
NOWHERE = "nowhere"
"""Block of reports that tell no place at all."""


def window(values: Values, published: date | None) -> Window | None:
    """The days on which the attack may have been; None when nothing bounds them."""
    first, last = values.date_from, values.last_day
    if first is None or last is None or values.date_basis == DateBasis.PUBLICATION:
        day = last or published
        return Window(day - PUBLICATION_LAG, day) if day else None
    if values.date_precision in (DatePrecision.LONGER, DatePrecision.UNKNOWN):
        return None
    if values.date_basis == DateBasis.CLAIM_DAY:
        return Window(first - CLAIM_LAG, last)
    return Window(first, last)


def firm(values: Values) -> bool:
    """Whether a report states one day at a place of its own."""
    return (
        values.date_from is not None
        and values.date_precision == DatePrecision.DAY
        and values.date_basis in FIRM_BASES
        and values.place is not None
    )


def places(values: Values, lineage: tuple[str, ...]) -> tuple[str, ...]:
    """Keys of the place and of the wider places around it. ``lineage`` holds the slugs of a catalogued
    site, itself first; a place that the catalogue lacks is known by country and folded name."""
    if values.place is None:
        return ()
    if values.place.slug:
        return lineage or (values.place.slug,)
    name = _folded(values.place.name)
    return (f"{values.place.country}:{name}",) if name else ()


def _folded(name: str) -> str:
    """Letters and digits of a name without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def block(keys: tuple[str, ...]) -> str:
    """The block that a report with these place keys is matched in: its widest place."""
    return keys[-1][:240] if keys else NOWHERE


def wide(values: Values, *, region: bool) -> bool:
    """Whether the place is no point on the map but an area; ``region`` says so of a catalogued site."""
    place = values.place
    if place is None or region:
        return True
    if place.slug is None and place.geo_precision == GeoPrecision.UNLOCATED:
        return False  # a named place that the catalogue lacks is a point, only not yet on the map
    if place.slug is not None and place.geo_precision == GeoPrecision.DISTRICT:
        return False  # a catalogued place whose coordinate is vague; the place itself is not
    return place.geo_precision in WIDE

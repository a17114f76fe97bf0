"""When a predicted event agrees with a labelled one: sites, dates, sides and figures.

The labels follow the exchange format (``events.extraction.exchange``). Agreement on a site: the same name
once folded, a form or group of the site list, at most 15 km apart, one name inside the other for an area, or,
for a place without a position, the words as written.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]

NEAR_KM = 15.0
HINT_DAYS = 3
"""A gold event without a date accepts a day up to this long before its ``date_hint``."""

GENERIC_PLACE = frozenset(
    [
        "al",
        "el",
        "the",
        "at",
        "of",
        "in",
        "and",
        "base",
        "air",
        "airbase",
        "airfield",
        "garrison",
        "military",
        "camp",
        "field",
        "international",
        "naval",
        "facility",
        "port",
        "complex",
        "station",
        "area",
        "us",
        "army",
    ]
)
GENERIC_SIDE = frozenset(
    [
        "forces",
        "force",
        "armed",
        "military",
        "army",
        "air",
        "navy",
        "naval",
        "troops",
        "soldiers",
        "defense",
        "defence",
        "security",
        "police",
        "marines",
        "the",
        "al",
        "state",
        "government",
        "and",
        "allied",
        "personnel",
        "border",
        "guard",
        "intelligence",
    ]
)
SIDES = {
    "united states": "us|u s|usa|america|american|us led coalition|coalition|international coalition"
    "|global coalition|us coalition|us and coalition|us embassy|us contractors|centcom|cjtf oir",
    "israel": "israeli|idf|zionist regime",
    "russia": "russian|black sea fleet",
    "ukraine": "ukrainian|sbu|security service of ukraine",
    "houthis": "houthi|ansar allah|ansarallah|houthi movement",
    "iran": "iranian|irgc|islamic revolutionary guard corps|islamic republic of iran",
    "iran backed militias": "iran backed groups|iran aligned militias|iranian backed militias"
    "|pro iran militias|pro iran groups|iraqi militias|iraqi resistance factions|iraqi armed factions"
    "|militias",
    "united arab emirates": "uae|emirates|emirati",
    "saudi arabia": "saudi|saudis",
    "islamic state": "isis|isil|daesh|is",
    "turkey": "turkish|turkiye",
    "indonesia": "indonesian|tni|indonesian tni",
    "burkina faso": "burkinabe",
    "niger": "nigerien",
    "papuan armed": "opm|tpnpb|opm tpnpb|tpnpb opm|kkb|papuan kkb",
    "syria": "syrian",
    "iraq": "iraqi",
    "pakistan": "pakistani",
    "afghanistan": "afghan",
    "mali": "malian",
    "nigeria": "nigerian",
    "sudan": "sudanese",
    "india": "indian",
    "colombia": "colombian",
    "lebanon": "lebanese",
    "jordan": "jordanian",
}
SIDE_OF = {form: side for side, forms in SIDES.items() for form in (side, *forms.split("|"))}
FIELDS = (
    "date",
    "attacker",
    "target",
    "weapon_types",
    "munition_count",
    "killed",
    "injured",
    "intercepted",
    "claim_status",
)


def plain(text: object) -> str:
    """Lower case without accents or punctuation, single spaces."""
    decomposed = unicodedata.normalize("NFKD", str(text or "")).lower()
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def without(words: str, generic: frozenset[str]) -> str:
    return " ".join(w for w in words.split() if w not in generic) or words


def place_key(name: object) -> str:
    return without(plain(name), GENERIC_PLACE)


def side_key(name: object) -> str | None:
    """'US forces', 'US Navy', 'United States' -> 'united states'; None for nobody."""
    words = plain(name)
    if words in {"", "none", "unknown", "unidentified"}:
        return None
    core = without(words, GENERIC_SIDE)
    return SIDE_OF.get(words) or SIDE_OF.get(core) or core


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (lat, lon) in degrees, haversine on a sphere of 6371 km."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


class Sites:
    """Positions, groups and written forms of the places that the labels name."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self.position: dict[str, tuple[float, float]] = {}
        self.group: dict[str, str] = {}
        self.form: dict[str, str] = {}
        self.areas: set[str] = set()
        for path in paths:
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    self._add(row)

    def _add(self, row: dict[str, str]) -> None:
        key = place_key(row["site"])
        if row["kind"] in {"region", "other"}:
            self.areas.add(key)
        if row["site_group"]:
            self.group[key] = row["site_group"]
        if row["lat"] and row["lon"]:
            self.position[key] = (float(row["lat"]), float(row["lon"]))
        for form in re.split(r"[|;]", row["surface_forms"] or ""):
            self.form.setdefault(place_key(re.sub(r"^\s*[a-z]{2}:", "", form)), key)

    def key(self, name: object) -> str:
        key = place_key(name)
        return key if key in self.position else self.form.get(key, key)

    def _point(self, event: Row) -> tuple[float, float] | None:
        if event.get("lat") is not None and event.get("lon") is not None:
            return float(event["lat"]), float(event["lon"])
        return self.position.get(self.key(event.get("site")))

    def agree(self, gold: Row, told: Row) -> bool:
        """Whether both name the same place."""
        if not gold.get("site") or not told.get("site"):
            return not gold.get("site") and not told.get("site")
        a, b = self.key(gold["site"]), self.key(told["site"])
        if a == b or (gold.get("site_group") and gold["site_group"] == self.group.get(b)):
            return True
        if a in self.areas and self._inside(a, place_key(told["site"])):
            return True
        if told.get("lat") is None and self._inside(
            place_key(gold.get("site_as_written")), place_key(told.get("site_as_written") or told["site"])
        ):
            return True
        here, there = self._point(gold), self._point(told)
        return bool(here and there and distance_km(here, there) <= NEAR_KM)

    @staticmethod
    def _inside(a: str, b: str) -> bool:
        one, other = set(a.split()), set(b.split())
        return bool(one and other and (one <= other or other <= one))


def sides_agree(gold: object, told: object) -> bool:
    """The same side, or one name inside the other."""
    a, b = side_key(gold), side_key(told)
    if a is None or b is None:
        return a is b
    return Sites._inside(a, b)


def dates_agree(gold: Row, told: Row) -> bool:
    """Overlapping ranges; a month by its month; an undated one by its hint."""
    day = told.get("date")
    if not gold.get("date"):
        hint = gold.get("date_hint")
        if not day or not hint:
            return not day
        return str(date.fromisoformat(hint) - timedelta(days=HINT_DAYS)) <= day <= hint
    if not day:
        return False
    if gold.get("date_precision") == "month":
        return bool(gold["date"][:7] == day[:7])
    return bool(
        gold["date"] <= (told.get("date_end") or day) and day <= (gold.get("date_end") or gold["date"])
    )


def _weapons(event: Row) -> frozenset[str]:
    return frozenset(
        "rocket" if w == "missile" else w for w in event.get("weapon_types") or [] if w != "unknown"
    )


def field_agrees(name: str, gold: Row, told: Row) -> bool:
    """Whether one field of ``FIELDS`` agrees; rocket and missile count as one weapon."""
    if name == "date":
        return dates_agree(gold, told)
    if name in {"attacker", "target"}:
        return sides_agree(gold.get(name), told.get(name))
    if name == "weapon_types":
        return _weapons(gold) == _weapons(told)
    if name in {"killed", "injured"}:
        return all(gold.get(f"{name}_{end}") == told.get(f"{name}_{end}") for end in ("min", "max"))
    if name == "intercepted":
        return (gold.get(name) or "unknown") == (told.get(name) or "unknown")
    return bool(gold.get(name) == told.get(name))

"""Link a spelling that the catalogue lacks to a site it holds, when only vowels and doublings differ.

Transliterations disagree on vowels, doubled letters and articles ("Zevelun", "Zevulun"); consonants mostly
agree. A link needs the same consonant skeleton, a close spelling and only one candidate: a wrong point is
worse than none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from math import cos, hypot, radians

from rapidfuzz import fuzz

from events.extraction.normalise import name_variants
from events.extraction.types import Gazetteer, SiteEntry
from events.taxonomy import SiteKind

ARTICLES = re.compile(r"\b(?:al|el|as|ash|an|ar|at|az|ad|ed|es|er|en|ul|the|la|le|de)\b")
VOWELS = re.compile(r"[aeiouyw'h]|[اويىءه]")
DOUBLES = re.compile(r"(.)\1+")
SAME = (
    ("ph", "f"),
    ("kh", "x"),
    ("ch", "c"),
    ("sh", "s"),
    ("dh", "z"),
    ("th", "t"),
    ("gh", "g"),
    ("q", "k"),
    ("ck", "k"),
    ("j", "g"),
    ("tz", "z"),
    ("ts", "z"),
    ("v", "w"),
)
MIN_SKELETON = 3
MIN_RATIO = 74
MIN_FOREIGN = 80
"""Scripts that write few vowels leave fewer letters to tell two names apart."""
MIN_LEAD = 5
MIN_WORD = 4
BESIDE_KM = 25.0
KM_PER_DEGREE = 111.2
VAGUE = (SiteKind.REGION, SiteKind.OTHER)


def skeleton(name: str) -> str:
    """The consonants of a folded name, without articles, doublings and letters that spellings swap."""
    text = ARTICLES.sub(" ", name)
    for written, plain in SAME:
        text = text.replace(written, plain)
    return DOUBLES.sub(r"\1", VOWELS.sub("", text.replace(" ", "").replace("w", "")))


def _bare(name: str) -> str:
    return ARTICLES.sub("", name).strip().removeprefix("ال")


def distance_km(one: SiteEntry, two: SiteEntry) -> float:
    """Kilometres between two sites; 0 where one is not located."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return 0.0
    return hypot(one.lat - two.lat, (one.lon - two.lon) * cos(radians(one.lat))) * KM_PER_DEGREE


class Linker:
    """The names of one gazetteer, prepared for linking."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.skeletons: dict[str, list[tuple[str, SiteEntry]]] = defaultdict(list)
        self.tokens: dict[str, list[SiteEntry]] = defaultdict(list)
        self.exact: dict[str, set[str]] = defaultdict(set)
        self.sites = {site.slug: site for site in gazetteer.sites}
        for site in gazetteer.sites:
            for name in site.names:
                for form in name_variants(name.text):
                    self.exact[ARTICLES.sub("", form).strip()].add(site.slug)
            forms = sorted(
                {form for name in site.names if not name.needs_context for form in name_variants(name.text)}
            )
            for form in forms:
                bones = skeleton(form)
                if len(bones) >= MIN_SKELETON:
                    self.skeletons[bones].append((form, site))
            if SiteKind(site.kind) not in (SiteKind.TOWN, *VAGUE):
                for word in sorted({word for form in forms for word in form.split()}):
                    self.tokens[word].append(site)

    def beside(self, kind: str, lat: float, lon: float) -> SiteEntry | None:
        """The one catalogue site of ``kind`` that lies within BESIDE_KM of a town: 'the airport of X'."""
        found = [
            site
            for site in self.sites.values()
            if site.kind == kind and site.lat is not None and site.lon is not None
            and hypot(site.lat - lat, (site.lon - lon) * cos(radians(lat))) * KM_PER_DEGREE <= BESIDE_KM
        ]  # fmt: skip
        return found[0] if len(found) == 1 else None

    def link(self, name: str, kind: str, countries: Iterable[str]) -> SiteEntry | None:
        """The one site that the folded ``name`` (a place of ``kind``) can mean, or None."""
        likely = set(countries)
        bare = ARTICLES.sub("", name).strip()
        own = [self.sites[slug] for slug in sorted(self.exact.get(bare, ()))]
        town = kind == SiteKind.TOWN
        own = [site for site in own if site.country in likely and (site.kind == SiteKind.TOWN) == town]
        if len(own) == 1:
            return own[0]
        return self._contained(name, kind, likely) or self._spelled(name, kind, likely)

    def _spelled(self, name: str, kind: str, likely: set[str]) -> SiteEntry | None:
        bones = skeleton(name)
        if len(bones) < MIN_SKELETON:
            return None
        best: dict[str, tuple[float, SiteEntry]] = {}
        for form, site in self.skeletons.get(bones, ()):
            if SiteKind(site.kind) in VAGUE or (likely and site.country not in likely):
                continue
            town = site.kind == SiteKind.TOWN
            if (kind == SiteKind.TOWN) != town and kind in (SiteKind.TOWN, SiteKind.REGION):
                continue
            ratio = fuzz.ratio(_bare(name), _bare(form))
            least = MIN_RATIO if form.isascii() else MIN_FOREIGN
            if ratio >= least and ratio > best.get(site.slug, (0.0, site))[0]:
                best[site.slug] = (ratio, site)
        ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].slug))
        if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MIN_LEAD):
            return None
        return ranked[0][1]

    def _contained(self, name: str, kind: str, likely: set[str]) -> SiteEntry | None:
        """'Asad base' for Ain al-Asad: one distinctive word of one base in the countries spoken of."""
        words = [word for word in ARTICLES.sub(" ", name).split() if len(word) >= MIN_WORD]
        if kind in (SiteKind.TOWN, SiteKind.REGION) or len(words) != 1 or not likely:
            return None
        found = {site.slug: site for site in self.tokens.get(words[0], ()) if site.country in likely}
        return next(iter(found.values())) if len(found) == 1 else None

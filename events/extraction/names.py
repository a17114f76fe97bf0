"""Names of the catalogue in the text: which site or actor does a written form mean here?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from events.extraction.lexer import Entry, Matcher, Mention, longest
from events.extraction.linking import Linker
from events.extraction.normalise import Folded, fold_name, name_variants
from events.extraction.pack import Pack
from events.extraction.types import ActorEntry, Ambiguity, Gazetteer, Name, SiteEntry

MIN_ACRONYM = 3
"""Letters from which an acronym is believed where the article speaks of its country."""
ACRONYM = 6
"""Upper-case names up to this length must stand in upper case in the text."""
FOREIGN_FORM = 5
"""Forms of another language count from this length on."""
NOUN_GAP = 3
LATIN = re.compile(r"[a-z]")
ARTICLE = "ال"
"""The Arabic article, which melts into a preposition: names of several words are met without it."""


@dataclass(frozen=True, slots=True)
class NameHit:
    """A resolved name: folded span and catalogue slug; ``kind`` is "site" or "actor"."""

    start: int
    end: int
    kind: str
    slug: str


@dataclass
class NameIndex:
    """The catalogue prepared for matching; built once per gazetteer."""

    gazetteer: Gazetteer
    sites: dict[str, SiteEntry] = field(init=False)
    actors: dict[str, ActorEntry] = field(init=False)
    matcher: Matcher = field(init=False)
    ambiguities: dict[tuple[str, str], Ambiguity] = field(init=False)
    by_label: dict[str, str] = field(init=False)
    linker: Linker = field(init=False)

    def __post_init__(self) -> None:
        self.sites = {site.slug: site for site in self.gazetteer.sites}
        self.actors = {actor.slug: actor for actor in self.gazetteer.actors}
        entries: dict[tuple[str, str, str], Entry] = {}
        for kind, rows in (("site", self.gazetteer.sites), ("actor", self.gazetteer.actors)):
            for row in rows:
                for name in row.names:
                    for form in _variants(kind, name):
                        if len(form) > 1:
                            entries.setdefault(
                                (form, kind, row.slug + name.language), Entry(form, kind, (row.slug, name))
                            )
        self.matcher = Matcher(list(entries.values()))
        self.by_label = _labels(self.gazetteer)
        self.linker = Linker(self.gazetteer)
        self.ambiguities = {}
        for ambiguity in self.gazetteer.ambiguities:
            for kind in ("actor",) if ambiguity.kind == "actor" else ("site",):
                for form in name_variants(ambiguity.form):
                    self.ambiguities[form, kind] = ambiguity

    def hits(self, folded: Folded, pack: Pack, words: Sequence[Mention]) -> list[NameHit]:
        """All names of the text, each with one reading, longest forms first."""
        mentions = [m for m in self.matcher.find(folded.folded, pack) if _written_so(folded, m, pack)]
        mentions = longest(mentions)
        context = _Context(self, folded, words, mentions)
        spans: dict[tuple[int, int], list[Mention]] = defaultdict(list)
        for mention in mentions:
            spans[mention.start, mention.end].append(mention)
        hits = []
        for (start, end), group in spans.items():
            chosen = context.choose(start, end, group, pack)
            if chosen is not None:
                hits.append(NameHit(start, end, chosen.kind, chosen.value[0]))
        return hits


def _labels(gazetteer: Gazetteer) -> dict[str, str]:
    """Lower-case English names and acronyms of actors -> slug; a state's own name stands for its forces."""
    labels: dict[str, str] = {}
    for actor in gazetteer.actors:
        for text in (
            actor.name,
            actor.slug,
            *(n.text for n in actor.names if n.language in ("en", "") and not n.loaded),
        ):
            labels.setdefault(text.lower().removeprefix("the "), actor.slug)
    for actor in sorted(gazetteer.actors, key=lambda a: a.kind != "state_military"):
        for suffix in ("-military", "-state", "-coalition"):
            if actor.slug.endswith(suffix):
                labels.setdefault(actor.slug.removesuffix(suffix).replace("-", " "), actor.slug)
    return labels


def _variants(kind: str, name: Name) -> set[str]:
    """Folded forms of a name; short Latin site names may also carry the Arabic article."""
    forms = name_variants(name.text)
    forms |= {form[len(ARTICLE) :] for form in tuple(forms) if form.startswith(ARTICLE) and " " in form}
    if kind == "site" and name.text[:1].isupper() and " " not in name.text:
        forms |= {
            f"{article} {form}" for form in tuple(forms) for article in ("al", "el") if LATIN.match(form)
        }
    return forms


def _written_so(folded: Folded, mention: Mention, pack: Pack) -> bool:
    """Case and language of the written form allow the name."""
    name: Name = mention.value[1]
    foreign = name.language not in ("", "en", pack.code)
    if foreign and (mention.end - mention.start < FOREIGN_FORM or _in_context(name)):
        return False
    written = folded.original(mention.start, mention.end)
    if (
        name.text.isupper()
        and len(name.text) <= ACRONYM
        and LATIN.search(folded.folded, mention.start, mention.end)
    ):
        return written.isupper()
    if _mixed(name.text) and written not in (name.text, name.text.upper()):
        return False
    if name.text != name.text.lower() and not any(char.isupper() for char in written):
        return written == written.upper()
    return not (
        written.isupper()
        and len(written) < FOREIGN_FORM
        and not name.text.isupper()
        and LATIN.search(written.lower())
    )


def _mixed(name: str) -> bool:
    """'LeT', 'JeM': letters of several words, which keep their case ('Let' is no acronym)."""
    return len(name) <= ACRONYM and name.isalpha() and name[1:] != name[1:].lower() and not name.isupper()


def _in_context(name: Name) -> bool:
    """Needs words of its own language beside it ('القاعده' is a group in Persian, 'the base' in Arabic)."""
    return bool(name.needs_context) and not name.needs_context.startswith("@")


@dataclass
class _Context:
    """What the article offers to decide between readings."""

    index: NameIndex
    folded: Folded
    words: Sequence[Mention]
    mentions: Sequence[Mention]
    countries: Counter[str] = field(init=False)
    homes: set[str] = field(init=False)
    """Countries of the sides named: 'Hezbollah' speaks of Lebanon."""
    plain: set[str] = field(init=False)
    nouns: list[Mention] = field(init=False)

    def __post_init__(self) -> None:
        self.countries = Counter(m.value for m in self.words if m.kind in ("place.country", "place.demonym"))
        self.plain = set()
        self.homes = set()
        by_span: dict[tuple[int, int], set[str]] = defaultdict(set)
        for mention in self.mentions:
            by_span[mention.start, mention.end].add(mention.value[0])
        for mention in self.mentions:
            slug, name = mention.value
            if not name.needs_context and len(by_span[mention.start, mention.end]) == 1:
                self.plain.add(slug)
                if mention.kind == "site":
                    self.countries[self.index.sites[slug].country] += 1
                else:
                    self.homes.add(self.index.actors[slug].country)
        self.nouns = [m for m in self.words if m.kind == "place.noun"]

    def choose(self, start: int, end: int, group: list[Mention], pack: Pack) -> Mention | None:
        """The reading of one span, or None when nothing supports it."""
        form = self.folded.folded[start:end]
        kinds = {mention.kind for mention in group}
        for kind in sorted(kinds):
            ambiguity = self.index.ambiguities.get((form, kind))
            if ambiguity is not None and (not ambiguity.languages or pack.code in ambiguity.languages):
                return self._ruled(start, end, group, ambiguity)
        allowed = [m for m in group if self._supported(start, end, m)]
        if not allowed:
            return None
        return max(allowed, key=lambda m: (self._weight(m), m.value[1].language == pack.code, m.value[0]))

    def _ruled(self, start: int, end: int, group: list[Mention], rule: Ambiguity) -> Mention | None:
        named = {m.value[0]: m for m in group}
        for slug, words in rule.cues:
            known = slug in self.index.sites or slug in self.index.actors
            if known and any(fold_name(word) in self.folded.folded for word in words):
                return named.get(slug) or Mention(start, end, group[0].kind, (slug, group[0].value[1]))
        if rule.default:
            mention = named.get(rule.default) or Mention(
                start, end, group[0].kind, (rule.default, group[0].value[1])
            )
            return mention if self._supported(start, end, mention, lenient=True) else None
        supported = [m for m in group if self._near_noun(start, end)]
        return max(supported, key=lambda m: (self._weight(m), m.value[0])) if supported else None

    def _supported(self, start: int, end: int, mention: Mention, lenient: bool = False) -> bool:
        slug, name = mention.value
        if not name.needs_context or lenient:
            return True
        if name.needs_context == "@country":
            country = self.index.sites[slug].country
            return self.countries[country] > 0 or country in self.homes or self._near_noun(start, end)
        if name.needs_context == "@name":
            actor = self.index.actors.get(slug) if mention.kind == "actor" else None
            at_home = actor is not None and end - start >= MIN_ACRONYM and self.countries[actor.country] > 0
            return slug in self.plain or at_home
        text = self.folded.folded
        return any(fold_name(word) in text for word in name.needs_context.split("|"))

    def _near_noun(self, start: int, end: int) -> bool:
        return any(
            0 <= start - n.end <= NOUN_GAP
            or 0 <= n.start - end <= NOUN_GAP
            or (n.start >= start and n.end <= end)
            for n in self.nouns
        )

    def _weight(self, mention: Mention) -> tuple[int, int, int]:
        slug = mention.value[0]
        if mention.kind == "actor":
            return (0, 1, int(slug in self.plain))
        site = self.index.sites[slug]
        return (
            self.countries[site.country],
            int(site.kind not in ("town", "region")),
            int(slug in self.plain),
        )


def countries_of(sites: Iterable[SiteEntry]) -> Counter[str]:
    """How often each country's sites are named."""
    return Counter(site.country for site in sites)

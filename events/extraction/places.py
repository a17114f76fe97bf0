"""Places told in the text: catalogue sites, countries, names the catalogue lacks, and unnamed bases."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from events.extraction.bare import BareNames
from events.extraction.datelines import dateline_zones
from events.extraction.document import Article
from events.extraction.glued import Found
from events.extraction.lexer import Mention, word_end
from events.extraction.ships import SHIP, Ship, ShipFinder
from events.extraction.surroundings import LEAD_REACH, NOUN_GAP, Surroundings
from events.extraction.towns import Town
from events.extraction.types import SiteEntry
from events.extraction.unknown import NameFinder
from events.taxonomy import SiteKind

RANKS = {SiteKind.TOWN: 2, SiteKind.REGION: 1}
BASE_KINDS = frozenset(SiteKind.codes()) - {SiteKind.TOWN, SiteKind.REGION, SiteKind.OTHER}
SOLE_KINDS = (SiteKind.AIRPORT, SiteKind.PORT, SiteKind.REFINERY)
"""Plants of which a town has one."""
TOWN = RANKS[SiteKind.TOWN]
AT_SEA = "XZ"
ZONE_RADIUS_M = 4_000
"""A region this small (a quarter, an islet) is a target of its own, finer than a town."""
SIDE_REACH = 20
NAME_TAILS = frozenset(("al", "el", "ash", "as", "an", "ar", "at", "ad", "az", "na", "i", "e", "ul", "us"))
FROM_GAP = 24
LIST_GAP = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A place mention: ``[start, end)`` with its noun; ``rank`` 3 object, 2 town, 1 region, 0 country."""

    start: int
    end: int
    name: str
    kind: str
    country: str
    rank: int
    slug: str | None = None
    site: SiteEntry | None = None
    noun: str = ""
    before: str = ""
    """Kind of the preposition before it: in, near, toward, from or ''."""
    unnamed: bool = False
    dateline: bool = False
    near: bool = False
    town: Town | None = None
    """Where a place without a catalogue row lies."""
    core: str = ""
    """The folded name without its noun, for places that the catalogue lacks."""

    def at(self, site: SiteEntry) -> Place:
        """The same words, for a site of the catalogue."""
        return replace(self, name=site.name, kind=site.kind, country=site.country, slug=site.slug, site=site)

    @property
    def key(self) -> str:
        """What makes two mentions the same place."""
        return self.slug or self.core or f"{self.country}:{self.name.lower()}"


class PlaceFinder:
    """Finds the places of one article."""

    def __init__(self, article: Article, country_names: dict[str, str]) -> None:
        self.article = article
        self.country_names = country_names
        self.nouns = [self._inflected(m) for m in article.words if m.kind == "place.noun"]
        self.round = Surroundings(article, self.nouns)
        self.zones = dateline_zones(article)
        self.blocked = {
            at for hit in article.names for at in range(hit.start, hit.end)
            if hit.kind != "site" or not self._goes_on(hit.end)
        }  # fmt: skip
        self.dominant = self._dominant()
        self.spoken = {m.value for m in article.words if m.kind in ("place.country", "place.demonym")}
        index = article.index
        self.spoken |= {index.sites[hit.slug].country for hit in article.names if hit.kind == "site"}
        self.spoken |= {index.actors[hit.slug].country for hit in article.names if hit.kind == "actor"}
        self.spoken.discard("")

    def _inflected(self, noun: Mention) -> Mention:
        """A noun with its case ending, which parts it from the name behind it ('авиабаз|у Хмеймим')."""
        if not self.article.pack.option("case_endings"):
            return noun
        return replace(noun, end=word_end(self.article.folded.folded, noun.end))

    def places(self) -> list[Place]:
        """All places in reading order."""
        known = self._known()
        countries = self._countries()
        unknown = self._unknown([*known, *countries])
        found = [*known, *countries, *unknown]
        found += self._unnamed(found)
        found.sort(key=lambda place: (place.start, place.end))
        return self._list_led([self._led(place) for place in found])

    def _list_led(self, places: list[Place]) -> list[Place]:
        """Members of a list share the preposition of the first: 'in Syria and Iraq'."""
        led: list[Place] = []
        for place in places:
            last = led[-1] if led else None
            if last is not None and not place.before and last.before and last.rank == place.rank:
                gap = self.article.folded.folded[last.end : place.start]
                for word in self.article.within(last.end, place.start):
                    if word.kind == "list.word" and word.end <= place.start:
                        gap = gap.replace(self.article.text(word.start, word.end), " ", 1)
                if not gap.strip(" ,") and place.start - last.end <= LIST_GAP:
                    place = replace(place, before=last.before, near=last.before == "near")
            led.append(replace(place, before="from") if last and self._goes_from(last, place) else place)
        return led

    def _goes_from(self, last: Place, place: Place) -> bool:
        """'from the direction of the sea, west of X': the second place only explains the first."""
        gap = self.article.folded.folded[last.end : place.start]
        near = place.before in ("near", "distance") and last.before == "from"
        return near and gap.startswith(", ") and len(gap) <= FROM_GAP and "," not in gap[1:]

    def _dominant(self) -> str:
        """The country most spoken of: where a place the catalogue lacks is first supposed."""
        counts: Counter[str] = Counter(m.value for m in self.article.words if m.kind == "place.country")
        for hit in self.article.names:
            if hit.kind == "site":
                counts[self.article.index.sites[hit.slug].country] += 2
        counts.pop("US", None)
        return max(sorted(counts), key=lambda code: counts[code]) if counts else ""

    def _known(self) -> list[Place]:
        found = []
        for hit in self.article.names:
            if hit.kind != "site":
                continue
            site = self.article.index.sites[hit.slug]
            if self.round.of_outlet(hit.start, hit.end):
                continue
            if self.round.tied(hit.end):
                continue
            noun, start, end = self.round.noun(hit.start, hit.end)
            if end > hit.end and noun != SiteKind.REGION and self._of_another(end):
                continue
            rank = RANKS.get(SiteKind(site.kind), 3)
            if rank == 1 and 0 < (site.radius_m or 0) <= ZONE_RADIUS_M:
                rank = 3
            if rank == 3 and self.round.district(noun, end, hit.end):
                rank = 1
            if rank == 2 and noun in BASE_KINDS and self.article.pack.noun_links:
                rank = 3
            plant = self._plant(noun, site) if rank == 2 and noun in SOLE_KINDS else None
            if plant is not None:
                site, rank = plant, 3
            if rank == 2 and (noun == SiteKind.REGION or self._some(hit.start, end, hit.end)):
                rank = 1
            if rank == 2 and self._goes_on(hit.end):
                continue
            slug = site.slug
            found.append(Place(start, end, site.name, site.kind, site.country, rank, slug, site, noun))
        return self._shared_noun(found)

    def _shared_noun(self, known: list[Place]) -> list[Place]:
        """'Pulwama and Shopian districts': the noun behind the last name is that of all."""
        for at in range(len(known) - 1, 0, -1):
            one, two = known[at - 1], known[at]
            region = two.rank == 1 and two.noun == SiteKind.REGION and two.end in self.round.noun_ends
            if self.article.joined(one.end, two.start) and region and one.rank == 2 and not one.noun:
                known[at - 1] = replace(one, rank=1, noun=two.noun)
        for at in range(1, len(known)):
            known[at] = self._shared(known[at - 1], known[at])
        return known

    def _shared(self, one: Place, two: Place) -> Place:
        """'the-two-airports X and-Y': the noun before the first name is that of all."""
        if two.rank != TOWN or two.noun or one.noun not in SOLE_KINDS or two.site is None:
            return two
        several = any(m.kind == "place.several" for m in self.article.within(one.start, one.start + 1))
        if not several or not self.article.joined(one.end, two.start):
            return two
        plant = self._plant(one.noun, two.site)
        if plant is None:
            return two
        return replace(two.at(plant), rank=3, noun=one.noun)

    def _plant(self, noun: str, town: SiteEntry) -> SiteEntry | None:
        """The one airport, port or refinery of a town that is named by it."""
        if town.lat is None or town.lon is None or not self.article.pack.name_after_noun:
            return None
        return self.article.index.linker.beside(noun, town.lat, town.lon)

    def _some(self, start: int, end: int, name_end: int) -> bool:
        """'a Borno village': some place in what the name means."""
        noun = self.round.noun_starts.get(name_end + 1)
        if noun is None or noun.end > end or noun.value != SiteKind.TOWN:
            return False
        return any(m.kind == "place.indefinite" and m.end == start - 1 for m in self._before_of(start))

    def _before_of(self, at: int) -> list[Mention]:
        return self.article.within(at - LEAD_REACH, at)

    def _of_another(self, end: int) -> bool:
        """'the Red Sea port of X': the noun behind the name belongs to the next one."""
        if any(other.start < end < other.end for other in self.article.names_within(end - LEAD_REACH, end)):
            return True
        return any(
            of.kind == "role.of" and self.article.upper(min(of.end + 1, len(self.article.folded.offsets) - 1))
            for of in self.article.within(end + 1, end + 2)
        )

    def _goes_on(self, end: int) -> bool:
        """'Dhahran al-Janub' is not Dhahran: the name goes on behind the part that is known."""
        pack, folded = self.article.pack, self.article.folded
        if not pack.cased or folded.text[folded.offsets[end - 1] + 1 : folded.offsets[end - 1] + 2] != " ":
            return False
        words = folded.folded[end + 1 : end + 40].split(" ", 2)
        at = end + 2 + len(words[0])
        return len(words) > 1 and words[0] in NAME_TAILS and folded.text[folded.offsets[at]].isupper()

    def _countries(self) -> list[Place]:
        found: list[Place] = []
        states = {(hit.start, hit.end) for hit in self.article.names if hit.kind == "actor"}
        for word in self.article.words:
            if word.kind != "place.country" or (found and found[-1].end >= word.end):
                continue
            if word.start in self.blocked and (word.start, word.end) not in states:
                continue
            if any(m.kind == "role.attribute" for m in self.article.within(word.end + 1, word.end + 3)):
                continue
            start, end = self._sided(word)
            if (start, end) == (word.start, word.end):
                name = self.country_names.get(word.value, word.value)
                found.append(Place(start, end, name, "country", word.value, 0))
            else:
                name = self.article.folded.original(start, end)
                kind = str(SiteKind.REGION)
                found.append(Place(start, end, name, kind, word.value, 1, core=self.article.text(start, end)))
        return found

    def _sided(self, country: Mention) -> tuple[int, int]:
        """'southern Israel', 'جنوب لبنان': a part of a country named by its side."""
        for side in self.article.within(country.start - SIDE_REACH, country.end + SIDE_REACH):
            if side.kind != "place.side":
                continue
            low, high = min(side.end, country.end), max(side.start, country.start)
            gap = self.article.text(low, high).strip()
            if (not gap and high - low <= 1) or (
                gap in self.article.pack.noun_links and side.end < country.start
            ):
                return min(side.start, country.start), max(side.end, country.end)
        return country.start, country.end

    def _unknown(self, known: list[Place]) -> list[Place]:
        """Names that the catalogue does not hold."""
        taken = {at for place in known for at in range(place.start, place.end)} | self.blocked
        taken |= {at for m in self.article.words if m.kind == "place.demonym" for at in range(m.start, m.end)}
        taken |= {at for d in self.article.dates for at in range(d.start, d.end)}
        ends = [place.end for place in known if place.rank]
        shared = {
            place.start: self.round.noun_ends[place.end]
            for place in known if place.rank == 3 and place.end in self.round.noun_ends
        }  # fmt: skip
        names = NameFinder(self.article, self.nouns, taken, ends, shared)
        ships = [self._at_sea(ship) for ship in ShipFinder(self.article, names).ships()]
        found = list(names.names())
        towns = self.article.index.gazetteer.towns
        bare = BareNames(self.article, names, self.spoken, towns)
        if self.article.pack.cased:
            found += bare.capitals()
        if self.article.pack.option("bare_names"):
            spans = [(place.start, place.end) for place in known if place.rank >= TOWN]
            spans += [(one.start, one.end) for one in found]
            found += bare.names(spans)
        return ships + [self._proposed(one) for one in found]

    def _at_sea(self, ship: Ship) -> Place:
        """A ship as a place; ships without a name may all be the one that is named later."""
        name = self.article.folded.original(ship.start, ship.end).strip()
        core = self.article.text(*ship.name) if ship.name else SHIP
        unnamed = ship.name is None
        kind = str(SiteKind.OTHER)
        return Place(ship.start, ship.end, name, kind, AT_SEA, 3, noun=SHIP, unnamed=unnamed, core=core)

    def _proposed(self, found: Found) -> Place:
        """An unknown name as a place: linked to the catalogue where its spelling allows, else as written."""
        span, noun = (found.start, found.end), found.noun
        kind = str(noun.value) if noun else str(SiteKind.TOWN)
        apart = noun is None or noun.start - span[1] > NOUN_GAP
        start, end = span if apart or noun is None else (min(noun.start, span[0]), max(noun.end, span[1]))
        rank = RANKS.get(SiteKind(kind), 3)
        written = (start, end) if rank == 3 else span
        name = self.article.folded.original(*written).strip()
        core = self.article.text(*span)
        place = (
            self._linked(span, kind)
            or self._town(core, kind)
            or Place(start, end, name, kind, "", rank, noun=kind if noun else "")
        )
        if place.rank == 2 and noun is not None and self._some(span[0], end, span[1]):
            place = replace(place, rank=1)
        return replace(place, start=start, end=end, core=core)

    def _town(self, core: str, kind: str) -> Place | None:
        """A town of the wider list, in a country that the article speaks of."""
        if kind != SiteKind.TOWN:
            return None
        town, country = self.article.index.gazetteer.towns.find(core, self.spoken)
        if not country:
            return None
        return Place(0, 0, town.name if town else core.title(), kind, country, 2, town=town)

    def _linked(self, span: tuple[int, int], kind: str) -> Place | None:
        """A catalogue site whose spelling differs only a little, in a country the article speaks of."""
        spoken = self.spoken
        site = self.article.index.linker.link(self.article.text(*span), kind, spoken)
        if site is None:
            return None
        rank = RANKS.get(SiteKind(site.kind), 3)
        return Place(span[0], span[1], site.name, site.kind, site.country, rank, site.slug, site, kind)

    def _unnamed(self, found: list[Place]) -> list[Place]:
        """Base nouns without a name of their own."""
        taken = {at for place in found for at in range(place.start, place.end)}
        for hit in self.article.names:
            taken.update(range(hit.start, hit.end))
        unnamed = []
        for noun in self.nouns:
            free = noun.start not in taken or noun.end - 1 not in taken
            if free and noun.value in BASE_KINDS:
                unnamed.append(
                    Place(
                        noun.start, noun.end, "", str(noun.value), "", 3, noun=str(noun.value), unnamed=True
                    )
                )
        return unnamed

    def _led(self, place: Place) -> Place:
        """Add what stands before the place: preposition and dateline."""
        dateline = any(start <= place.start and place.end <= end for start, end in self.zones)
        behind = self.article.pack.option("postpositions")
        before = self.round.postposition(place.end) if behind else self.round.preposition(place.start)
        before = before or self.round.glued_preposition(place.start)
        return replace(place, before=before, dateline=dateline, near=before in ("near", "distance"))

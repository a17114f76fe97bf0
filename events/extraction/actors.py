"""Sides told in the text: names of the catalogue, states by adjective or by name, unnamed attackers."""

from __future__ import annotations

from dataclasses import dataclass

from events.extraction.document import Article
from events.extraction.lexer import Mention, noun_ends, word_start
from events.extraction.names import NameIndex
from events.extraction.types import ActorEntry
from events.taxonomy import ActorKind

STATE_KINDS = (ActorKind.STATE_MILITARY, ActorKind.STATE)
FORCES_GAP = 2
NOUN_LENGTH = 40
POSSESSIVE = " s "
"""What folding makes of an 's between an owner and what he owns."""
SPEAKS = 6
"""Characters behind a capital within which a verb of saying makes it speak ('has said')."""
VOICES = ("speech", "claim", "confirm", "deny", "accuse")
CAPITALS = {
    "kyiv": "UA", "moscow": "RU", "tehran": "IR", "ankara": "TR", "damascus": "SY", "baghdad": "IQ",
    "riyadh": "SA", "islamabad": "PK", "kabul": "AF", "khartoum": "SD", "tel-aviv": "IL", "jerusalem": "IL",
    "doha": "QA", "amman": "JO", "abu-dhabi": "AE", "kuwait-city": "KW", "manama": "BH", "cairo": "EG",
    "jakarta": "ID", "manila": "PH", "bamako": "ML", "niamey": "NE", "ouagadougou": "BF", "beirut": "LB",
    "baku": "AZ", "yerevan": "AM", "new-delhi": "IN", "washington": "US", "bogota": "CO", "mogadishu": "SO",
}  # fmt: skip
"""Slugs of capitals that stand for their states when they speak."""
LED = ("place.in", "place.near", "place.from", "place.side", "place.area", "list.word")
LED_REACH = 12
HEADING = 8
"""Characters of a bullet before the land that opens a line of a round-up."""
NOUN_KINDS = ("role.forces", "attack.noun", "weapon", "place.noun")


@dataclass(frozen=True, slots=True)
class Side:
    """An actor mention. ``forces`` = the words name troops, bases or attacks of it, not the state as such."""

    start: int
    end: int
    slug: str
    name: str
    state: bool
    loaded: bool = False
    noun_start: int = -1
    """Start of the noun the adjective hangs on ('US *base*'), -1 when none."""
    noun_end: int = -1
    noun_kind: str = ""
    country: str = ""

    @property
    def opens(self) -> int:
        """Where its words begin, with the noun that leads them."""
        return min(self.start, self.noun_start) if self.noun_start >= 0 else self.start

    @property
    def party(self) -> str:
        """One name for all forces of a state; every other side for itself."""
        return self.country if self.state and self.country else self.slug


def state_actor(index: NameIndex, country: str, forces: bool) -> str:
    """The slug that stands for a country: its forces or the state; '' when the catalogue has none."""
    own = [a for a in index.gazetteer.actors if a.country == country and a.kind in STATE_KINDS]
    if not own:
        return ""
    first = own[0]
    top = [a for a in own if _is_top(index, a)]
    wanted = STATE_KINDS if forces else STATE_KINDS[::-1]
    for kind in wanted:
        for actor in top:
            if actor.kind == kind and (kind == ActorKind.STATE_MILITARY or _is_whole(actor, first)):
                return actor.slug
    return ""


def _is_top(index: NameIndex, actor: ActorEntry) -> bool:
    """Not a part of another force of its country."""
    parent = index.actors.get(actor.parent)
    return parent is None or parent.country != actor.country or parent.kind == ActorKind.STATE


def _is_whole(state: ActorEntry, first: ActorEntry) -> bool:
    """The state itself, not a region of it with a government of its own."""
    return state is first or first.parent == state.slug


def host_actor(index: NameIndex, host: str) -> str:
    """The slug of a user of a site as the catalogue writes it ('US', 'Coalition'); '' when unknown."""
    actor = index.by_label.get(host.lower())
    return actor or ""


class SideFinder:
    """Finds the sides of one article."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.nouns = [m for m in article.words if m.kind in NOUN_KINDS]
        self.by_start: dict[int, list[Mention]] = {}
        self.by_end: dict[int, list[Mention]] = {}
        attributes = [m for m in article.words if m.kind == "role.attribute"]
        self.attributes = [m.start for m in attributes]
        before = article.pack.name_after_noun and not article.pack.name_before_noun
        self.attribute_ends = {m.end for m in attributes} if before else set()
        for noun in self.nouns:
            self.by_start.setdefault(noun.start, []).append(noun)
            self.by_end.setdefault(noun.end, []).append(noun)

    def sides(self, placed: frozenset[int] = frozenset(), home: str = "") -> list[Side]:
        """All sides in reading order; countries that begin at a position in ``placed`` are places.

        ``home``: the country most spoken of, whose forces "the army" are where no other army was told."""
        index = self.article.index
        found = []
        for hit in self.article.names:
            if hit.kind == "actor":
                actor = index.actors[hit.slug]
                if actor.kind in STATE_KINDS and any(hit.end < at <= hit.end + 2 for at in self.attributes):
                    continue
                noun = self._noun(hit.start, hit.end)
                found.append(
                    self._side(hit.start, hit.end, hit.slug, actor.kind in STATE_KINDS, noun, actor.country)
                )
        taken = {at for side in found for at in range(side.start, side.end)}
        seen: set[int] = set()
        for word in self.article.words:
            if (
                word.kind in ("place.demonym", "place.country")
                and word.start not in taken
                and word.start not in seen
            ):
                if word.kind == "place.country" and word.start in placed:
                    continue
                if any(word.end < at <= word.end + 2 for at in self.attributes):
                    continue
                if word.start - 1 in self.attribute_ends or self._describes_actor(word):
                    continue
                noun = self._noun(word.start, word.end)
                if noun is None and self._bare(word):
                    continue
                slug = state_actor(index, word.value, noun is not None or word.kind == "place.demonym")
                if slug:
                    seen.add(word.start)
                    found.append(self._side(word.start, word.end, slug, True, noun, word.value))
        found += self._capitals()
        found.sort(key=lambda side: (side.start, side.end))
        armies = [self._army(word, found, home) for word in self.article.words if word.kind == "role.army"]
        found += [side for side in armies if side is not None]
        found.sort(key=lambda side: (side.start, side.end))
        return found

    def _bare(self, word: Mention) -> bool:
        """Where adjectives follow their nouns: one behind a town, or a land behind 'in', does nothing."""
        if not self.article.pack.option("adjectives_follow"):
            return False
        if word.kind == "place.demonym":
            first = word_start(self.article.folded.folded, word.start)
            return any(hit.kind == "site" and hit.end == first - 1 for hit in self.article.names)
        before = self.article.within(max(0, word.start - LED_REACH), word.start)
        return any(m.end == word.start - 1 and m.kind in LED for m in before)

    def _describes_actor(self, word: Mention) -> bool:
        """'Yemen's Houthis', 'the Lebanese Hezbollah': the land of the side named behind it."""
        end = word.end
        if self.article.text(end, end + 3) == POSSESSIVE:
            end += len(POSSESSIVE) - 1
        index = self.article.index
        return any(
            hit.kind == "actor" and hit.start == end + 1 and index.actors[hit.slug].kind not in STATE_KINDS
            for hit in self.article.names_within(end, end + 2)
        )

    def _army(self, word: Mention, sides: list[Side], home: str) -> Side | None:
        """'the army': the state forces told last before, else those of the country spoken of."""
        if any(side.start < word.end and word.start < side.end for side in sides):
            return None
        told = [s for s in sides if s.state and s.noun_kind == "role.forces" and s.end <= word.start]
        index = self.article.index
        country = self._line_country(word) or (told[-1].country if told else home)
        slug = state_actor(index, country, True) if country else ""
        if not slug:
            return None
        return Side(word.start, word.end, slug, index.actors[slug].name, True, country=country)

    def _line_country(self, word: Mention) -> str:
        """'- Mali: ... the army': in a round-up the land that opens the line."""
        line = self.article.folded.folded.rfind("\n", 0, word.start) + 1
        opening = [m for m in self.article.within(line, line + HEADING) if m.kind == "place.country"]
        text = self.article.folded.folded
        return str(opening[0].value) if opening and text[opening[0].end : opening[0].end + 1] == ":" else ""

    def _capitals(self) -> list[Side]:
        """'Kyiv said', 'blamed Tehran': a capital that speaks or is accused is its state."""
        found = []
        index = self.article.index
        for hit in self.article.names:
            country = CAPITALS.get(hit.slug, "") if hit.kind == "site" else ""
            if not country:
                continue
            before = [
                m for m in self.article.within(max(0, hit.start - 20), hit.start) if m.end == hit.start - 1
            ]
            behind = self.article.within(hit.end + 1, hit.end + SPEAKS)
            led = any(m.group == "place" for m in before)
            speaks = any(m.group in VOICES for m in behind) and not led
            speaks = speaks or (not led and self._commands(hit.end))
            if speaks or any(m.kind == "accuse.word" for m in before):
                slug = state_actor(index, country, False) or state_actor(index, country, True)
                if slug:
                    found.append(
                        Side(hit.start, hit.end, slug, index.actors[slug].name, True, country=country)
                    )
        return found

    def _commands(self, end: int) -> bool:
        """'Kyiv's forces', 'Moscow's missiles': a capital that owns forces or weapons."""
        start = end + len(POSSESSIVE)
        owned = self.article.text(end, start) == POSSESSIVE
        return owned and any(m.kind in ("role.forces", "weapon") for m in self.by_start.get(start, []))

    def _side(self, start: int, end: int, slug: str, state: bool, noun: Mention | None, country: str) -> Side:
        name = self.article.index.actors[slug].name
        if noun is None:
            return Side(start, end, slug, name, state, country=country)
        return Side(
            start,
            end,
            slug,
            name,
            state,
            noun_start=noun.start,
            noun_end=noun.end,
            noun_kind=noun.kind,
            country=country,
        )

    def _owned(self, start: int) -> int:
        """Where the word begins that holds a glued 'of' and the name at ``start`` ('raids of-X')."""
        text, marks = self.article.folded.folded, tuple(self.article.pack.option("dative") or ())
        first = word_start(text, start)
        return first if marks and first < start and text[first:start].startswith(marks) else start

    def _noun(self, start: int, end: int) -> Mention | None:
        """The noun of forces, base or attack beside the name: 'US base', 'pangkalan AS', 'قاعدة أميركية'."""
        found = []
        if self.article.text(end, end + 3) == POSSESSIVE:
            end += len(POSSESSIVE) - 1
        for gap in range(1, FORCES_GAP + 1):
            if not self.article.text(end, end + gap).strip():
                found += self.by_start.get(end + gap, [])
        start = self._owned(start)
        for at in noun_ends(self.article.folded.folded, start, self.article.pack, FORCES_GAP):
            found += self.by_end.get(at, []) if at < start else []
        found += [
            m for m in self.article.within(max(0, start - NOUN_LENGTH), start)
            if m.start < start < m.end and m.kind in NOUN_KINDS
        ]  # fmt: skip
        if not found:
            return None
        order = {"attack.noun": 0, "weapon": 1, "place.noun": 2, "role.forces": 3}
        return min(found, key=lambda m: (order[m.kind], m.start))

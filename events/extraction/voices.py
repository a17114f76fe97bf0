"""Who tells of the attack: officials, sides, nameless sources; and who denies it.

What a voice is worth is settled when the attacker is known (``worth``): its own side claims, officials of
any other side confirm, nameless sources report, unless they are quoted as confirming
(docs/codebook.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.extraction.actors import Side
from events.extraction.document import Article
from events.extraction.lexer import Mention
from events.extraction.segment import Sentence
from events.taxonomy import ClaimKind

BEFORE = 75
"""Characters from a speaker to the verb of saying behind him."""
BEHIND = 45
"""Characters from a verb of saying to the speaker behind it."""
PHRASE = 26
"""Characters between an office and the side it belongs to."""
NEGATION_REACH = 14
OFFICES = ("role.official", "role.local", "role.anonymous", "role.source")


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker: the word of saying, the office or side that speaks, and what it amounts to."""

    word: Mention
    speaker: tuple[int, int]
    side: Side | None = None
    official: bool = False
    local: bool = False
    anonymous: bool = False
    source: bool = False
    """No official at all: witnesses, media, 'a source'."""
    denies: bool = False

    def worth(self, attacker: Side | None, elided: bool = False) -> ClaimKind:
        """What the voice does for an attack by ``attacker``; ``elided``: the sentence does not name him.

        An office without a side then is the attacking state's own ("its jets struck A, the ministry said").
        """
        if self.denies:
            return ClaimKind.DENIES
        if attacker is not None and self.side is not None and same_side(self.side, attacker):
            return ClaimKind.CLAIMS
        if self.word.group == "claim" and self.side is None:
            return ClaimKind.CLAIMS
        own = elided and self.side is None and self.official and not self.local
        if own and attacker is not None and attacker.state:
            return ClaimKind.CLAIMS
        nameless = self.source or (self.anonymous and self.word.kind != "confirm.verb")
        if nameless or not (self.official or self.anonymous or self.side is not None):
            return ClaimKind.REPORTS
        return ClaimKind.CONFIRMS


def same_side(one: Side, two: Side) -> bool:
    """The same actor, or two forces of one state."""
    return one.party == two.party


class VoiceReader:
    """Finds the voices sentence by sentence."""

    def __init__(self, article: Article) -> None:
        self.article = article

    def read(self, sentence: Sentence, sides: Sequence[Side]) -> list[Voice]:
        """The voices of ``sentence`` in reading order."""
        article = self.article
        verbs = article.of(sentence, "speech.verb", "confirm.verb", "claim.verb", "claim.noun", "deny.attack")
        found = []
        last_end = -1
        for verb in verbs:
            if verb.start < last_end:
                continue
            voice = self._voice(sentence, verb, sides)
            if voice is not None:
                found.append(voice)
                last_end = verb.end
        return found

    def _voice(self, sentence: Sentence, verb: Mention, sides: Sequence[Side]) -> Voice | None:
        article = self.article
        negated = any(
            0 <= verb.start - m.end <= NEGATION_REACH
            for m in article.of(sentence, "negation.word", "claim.none", "deny.unverified")
        )
        if negated or self._within(sentence, verb, "claim.none", "deny.unverified", "deny.role"):
            return None
        offices = article.of(sentence, *OFFICES)
        speaker = self._nearest(verb, [*offices, *sides])
        denies = verb.kind == "deny.attack"
        if speaker is None:
            return Voice(verb, (verb.start, verb.end), denies=True) if denies else None
        side = speaker if isinstance(speaker, Side) else self._of_office(speaker, sides)
        near = [m for m in offices if self._beside(m, speaker)]
        return Voice(
            verb,
            (speaker.start, speaker.end),
            side,
            official=any(m.kind in ("role.official", "role.local") for m in near),
            local=any(m.kind == "role.local" for m in near),
            anonymous=any(m.kind == "role.anonymous" for m in near),
            source=any(m.kind == "role.source" for m in near),
            denies=denies,
        )

    def _within(self, sentence: Sentence, verb: Mention, *kinds: str) -> bool:
        return any(m.start <= verb.start and verb.end <= m.end for m in self.article.of(sentence, *kinds))

    def _nearest(self, verb: Mention, speakers: Sequence[Mention | Side]) -> Mention | Side | None:
        """The speaker beside the verb: before it, or behind it after a comma and in verb-first languages."""
        text = self.article.folded.folded
        before = [s for s in speakers if 0 <= verb.start - s.end <= BEFORE and self._open(s.end, verb.start)]
        before.sort(key=lambda s: -s.end)
        behind = [s for s in speakers if 0 <= s.start - verb.end <= BEHIND and self._open(verb.end, s.start)]
        behind.sort(key=lambda s: s.start)
        inverted = text[max(0, verb.start - 2) : verb.start].strip() in (",", '"') or not before
        if self.article.pack.order == "vso" or inverted:
            ordered = [*behind[:1], *before[:1]]
        else:
            ordered = [*before[:1], *behind[:1]]
        return ordered[0] if ordered else None

    def _open(self, low: int, high: int) -> bool:
        """No end of a clause between two positions but the commas of an apposition."""
        gap = self.article.text(low, high)
        return not any(c in gap for c in ".;:\n") and gap.count(",") <= 2

    def _of_office(self, office: Mention, sides: Sequence[Side]) -> Side | None:
        """The side whose spokesman or ministry it is."""
        near = [s for s in sides if self._beside(s, office)]
        return min(
            near, key=lambda s: min(abs(office.start - s.end), abs(s.start - office.end)), default=None
        )

    def _beside(self, one: Mention | Side, two: Mention | Side) -> bool:
        if one.start == two.start:
            return True
        low, high = min(one.end, two.end), max(one.start, two.start)
        return high - low <= PHRASE and not any(c in self.article.text(low, high) for c in ",.;:\n")

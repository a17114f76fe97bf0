"""Which side of a clause attacked: each side is weighed by what stands round it."""

from __future__ import annotations

from collections.abc import Sequence

from events.extraction.actors import Side
from events.extraction.document import Article
from events.extraction.lexer import Mention, word_end, word_start
from events.extraction.segment import Sentence

NEAR = 5
"""Characters between a leading word ('by', 'against') and a side: an article or an adjective fits in."""
SUBJECT_REACH = 110
APART = 3
"""From this many characters on, men without a name are not those of the side before them."""
CLOSE_SUBJECT = 30
OBJECT_REACH = 26
OBJECT_GAP = 10
"""Characters from a verb of killing to the number of its dead."""
AGENT_REACH = 40
"""Characters from an attack word to 'by'."""
VERB_FIRST_REACH = 28
BEFORE_VERB_FIRST = 40
ACCUSED_REACH = 80
RESPONSE_REACH = 45
HOSTED_REACH = 20
SPEECH_REACH = 24
SPEECH_BACK = 14
INTERCEPT_REACH = 35
ACTIVE = ("attack.verb", "attack.launch")
NO_SUBJECT = ("attack.passive", "speech.verb", "intercept.verb", "killed.word", "injured.word")
"""Words that take the side before them away from the attack verb behind them."""
STRIKING = ("attack.noun", "weapon")
PART = {
    "behind": 7,
    "downs": 0,
    "agent": 7,
    "striker": 6,
    "striker_of_other": 1,
    "owner": -6,
    "aimed_at": -6,
    "answered": -7,
    "speaks_or_defends": -6,
    "object": -4,
    "subject_5": 5,
    "subject_4": 4,
    "subject_3": 3,
    "subject_2": 2,
    "accused": 4,
}
"""How much each relation of a side to the attack words speaks for it as the attacker."""


class Weigher:
    """Weighs the sides of one article, clause by clause."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._known: dict[tuple[int, int, int, int], tuple[str, ...]] = {}

    def relations(
        self, clause: Sentence, side: Side, sides: Sequence[Side], triggers: Sequence[Mention]
    ) -> tuple[str, ...]:
        """What ``clause`` shows of the part that ``side`` plays: names of ``PART``, in its order.

        Kept for each clause and side: a clause has one set of attack words.
        """
        at = (clause.start, clause.end, side.start, side.end)
        known = self._known.get(at)
        if known is None:
            known = self._known[at] = self._relations(clause, side, sides, triggers)
        return known

    def _relations(
        self, clause: Sentence, side: Side, sides: Sequence[Side], triggers: Sequence[Mention]
    ) -> tuple[str, ...]:
        if not triggers:
            return ("speaks",) if self.speaks(clause, side) else ()
        if self._downed_by(clause, side):
            return ("downs",)
        told = []
        if self.led_by(clause, side, "role.behind"):
            told.append("behind")
        if self.led_by(clause, side, "role.agent") and self._acts(triggers, side):
            told.append("agent")
        if side.noun_kind in STRIKING and not self._others_struck(clause, side, triggers):
            own = side.noun_kind == "weapon" or self._is_trigger(side, triggers)
            told.append("striker" if own else "striker_of_other")
        if self.owns(side) or self.hosted(clause, side):
            told.append("owner")
        if self.led_by(clause, side, "role.target") and side.noun_kind != "attack.noun":
            told.append("aimed_at")
        if self.answered(clause, side, triggers):
            told.append("answered")
        if self.speaks(clause, side) or self.intercepts(clause, side):
            told.append("speaks_or_defends")
        if self.is_object(clause, side, triggers):
            told.append("object")
        subject = self._subject(clause, side, sides, triggers)
        if subject:
            told.append(f"subject_{subject}")
        if self._accused(clause, side):
            told.append("accused")
        return tuple(told)

    def weight(self, clause: Sentence, side: Side, sides: Sequence[Side], triggers: Sequence[Mention]) -> int:
        """How well ``side`` fits as the attacker of ``clause``; above 0 it may be the one."""
        return sum(PART[name] for name in self.relations(clause, side, sides, triggers)) if triggers else 0

    def _others_struck(self, clause: Sentence, side: Side, triggers: Sequence[Mention]) -> bool:
        """'gunmen opened fire near a base with drones of X': men without a name stand before the verb."""
        if self.article.pack.order != "svo":
            return False
        verbs = [t for t in triggers if t.kind == "attack.verb" and t.end <= side.start]
        men = self.article.of(clause, "role.militants")
        return any(m.end <= verb.start and verb.start - m.end <= SUBJECT_REACH for m in men for verb in verbs)

    def _acts(self, triggers: Sequence[Mention], side: Side) -> bool:
        """'was hit by X'; where the verb comes last, it follows its doer."""
        if self.article.pack.order == "sov" and any(0 <= t.start - side.end <= AGENT_REACH for t in triggers):
            return True
        return _after(triggers, side, AGENT_REACH)

    # -- what stands before a side

    def led_by(self, clause: Sentence, side: Side, kind: str) -> bool:
        """A word of ``kind`` stands just before the side or the noun that leads it; behind it in languages
        whose cases and postpositions follow the noun (pack option ``postpositions``)."""
        if self.article.pack.option("postpositions"):
            end = word_end(self.article.folded.folded, max(side.end, side.noun_end))
            return any(0 <= m.start - end <= 1 for m in self.article.of(clause, kind))
        start = side.opens
        return any(0 <= start - m.end <= NEAR for m in self.article.of(clause, kind))

    def owns(self, side: Side) -> bool:
        """'US bases': the words name what belongs to the side, not the side as a doer."""
        return side.noun_kind == "place.noun"

    def hosted(self, clause: Sentence, side: Side) -> bool:
        """'a base hosting US troops', 'the Houthi-held airport'."""
        article = self.article
        start = side.opens
        heads = {m.end + 1 for m in article.of(clause, "role.militants", "weapon")}
        after = any(
            0 <= start - m.end <= HOSTED_REACH
            for m in article.of(clause, "role.hosting")
            if m.start not in heads
        )
        held = any(0 <= m.start - side.end <= 1 for m in article.of(clause, "role.held"))
        return after or held or self._belongs(clause, start)

    def _belongs(self, clause: Sentence, start: int) -> bool:
        """'a post of-the-army': the side stands behind a glued 'of', and what it is of is no attack."""
        text, pack = self.article.folded.folded, self.article.pack
        marks = (*(pack.option("dative") or ()), *(pack.option("glued_in") or ()))
        first = word_start(text, start)
        if not marks or first == start or not text[first:start].startswith(marks):
            return False
        return not any(m.end == first - 1 for m in self.article.of(clause, "attack.noun", "weapon"))

    def answered(self, clause: Sentence, side: Side, triggers: Sequence[Mention] = ()) -> bool:
        """Stands after 'in response to': belongs to another event, unless only that one is told."""
        return any(
            0 <= side.start - m.end <= RESPONSE_REACH
            and (not triggers or any(t.start < m.start for t in triggers) or self._fronted(m, side, triggers))
            for m in self.article.of(clause, "response.word")
        )

    def _fronted(self, word: Mention, side: Side, triggers: Sequence[Mention]) -> bool:
        """'In response to the massacres by X, fighters of Y attacked': a comma parts the answer."""
        if "," in self.article.text(word.end, side.start):
            return False
        behind = [t.start for t in triggers if t.start > side.end and t.kind in ACTIVE]
        return bool(behind) and "," in self.article.text(side.end, min(behind))

    def _accused(self, clause: Sentence, side: Side) -> bool:
        words = self.article.of(clause, "accuse.word")
        return any(m.start <= side.start <= m.end + ACCUSED_REACH for m in words)

    # -- what the side does

    def speaks(self, clause: Sentence, side: Side) -> bool:
        """The side tells of the attack: subject of a verb of saying that is no claim."""
        claims = self.article.of(clause, "claim.verb")
        verb_first = self.article.pack.order == "vso"
        for verb in self.article.of(clause, "speech.verb", "confirm.verb"):
            if any(c.start <= verb.start < c.end for c in claims):
                continue
            gap = side.start - verb.end if verb_first else verb.start - max(side.end, side.noun_end)
            if not verb_first and self._inverted(clause, side, verb):
                continue
            if 0 <= gap <= SPEECH_REACH or 0 <= side.start - verb.end <= SPEECH_BACK:
                return True
        return False

    def _inverted(self, clause: Sentence, side: Side, verb: Mention) -> bool:
        """'X was hit by drones of Y, said the channel': what is said ends at the comma, with the side."""
        told = any(m.end <= side.start for m in self.article.of(clause, "attack"))
        return told and self.article.text(side.end, verb.start).strip() == ","

    def intercepts(self, clause: Sentence, side: Side) -> bool:
        """The side shoots down: it defends."""
        if self._downed_by(clause, side):
            return True
        for verb in self.article.of(clause, "intercept.verb", "intercept.noun"):
            low, high = min(side.end, verb.end), max(side.start, verb.start)
            if high - low > INTERCEPT_REACH or (verb.start < side.end and self.article.pack.order != "vso"):
                continue
            between = self.article.of(clause, "attack.verb", "attack.launch")
            if not any(low <= m.start and m.end <= high for m in between):
                return True
        return False

    def _downed_by(self, clause: Sentence, side: Side) -> bool:
        """'shot down by the coalition': the doer of an interception."""
        start = side.opens
        downed = self.article.of(clause, "intercept.verb", "intercept.all")
        return any(
            0 <= start - word.end <= NEAR and any(0 <= word.start - m.end <= 2 for m in downed)
            for word in self.article.of(clause, "role.agent")
        )

    def is_object(self, clause: Sentence, side: Side, triggers: Sequence[Mention]) -> bool:
        """Stands just behind a verb of attacking or killing: it suffered it."""
        if self.article.pack.order != "svo":
            return self._member(clause, side)
        verbs = [*self.article.of(clause, "killed.word"), *(t for t in triggers if t.kind == "attack.verb")]
        start = side.opens
        for verb in verbs:
            gap = self.article.text(verb.end, start) if verb.end <= start else ","
            if len(gap) <= OBJECT_REACH and "," not in gap and not self._leads(clause, verb.end, start):
                return True
        return False

    def _member(self, clause: Sentence, side: Side) -> bool:
        """'killed a leader in X': the victim before the side is one of its own."""
        victims = self.article.of(clause, "victim")
        for word in self.article.of(clause, "place.in", "place.from"):
            if 0 <= side.opens - word.end <= NEAR:
                return any(0 <= word.start - m.end <= NEAR for m in victims)
        return False

    def _leads(self, clause: Sentence, low: int, high: int) -> bool:
        """A word that makes a doer of what follows stands between."""
        words = self.article.of(clause, "role.agent", "role.behind", "speech.verb", "place.from")
        return any(low <= m.start and m.end <= high for m in words)

    def _is_trigger(self, side: Side, triggers: Sequence[Mention]) -> bool:
        return any(t.start <= side.noun_start < t.end for t in triggers)

    def _subject(
        self, clause: Sentence, side: Side, sides: Sequence[Side], triggers: Sequence[Mention]
    ) -> int:
        """Where the language puts the doer of an active verb."""
        active = [t for t in triggers if t.kind in ACTIVE]
        if self.article.pack.order == "vso":
            return max((self._verb_first(clause, side, verb) for verb in active), default=0)
        if self.article.pack.order == "svo" and self._kills(clause, side):
            return 5
        return max((self._verb_second(clause, side, sides, verb) for verb in active), default=0)

    def _kills(self, clause: Sentence, side: Side) -> bool:
        """'Israel killed a commander in a strike': just before a verb of killing that has an object."""
        end = max(side.end, side.noun_end)
        for verb in self.article.of(clause, "killed.word"):
            if verb.start - end != 1:
                continue
            behind = self.article.within(verb.end + 1, verb.end + 2)
            numbers = self.article.numbers_within(verb.end + 1, verb.end + 1 + OBJECT_GAP)
            articles = [m for m in behind if m.kind in ("place.indefinite", "place.article")]
            if numbers or articles or any(m.group == "victim" for m in behind):
                return True
        return False

    def _verb_first(self, clause: Sentence, side: Side, verb: Mention) -> int:
        gap = side.start - verb.end
        if 0 <= gap <= VERB_FIRST_REACH and not self._between(clause, verb.end, side.start, "role.target"):
            return 4
        return 3 if 0 <= verb.start - side.end <= BEFORE_VERB_FIRST else 0

    def _verb_second(self, clause: Sentence, side: Side, sides: Sequence[Side], verb: Mention) -> int:
        gap = verb.start - side.end
        if not 0 <= gap <= SUBJECT_REACH:
            return 0
        if self._between(clause, side.end, verb.start, *NO_SUBJECT):
            return 0
        if self.governed(clause, side):
            return 0
        men = self.article.of(clause, "role.militants")
        if any(side.end + APART < m.start and m.end <= verb.start for m in men):
            return 0
        nearer = [
            s for s in sides
            if side.end <= s.start and s.end <= verb.start and not self.governed(clause, s)
            and s.slug != side.slug and not self._joint(side, s)
        ]  # fmt: skip
        if self.article.pack.order == "sov":
            return 2 if self._opened(clause, side, sides, verb) else 5 if gap <= CLOSE_SUBJECT else 4
        if nearer:
            return 2
        return 5 if gap <= CLOSE_SUBJECT else 4

    def _joint(self, one: Side, two: Side) -> bool:
        """'the US and Israel bombed': two subjects of one verb."""
        gap = self.article.text(one.end, two.start)
        for word in self.article.within(one.end, two.start):
            if word.kind == "list.word" and word.end <= two.start:
                return not gap.replace(self.article.text(word.start, word.end), "", 1).strip(" ,")
        return False

    def _opened(self, clause: Sentence, side: Side, sides: Sequence[Side], verb: Mention) -> bool:
        """Where the verb comes last, the subject opens the clause and what it hits stands between."""
        return any(
            s.end <= side.start and s.slug != side.slug and not self.governed(clause, s)
            and not self.owns(s) and not self.speaks(clause, s)
            and not self._between(clause, s.end, verb.start, *NO_SUBJECT)
            for s in sides
        )  # fmt: skip

    def governed(self, clause: Sentence, side: Side) -> bool:
        """A preposition makes the side part of another phrase; 'drones of X' is X all the same."""
        kinds = ("role.target", "place.in", "place.near", "place.from", "role.agent", "role.preposition")
        if any(self.led_by(clause, side, kind) for kind in kinds):
            return True
        if any(0 <= m.start - side.end <= 1 for m in self.article.of(clause, "role.attribute")):
            return True
        for of in self.article.of(clause, "role.of"):
            if 0 <= side.start - of.end <= NEAR:
                heads = self.article.of(clause, "weapon", "role.militants", "role.forces")
                return not any(0 <= of.start - head.end <= 1 for head in heads)
        return False

    def _between(self, clause: Sentence, start: int, end: int, *kinds: str) -> bool:
        return any(start <= m.start and m.end <= end for m in self.article.of(clause, *kinds))


def _after(triggers: Sequence[Mention], side: Side, reach: int) -> bool:
    return any(0 <= side.start - t.end <= reach for t in triggers)

"""Attack words that tell of something that happened: plans, drills, denials and habits are sifted out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from events.extraction.document import Article
from events.extraction.lexer import Mention, word_start
from events.extraction.segment import Sentence
from events.taxonomy import ActorKind, WeaponType

PLAN_REACH = 28
NEGATION_REACH = 14
THREAT_REACH = 90
"""The same where the verb comes first and its object is led ('threatened + who + to-strike')."""
WEAK_REACH = 60
WEAK = "weak word alone"
CONDITION_REACH = 70
OPENING = 6
WEAK_KINDS = ("attack.weak", "attack.launch", "attack.launch_passive", "attack.motion", "attack.against")


AIMED = ("attack.launch", "attack.launch_passive")
GROUPS = (ActorKind.NON_STATE_ARMED_GROUP, ActorKind.UMBRELLA)
DEED_REACH = 60
"""Characters from a weapon to the dead, wounded or damage that it caused."""
KILLERS_REACH = 6
"""Characters from men without a name to what they did ('gunmen killed three in X')."""
DOWNED_REACH = 32
"""Characters from 'destroyed' to the weapon that it brought down."""


@dataclass
class Triggers:
    """Attack words of a sentence that stand, and why the others fell."""

    standing: list[Mention] = field(default_factory=list)
    fallen: list[tuple[Mention, str]] = field(default_factory=list)
    denied: bool = False

    @property
    def strong(self) -> bool:
        return bool(self.standing)


def triggers(article: Article, sentence: Sentence) -> Triggers:
    """Sift the attack words of ``sentence``."""
    found = Triggers()
    words = article.of(sentence, "attack")
    if not words:
        return found
    drill = article.of(sentence, "drill.word")
    foiled = article.of(sentence, "foiled.word", "plan.noun")
    weapons = article.of(sentence, "weapon")
    claims = article.of(sentence, "claim.verb")
    namely = article.of(sentence, "list.namely")
    ordinals = [m for m in article.of(sentence, "number.ordinal") if any(_beside(m, w) for w in words)]
    found.denied = bool(article.of(sentence, "deny.attack"))
    for word in words:
        reason = _reason(article, sentence, word, drill)
        if not reason and word.kind in WEAK_KINDS:
            near = [
                *weapons,
                *namely,
                *ordinals,
                *claims,
                *(w for w in words if w.kind in ("attack.verb", "attack.passive", "attack.noun")),
            ]
            aimed = word.kind in AIMED and any(
                0 <= m.start - word.end <= 1 for m in article.of(sentence, "role.target")
            )
            if not aimed and not any(abs(w.start - word.start) <= WEAK_REACH for w in near if w is not word):
                reason = WEAK
        if not reason and foiled and not _past_evidence(article, sentence, word.kind not in WEAK_KINDS):
            reason = "plot, arrest or plan"
        if reason:
            found.fallen.append((word, reason))
        else:
            found.standing.append(word)
    return found


def deed(article: Article, sentence: Sentence, found: Triggers) -> Mention | None:
    """'A roadside bomb killed three in X', 'drones set tanks ablaze': a weapon and what it did.

    The weapon as an attack noun; None where something else was told of it (shot down, planned, found).
    """
    sifted = any(reason != WEAK for _, reason in found.fallen)
    if sifted or article.has(sentence, "intercept", "drill.word", "foiled.word", "plan", "condition.word"):
        return None
    if article.has(sentence, "general.word", "negation.word", "reference.attack"):
        return None
    effects = article.of(sentence, "killed.word", "injured.word", "damage.word")
    groups = [
        Mention(hit.start, hit.end, "role.militants")
        for hit in article.names_within(sentence.start, sentence.end)
        if hit.kind == "actor" and article.index.actors[hit.slug].kind in GROUPS
    ]
    for cause in [*article.of(sentence, "weapon", "role.militants"), *groups]:
        for effect in effects if cause.kind == "weapon" else article.of(sentence, "killed.word"):
            gap = article.text(cause.end, effect.start) if cause.end <= effect.start else ";"
            reach = DEED_REACH if cause.kind == "weapon" else KILLERS_REACH
            if len(gap) <= reach and not any(c in gap for c in ",;:."):
                return Mention(cause.start, cause.end, "attack.noun")
    return None


def _beside(ordinal: Mention, word: Mention) -> bool:
    """'the fifth operation', 'operasi kelima': one of a series told one by one."""
    return -2 <= ordinal.start - word.end <= 2 or -2 <= word.start - ordinal.end <= 2


def _reason(article: Article, sentence: Sentence, word: Mention, drill: Sequence[Mention]) -> str:
    if drill:
        return "drill, game or anniversary"
    if _downed(article, sentence, word):
        return "shot down"
    sent = article.pack.order != "vso" and word.kind == "attack.launch"
    if sent and _deployed(article, sentence, word):
        return "a deployment"
    for plan in article.of(sentence, "plan.verb", "plan.noun"):
        gap = article.text(plan.end, word.start)
        within = plan.start < word.start and word.end <= plan.end
        reach = THREAT_REACH if _glued_object(article, word) else PLAN_REACH
        if within or (0 <= word.start - plan.end <= reach and not any(c in gap for c in ",;:")):
            return "plan, threat or future"
    for negation in article.of(sentence, "negation.word"):
        if 0 <= word.start - negation.end <= NEGATION_REACH and not article.of(sentence, "claim.none"):
            gap = article.text(negation.end, word.start)
            if not any(c in gap for c in ",;:") and gap.strip().count(" ") <= 1:
                return "negated"
    for condition in article.of(sentence, "condition.word"):
        if 0 <= word.start - condition.end <= CONDITION_REACH:
            return "condition"
        behind = 0 <= condition.start - word.end <= CONDITION_REACH and word.kind == "attack.noun"
        if behind and article.has(sentence, "plan.verb"):
            return "condition"
    for increase in article.of(sentence, "increase.word"):
        if 0 <= word.start - increase.end <= PLAN_REACH or increase.start <= word.start < increase.end:
            return "a trend"
    for since in article.of(sentence, "period.since"):
        gap = article.text(since.end, word.start) if since.end <= word.start else ","
        inner = since.start - sentence.start > OPENING and word.kind != "attack.noun"
        told = any(t.end <= since.start for t in article.of(sentence, "attack"))
        told = told or any(since.start <= d.start and d.end <= word.start for d in article.dates)
        if inner and not told and not any(c in gap for c in ",;:") and not _dated(article, sentence):
            return "how a period began"
    if article.has(sentence, "general.word") and not _dated(article, sentence):
        return "habit"
    return ""


def _glued_object(article: Article, word: Mention) -> bool:
    """'threatened ... with-targeting': the attack is the object of a verb before it."""
    marks = tuple(article.pack.option("glued_in") or ())
    text = article.folded.folded
    start = word_start(text, word.start)
    if not marks or not text.startswith(marks, start):
        return False
    return start < word.start or word.kind == "attack.verb"


def _deployed(article: Article, sentence: Sentence, word: Mention) -> bool:
    """'sent three fighter jets to X': aircraft are what is sent, and nothing is fired."""
    behind = [m for m in article.of(sentence, "weapon") if 0 <= m.start - word.end <= DOWNED_REACH]
    attacks = {m.start for m in article.of(sentence, "attack.noun")}
    fired = any(m.value[0] is not WeaponType.AIRSTRIKE or m.start in attacks for m in behind)
    return bool(behind) and not fired


def _downed(article: Article, sentence: Sentence, word: Mention) -> bool:
    """Part of a phrase of interception, or a verb of destroying whose object is a weapon in flight."""
    for mention in article.of(sentence, "intercept"):
        if not (mention.start < word.end and word.start < mention.end):
            continue
        if word.start < mention.start and mention.end <= word.end:
            continue  # 's'est abattue sur': the fall of a bomb holds the word for shooting down
        if mention.kind != "intercept.destroy" or _weapon_behind(article, sentence, word):
            return True
    return False


def _weapon_behind(article: Article, sentence: Sentence, word: Mention) -> bool:
    for weapon in article.of(sentence, "weapon"):
        gap = article.text(word.end, weapon.start) if weapon.start >= word.end else ","
        if len(gap) <= DOWNED_REACH and not any(c in gap for c in ",;:."):
            return True
    return False


def _dated(article: Article, sentence: Sentence) -> bool:
    return any(sentence.start <= d.start < sentence.end and not d.governed for d in article.dates)


def _past_evidence(article: Article, sentence: Sentence, by_day: bool) -> bool:
    """Casualties, damage or (``by_day``) a day show that it was carried out all the same."""
    if article.has(sentence, "killed", "injured", "damage.word", "hit", "claim.verb"):
        return True
    return by_day and _dated(article, sentence)

"""Articles whose attacks did not happen: exercises, checks of a hoax, sport told in the words of war."""

from __future__ import annotations

from events.extraction.document import Article
from events.extraction.segment import Sentence

DRILL_SENTENCES = 3
DRILL_SHARE = 4
"""An article on an exercise speaks of it in a quarter of its sentences at least."""
HOAX_WORDS = 2
"""One such word may tell of somebody else's rumour; two make the rumour the news."""
SPORT_WORDS = 5
SPORT_SHARE = 2
"""Words of sport for every two sentences."""


def not_of_attacks(article: Article) -> str:
    """Why nothing in the article tells of an attack, in words; '' for all other articles."""
    told = [sentence for sentence in article.sentences if not sentence.noise]
    hurt = any(article.has(sentence, "killed.word", "injured.word") for sentence in told)
    drills = sum(1 for sentence in told if article.has(sentence, "drill.word"))
    if drills >= DRILL_SENTENCES and drills * DRILL_SHARE >= len(told) and not hurt:
        return "the article tells of an exercise throughout"
    if _count(article, told, "hoax.word") >= HOAX_WORDS:
        return "the article checks a rumour"
    sport = _count(article, told, "sport.word")
    if sport >= SPORT_WORDS and sport * SPORT_SHARE >= len(told):
        return "the article tells of sport"
    return ""


def _count(article: Article, told: list[Sentence], kind: str) -> int:
    return len({mention.start for sentence in told for mention in article.of(sentence, kind)})

"""Which language is this? Script first, then function words; no model, no start-up cost.

Only languages that have a pack can be answered. ``language.toml`` gives each its script, its most
frequent small words and, where it has them, letters that its neighbours lack.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from events.extraction.normalise import fold
from events.extraction.pack import available, read_toml

SCRIPTS = {
    "Latn": re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]"),
    "Arab": re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "Cyrl": re.compile(r"[\u0400-\u04ff]"),
    "Hebr": re.compile(r"[\u0590-\u05ff]"),
}
WORD = re.compile(r"[^\W\d_]+")
SAMPLE = 6000
"""Characters that are looked at: enough to decide, and a bound for very long texts."""
LETTER_WEIGHT = 0.6
CLEAR = 3.0
"""Small words by which a language must be ahead of the declared one."""


@lru_cache(maxsize=1)
def _profiles() -> dict[str, tuple[str, frozenset[str], frozenset[str]]]:
    profiles = {}
    for code in available():
        head = read_toml(code, "language")
        words = frozenset(fold(word).folded.strip() for word in head["function_words"])
        profiles[code] = (str(head["script"]), words, frozenset(head.get("letters", "")))
    return profiles


def script_of(text: str) -> str:
    """The script that most letters of ``text`` belong to; '' when there are no letters."""
    counts = {name: len(pattern.findall(text)) for name, pattern in SCRIPTS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def identify(text: str, declared: str = "") -> str:
    """The code of the pack that fits ``text`` best, or '' when none does.

    ``declared`` stands unless another language of its script has clearly more for it: in a headline or a
    single sentence one small word (*al*, *de*) proves nothing.
    """
    sample = text[:SAMPLE]
    script = script_of(sample)
    words = Counter(WORD.findall(fold(sample).folded))
    letters = Counter(sample.lower())
    total = sum(words.values()) or 1
    scores: dict[str, float] = {}
    for code, (own, function_words, own_letters) in _profiles().items():
        if own != script:
            continue
        hits = sum(words[word] for word in function_words)
        marks = sum(letters[letter] for letter in own_letters)
        scores[code] = (hits + LETTER_WEIGHT * marks) / total
    if not scores:
        return ""
    best = max(sorted(scores), key=lambda code: scores[code])
    if declared in scores and (scores[best] - scores[declared]) * total < CLEAR:
        return declared
    return best if scores[best] > 0 else ""

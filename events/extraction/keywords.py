"""The words of a pack that headlines of attacks hold: for sifting feeds, never for reading."""

from __future__ import annotations

from functools import cache

from events.extraction import pack

KINDS = frozenset({"attack.verb", "attack.passive", "attack.noun"})
LEAST_LETTERS = 3


@cache
def keywords(code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Attack words and firm weapons of the pack ``code``, and the proclitics that may stand before them.

    Phrases stand for themselves; what only hints at an attack (``attack.weak``, weak weapons) is left out.
    Raises ``PackError`` for a language that is not read.
    """
    told = pack.load(code)
    words = {
        form.text
        for form in told.forms
        if form.kind in KINDS or (form.kind == "weapon" and not form.value[3])
    }
    kept = sorted(word for word in words if len(word) >= LEAST_LETTERS)
    return tuple(kept), tuple(sorted(told.prefixes))

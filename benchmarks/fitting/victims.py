"""Fits who was attacked (``target``): a choice among the sides, the users of the site, civilians, nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from benchmarks.agreement import Row, Sites, sides_agree
from benchmarks.fitting import choice
from benchmarks.fitting.choice import Choice
from benchmarks.fitting.readings import Reading, readings
from events.extraction.linear import Model
from events.extraction.victims import Victims

ABOUT = "Who was attacked, in view of the whole article: log-odds of each alternative; the best is taken."

fit = partial(choice.fit, ridge=3.0, rare=5)


def target(articles: Sequence[Row], sites: Sites) -> tuple[str, Model, dict[str, object]]:
    """The model of drafts with its proof."""
    cases = [case for reading in readings(articles, sites) for case in _cases(reading)]
    return ABOUT, fit(cases), choice.proof(cases, fit)


def _cases(reading: Reading) -> Iterator[Choice]:
    """One case for each labelled event that a draft tells of."""
    victims = Victims(reading.reader, reading.frames, reading.title)
    for gold, draft, read in reading.attacks():
        options = victims.alternatives(draft)
        wanted = gold.get("target")
        right = frozenset(
            place
            for place, (actor, _) in enumerate(options)
            if sides_agree(wanted, actor.name if actor else None)
        )
        told = tuple(frozenset(names) for _, names in options)
        before = sides_agree(wanted, read.get("target"))
        yield Choice(told, right, reading.name, reading.language, before)

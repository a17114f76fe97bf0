"""What the made-up events are like: skewed as real ones are, drawn as whole columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from events.models import Actor, Outlet, Site
from events.taxonomy import ClaimStatus, Outcome, ReviewStatus

LAST_DAY = date(2025, 6, 30)
WEAPONS: tuple[tuple[tuple[str, ...], float], ...] = (
    (("drone",), 0.33), (("rocket",), 0.22), ((), 0.07), (("missile",), 0.07), (("artillery",), 0.07),
    (("airstrike",), 0.08), (("mortar",), 0.05), (("drone", "rocket"), 0.04), (("ballistic_missile",), 0.03),
    (("ied",), 0.02), (("cruise_missile", "drone"), 0.01), (("small_arms",), 0.01),
)  # fmt: skip
CLAIMS = {
    ClaimStatus.CLAIMED: 0.30, ClaimStatus.REPORTED: 0.44, ClaimStatus.CONFIRMED: 0.19,
    ClaimStatus.CONTESTED: 0.04, ClaimStatus.DENIED: 0.02,
}  # fmt: skip
LANGUAGES = ("en", "id", "ar")
ATTACKERS_OF_A_COUNTRY = 5
REPORTS = (0.58, 0.30, 0.12)
TOGETHER = 4
"""How many attacks one article tells at most."""

Numbers = NDArray[Any]


@dataclass(frozen=True)
class World:
    """The catalogue's rows that the events are about, the most struck and most read first."""

    sites: list[Site]
    actors: list[Actor]
    outlets: list[Outlet]
    attackers: dict[str, Numbers]
    """Country -> places in ``actors`` of those who attack there, the most active first."""


@dataclass(frozen=True)
class Drawn:
    """Columns over events (in order of their day), then over reports (in order of their articles)."""

    day: Numbers
    """Days since 1970; 0 where no day is told."""
    length: Numbers
    precision: Numbers
    site: Numbers
    vague: Numbers
    attacker: Numbers
    target: Numbers
    weapons: Numbers
    outcome: Numbers
    claim: Numbers
    review: Numbers
    killed: Numbers
    """-1 where nothing is told."""
    injured: Numbers
    spread: Numbers
    """How far highest and lowest figure lie apart."""
    confidence: Numbers
    told_event: Numbers
    told_outlet: Numbers
    article: Numbers
    """Reports: number of their article, counted from 0 without gaps."""


def world(
    sites: Sequence[Site], actors: Sequence[Actor], outlets: Sequence[Outlet], *, most: int, seed: int
) -> World:
    """Choose and rank what the events are about."""
    dice = np.random.default_rng(seed)
    kept = [sites[index] for index in dice.permutation(len(sites))[:most]]
    ranked = [actors[index] for index in dice.permutation(len(actors))]
    attackers = {}
    for country in sorted({site.country for site in kept}):
        at_home = [index for index, actor in enumerate(ranked) if actor.country == country]
        others = dice.choice(len(ranked), ATTACKERS_OF_A_COUNTRY, replace=False).tolist()
        attackers[country] = np.array([*at_home, *others][:ATTACKERS_OF_A_COUNTRY])
    read = [outlets[index] for index in dice.permutation(len(outlets))]
    return World(kept, ranked, read, attackers)


def draw(known: World, count: int, *, seed: int, years: int) -> Drawn:
    """Draw ``count`` events and the reports that tell of them."""
    dice = np.random.default_rng([seed, count])
    day = np.sort(_days(dice, count, years))
    site = _ranked(dice, len(known.sites), count, 1.05)
    told = dice.random(count)
    killed = np.where(told < 0.45, -1, np.where(told < 0.8, 0, dice.geometric(0.28, count)))
    hurt = dice.random(count)
    outlet, event = _reports(dice, len(known.outlets), count)
    order, article = _articles(outlet, event)
    undated = dice.random(count) < 0.015
    precision = dice.choice(5, count, p=[0.86, 0.05, 0.05, 0.03, 0.01])
    return Drawn(
        day=np.where(undated, 0, day),
        length=np.array([0, 2, 6, 29, 90])[precision],
        precision=np.where(undated, 5, precision),
        site=np.where(dice.random(count) < 0.03, -1, site),
        vague=dice.random(count) < 0.06,
        attacker=_attackers(dice, known, site),
        target=np.where(dice.random(count) < 0.35, -1, _ranked(dice, len(known.actors), count, 1.4)),
        weapons=dice.choice(len(WEAPONS), count, p=_shares([share for _, share in WEAPONS])),
        outcome=dice.choice(len(Outcome), count, p=_shares([1 / (n + 1.5) for n in range(len(Outcome))])),
        claim=dice.choice(len(ClaimStatus), count, p=_shares([CLAIMS.get(c, 0.01) for c in ClaimStatus])),
        review=dice.choice(len(ReviewStatus), count, p=[0.9, 0.08, 0.02]),
        killed=killed,
        injured=np.where(hurt < 0.5, -1, np.where(hurt < 0.75, 0, dice.geometric(0.15, count))),
        spread=dice.integers(0, 3, count),
        confidence=np.round(dice.beta(6, 2, count), 3),
        told_event=event[order],
        told_outlet=outlet[order],
        article=article,
    )


def _shares(weights: Sequence[float]) -> Numbers:
    given = np.array(weights, dtype=float)
    shares: Numbers = given / given.sum()
    return shares


def _ranked(dice: np.random.Generator, kinds: int, count: int, slope: float) -> Numbers:
    """Places in a ranking, the first ones far more often (Zipf)."""
    weights = 1.0 / np.arange(1, kinds + 1) ** slope
    return dice.choice(kinds, count, p=weights / weights.sum())


def _days(dice: np.random.Generator, count: int, years: int) -> Numbers:
    """Days with a rising trend and some waves of weeks in which far more happens."""
    last = (LAST_DAY - date(1970, 1, 1)).days
    span = round(years * 365.25)
    weights = np.linspace(0.4, 1.6, span)
    for _ in range(2 * years):
        start = dice.integers(0, span)
        weights[start : start + dice.integers(14, 90)] *= dice.uniform(1.5, 4.0)
    return last - span + 1 + dice.choice(span, count, p=weights / weights.sum())


def _attackers(dice: np.random.Generator, known: World, site: Numbers) -> Numbers:
    """Who attacks depends on the country; sometimes nobody is named (-1)."""
    countries = sorted(known.attackers)
    place = {country: index for index, country in enumerate(countries)}
    of_site = np.array([place[row.country] for row in known.sites])[site]
    table = np.stack([known.attackers[country] for country in countries])
    rank = dice.choice(ATTACKERS_OF_A_COUNTRY, len(site), p=_shares([8, 4, 2, 1, 1]))
    return np.where(dice.random(len(site)) < 0.14, -1, table[of_site, rank])


def _reports(dice: np.random.Generator, outlets: int, count: int) -> tuple[Numbers, Numbers]:
    """Outlet and event of every report; one outlet tells of an attack once."""
    copies = 1 + dice.choice(len(REPORTS), count, p=REPORTS)
    event = np.repeat(np.arange(count), copies)
    outlet = _ranked(dice, outlets, len(event), 1.1)
    pairs = np.unique(outlet.astype(np.int64) * count + event)
    return pairs // count, pairs % count


def _articles(outlet: Numbers, event: Numbers) -> tuple[Numbers, Numbers]:
    """Reports in order of outlet and day, up to ``TOGETHER`` of them in one article."""
    order = np.lexsort((event, outlet))
    sorted_outlet = outlet[order]
    starts = np.flatnonzero(np.r_[True, sorted_outlet[1:] != sorted_outlet[:-1]])
    within = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    article = np.cumsum(within % TOGETHER == 0) - 1
    return order, article

"""Fits how likely an event is right in place and day (``event``): the confidence, and the last sieve.

Rules were made with the labelled articles in view, so that fewer events are right on a page that is read for
the first time. ``FRESH`` holds that share; the chances are moved to it, so that they hold for new pages. An
event raises F1 where its chance is above half of F1 (that follows from the formula): hence ``THRESHOLD``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence

from benchmarks.agreement import Row, Sites, dates_agree
from benchmarks.fitting.logistic import Case, calibrated, fit, fold_of, left_out, log_loss, squeezed
from benchmarks.fitting.readings import Reading, readings
from events.extraction.evidence import Evidence
from events.extraction.linear import Model

ABOUT = "How likely an event is right in place and day: log-odds; those under the threshold are not told."
RIDGE = 40.0
RARE = 15
FEATURES = 60
"""So many features are kept: those that weigh most over all cases."""
BINS = 10
FRESH = 0.70
"""Share of right events, of 92 on pages that were labelled first and read second (ar, en, id)."""
THRESHOLD = 0.34
"""Just under half of the F1 on the same pages (0.72): what neither helps nor harms is told."""


def event(articles: Sequence[Row], sites: Sites) -> tuple[str, Model, dict[str, object]]:
    """The model, calibrated on articles that it had not seen and moved to fresh pages, with its proof."""
    asked, cases = 0, []
    for reading in readings(articles, sites):
        asked += sum(1 for gold in reading.article["gold"]["events"] if not gold.get("optional"))
        cases += list(cases_of(reading))
    right = [case.right for case in cases]
    raw = _unseen(cases, lambda case: fold_of(case.article))
    slope, shift = calibrated(raw, right)
    judged = [squeezed(chance, slope, shift) for chance in raw]
    strange = [squeezed(chance, slope, shift) for chance in _unseen(cases, lambda case: case.language)]
    share = sum(right) / len(right)
    fresh = moved(judged, FRESH)
    kept = [squeezed(chance, 1.0, fresh) >= THRESHOLD for chance in judged]
    proof = {
        "articles": len({case.article for case in cases}),
        "events": len(cases),
        "right": round(share, 3),
        "right_of_those_told": round(sum(r for r, k in zip(right, kept, strict=True) if k) / sum(kept), 3),
        "f1_of_all": _f1(right, asked),
        "f1_of_those_told": _f1([r for r, k in zip(right, kept, strict=True) if k], asked),
        "log_loss_of_the_share": round(log_loss(cases, [share] * len(cases)), 3),
        "log_loss_left_out_articles": round(log_loss(cases, judged), 3),
        "log_loss_left_out_language": round(log_loss(cases, strange), 3),
        "reliability_before_the_move": _reliability(right, judged),
        "moved_by": round(fresh, 3),
    }
    model = pruned(cases)
    weights = {name: weight * slope for name, weight in model.weights.items()}
    return ABOUT, Model(model.bias * slope + shift + fresh, weights, THRESHOLD), proof


def moved(chances: Sequence[float], share: float) -> float:
    """The log-odds to add to every chance so that their mean is ``share``; halving, to a thousandth."""
    low, high = -5.0, 5.0
    while high - low > 0.001:
        middle = (low + high) / 2
        mean = sum(squeezed(chance, 1.0, middle) for chance in chances) / len(chances)
        low, high = (middle, high) if mean < share else (low, middle)
    return round(low, 3)


def _f1(told: Sequence[bool], asked: int) -> float:
    return round(2 * sum(told) / (len(told) + asked), 3)


def cases_of(reading: Reading) -> Iterator[Case]:
    """A case for each draft; those that tell of an optional event are neither right nor wrong."""
    gold_of = {at: gold for gold, at in reading.pairs}
    evidence = Evidence(reading.reader, reading.frames, reading.drafts)
    for at, draft in enumerate(reading.drafts):
        gold = gold_of.get(at)
        if gold is None or not gold.get("optional"):
            right = gold is not None and dates_agree(gold, reading.told[at])
            yield Case(frozenset(evidence.of(draft)), right, reading.name, reading.language)


def pruned(cases: Sequence[Case]) -> Model:
    """A model of few features: those that weigh most in a first one, fitted once more."""
    first = fit(cases, RIDGE, RARE)
    counts = Counter(name for case in cases for name in case.features)

    def sway(name: str) -> float:
        share = counts[name] / len(cases)
        return abs(first.weights[name]) * float((share * (1 - share)) ** 0.5)

    keep = set(sorted(first.weights, key=lambda name: (-sway(name), name))[:FEATURES])
    few = [Case(c.features & keep, c.right, c.article, c.language, c.weight) for c in cases]
    return fit(few, RIDGE, RARE)


def _unseen(cases: Sequence[Case], group: Callable[[Case], Hashable]) -> list[float]:
    """The chance of each case by a model that has not seen its group."""
    models = left_out(cases, pruned, group)
    return [model.probability(case.features) for model, case in zip(models, cases, strict=True)]


def _reliability(right: Sequence[bool], chances: Sequence[float]) -> str:
    """For each tenth of the chances: the share of right events, and how many they are."""
    told: dict[int, list[bool]] = {}
    for held, chance in zip(right, chances, strict=True):
        told.setdefault(min(BINS - 1, int(chance * BINS)), []).append(held)
    return ", ".join(
        f"{at / BINS:.1f}: {sum(held) / len(held):.2f} of {len(held)}" for at, held in sorted(told.items())
    )

"""Conditional logit: which of several alternatives is the right one, judged on articles left out.

A case offers alternatives as sets of feature names; one model scores all, and the shares of exp(score) are
their chances. Some features may be told which way they must point, so that chance does not turn them round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.fitting.logistic import Vector, fold_of, left_out
from events.extraction.linear import Model

RIDGE = 2.0
RARE = 4
STEPS = 400


@dataclass(frozen=True)
class Choice:
    """One decision: ``right`` names the alternatives that the labels accept (none: not to be learnt from)."""

    alternatives: tuple[frozenset[str], ...]
    right: frozenset[int]
    article: str
    language: str = ""
    before: bool = False
    """Was the decision right before there was a model? Only for comparison."""


def fit(
    cases: Sequence[Choice],
    ridge: float = RIDGE,
    signs: Mapping[str, int] | None = None,
    rare: int = RARE,
) -> Model:
    """The most likely weights under a ridge (accelerated gradient, fixed steps: deterministic)."""
    cases = [case for case in cases if case.right]
    counts = Counter(name for case in cases for option in case.alternatives for name in option)
    names = sorted(name for name, count in counts.items() if count >= rare)
    column = {name: at for at, name in enumerate(names)}
    sizes = np.array([len(case.alternatives) for case in cases], dtype=np.intp)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    table = np.zeros((int(sizes.sum()), len(names)))
    right = np.zeros(len(table))
    for start, case in zip(starts, cases, strict=True):
        for at, option in enumerate(case.alternatives):
            right[start + at] = float(at in case.right)
            for name in option:
                if name in column:
                    table[start + at, column[name]] = 1.0
    signs = signs or {}
    low = np.array([0.0 if signs.get(name) == 1 else -np.inf for name in names])
    high = np.array([0.0 if signs.get(name) == -1 else np.inf for name in names])
    case_of = np.repeat(np.arange(len(cases)), sizes)
    bend = float(np.linalg.norm(table, 2)) ** 2 / 2 + ridge
    found = ahead = np.zeros(len(names))
    for step in range(STEPS):
        slope = table.T @ _surplus(table @ ahead, right, starts, case_of) + ridge * ahead
        moved = np.clip(ahead - slope / bend, low, high)
        ahead = moved + step / (step + 3) * (moved - found)
        found = moved
    return Model(0.0, dict(zip(names, map(float, found), strict=True)))


def _surplus(scores: Vector, right: Vector, starts: NDArray[np.intp], case_of: NDArray[np.intp]) -> Vector:
    """Chance of each alternative minus its share among the right ones: the slope by its score."""
    odds = np.exp(scores - np.maximum.reduceat(scores, starts)[case_of])
    chance = odds / np.add.reduceat(odds, starts)[case_of]
    good = odds * right
    return np.asarray(chance - good / np.maximum(np.add.reduceat(good, starts), 1e-300)[case_of])


def chosen(model: Model, case: Choice) -> int:
    """The alternative that the model takes: the first of the best."""
    scores = [model.score(sorted(option)) for option in case.alternatives]
    return max(range(len(scores)), key=lambda at: scores[at])


def right_unseen(
    cases: Sequence[Choice], fitted: Callable[[Sequence[Choice]], Model], languages: bool = False
) -> list[bool]:
    """Is each case decided right by a model that has not seen its article (or its language)?"""
    models = left_out(cases, fitted, lambda case: case.language if languages else fold_of(case.article))
    return [chosen(model, case) in case.right for model, case in zip(models, cases, strict=True)]


def _share(flags: Sequence[bool]) -> float:
    return round(sum(flags) / max(1, len(flags)), 3)


def proof(cases: Sequence[Choice], fitted: Callable[[Sequence[Choice]], Model]) -> dict[str, object]:
    """The figures that are kept with a model."""
    found = right_unseen(cases, fitted)
    languages = sorted({case.language for case in cases})
    by_language = {
        code: _share([ok for ok, case in zip(found, cases, strict=True) if case.language == code])
        for code in languages
    }
    return {
        "articles": len({case.article for case in cases}),
        "cases": len(cases),
        "before": _share([case.before for case in cases]),
        "left_out_articles": _share(found),
        "left_out_language": _share(right_unseen(cases, fitted, languages=True)),
        "by_language": " ".join(f"{code} {value}" for code, value in by_language.items()),
    }

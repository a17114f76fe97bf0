"""Logistic regression with a ridge, and its proof on articles that it has not seen.

A case is a set of feature names with a label, the article that it comes from and that article's language.
Articles are never split between fitting and judging: neighbouring cases share their words.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from events.extraction.linear import Model, probability

Vector = NDArray[np.float64]
Told = TypeVar("Told")

FOLDS = 10
RIDGE = 1.0
RARE = 8
"""A feature that fewer cases show gets no weight: chance would set it."""
STEPS = 50
CLOSE = 1e-6


@dataclass(frozen=True)
class Case:
    """One decision: ``right`` is what the labels say, ``weight`` how much it counts."""

    features: frozenset[str]
    right: bool
    article: str
    language: str = ""
    weight: float = 1.0


def fit(cases: Sequence[Case], ridge: float = RIDGE, rare: int = RARE) -> Model:
    """The model of these cases: most likely weights under a ridge (the bias goes free). Deterministic."""
    counts = Counter(name for case in cases for name in case.features)
    names = sorted(name for name, count in counts.items() if rare <= count <= len(cases) - rare)
    column = {name: at + 1 for at, name in enumerate(names)}
    table = np.zeros((len(cases), len(names) + 1))
    table[:, 0] = 1.0
    for row, case in enumerate(cases):
        for name in case.features:
            if name in column:
                table[row, column[name]] = 1.0
    right = np.array([case.right for case in cases], dtype=float)
    weight = np.array([case.weight for case in cases])
    found = _newton(table, right, weight, ridge)
    return Model(float(found[0]), dict(zip(names, map(float, found[1:]), strict=True)))


def _newton(table: Vector, right: Vector, weight: Vector, ridge: float) -> Vector:
    """Newton's method; the loss is convex, so that it ends at the one best place."""
    width = table.shape[1]
    penalty = np.full(width, ridge)
    penalty[0] = 1e-6
    found = np.zeros(width)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ (weight * (chance - right)) + penalty * found
        bend = (table * (weight * chance * (1 - chance))[:, None]).T @ table + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        found = found - step
        if float(np.abs(step).max()) < CLOSE:
            break
    return found


def fold_of(article: str, folds: int = FOLDS) -> int:
    """The fold of an article: fixed by its name, so that all models leave the same articles out."""
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % folds


def out_of_fold(cases: Sequence[Case], ridge: float = RIDGE, rare: int = RARE) -> list[float]:
    """The probability of each case by a model that has not seen its article."""
    models = left_out(cases, lambda some: fit(some, ridge, rare), lambda case: fold_of(case.article))
    return [model.probability(case.features) for model, case in zip(models, cases, strict=True)]


def left_out(
    cases: Sequence[Told], fitted: Callable[[Sequence[Told]], Model], group: Callable[[Told], Hashable]
) -> list[Model]:
    """For each case the model that was fitted without the cases of its group."""
    models = {
        name: fitted([case for case in cases if group(case) != name])
        for name in dict.fromkeys(group(case) for case in cases)
    }
    return [models[group(case)] for case in cases]


def log_loss(cases: Sequence[Case], chances: Sequence[float]) -> float:
    """Mean surprise in nats; lower is better."""
    total = sum(
        case.weight * math.log(max(1e-9, chance if case.right else 1 - chance))
        for case, chance in zip(cases, chances, strict=True)
    )
    return -total / sum(case.weight for case in cases)


def calibrated(chances: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Slope and shift of log-odds that make the chances come true (Platt)."""
    odds = np.array([_log_odds(chance) for chance in chances])
    table = np.stack([np.ones(len(odds)), odds], axis=1)
    found = _newton(table, np.array(right, dtype=float), np.ones(len(odds)), 1e-3)
    return float(found[1]), float(found[0])


def squeezed(chance: float, slope: float, shift: float) -> float:
    """A chance moved by ``calibrated``."""
    return probability(slope * _log_odds(chance) + shift)


def _log_odds(chance: float) -> float:
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(chance / (1 - chance))

"""Linear models of the weighing: named features, one weight each, their sum turned into a probability.

A model is a TOML file of ``models/`` that anybody can read: what it decides, what it was fitted on, how it
did on articles that it had not seen, and the weight of every feature. ``benchmarks.fit`` writes it; here it
is only applied, in plain Python. Features are names that hold or do not; an unknown name counts nothing.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parent / "models"


@dataclass(frozen=True, slots=True)
class Model:
    """``bias`` and ``weights`` are log-odds; ``threshold`` is the probability from which a case is taken."""

    bias: float
    weights: Mapping[str, float]
    threshold: float = 0.5

    def score(self, features: Iterable[str]) -> float:
        """Log-odds of a case with these features."""
        weights = self.weights
        return self.bias + sum([weights[name] for name in features if name in weights])

    def probability(self, features: Iterable[str]) -> float:
        """Between 0 and 1."""
        return probability(self.score(features))

    def takes(self, features: Iterable[str]) -> bool:
        """Is the case at least as likely as the threshold asks?"""
        return self.probability(features) >= self.threshold

    def reasons(self, features: Iterable[str], most: int = 3) -> str:
        """The strongest features in words: ``in before the place (+1.2), a plan (-0.8)``."""
        held = [(self.weights[name], name) for name in dict.fromkeys(features) if name in self.weights]
        held.sort(key=lambda pair: (-abs(pair[0]), pair[1]))
        return ", ".join(f"{name} ({weight:+.1f})" for weight, name in held[:most])


def probability(log_odds: float) -> float:
    """The logistic function, safe for any size."""
    if log_odds < 0:
        odds = math.exp(max(log_odds, -700.0))
        return odds / (1 + odds)
    return 1 / (1 + math.exp(-min(log_odds, 700.0)))


@lru_cache(maxsize=16)
def load(name: str) -> Model:
    """The model ``models/<name>.toml``."""
    table = tomllib.loads((ROOT / f"{name}.toml").read_text(encoding="utf-8"))
    weights = {str(key): float(value) for key, value in table["weights"].items()}
    return Model(float(table["bias"]), weights, float(table.get("threshold", 0.5)))

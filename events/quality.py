"""The measured quality of the extraction, as recorded by ``make score ARGS=--write``.

``events/data/quality.json`` holds the figures of the last recording: on the project's own labelled articles
and on those that were kept from the authors of the rules. A test holds them against the running engine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PATH = Path(__file__).resolve().parent / "data" / "quality.json"
ALL = "all"


@dataclass(frozen=True, slots=True)
class Bin:
    """Events of one range of confidence, and the share of them with the right site and date."""

    low: float
    events: int
    right: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One set of labelled articles: figures (shares of one) by language, ``all`` last."""

    figures: Mapping[str, Mapping[str, float]]
    reliability: tuple[Bin, ...]

    @property
    def languages(self) -> list[str]:
        return [code for code in self.figures if code != ALL]


@dataclass(frozen=True, slots=True)
class Quality:
    """What is recorded: the engine that was measured, and the two sets."""

    engine: str
    labelled: Measured
    held_back: Measured


@lru_cache(maxsize=1)
def load(path: Path = PATH) -> Quality:
    """The recorded figures. OSError or KeyError on a missing or broken file: it is part of the program."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return Quality(told["engine"], _measured(told["labelled"]), _measured(told["held_back"]))


def _measured(told: Mapping[str, object]) -> Measured:
    figures, bins = told["figures"], told["reliability"]
    assert isinstance(figures, dict)
    assert isinstance(bins, list)
    return Measured(figures, tuple(Bin(*one) for one in bins))

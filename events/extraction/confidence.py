"""How sure a report is: the share of right events among those with the same evidence.

A logistic sum of what the text offers; the weights are fitted on labelled articles (see ``make score``) and
kept as plain numbers here.
"""

from __future__ import annotations

import math

from events.extraction.drafts import Draft
from events.taxonomy import DatePrecision

BIAS = 0.4
WEIGHTS = {
    "site_known": 0.9,
    "object": 0.4,
    "coarse": -1.0,
    "day_told": 0.9,
    "day_carried": 0.3,
    "no_day": -0.5,
    "attacker": 0.4,
    "weapon": 0.4,
    "told_again": 0.5,
    "unnamed": -0.6,
}


def confidence(draft: Draft) -> float:
    """Between 0.05 and 0.99, two digits."""
    told = {
        "site_known": draft.place.site is not None,
        "object": draft.place.rank == 3,
        "coarse": draft.place.rank < 2,
        "day_told": draft.when.first is not None
        and not draft.when.inherited
        and draft.when.precision is DatePrecision.DAY,
        "day_carried": draft.when.inherited,
        "no_day": draft.when.first is None,
        "attacker": draft.attacker is not None,
        "weapon": bool(draft.weapons),
        "told_again": len(draft.sentences) > 1,
        "unnamed": draft.target.place.unnamed,
    }
    total = BIAS + sum(WEIGHTS[name] for name, holds in told.items() if holds)
    return round(min(0.99, max(0.05, 1 / (1 + math.exp(-total)))), 2)

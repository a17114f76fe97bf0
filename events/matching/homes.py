"""Which event carries on in which cluster: permanent ids for a partition that is computed anew each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from events.matching.types import Candidate


def homes(parts: Sequence[Sequence[Candidate]]) -> list[dict[str, int | None]]:
    """For each part, the home event of each of its candidates (by key); None asks for a new event.

    A report that people tied to an event stays in it. Otherwise all reports of a part share one home: that
    of a held event if one is among them, else the event that most of them were in, else the oldest. An
    event that no person holds lives on in one part only: where most of its reports went.
    """
    claims: list[tuple[bool, int, int, str, int]] = []
    for number, part in enumerate(parts):
        held = {c.home for c in part if c.held is not None}
        counts = Counter(c.home for c in part if c.home is not None)
        key = min(c.key for c in part)
        claims += [(home not in held, -count, home, key, number) for home, count in counts.items()]
    taken: set[int] = set()
    chosen: dict[int, int] = {}
    for free, _, home, _, number in sorted(claims):
        if number not in chosen and (home not in taken or not free):
            chosen[number] = home
            taken.add(home)
    return [
        {c.key: c.home if c.held is not None else chosen.get(number) for c in part}
        for number, part in enumerate(parts)
    ]

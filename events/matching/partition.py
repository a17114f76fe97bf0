"""Which reports tell of one attack: a partition that does not depend on the order of arrival.

Firm reports (one stated day) of one place and day are clustered first; they decide which attacks there
were. Every other report joins the best of these clusters within its window; what finds none is clustered
with its like of the same last day. So a vague sentence can never pull two told attacks into one, and the
answer for one day depends on a bounded neighbourhood only (``services.blocks`` loads exactly that).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from events.matching.scoring import SHORT_WINDOW, THRESHOLD, Score, bar, score
from events.matching.types import Candidate

AMBIGUITY = 5
"""Points by which a report with a wide window must prefer one attack before it is put to it."""


@dataclass
class Cluster:
    """Reports of one attack. ``core`` are those that newcomers are compared with."""

    core: list[Candidate]
    joined: list[Candidate] = field(default_factory=list)

    @property
    def members(self) -> list[Candidate]:
        return self.core + self.joined

    @property
    def key(self) -> str:
        return min(candidate.key for candidate in self.core)


def partition(candidates: Iterable[Candidate]) -> list[list[Candidate]]:
    """Part the reports into attacks. Same set in, same parts out, each part and the list in key order."""
    ordered = sorted(candidates, key=lambda candidate: candidate.key)
    firm = [c for c in ordered if c.firm]
    clusters = _by_group(firm, lambda c: (c.block, c.window))
    loose = _join([c for c in ordered if not c.firm], clusters)
    clusters += _by_group(loose, lambda c: (c.block, c.window.last if c.window else None))
    parts = [sorted(cluster.members, key=lambda c: c.key) for cluster in clusters]
    return sorted(parts, key=lambda part: part[0].key)


def _by_group(candidates: Sequence[Candidate], group: Callable[[Candidate], Hashable]) -> list[Cluster]:
    groups: dict[Hashable, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        groups[group(candidate)].append(candidate)
    return [cluster for members in groups.values() for cluster in agglomerate(members)]


def agglomerate(members: Sequence[Candidate]) -> list[Cluster]:
    """Join the best pairs first; two clusters become one when no pair of theirs is barred and the mean of
    their pairs reaches the threshold."""
    clusters = {c.key: Cluster([c]) for c in members}
    pairs = {}
    for one, other in combinations(sorted(members, key=lambda c: c.key), 2):
        pairs[one.key, other.key] = score(one, other)
    for (one_key, other_key), found in sorted(pairs.items(), key=lambda item: (-item[1].points, item[0])):
        if not found.matches:
            break
        first, second = clusters[one_key], clusters[other_key]
        if first is not second and _joinable(first.core, second.core, pairs):
            first.core.extend(second.core)
            clusters.update((c.key, first) for c in second.core)
    return list({id(cluster): cluster for cluster in clusters.values()}.values())


def _joinable(
    one: Sequence[Candidate], other: Sequence[Candidate], pairs: dict[tuple[str, str], Score]
) -> bool:
    between = [pairs[min(a.key, b.key), max(a.key, b.key)] for a in one for b in other]
    return _mean(between) >= THRESHOLD


def _mean(scores: Sequence[Score]) -> float:
    """Mean points, -1 when any pair is barred."""
    if any(found.bar for found in scores):
        return -1
    return sum(found.points for found in scores) / len(scores)


def _join(vague: Sequence[Candidate], clusters: Sequence[Cluster]) -> list[Candidate]:
    """Put vague reports to the clusters that they fit best; returns those that fit none.

    Reports that people hold stay where they are: they are not moved to a cluster, but others may join them.
    """
    by_block: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        by_block[cluster.core[0].block].append(cluster)
    offers = [offer for c in vague if c.held is None for offer in _offers(c, by_block[c.block])]
    placed: set[str] = set()
    for _, _, key, _, candidate, cluster in sorted(offers, key=lambda offer: offer[:4]):
        if key not in placed and not any(bar(candidate, member) for member in cluster.joined):
            cluster.joined.append(candidate)
            placed.add(key)
    return [c for c in vague if c.key not in placed]


_Offer = tuple[float, int, str, str, Candidate, Cluster]
"""Best first: minus the mean points, distance in days from the window's end, keys of both, both."""


def _offers(candidate: Candidate, clusters: Sequence[Cluster]) -> list[_Offer]:
    window = candidate.window
    if window is None:
        return []
    offers: list[_Offer] = []
    for cluster in clusters:
        day = cluster.core[0].window
        if day is None or not day.overlaps(window):
            continue
        points = _mean([score(candidate, member) for member in cluster.core])
        if points >= THRESHOLD:
            gap = abs((window.last - day.last).days)
            offers.append((-points, gap, candidate.key, cluster.key, candidate, cluster))
    offers.sort(key=lambda offer: offer[:4])
    ambiguous = len(offers) > 1 and offers[1][0] - offers[0][0] < AMBIGUITY
    return [] if window.days > SHORT_WINDOW and ambiguous else offers


def explain(candidate: Candidate, part: Sequence[Candidate]) -> Score | None:
    """Why ``candidate`` is in ``part``: its best match there; None when it stands alone."""
    scores = [(score(candidate, other), other.key) for other in part if other.key != candidate.key]
    if not scores:
        return None
    return min(scores, key=lambda found: (-found[0].points, found[1]))[0]

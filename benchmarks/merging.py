"""Whether reports of one attack become one event: `python -m benchmarks.merging`.

Over the merge set (``tests/data/merge``) prints pairwise precision and recall: of all pairs of reports that
matching put together, how many truly tell of one attack, and of all pairs that do, how many it put together.

- ``oracle``: the labels' own values are matched, so this is matching alone.
- ``extracted``: what the engine reads is matched, over the reports that meet a label.
- ``end_to_end``: the same, but pairs of attacks that the engine did not find count as missed.
- ``families``: pairs of copies that the near-duplicate detection finds.

``--errors`` lists the wrong pairs with the reasons of matching. The result is held against
``benchmarks/merge_floor.json``, which may only rise (``--raise-floor``).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from benchmarks import mergeset  # noqa: E402
from benchmarks.mergeset import MergeSet, Told  # noqa: E402
from events import matching  # noqa: E402

FLOOR = Path(__file__).resolve().parent / "merge_floor.json"
TOLERANCE = 0.0005
Pair = frozenset[str]


@dataclass(frozen=True)
class Figures:
    """Pairs right, put together wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def pairs(groups: Iterable[Iterable[str]]) -> set[Pair]:
    """All pairs that share a group."""
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def figures(found: set[Pair], wanted: set[Pair]) -> Figures:
    return Figures(len(found & wanted), len(found - wanted), len(wanted - found))


def put_together(told: Sequence[Told]) -> set[Pair]:
    """Pairs that matching makes, among the reports whose truth is known; all reports take part in it."""
    known = {one.candidate.key for one in told if one.incident}
    parts = matching.partition(one.candidate for one in told)
    return pairs([c.key for c in part if c.key in known] for part in parts)


def same_incident(told: Sequence[Told]) -> set[Pair]:
    groups: dict[str, list[str]] = {}
    for one in told:
        if one.incident:
            groups.setdefault(one.incident, []).append(one.candidate.key)
    return pairs(groups.values())


def measure(told: Sequence[Told]) -> Figures:
    return figures(put_together(told), same_incident(told))


def end_to_end(told: Sequence[Told], merge_set: MergeSet) -> Figures:
    """As ``measure``, but what the engine did not find is missed."""
    met = measure(told)
    asked = len(same_incident(mergeset.oracle(merge_set)))
    return Figures(met.right, met.wrong, asked - met.right)


def families(merge_set: MergeSet) -> Figures:
    return figures(pairs(mergeset.found_families(merge_set)), pairs(merge_set.families.values()))


def errors(told: Sequence[Told]) -> list[str]:
    """Two lines for each wrong pair: which, and what matching says of it."""
    by_key = {one.candidate.key: one for one in told}
    found, wanted = put_together(told), same_incident(told)
    lines = []
    for kind, wrong in (("JOINED", found - wanted), ("APART", wanted - found)):
        for first, second in sorted(sorted(pair) for pair in wrong):
            a, b = by_key[first], by_key[second]
            why = matching.score(a.candidate, b.candidate)
            lines.append(f"{kind} {a.incident} {first}\n       {b.incident} {second}")
            lines.append(f"       {why.points}: {', '.join(why.words())}")
            lines += [f"       | {one.words}" for one in (a, b)]
    return lines


def table(rows: dict[str, Figures]) -> str:
    lines = [f"{'':12}{'precision':>10}{'recall':>8}{'right':>7}{'wrong':>7}{'missed':>8}"]
    lines += [
        f"{name:12}{row.precision:10.3f}{row.recall:8.3f}{row.right:7}{row.wrong:7}{row.missed:8}"
        for name, row in rows.items()
    ]
    return "\n".join(lines)


def summary(merge_set: MergeSet, oracle: Sequence[Told], extracted: Sequence[Told]) -> str:
    languages = sorted({article["lang"] for article in merge_set.articles.values()})
    met = sum(1 for one in extracted if one.incident)
    return (
        f"{len(merge_set.articles)} articles ({', '.join(languages)}), {len(oracle)} reports labelled; "
        f"{len(extracted)} extracted, {met} of them meet a label"
    )


def below_floor(rows: dict[str, Figures]) -> list[str]:
    """Sentences on every figure that fell under its floor."""
    fallen = []
    for name, wanted in read_floor().items():
        for figure, low in wanted.items():
            value = getattr(rows[name], figure) if name in rows else low
            if value < low - TOLERANCE:
                fallen.append(f"{name} {figure}: {value:.3f} is under the floor of {low:.3f}")
    return fallen


def read_floor() -> dict[str, dict[str, float]]:
    return json.loads(FLOOR.read_text(encoding="utf-8")) if FLOOR.exists() else {}


def raise_floor(rows: dict[str, Figures]) -> None:
    """Write each figure that is better than its floor."""
    floor = read_floor()
    for name, row in rows.items():
        before = floor.get(name, {})
        floor[name] = {
            figure: max(before.get(figure, 0.0), round(getattr(row, figure), 3))
            for figure in ("precision", "recall")
        }
    FLOOR.write_text(json.dumps(floor, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--errors", choices=["oracle", "extracted"], help="list the wrong pairs of this row")
    parser.add_argument("--raise-floor", action="store_true", help="write better figures to the floor file")
    options = parser.parse_args()
    merge_set = mergeset.read()
    told = {"oracle": mergeset.oracle(merge_set), "extracted": mergeset.extracted(merge_set)}
    rows = {name: measure(reports) for name, reports in told.items()}
    rows["end_to_end"] = end_to_end(told["extracted"], merge_set)
    rows["families"] = families(merge_set)
    print(summary(merge_set, told["oracle"], told["extracted"]))
    print(table(rows))
    if options.errors:
        print(*errors(told[options.errors]), sep="\n")
    fallen = below_floor(rows)
    print(*fallen, sep="\n", file=sys.stderr)
    if options.raise_floor:
        raise_floor(rows)
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())

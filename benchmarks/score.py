"""The quality of the extraction on the project's own labelled articles: `make score`.

Runs the engine over ``tests/data/gold/*.jsonl`` (``--held-back``: the articles kept from the authors of
the rules), prints a table by language and field, the reliability of the confidence, and holds the guarded
figures against ``benchmarks/floor.json``, which may only rise (``--raise-floor`` writes a better one, never a
worse one). ``--write`` records both sets for the methodology (``events/data/quality.json``).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

from benchmarks.agreement import FIELDS, Row, Sites, dates_agree, field_agrees
from events import catalogue, quality
from events.extraction import exchange, extract
from events.extraction.engine import ENGINE_VERSION

HERE = Path(__file__).resolve().parent
GOLD = HERE.parent / "tests" / "data" / "gold"
FLOOR = HERE / "floor.json"
TOLERANCE = 0.0005
"""Rounding only: the floor is kept to three decimals."""
GUARDED = ("event_date_f1", "event_core_f1", "tally_f1", "clean", "spans")
"""Figures with a floor in each language; over all languages every figure has one. A single field over the
eight articles of a language moves with one word, so that its floor would guard chance."""


class Score:
    """Counts over a set of articles."""

    def __init__(self) -> None:
        self.events: dict[str, Counter[str]] = {"site": Counter(), "date": Counter(), "core": Counter()}
        self.tallies: Counter[str] = Counter()
        self.fields: dict[str, list[bool]] = defaultdict(list)
        self.calibration: list[tuple[float, bool]] = []
        self.clean: list[bool] = []
        self.spans: list[bool] = []
        self.articles = 0

    def add(self, article: Row, told: Row, sites: Sites) -> None:
        gold, found = article["gold"]["events"], told["events"]
        pairs = pair(gold, found, sites)
        asked = [i for i, g in enumerate(gold) if not g.get("optional")]
        excused = {j for i, j in pairs if gold[i].get("optional")}
        given = [j for j in range(len(found)) if j not in excused]
        wanted = [(i, j) for i, j in pairs if not gold[i].get("optional")]
        right = [(i, j) for i, j in wanted if dates_agree(gold[i], found[j])]
        core = [
            (i, j)
            for i, j in right
            if all(field_agrees(f, gold[i], found[j]) for f in ("attacker", "weapon_types"))
        ]
        for name, hits in (("site", wanted), ("date", right), ("core", core)):
            self.events[name].update(tp=len(hits), fp=len(given) - len(hits), fn=len(asked) - len(hits))
        for i, j in wanted:
            for name in FIELDS:
                self.fields[name].append(field_agrees(name, gold[i], found[j]))
        hits = {j for _, j in right}
        self.calibration += [(found[j]["confidence"], j in hits) for j in given]
        if not gold:
            self.clean.append(not found)
        self.spans += spans_hold(article["text"], told)
        self._tallies(article["gold"]["tallies"], list(told["tallies"]))
        self.articles += 1

    def _tallies(self, gold: list[Row], told: list[Row]) -> None:
        for wanted in gold:
            match = next((t for t in told if t["count"] == wanted.get("count")), None)
            if match is None:
                self.tallies["fn"] += 1
            else:
                told.remove(match)
                self.tallies["tp"] += 1
        self.tallies["fp"] += len(told)

    def figures(self) -> dict[str, float]:
        """All figures as shares of one, by name."""
        result = {f"event_{name}_f1": f1(counts) for name, counts in self.events.items()}
        result["tally_f1"] = f1(self.tallies)
        result["clean"] = share(self.clean)
        result["spans"] = share(self.spans)
        result.update({name: share(values) for name, values in self.fields.items()})
        return {name: round(value, 3) for name, value in result.items()}


def spans_hold(text: str, told: Row) -> list[bool]:
    """Whether each span lies inside the text and is not empty."""
    spans = [span for event in told["events"] for many in event["spans"].values() for span in many]
    spans += [tally["span"] for tally in told["tallies"] if tally.get("span")]
    return [0 <= start < end <= len(text) and bool(text[start:end].strip()) for start, end in spans]


def pair(gold: list[Row], found: list[Row], sites: Sites) -> list[tuple[int, int]]:
    """Pairs of labelled and found events at one site, those with most agreement first, each used once."""
    weights = []
    for i, g in enumerate(gold):
        for j, p in enumerate(found):
            if sites.agree(g, p):
                agreement = sum(field_agrees(name, g, p) for name in FIELDS)
                weights.append((0 if g.get("optional") else 1, 10 * dates_agree(g, p) + agreement, -i, -j))
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for _, _, i, j in sorted(weights, reverse=True):
        if -i not in taken_gold and -j not in taken_found:
            taken_gold.add(-i)
            taken_found.add(-j)
            pairs.append((-i, -j))
    return pairs


def f1(counts: Counter[str]) -> float:
    """Harmonic mean of precision and recall; 1.0 where nothing was asked and nothing given."""
    total = 2 * counts["tp"] + counts["fp"] + counts["fn"]
    return 2 * counts["tp"] / total if total else 1.0


def share(values: list[bool]) -> float:
    return sum(values) / len(values) if values else 1.0


def articles(folder: Path) -> Iterator[Row]:
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            yield from (json.loads(line) for line in file if line.strip())


def measure(folder: Path, sites: Sites) -> dict[str, Score]:
    """Scores by language, and ``all``."""
    gazetteer = catalogue.load()
    scores: dict[str, Score] = defaultdict(Score)
    for article in articles(folder):
        told = exchange.answer(article["id"], extract(exchange.document(article), gazetteer))
        for key in (article["lang"], "all"):
            scores[key].add(article, told, sites)
    return scores


def table(scores: dict[str, Score]) -> str:
    """The figures as text, one row a language."""
    names = list(next(iter(scores.values())).figures()) if scores else []
    rows = [["", "articles", *(n.removesuffix("_f1").replace("_", " ") for n in names)]]
    for key in sorted(scores, key=lambda k: (k == "all", k)):
        figures = scores[key].figures()
        rows.append([key, str(scores[key].articles), *(f"{figures.get(n, 1.0):.3f}" for n in names)])
    widths = [max(len(row[c]) for row in rows) for c in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


def bins(score: Score) -> list[quality.Bin]:
    """How often events of a confidence were right (site and date), by tenths of confidence."""
    found: dict[int, list[bool]] = defaultdict(list)
    for confidence, right in score.calibration:
        found[min(9, int(confidence * 10))].append(right)
    return [quality.Bin(b / 10, len(found[b]), round(share(found[b]), 3)) for b in sorted(found)]


def reliability(score: Score) -> str:
    """The bins as text."""
    lines = ["confidence   events  right"]
    lines += [f"{b.low:.1f} - {b.low + 0.1:.1f}  {b.events:7}  {b.right:.2f}" for b in bins(score)]
    return "\n".join(lines)


def record(labelled: dict[str, Score], held_back: dict[str, Score]) -> None:
    """Write both sets' figures for the methodology."""

    def told(scores: dict[str, Score]) -> Row:
        keys = sorted(scores, key=lambda key: (key == quality.ALL, key))
        figures = {key: {"articles": scores[key].articles} | scores[key].figures() for key in keys}
        return {"figures": figures, "reliability": [list(astuple(b)) for b in bins(scores[quality.ALL])]}

    row = {"engine": ENGINE_VERSION, "labelled": told(labelled), "held_back": told(held_back)}
    quality.PATH.write_text(json.dumps(row, indent=1) + "\n", encoding="utf-8")


def below_floor(scores: dict[str, Score]) -> list[str]:
    """Sentences on every figure that fell under its floor."""
    floor = json.loads(FLOOR.read_text(encoding="utf-8")) if FLOOR.exists() else {}
    fallen = []
    for key, wanted in floor.items():
        figures = scores[key].figures() if key in scores else {}
        for name, low in wanted.items():
            if figures.get(name, 0.0) < low - TOLERANCE:
                fallen.append(f"{key} {name}: {figures.get(name, 0.0):.3f} is under the floor of {low:.3f}")
    return fallen


def raise_floor(scores: dict[str, Score]) -> None:
    """Write each figure that is better than its floor."""
    floor = json.loads(FLOOR.read_text(encoding="utf-8")) if FLOOR.exists() else {}
    for key, score in sorted(scores.items()):
        before = floor.get(key, {})
        floor[key] = {
            name: max(before.get(name, 0.0), value)
            for name, value in score.figures().items()
            if name in GUARDED or key == quality.ALL
        }
    FLOOR.write_text(json.dumps(floor, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--held-back", action="store_true", help="the articles kept from the authors of the rules"
    )
    parser.add_argument("--raise-floor", action="store_true", help="write better figures to the floor file")
    parser.add_argument("--write", action="store_true", help="record both sets for the methodology")
    options = parser.parse_args()
    sites = Sites(sorted(GOLD.glob("sites*.csv")))
    scores = measure(GOLD / "held_back" if options.held_back else GOLD, sites)
    print(table(scores))
    print()
    print(reliability(scores["all"]))
    if options.held_back:
        return 0
    fallen = below_floor(scores)
    print(*fallen, sep="\n", file=sys.stderr)
    if options.raise_floor:
        raise_floor(scores)
    if options.write:
        record(scores, measure(GOLD / "held_back", sites))
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())

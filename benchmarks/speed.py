"""How fast it is here: `make bench`.

Prints the start of the engines (seconds), the catalogue (seconds) and the extraction (articles and
characters a second, one process, on the project's own labelled articles). Medians of some rounds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from conflictwatch.engines.attach import attach
from conflictwatch.home import Home
from events import catalogue
from events.extraction import exchange, extract

GOLD = Path(__file__).resolve().parent.parent / "tests" / "data" / "gold"


def seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def engines() -> dict[str, float]:
    """Start of PostgreSQL and the Redis-protocol server on an empty data folder, and again on a full one."""

    def start_and_stop() -> float:
        begun = time.perf_counter()
        held = attach(home)
        ready = time.perf_counter() - begun
        for one in held:
            one.release()
        return ready

    with tempfile.TemporaryDirectory(prefix="conflictwatch-bench-") as folder:
        home = Home(Path(folder))
        return {"engines, first start": start_and_stop(), "engines, later start": start_and_stop()}


def extraction(rounds: int) -> dict[str, float]:
    rows = [json.loads(line) for path in sorted(GOLD.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    documents = [exchange.document(row) for row in rows]
    characters = sum(len(document.text) for document in documents)
    load = seconds(catalogue.load)
    gazetteer = catalogue.load()
    warm = seconds(lambda: extract(documents[0], gazetteer))
    took = statistics.median(
        seconds(lambda: [extract(document, gazetteer) for document in documents]) for _ in range(rounds)
    )
    return {
        "catalogue, read": load,
        "extraction, first article": warm,
        "articles": len(documents),
        "articles a second": len(documents) / took,
        "characters a second": characters / took,
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for name, value in (engines() | extraction(options.rounds)).items():
        print(f"{name:<28} {value:>12,.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

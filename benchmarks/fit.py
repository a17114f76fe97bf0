"""Fit the engine's linear models: ``python -m benchmarks.fit [--sites CSV...] [--only NAME] [FILE...]``.

FILE: labelled articles (JSON lines as in ``tests/data/gold``; those by default). Each model of ``MODELS``
turns the articles into cases, is fitted with a ridge, judged on articles that were left out (ten folds by
article, then each language by all others), and written to ``events/extraction/models/<name>.toml`` with its
figures.
``--dry`` prints without writing. Needs numpy (extra ``dev``); the engine applies the models without it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.agreement import Row, Sites
from benchmarks.fitting import arms, attackers, events, store, victims
from events.extraction.linear import Model

GOLD = Path(__file__).resolve().parent.parent / "tests" / "data" / "gold"

Fitted = tuple[str, Model, Mapping[str, object]]
"""What a model decides, the model, and the proof."""
MODELS: dict[str, Callable[[Sequence[Row], Sites], Fitted]] = {
    "doer": attackers.doer,
    "attacker": attackers.attacker,
    "weapon": arms.weapon,
    "target": victims.target,
    "event": events.event,
}
"""Name of the file -> the function that fits it on labelled articles."""


def read(paths: Sequence[Path]) -> list[Row]:
    """All labelled articles of the files, each once (by its text)."""
    found: dict[str, Row] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                found.setdefault(row["text"], row)
    return list(found.values())


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--sites", nargs="*", type=Path, default=[])
    parser.add_argument("--only", choices=sorted(MODELS))
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()
    articles = read(options.files or sorted(GOLD.glob("*.jsonl")))
    sites = Sites([*sorted(GOLD.glob("sites*.csv")), *options.sites])
    for name, fitted in MODELS.items():
        if options.only in (None, name):
            about, model, proof = fitted(articles, sites)
            print(f"{name}: {len(model.weights)} weights; " + "; ".join(f"{k} {v}" for k, v in proof.items()))
            if not options.dry:
                print(f"  written to {store.write(name, about, model, proof)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

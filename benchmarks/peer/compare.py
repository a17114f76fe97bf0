"""The engine beside the plain pipeline of ``pipeline.py``: speed and quality on the same articles.

    python -m benchmarks.peer.compare

Both read the project's own labelled articles in this run, on this machine, one after the other and one
process each; what counts is the ratio. The pipeline's packages go into ``build/peer``, made when needed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Any

from benchmarks.agreement import Row, Sites
from benchmarks.score import GOLD, Score, articles
from events import catalogue
from events.extraction import exchange, extract, pack
from events.extraction.types import Gazetteer

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE.parent.parent / "build" / "peer"
REQUIREMENTS = HERE / "requirements.txt"
CUES = ("attack.verb", "attack.passive", "attack.noun")


def environment() -> Path:
    """The Python of the peer's own environment, with its packages."""
    python, stamp = ENVIRONMENT / "bin" / "python", ENVIRONMENT / "requirements.txt"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        print("installing the plain pipeline's packages ...", file=sys.stderr)
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        command = [python, "-m", "pip", "install", "-q", "-r", REQUIREMENTS]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"the plain pipeline's packages could not be installed:\n{done.stderr[-2000:]}")
        stamp.write_text(wanted, encoding="utf-8")
    return python


def job(rows: list[Row], gazetteer: Gazetteer) -> Row:
    """The articles, and the names and words that the engine itself reads with."""
    names: list[list[Any]] = [
        [name.text, "site", site.name, site.lat, site.lon] for site in gazetteer.sites for name in site.names
    ]
    names += [
        [name.text, "actor", actor.name, None, None] for actor in gazetteer.actors for name in actor.names
    ]
    cues = {code: _cues(code) for code in pack.available()}
    return {"languages": list(cues), "names": names, "cues": cues, "articles": rows}


def _cues(code: str) -> list[list[Any]]:
    forms = pack.load(code).forms
    cues: list[list[Any]] = [[form.written or form.text, "attack", ""] for form in forms if form.kind in CUES]
    weapons = [form for form in forms if form.kind == "weapon"]
    return cues + [[form.written or form.text, "weapon", str(form.value[0])] for form in weapons]


def plain(rows: list[Row], gazetteer: Gazetteer) -> tuple[list[Row], float, float]:
    """Answers of the plain pipeline, its seconds to start and to read."""
    python = environment()
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "job.json", Path(folder) / "answers.jsonl"
        asked.write_text(json.dumps(job(rows, gazetteer)), encoding="utf-8")
        command = [python, HERE / "pipeline.py", asked, answered]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        told = json.loads(done.stdout)
        answers = [json.loads(line) for line in answered.read_text(encoding="utf-8").splitlines()]
    return answers, told["start"], told["seconds"]


def ours(rows: list[Row], gazetteer: Gazetteer) -> tuple[list[Row], float]:
    """Answers of the engine and its seconds to read."""
    documents = [exchange.document(row) for row in rows]
    extract(documents[0], gazetteer)
    begun = time.perf_counter()
    read = [extract(document, gazetteer) for document in documents]
    took = time.perf_counter() - begun
    return [exchange.answer(row["id"], one) for row, one in zip(rows, read, strict=True)], took


def quality(rows: list[Row], answers: list[Row]) -> dict[str, float]:
    score, sites = Score(), Sites(sorted(GOLD.glob("sites*.csv")))
    for row, told in zip(rows, answers, strict=True):
        score.add(row, told, sites)
    return score.figures()


def main() -> int:
    rows, gazetteer = list(articles(GOLD)), catalogue.load()
    theirs, start, slow = plain(rows, gazetteer)
    answers, fast = ours(rows, gazetteer)
    one, two = quality(rows, answers), quality(rows, theirs)
    print(f"{'':<28} {'engine':>12} {'plain':>12}")
    print(f"{'articles a second':<28} {len(rows) / fast:>12.1f} {len(rows) / slow:>12.1f}")
    for name in ("event_date_f1", "event_core_f1", "clean"):
        print(f"{name.replace('_', ' '):<28} {one[name]:>12.3f} {two[name]:>12.3f}")
    print(
        f"the engine reads {slow / fast:.1f} times as fast as the plain pipeline (its start: {start:.1f} s)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

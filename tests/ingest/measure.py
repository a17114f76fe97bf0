"""Measure reading on saved pages beside the bare library: ``python -m tests.ingest.measure [FOLDER]``.

FOLDER holds pairs ``name.html`` / ``name.json`` as in tests/data/pages: ``url``, ``content_type``,
``paragraphs`` (or ``text``) and ``published.day``; or, where only some of the text is known, passages that
are ``wanted`` and ``unwanted`` (``tests.ingest.public_pages`` makes such pairs). Whole texts are scored by
runs of four words (F1, and the number of pages), passages by F1 over all of them (a wanted one found, a
wanted one missed, an unwanted one there), dates by day. A page that is refused counts as an empty text.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import htmldate
import trafilatura

from events.ingest.parse import parse_html
from events.ingest.types import ParseFailed
from tests.ingest.pages import FOLDER


@dataclass
class Score:
    """Sums over the pages read by one reader."""

    pages: int = 0
    f1: list[float] = field(default_factory=list)
    passages: Counter[str] = field(default_factory=Counter)
    """'found', 'missed' (wanted ones), 'wrong' (unwanted ones that are there)."""
    days: list[bool] = field(default_factory=list)
    seconds: float = 0.0

    def line(self, name: str) -> str:
        """One row of the table."""
        text = f"{sum(self.f1) / len(self.f1):.3f} ({len(self.f1)})" if self.f1 else "-"
        days = f"{sum(self.days)}/{len(self.days)}" if self.days else "-"
        rate = self.pages / self.seconds if self.seconds else 0.0
        return f"{name:24} {text:>12} {self._passages():>14} {days:>9} {rate:9.1f}"

    def _passages(self) -> str:
        found, missed, wrong = (self.passages[name] for name in ("found", "missed", "wrong"))
        if not found + missed:
            return "-"
        return f"{2 * found / (2 * found + missed + wrong):.3f} ({found + missed + self.passages['free']})"

    def judge(self, got: str, expected: dict[str, Any]) -> None:
        """Hold a text against what is known of it."""
        self.pages += 1
        whole = expected.get("text") or "\n\n".join(expected.get("paragraphs", ()))
        if whole:
            self.f1.append(text_f1(got, whole))
        flat = _flat(got)
        for passage in expected.get("wanted", ()):
            self.passages["found" if _flat(passage) in flat else "missed"] += 1
        for passage in expected.get("unwanted", ()):
            self.passages["wrong" if _flat(passage) in flat else "free"] += 1


def _flat(text: str) -> str:
    return " ".join(text.split())


def text_f1(got: str, expected: str) -> float:
    """F1 over runs of four words (letters where there are no blanks)."""
    left, right = _runs(got), _runs(expected)
    common = sum((left & right).values())
    if not common:
        return 0.0
    precision, recall = common / sum(left.values()), common / sum(right.values())
    return 2 * precision * recall / (precision + recall)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[place : place + 4]) for place in range(max(1, len(words) - 3)))


def ours(body: bytes, url: str, content_type: str) -> tuple[str, str]:
    """Text and day as this project reads them."""
    try:
        page = parse_html(body, url=url, content_type=content_type)
    except ParseFailed:
        return "", ""
    return page.text, page.published.day.isoformat() if page.published else ""


def bare(body: bytes, url: str, content_type: str) -> tuple[str, str]:
    """Text and day as the bare libraries read them."""
    text = trafilatura.extract(body, url=url, include_comments=False) or ""
    return text, htmldate.find_date(body, url=url, original_date=True) or ""


READERS = {"this project": ours, "trafilatura + htmldate": bare}


def measure(folder: Path) -> dict[str, Score]:
    """Read every page of ``folder`` with every reader."""
    scores = {name: Score() for name in READERS}
    for path in sorted(folder.glob("*.json")):
        expected = json.loads(path.read_text("utf-8"))
        if "refused" in expected:
            continue
        body = path.with_suffix(".html").read_bytes()
        day = (expected.get("published") or {}).get("day", "")
        for name, reader in READERS.items():
            started = perf_counter()
            got_text, got_day = reader(body, expected["url"], expected.get("content_type", ""))
            scores[name].seconds += perf_counter() - started
            scores[name].judge(got_text, expected)
            if day:
                scores[name].days.append(got_day == day)
    return scores


def main() -> None:
    """Print the table."""
    logging.disable(logging.ERROR)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    scores = measure(folder)
    print(f"{'reader':24} {'text F1':>12} {'passages':>14} {'day':>9} {'pages/s':>9}")
    for name, score in scores.items():
        print(score.line(name))


if __name__ == "__main__":
    main()

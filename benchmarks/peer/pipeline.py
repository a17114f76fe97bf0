"""Reads articles with well-known parts alone: lingua, spaCy (blank), Aho-Corasick, dateparser.

    python pipeline.py JOB.json ANSWERS.jsonl

Runs in an environment of its own (see ``compare.py``) and imports nothing of this project. It does what a
careful afternoon gives: sentences with an attack word and a site make an event, with the first date of the
sentence, the first actor and the weapons named in it. JOB.json holds the same names and words that the
engine reads with, so that the comparison is of method, not of lexicon. Prints the seconds as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import ahocorasick_rs
import spacy
from dateparser.search import search_dates
from lingua import LanguageDetectorBuilder

Row = dict[str, Any]


class Lexicon:
    """Words of one language with what each stands for, found in one pass at word borders."""

    def __init__(self, entries: list[list[Any]]) -> None:
        self.values = [entry[1:] for entry in entries]
        self.automaton = ahocorasick_rs.AhoCorasick(
            [entry[0].lower() for entry in entries], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def find(self, text: str) -> list[tuple[int, int, list[Any]]]:
        low = text.lower()
        if len(low) != len(text):
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        return [
            (start, end, self.values[pattern])
            for pattern, start, end in self.automaton.find_matches_as_indexes(low)
            if not (start and low[start - 1].isalnum()) and not (end < len(low) and low[end].isalnum())
        ]


def read(article: Row, language: str, nlp: Any, names: Lexicon, cues: Lexicon) -> list[Row]:
    """The events of one article."""
    published = datetime.fromisoformat(article["published"]) if article.get("published") else None
    settings: Row = {"PREFER_DATES_FROM": "past"}
    if published:
        settings["RELATIVE_BASE"] = published
    events: dict[tuple[str, str | None], Row] = {}
    for sentence in nlp(article["text"]).sents:
        words = cues.find(sentence.text)
        if not any(value[0] == "attack" for _, _, value in words):
            continue
        found = names.find(sentence.text)
        sites = [(hit, value) for *hit, value in found if value[0] == "site"]
        if not sites:
            continue
        actor = next((value[1] for _, _, value in found if value[0] == "actor"), None)
        weapons = sorted({value[1] for _, _, value in words if value[0] == "weapon"})
        dates = search_dates(sentence.text, languages=[language], settings=settings) or []
        day = dates[0][1].date().isoformat() if dates else None
        for (start, end), (_, name, lat, lon) in sites:
            at = [sentence.start_char + start, sentence.start_char + end]
            events.setdefault(
                (name, day),
                {"site": name, "site_as_written": sentence.text[start:end], "lat": lat, "lon": lon,
                 "date": day, "date_precision": "day" if day else "unknown", "attacker": actor,
                 "weapon_types": weapons, "claim_status": "reported", "confidence": 0.5,
                 "intercepted": "unknown", "spans": {"site": [at]}},
            )  # fmt: skip
    return list(events.values())


def main() -> int:
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    begun = time.perf_counter()
    detector = LanguageDetectorBuilder.from_iso_codes_639_1(
        *(code for code in _iso(job["languages"]))
    ).build()
    names = Lexicon(job["names"])
    cues = {code: Lexicon(entries) for code, entries in job["cues"].items()}
    readers = {}
    for code in job["languages"]:
        readers[code] = spacy.blank(code)
        readers[code].add_pipe("sentencizer")
    started = time.perf_counter() - begun
    answers = []
    begun = time.perf_counter()
    for article in job["articles"]:
        seen = detector.detect_language_of(article["text"])
        code = seen.iso_code_639_1.name.lower() if seen else "en"
        events = read(article, code, readers[code], names, cues[code])
        answers.append({"id": article["id"], "events": events, "tallies": []})
    took = time.perf_counter() - begun
    lines = "".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
    Path(sys.argv[2]).write_text(lines, encoding="utf-8")
    print(json.dumps({"start": started, "seconds": took}))
    return 0


def _iso(codes: list[str]) -> list[Any]:
    from lingua import IsoCode639_1

    return [getattr(IsoCode639_1, code.upper()) for code in codes]


if __name__ == "__main__":
    sys.exit(main())

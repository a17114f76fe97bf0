"""``python -m events.extraction ARTICLES.jsonl > PREDICTED.jsonl``: what each article tells, a line each."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from events import catalogue
from events.extraction import exchange, extract
from events.extraction.types import Document, Gazetteer, TraceStep


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the program takes; ``manage.py extract`` takes the same."""
    parser.add_argument("articles", type=Path, help="JSON lines, each with a 'text'")
    parser.add_argument("--explain", action="store_true", help="write what each step saw to standard error")


def run(articles: Path, *, explain: bool = False, gazetteer: Gazetteer | None = None) -> int:
    """Read JSON lines, write JSON lines to standard output.

    A bad line is told on standard error with its number and skipped; the exit code is then 1.
    """
    bad = 0
    try:
        file = articles.open("rb")
    except OSError as error:
        print(f"{articles}: {error.strerror}", file=sys.stderr)
        return 1
    with file:
        gazetteer = gazetteer or catalogue.load()
        for number, article in exchange.lines(file):
            try:
                if isinstance(article, exchange.InputError):
                    raise article
                document = exchange.document(article)
            except exchange.InputError as error:
                print(f"{articles}:{number}: {error}", file=sys.stderr)
                bad += 1
                continue
            extraction = extract(document, gazetteer, explain=explain)
            answer = exchange.answer(article.get("id"), extraction)
            print(json.dumps(answer, ensure_ascii=False), flush=True)
            _tell(article.get("id"), document, extraction.trace)
    return 1 if bad else 0


def _tell(name: object, document: Document, trace: Sequence[TraceStep]) -> None:
    for step in trace:
        quote = document.text[step.span.start : step.span.end] if step.span else ""
        print(f"{name}: {step.step}: {quote!r}: {step.note}", file=sys.stderr)


def main(argv: list[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="extract", description=__doc__)
    add_arguments(parser)
    arguments = parser.parse_args(argv)
    try:
        return run(arguments.articles, explain=arguments.explain)
    except BrokenPipeError:
        sys.stderr.close()
        return 1


if __name__ == "__main__":
    sys.exit(main())

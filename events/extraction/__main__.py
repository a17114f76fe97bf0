"""``python -m events.extraction ARTICLES.jsonl > PREDICTED.jsonl`` (``--explain`` writes the trace to stderr)."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from events import catalogue
from events.extraction import exchange, extract


def main(argv: list[str] | None = None) -> int:
    """Read JSON lines, write JSON lines; a bad line is told with its number and skipped (exit code 1)."""
    parser = argparse.ArgumentParser(prog="python -m events.extraction", description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--explain", action="store_true", help="write what each step saw to standard error")
    arguments = parser.parse_args(argv)
    gazetteer = catalogue.load()
    bad = 0
    with arguments.articles.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                article = json.loads(line)
                document = exchange.document(article)
            except (json.JSONDecodeError, exchange.InputError, AttributeError) as error:
                print(f"{arguments.articles}:{number}: {error}", file=sys.stderr)
                bad += 1
                continue
            extraction = extract(document, gazetteer, explain=arguments.explain)
            print(json.dumps(exchange.answer(article.get("id"), extraction), ensure_ascii=False))
            if arguments.explain:
                for step in extraction.trace:
                    quote = document.text[step.span.start : step.span.end] if step.span else ""
                    print(f"{article.get('id')}: {step.step}: {quote!r}: {step.note}", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

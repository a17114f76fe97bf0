"""What each step of the extraction saw in an article: read again on the spot, nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass

from events.extraction import Document, extract
from events.models import Article
from events.queries.marks import quote
from events.services.catalogue import gazetteer


@dataclass(frozen=True, slots=True)
class Step:
    step: str
    note: str
    quote: str


def trace(article: Article) -> list[Step]:
    """The steps of reading ``article`` with the engine and catalogue of now."""
    document = Document(
        text=article.text,
        language=article.language or None,
        published=article.published_on,
        title=article.title,
        url=article.url,
    )
    steps = extract(document, gazetteer(), explain=True).trace
    return [
        Step(one.step, one.note, quote(article.text, one.span.start, one.span.end) if one.span else "")
        for one in steps
    ]

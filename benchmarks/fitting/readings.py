"""Labelled articles as the engine reads them: clauses and drafts beside the labelled events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.agreement import Row, Sites
from benchmarks.score import pair
from events import catalogue
from events.extraction import exchange
from events.extraction.assemble import Assembler
from events.extraction.blame import Blamer, Headline
from events.extraction.drafts import Draft
from events.extraction.engine import drafted, headline
from events.extraction.frames import Frame, FrameReader
from events.extraction.pack import available


@dataclass(frozen=True)
class Reading:
    """One article: how the engine read it and which draft tells which labelled event."""

    article: Row
    reader: FrameReader
    frames: Sequence[Frame]
    drafts: Sequence[Draft]
    title: Headline | None
    told: Sequence[Row]
    """The events of the drafts in the exchange format."""
    pairs: Sequence[tuple[Row, int]]
    """(labelled event, index of the draft at its site), optional events too."""

    @property
    def name(self) -> str:
        return str(self.article["id"])

    @property
    def language(self) -> str:
        return str(self.article["lang"])

    def attacks(self) -> Iterator[tuple[Row, Draft, Row]]:
        """(labelled event, its draft, what the draft told) of events that have to be told, once the drafts
        know who attacked."""
        if self.drafts:
            Blamer(self.reader, self.frames, self.title).settle(self.drafts)
        for gold, at in self.pairs:
            if not gold.get("optional"):
                yield gold, self.drafts[at], self.told[at]


def readings(articles: Sequence[Row], sites: Sites) -> Iterator[Reading]:
    """Each article read by the engine as it is now."""
    gazetteer = catalogue.load()
    for article in articles:
        if article["lang"] not in available():
            continue
        document = exchange.document(article)
        reader, frames, drafts = drafted(document, gazetteer, article["lang"])
        assembler = Assembler(reader.article)
        told = [exchange.event(assembler.report(draft)) for draft in drafts]
        gold = article["gold"]["events"]
        pairs = [(gold[i], j) for i, j in pair(gold, told, sites)]
        title = headline(document, gazetteer, article["lang"])
        yield Reading(article, reader, frames, drafts, title, told, pairs)

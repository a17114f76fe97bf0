"""Made-up articles and their snapshots, each telling of the events that its reports are about."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from events.ingest import archive
from events.models import ActorName, SiteName
from events.services.synthetic import lines, texts
from events.services.synthetic.lines import EPOCH, SAID
from events.services.synthetic.shape import LANGUAGES, Drawn, World

RARELY = 9_973


class Articles:
    """Articles and their snapshots, each telling of the events that its reports are about."""

    def __init__(self, drawn: Drawn, world: World, first: dict[str, int]) -> None:
        self.first, self.world, self.drawn = first, world, drawn
        self.sites = _names(SiteName, "site_id", world.sites)
        self.actors = _names(ActorName, "actor_id", world.actors)
        self.languages = [
            next((code for code in outlet.languages if code in LANGUAGES), LANGUAGES[index % 3])
            for index, outlet in enumerate(world.outlets)
        ]

    def copy(self) -> list[tuple[int, int]]:
        """Write them; returns the span of the place's name for every report."""
        articles: list[str] = []
        snapshots: list[str] = []
        spans: list[tuple[int, int]] = []
        drawn = self.drawn
        site, by, day = drawn.site.tolist(), drawn.attacker.tolist(), drawn.day.tolist()
        events, outlets = drawn.told_event.tolist(), drawn.told_outlet.tolist()
        start = 0
        numbers = drawn.article.tolist()
        for stop in [*(i for i in range(1, len(numbers)) if numbers[i] != numbers[i - 1]), len(numbers)]:
            told = [(site[e], by[e], day[e]) for e in events[start:stop]]
            spans += self._one(numbers[start], outlets[start], told, articles, snapshots)
            start = stop
        lines.copy("events_article", ARTICLE, articles)
        lines.copy("events_snapshot", SNAPSHOT, snapshots)
        return spans

    def _one(
        self,
        number: int,
        outlet: int,
        told: list[tuple[int, int, int]],
        articles: list[str],
        snapshots: list[str],
    ) -> list[tuple[int, int]]:
        language, row = self.languages[outlet], self.world.outlets[outlet]
        words = [
            (
                self.sites[language][site] if site >= 0 else texts.SOMEWHERE[language],
                self.actors[language][by] if by >= 0 else texts.NOBODY[language],
                (EPOCH + timedelta(days=day)).isoformat() if day else "-",
            )
            for site, by, day in told
        ]
        text, spans = texts.body(language, words, number, rare=number % RARELY == 0)
        title = texts.TITLES[language][number % 3].format(place=words[0][0])
        published = (EPOCH + timedelta(days=max(day for *_, day in told) + 1 or 16_000)).isoformat()
        key, snapshot = self.first["article"] + number, self.first["snapshot"] + number
        url = f"https://{row.domain}/{SAID}/{key}"
        digest = hashlib.sha256(text.encode()).hexdigest()
        body = archive.pack(text.encode())
        articles.append(
            f"{key}\t{uuid.uuid5(uuid.NAMESPACE_URL, url)}\t{url}\t{row.pk}"
            f"\t{lines.text(title)}\t\t{language}\t{published}\t\\N\tsubmitted\t{snapshot}\t\\N\t{published}\n"
        )
        snapshots.append(
            f"{snapshot}\t{key}\t1\t{published}\t{url}\t{url}\t200\t[]\ttext/plain\t\\\\x{body.packed.hex()}"
            f"\t{body.sha256}\t{body.size}\t{lines.text(text)}\t{digest}\t{body.packed_sha256}\t\\N\t{{}}\t{SAID}"
            f"\t{lines.text(title)}\t{published}\t{{}}\n"
        )
        return spans


ARTICLE = (
    "id", "public_id", "url", "outlet_id", "title", "byline", "language", "published_on",
    "published_at", "published_origin", "snapshot_id", "family_id", "created_at",
)  # fmt: skip
SNAPSHOT = (
    "id", "article_id", "number", "fetched_at", "requested_url", "final_url", "http_status", "headers",
    "content_type", "body", "body_sha256", "body_size", "text", "text_sha256", "packed_sha256",
    "signature", "bands", "parser_version", "title", "published_on", "changes",
)  # fmt: skip


def _names(model: Any, owner: str, rows: Sequence[Any]) -> dict[str, list[str]]:
    """Language -> the rows' names in it, or their canonical ones."""
    found: dict[str, dict[int, str]] = {language: {} for language in LANGUAGES}
    for language, key, text in model.objects.filter(language__in=LANGUAGES).values_list(
        "language", owner, "text"
    ):
        found[language].setdefault(key, text)
    return {language: [names.get(row.pk, row.name) for row in rows] for language, names in found.items()}

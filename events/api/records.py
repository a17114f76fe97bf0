"""The fields of sites, actors, outlets, articles and tallies, named once for answers and description."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from events.exports.columns import Kind
from events.models import Actor, Article, Outlet, Site, Tally


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: Kind
    meaning: str
    of: Callable[[Any], Any] | None = None

    def value(self, row: Any) -> Any:
        return self.of(row) if self.of is not None else getattr(row, self.name)


def record(row: Any, fields: Iterable[Field]) -> dict[str, Any]:
    return {field.name: field.value(row) for field in fields}


def _slug(name: str) -> Callable[[Any], str | None]:
    return lambda row: getattr(row, name).slug if getattr(row, name) else None


def _names(row: Site | Actor) -> list[dict[str, str]]:
    return [{"text": name.text, "language": name.language} for name in row.names.all()]


COUNTED = (
    Field("events", "count", "events of the selection", lambda row: row.counted.get("events", 0)),
    Field("first", "day", "day of the first of them", lambda row: row.counted.get("first")),
    Field("last", "day", "day of the last of them", lambda row: row.counted.get("last")),
)
SITE = (
    Field("slug", "text", "permanent name"),
    Field("name", "text", "canonical name"),
    Field("kind", "code", "kind of place"),
    Field("country", "code", "ISO 3166 alpha-2; XZ at sea"),
    Field("admin1", "text", "province"),
    Field("lat", "number", "latitude, WGS84 degrees"),
    Field("lon", "number", "longitude, WGS84 degrees"),
    Field("radius_m", "count", "metres within which the position is to be trusted"),
    Field("parent", "text", "slug of the place that it is part of", _slug("parent")),
    Field("wikidata", "text", "its item there"),
    Field("proposed", "flag", "came out of articles and awaits a person"),
    Field("names", "object", "written forms with their languages", _names),
    *COUNTED,
)
ACTOR = (
    Field("slug", "text", "permanent name"),
    Field("name", "text", "canonical, neutral name"),
    Field("kind", "code", "kind of side"),
    Field("country", "code", "ISO 3166 alpha-2"),
    Field("parent", "text", "slug of what it belongs to", _slug("parent")),
    Field("active_from", "text", "since when, as far as known"),
    Field("active_to", "text", "until when, as far as known"),
    Field("proposed", "flag", "came out of articles and awaits a person"),
    *COUNTED,
    Field("targeted", "count", "events of the selection with it as target", lambda row: row.targeted),
)
OUTLET = (
    Field("domain", "text", "by which it is known"),
    Field("name", "text", "its name"),
    Field("country", "code", "ISO 3166 alpha-2"),
    Field("languages", "list", "languages that it publishes in"),
    Field("kind", "code", "kind of outlet"),
    Field("affiliation", "text", "to whom it belongs"),
    Field("party_to_conflict", "flag", "whether it speaks for a party"),
    Field("articles", "count", "articles of it that tell of the selection", lambda row: row.counted),
)
ARTICLE = (
    Field("id", "text", "permanent id", lambda row: str(row.public_id)),
    Field("url", "text", "canonical address; empty for pasted text"),
    Field("title", "text", "as published"),
    Field("byline", "text", "as published"),
    Field("outlet", "text", "domain of its outlet", lambda row: row.outlet.domain if row.outlet else None),
    Field("language", "code", "language of the text"),
    Field("published", "day", "day of publication in the outlet's zone", lambda row: row.published_on),
    Field("family", "text", "id of the first article with this text", lambda row: _family(row)),
    Field("fetched_at", "moment", "when it was archived", lambda row: _snapshot(row, "fetched_at")),
    Field("text_sha256", "text", "hash of its text", lambda row: _snapshot(row, "text_sha256")),
    Field("body_sha256", "text", "hash of the archived answer", lambda row: _snapshot(row, "body_sha256")),
    Field("events", "list", "public ids of the events that it tells of", lambda row: row.told_events),
)
TALLY = (
    Field("id", "count", "number of the row", lambda row: row.pk),
    Field("count_low", "count", "lowest meant"),
    Field("count_best", "count", "as stated"),
    Field("count_high", "count", "highest meant; empty is open-ended"),
    Field("qualifier", "code", "exact, about, at least ..."),
    Field("unit", "code", "what is counted"),
    Field("since", "text", "ISO day or month, as far as told"),
    Field("until", "text", "ISO day or month, as far as told"),
    Field("attacker", "text", "slug", _slug("attacker")),
    Field("attacker_name", "text", "canonical, neutral name"),
    Field("target", "text", "slug", _slug("target")),
    Field("target_name", "text", "canonical, neutral name"),
    Field("issuer", "text", "slug of who states it", _slug("issuer")),
    Field("issuer_name", "text", "canonical, neutral name"),
    Field("countries", "list", "ISO 3166 alpha-2"),
    Field("article", "text", "id of the article", lambda row: str(row.article.public_id)),
    Field("url", "text", "address of the article", lambda row: row.article.url),
    Field("start", "count", "where the quote begins in the article's text"),
    Field("end", "count", "where it ends"),
    Field("quote", "text", "the words", lambda row: row.snapshot.text[row.start : row.end]),
)
MODELS = {Site: SITE, Actor: ACTOR, Outlet: OUTLET, Article: ARTICLE, Tally: TALLY}


def _family(article: Article) -> str:
    return str((article.family or article).public_id)


def _snapshot(article: Article, name: str) -> Any:
    return getattr(article.snapshot, name) if article.snapshot else None

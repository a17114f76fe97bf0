"""An event and its evidence as one flat row: for tables whose rows have to stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from events.exports.attribution import citation_of
from events.exports.columns import COLUMNS, Column
from events.exports.streams import chunks, evidence
from events.models import Event
from events.models.event import EventQuerySet

LEFT_OUT = frozenset({"victims"})
"""An object; its parts follow as columns of their own."""
VICTIMS = tuple(
    (f"{kind}_{group}_{bound}", group, kind, place)
    for group in ("military", "contractor", "civilian")
    for kind in ("killed", "injured")
    for place, bound in enumerate(("low", "best", "high"))
)
PARTED = " | "
"""Between quotes; addresses and hashes are parted by a blank, which neither can hold."""

EVENT_COLUMNS = tuple(column for column in COLUMNS if column.name not in LEFT_OUT)
VICTIM_COLUMNS = tuple(
    Column(name, "count", f"{kind} among {group}: {name.rsplit('_', 1)[1]}")
    for name, group, kind, _place in VICTIMS
)
EVIDENCE_COLUMNS = (
    Column("article_urls", "text", "addresses of the articles that tell of it"),
    Column("outlets", "text", "domains of their outlets"),
    Column("text_sha256", "text", "SHA-256 of each article's text, in the order of the addresses"),
    Column("body_sha256", "text", "SHA-256 of each archived answer, in the same order"),
    Column("quotes", "text", "the words that the values rest on, each once"),
    Column("licence", "text", "licence of the data"),
    Column("citation", "text", "how this event is cited"),
)
FLAT_COLUMNS = (*EVENT_COLUMNS, *VICTIM_COLUMNS, *EVIDENCE_COLUMNS)


@dataclass(frozen=True, slots=True)
class Flat:
    """One event with what stands in its row, and its reports for formats that give them a table."""

    event: Event
    values: dict[str, Any]
    reports: list[dict[str, Any]]


def flat(events: EventQuerySet) -> Iterator[Flat]:
    """Every event of the selection, a chunk at a time."""
    for rows in chunks(events):
        found = evidence(rows)
        for event in rows:
            reports = found.get(event.pk, [])
            yield Flat(event, _values(event, reports), reports)


def _values(event: Event, reports: list[dict[str, Any]]) -> dict[str, Any]:
    values = {column.name: column.of(event) for column in EVENT_COLUMNS}
    for name, group, kind, place in VICTIMS:
        values[name] = (event.victims.get(group, {}).get(kind) or [None] * 3)[place]
    articles = {report["article"]["id"]: report for report in reports}.values()
    values["article_urls"] = " ".join(one["article"]["url"] for one in articles if one["article"]["url"])
    values["outlets"] = " ".join(sorted({one["article"]["outlet"] or "" for one in articles} - {""}))
    values["text_sha256"] = " ".join(one["text_sha256"] for one in articles)
    values["body_sha256"] = " ".join(one["body_sha256"] for one in articles)
    values["quotes"] = PARTED.join(quotes(reports))
    values["licence"] = settings.DATA_LICENCE
    values["citation"] = citation_of(event)
    return values


def quotes(reports: Iterable[dict[str, Any]]) -> list[str]:
    """Every quoted passage once, in order, on one line each."""
    found: dict[str, None] = {}
    for report in reports:
        for spans in report["spans"].values():
            found.update((" ".join(span["quote"].split()), None) for span in spans)
        found.update((" ".join(claim["quote"].split()), None) for claim in report["claims"])
    return [quote for quote in found if quote]


@dataclass(frozen=True, slots=True)
class Quote:
    """One value's quote: a row of the evidence table of workbooks and GeoPackages."""

    event: str
    field: str
    quote: str
    start: int
    end: int
    article: str
    url: str
    outlet: str
    language: str
    published: str
    text_sha256: str
    body_sha256: str


def quote_rows(one: Flat) -> Iterator[Quote]:
    """Each span and claim of an event's reports, with where it stands."""
    for report in one.reports:
        article = report["article"]
        about = (
            article["id"],
            article["url"],
            article["outlet"] or "",
            article["language"],
            article["published"].isoformat() if article["published"] else "",
            report["text_sha256"],
            report["body_sha256"],
        )
        for field, spans in report["spans"].items():
            for span in spans:
                yield Quote(one.event.public_id, field, span["quote"], span["start"], span["end"], *about)
        for claim in report["claims"]:
            field = f"claim:{claim['kind']}"
            yield Quote(one.event.public_id, field, claim["quote"], claim["start"], claim["end"], *about)


def cell(value: Any) -> str:
    """A value as one cell of text: lists parted by semicolons, days and moments in ISO 8601, None empty."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

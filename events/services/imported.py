"""The rows that an import needs around its events: outlets, articles, snapshots, sides, places, decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from events.ingest import archive
from events.models import (
    Actor,
    Article,
    Claim,
    Correction,
    Event,
    Merge,
    Outlet,
    Rejection,
    Report,
    Review,
    Site,
    Snapshot,
    Split,
    User,
)
from events.models.article import QUOTES_ONLY
from events.services import catalogue_rows
from events.services.directory import Directory
from events.taxonomy import ActorKind, SiteKind

SIDES = ("attacker", "claimant", "target")


def add_unknown(lines: Sequence[Mapping[str, Any]]) -> None:
    """Sites and actors that this catalogue lacks, as proposals with the names and positions of the export."""
    told = [one for line in lines for one in (line, *line["reports"])]
    sites = {one["site"]: one for one in told if one["site"]}
    actors = {
        one[side]: str(one.get(f"{side}_name") or one[side]) for one in told for side in SIDES if one[side]
    }
    known_sites = set(Site.objects.filter(slug__in=sites).values_list("slug", flat=True))
    known_actors = set(Actor.objects.filter(slug__in=actors).values_list("slug", flat=True))
    Site.objects.bulk_create(_site(slug, one) for slug, one in sites.items() if slug not in known_sites)
    Actor.objects.bulk_create(
        Actor(slug=slug, name=name, kind=ActorKind.UNKNOWN, proposed=True)
        for slug, name in actors.items()
        if slug not in known_actors
    )
    if set(sites) - known_sites or set(actors) - known_actors:
        catalogue_rows.touch()


def _site(slug: str, told: Mapping[str, Any]) -> Site:
    position = {name: told[name] for name in ("lat", "lon", "radius_m", "country")}
    return Site(slug=slug, name=told["site_name"], kind=SiteKind.OTHER, proposed=True, **position)


def article(told: Mapping[str, Any]) -> tuple[Article, bool]:
    """The article of an export, and whether it was made now."""
    found = Article.objects.filter(public_id=told["id"]).first()
    if found is None and told["url"]:
        found = Article.objects.filter(url=told["url"]).first()
    if found is not None:
        return found, False
    outlet = None
    if told["outlet"]:
        outlet = Outlet.objects.get_or_create(domain=told["outlet"], defaults={"name": told["outlet"]})[0]
    row = Article.objects.create(
        public_id=told["id"],
        url=told["url"],
        title=told["title"],
        outlet=outlet,
        language=told["language"],
        published_on=date.fromisoformat(told["published"]) if told["published"] else None,
        published_origin=told["published_origin"],
    )
    return row, True


Quotes = Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]
"""Article and hash of its text -> everything that is quoted from it."""


def quotes_of(lines: Iterable[Mapping[str, Any]]) -> Quotes:
    """All quotes of these events by the text that they are from: its reports tell of several events."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for line in lines:
        for report in line["reports"]:
            found[report["article"]["id"], report["text_sha256"]] += _quotes(report)
    return found


def snapshot(article: Article, told: Mapping[str, Any], quotes: Quotes) -> Snapshot:
    """What is known of the text: the words that its reports quote. Snapshots never change, so that other
    quotes in a later batch add a version."""
    last = article.snapshots.order_by("-number").first()
    known = last.text if last and last.text_sha256 == told["text_sha256"] else ""
    text = _text(known, quotes[told["article"]["id"], told["text_sha256"]])
    if last is not None and last.text == text and last.text_sha256 == told["text_sha256"]:
        return last
    packed = archive.pack(b"")
    made = Snapshot.objects.create(
        article=article,
        number=last.number + 1 if last else 1,
        fetched_at=datetime.fromisoformat(told["fetched_at"]),
        body=packed.packed,
        packed_sha256=packed.packed_sha256,
        body_sha256=told["body_sha256"],
        body_size=0,
        text=text,
        text_sha256=told["text_sha256"],
        parser_version=QUOTES_ONLY,
    )
    article.snapshot = made
    article.save(update_fields=["snapshot"])
    return made


def _quotes(told: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    yield from (span for spans in told["spans"].values() for span in spans)
    yield from told["claims"]


def _text(known: str, quotes: Iterable[Mapping[str, Any]]) -> str:
    letters = list(known)
    for one in quotes:
        start, end, quote = one["start"], one["end"], one["quote"]
        if len(quote) != end - start:
            raise ValueError("a quote is not as long as its span")
        letters.extend(" " * (end - len(letters)))
        letters[start:end] = quote
    return "".join(letters)


def claims(report: Report, told: Iterable[Mapping[str, Any]], names: Directory) -> None:
    Claim.objects.bulk_create(
        Claim(
            report=report,
            kind=one["kind"],
            speaker_id=names.actor_ids.get(one["speaker"] or ""),
            speaker_as_written=one["speaker_as_written"],
            said_on=date.fromisoformat(one["on"]) if one["on"] else None,
            start=one["start"],
            end=one["end"],
        )
        for one in told
    )


def decide(decisions: Iterable[tuple[str, Mapping[str, Any]]], *, by: User) -> None:
    """Decisions as rows, in the name of ``by``, with their reasons and times."""
    for public_id, told in decisions:
        event = Event.objects.get(public_id=public_id)
        about = {"by": by, "reason": told["reason"], "at": datetime.fromisoformat(told["at"])}
        match told["kind"]:
            case "correction":
                values = {"old_value": told["old"], "new_value": told["new"]}
                Correction.objects.create(event=event, field=told["field"], **values, **about)
            case "rejection":
                Rejection.objects.create(event=event, **about)
            case "review":
                Review.objects.create(event=event, revision=told["revision"], **about)
            case "merge":
                _merge(event, told, about)
            case "split":
                _split(event, told, about)


def _merge(into: Event, told: Mapping[str, Any], about: Mapping[str, Any]) -> None:
    """The id of the merged event leads to the one that stands here too."""
    start = {"changed_at": about["at"], "merged_into": into}
    merged, new = Event.objects.get_or_create(public_id=told["event"], defaults=start)
    if new:
        Merge.objects.create(event=merged, into=into, **about)


def _split(into: Event, told: Mapping[str, Any], about: Mapping[str, Any]) -> None:
    """Only where both events came along."""
    event = Event.objects.filter(public_id=told["event"]).first()
    report = Report.objects.live().filter(article__public_id=told["article"], number=told["number"]).first()
    if event is not None and report is not None:
        Split.objects.create(event=event, into=into, report=report, **about)

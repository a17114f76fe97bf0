"""Keeps what was got as an article with its snapshot, once per address, and knows its near-duplicates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q

from events.ingest import archive, neardup, parse, urls
from events.ingest.reasons import UrlRefused
from events.ingest.types import Fetched
from events.models import Article, Outlet, Report, Snapshot, SnapshotPart, Submission
from events.services import publishing
from events.services.locks import lock_blocks
from events.services.sources import Source
from events.taxonomy import DateOrigin, OutletKind

FAMILY_DAYS = timedelta(days=10)
"""Copies of a wire story appear within days of it."""


@transaction.atomic
def keep(submission: Submission, source: Source) -> tuple[Article, bool]:
    """Archive the source and tie the submission to its article; returns it and whether it is new.

    An article with the same address, or pasted text that was pasted before, is taken as it is.
    """
    page = source.page
    digest = parse.text_digest(page.text)
    url = address(source, submission.url)
    lock_blocks([f"article:{url or digest}"])
    same = Q(url=url) if url else Q(url="", snapshot__text_sha256=digest)
    article = Article.objects.filter(same).first()
    new = article is None
    if article is None:
        article = _make(submission, source, url)
        article.snapshot = snapshot(article, source)
        article.save(update_fields=["snapshot"])
    submission.article, submission.payload = article, None
    submission.save(update_fields=["article", "payload", "touched_at"])
    return article, new


def address(source: Source, asked: str = "") -> str:
    """The canonical address of what was got: by its own word, else where it was found, else ``asked``."""
    for candidate in (source.page.amp_of, source.page.canonical_url, source.final_url, asked):
        try:
            if candidate:
                return urls.canonicalise(candidate)
        except UrlRefused:
            continue
    return ""


def _make(submission: Submission, source: Source, address: str) -> Article:
    page, day = source.page, submission.published_on
    found = page.published
    return Article.objects.create(
        url=address,
        outlet=_outlet(submission.outlet_domain or _host(address), page.site_name),
        title=(submission.title or page.title)[:500],
        byline=page.byline[:300],
        language=submission.language,
        published_on=day or (found.day if found else None),
        published_at=found.instant if found and not day else None,
        published_origin=DateOrigin.SUBMITTED if day else (found.origin if found else DateOrigin.NONE),
    )


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _outlet(domain: str, name: str) -> Outlet | None:
    """The outlet of a domain: a known one whose domain it is or lies under, else a new one."""
    if not domain:
        return None
    parts = domain.split(".")
    wider = [".".join(parts[start:]) for start in range(len(parts) - 1)] or [domain]
    known = {outlet.domain: outlet for outlet in Outlet.objects.filter(domain__in=wider)}
    for candidate in wider:
        if candidate in known:
            return known[candidate]
    defaults = {"name": (name or domain)[:200], "kind": OutletKind.UNKNOWN}
    return Outlet.objects.get_or_create(domain=domain, defaults=defaults)[0]


def snapshot(
    article: Article, source: Source, *, number: int = 1, changes: dict[str, Any] | None = None
) -> Snapshot:
    """Archive the source as a version of the article."""
    packed, signature = archive.pack(source.body), neardup.signature(source.page.text)
    row = Snapshot.objects.create(
        article=article,
        number=number,
        fetched_at=source.at,
        requested_url=source.requested_url[:2000],
        final_url=source.final_url[:2000],
        http_status=source.status,
        headers=[list(pair) for pair in source.headers],
        content_type=source.content_type[:200],
        body=packed.packed,
        body_sha256=packed.sha256,
        body_size=packed.size,
        packed_sha256=packed.packed_sha256,
        text=source.page.text,
        text_sha256=parse.text_digest(source.page.text),
        signature=signature,
        bands=list(neardup.bands(signature)),
        parser_version=source.page.extractor[:60],
        title=source.page.title[:500],
        published_on=source.page.published.day if source.page.published else None,
        changes=changes or {},
    )
    SnapshotPart.objects.bulk_create(
        _part(row, place, answer) for place, answer in enumerate(source.parts, start=1)
    )
    return row


def _part(snapshot: Snapshot, number: int, answer: Fetched) -> SnapshotPart:
    packed = archive.pack(answer.body)
    return SnapshotPart(
        snapshot=snapshot,
        number=number,
        fetched_at=answer.fetched_at,
        url=answer.final_url[:2000],
        http_status=answer.status,
        headers=[list(pair) for pair in answer.headers],
        content_type=answer.content_type[:200],
        body=packed.packed,
        body_sha256=packed.sha256,
        body_size=packed.size,
        packed_sha256=packed.packed_sha256,
    )


@transaction.atomic(savepoint=False)
def join_family(article: Article) -> None:
    """Tie the article to its near-duplicates. Families that it links become one, whatever came first."""
    if article.snapshot is None or not article.snapshot.bands:
        return
    lock_blocks(["families"])
    roots = {copy.family_id or copy.pk for copy in _copies(article)} - {article.family_id or article.pk}
    if not roots:
        return
    everybody = {article.family_id or article.pk, *roots}
    root = min(everybody)
    members = dict(
        Article.objects.filter(Q(pk__in=everybody) | Q(family__in=everybody)).values_list("pk", "family_id")
    )
    moved = [pk for pk, family in members.items() if pk != root and family != root]
    Article.objects.filter(pk__in=moved).update(family=root)
    if members[root] is not None:
        Article.objects.filter(pk=root).update(family=None)
    article.family_id = root if article.pk != root else None
    if len(roots) > 1:
        known = Report.objects.live().filter(article__in={*moved, root}).exclude(article=article)
        if known.exists():
            publishing.rematch(known, cause="report")


def _copies(article: Article) -> list[Article]:
    """Articles in the same language and of about the same days whose text is nearly the same."""
    own = article.snapshot
    assert own is not None
    near = Article.objects.filter(language=article.language, snapshot__bands__overlap=own.bands)
    if article.published_on:
        days = (article.published_on - FAMILY_DAYS, article.published_on + FAMILY_DAYS)
        near = near.filter(Q(published_on__range=days) | Q(published_on=None))
    rows = near.exclude(pk=article.pk).select_related("snapshot").only("family_id", "snapshot__signature")
    return [row for row in rows if _alike(own, row.snapshot)]


def _alike(one: Snapshot, other: Snapshot | None) -> bool:
    if other is None or one.signature is None or other.signature is None:
        return False
    return neardup.similarity(bytes(one.signature), bytes(other.signature)) >= neardup.SAME_STORY

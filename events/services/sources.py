"""Gets the page of a submission: fetched, or as it was pasted or uploaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone

from events.ingest import parse
from events.ingest.fetch import fetch
from events.ingest.reasons import IngestError
from events.ingest.types import Fetched, FetchPolicy, Headers, ParsedPage
from events.ingest.uploads import open_upload
from events.models import Submission
from events.services.submissions import url_policy
from events.taxonomy import SubmissionKind, SubmissionStatus

PASTED = frozenset({SubmissionKind.TEXT, SubmissionKind.LOAD})
LONGER = 1.1
"""A whole-page version is taken when its text is at least this much longer."""


@dataclass(frozen=True, slots=True)
class Source:
    """What was got: the bytes to keep, and the article in them."""

    page: ParsedPage
    body: bytes
    content_type: str
    headers: Headers
    requested_url: str
    final_url: str
    status: int | None
    at: datetime


def get(submission: Submission, advance: Callable[[SubmissionStatus], None]) -> Source:
    """The submission's page. ``advance`` is told each stage. Raises ``IngestError``."""
    if submission.kind in PASTED:
        advance(SubmissionStatus.READING)
        return _pasted(submission)
    if submission.kind == SubmissionKind.FILE:
        advance(SubmissionStatus.READING)
        return _uploaded(submission)
    advance(SubmissionStatus.FETCHING)
    fetched = fetch(submission.url, policy())
    advance(SubmissionStatus.READING)
    return _whole(_parsed(fetched))


def policy() -> FetchPolicy:
    return FetchPolicy(user_agent=settings.FETCH_USER_AGENT, proxy=settings.FETCH_PROXY, url=url_policy())


def _pasted(submission: Submission) -> Source:
    body = bytes(submission.payload or b"")
    page = parse.parse_text(body.decode("utf-8", "replace"), title=submission.title)
    kind = "text/plain; charset=utf-8"
    return Source(page, body, kind, (), submission.url, submission.url, None, timezone.now())


def _uploaded(submission: Submission) -> Source:
    upload = open_upload(submission.payload_name, bytes(submission.payload or b""), parse.DEFAULT_LIMITS)
    page = parse.read_upload(upload, url=submission.url)
    at = upload.saved_at or timezone.now()
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return Source(
        page, upload.body, upload.content_type, upload.headers, submission.url, upload.url, None, at
    )


def _parsed(fetched: Fetched) -> Source:
    page = parse.parse_html(
        fetched.body,
        url=fetched.final_url,
        content_type=fetched.header("content-type") or fetched.content_type,
        headers=fetched.headers,
    )
    return Source(
        page,
        fetched.body,
        fetched.header("content-type") or fetched.content_type,
        fetched.headers,
        fetched.requested_url,
        fetched.final_url,
        fetched.status,
        fetched.fetched_at,
    )


def _whole(first: Source) -> Source:
    """The same article on one page, where the outlet splits it and offers that; else what there is."""
    if not first.page.full_page or first.page.full_page == first.final_url:
        return first
    try:
        whole = _parsed(fetch(first.page.full_page, policy()))
    except IngestError:
        return first
    return whole if len(whole.page.text) > LONGER * len(first.page.text) else first

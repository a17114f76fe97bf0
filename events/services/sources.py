"""Gets the page of a submission: fetched, or as it was pasted or uploaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone

from events.ingest import parse
from events.ingest.collect import collect
from events.ingest.fetch import host_of
from events.ingest.types import Fetched, FetchPolicy, Headers, ParsedPage
from events.ingest.uploads import open_upload
from events.models import Submission
from events.services.pace import Pace
from events.services.submissions import url_policy
from events.taxonomy import SubmissionKind, SubmissionStatus

PASTED = frozenset({SubmissionKind.TEXT, SubmissionKind.LOAD})


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
    parts: tuple[Fetched, ...] = ()
    """Further answers that the article was read from."""


def get(submission: Submission, advance: Callable[[SubmissionStatus], None]) -> Source:
    """The submission's page. ``advance`` is told each stage. Raises ``IngestError``; ``Paced`` before the
    first stage when it is not the host's turn."""
    if submission.kind in PASTED:
        advance(SubmissionStatus.READING)
        return _pasted(submission)
    if submission.kind == SubmissionKind.FILE:
        advance(SubmissionStatus.READING)
        return _uploaded(submission)
    pace = Pace()
    pace.reserve(host_of(submission.url))
    advance(SubmissionStatus.FETCHING)
    source = _fetched(submission.url, pace)
    advance(SubmissionStatus.READING)
    return source


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


def _fetched(url: str, pace: Pace) -> Source:
    found = collect(url, policy(), pacer=pace)
    main = found.main
    return Source(
        found.article,
        main.body,
        main.header("content-type") or main.content_type,
        main.headers,
        url,
        main.final_url,
        main.status,
        main.fetched_at,
        tuple(answer for answer in found.fetched if answer is not main),
    )

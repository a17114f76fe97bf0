"""Submissions are taken once, read once, and lost never."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.models import Submission, User
from events.services import queue, submissions
from events.services.errors import Refused
from events.taxonomy import Role, SubmissionStatus
from tests import factories as make

pytestmark = pytest.mark.django_db
URL = "https://harian.example/berita/1"
TEXT = "Drone menyerang pangkalan al-Tanf pada Minggu (28/1/2024), kata sebuah pernyataan."


@pytest.fixture
def editor() -> User:
    return make.user(Role.EDITOR)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> list[int]:
    """What the broker was given."""
    ids: list[int] = []
    monkeypatch.setattr(queue, "enqueue", lambda pk, **_: ids.append(pk))
    return ids


def test_a_link_is_queued_in_its_canonical_form(editor: User, sent: list[int]) -> None:
    row = submissions.submit_url("HTTPS://Harian.example:443/berita/1?utm_source=x#top", by=editor)
    assert (row.url, row.status, row.submitted_by) == (URL, SubmissionStatus.QUEUED, editor)
    assert sent == [row.pk]


def test_the_same_link_again_is_the_same_submission_while_it_is_under_way(
    editor: User, sent: list[int]
) -> None:
    first = submissions.submit_url(URL, by=editor)
    assert submissions.submit_url(f"{URL}#comments", by=make.user()) == first
    assert len(sent) == 1


def test_a_link_that_was_read_gives_the_first_article(editor: User, sent: list[int]) -> None:
    first = submissions.submit_url(URL, by=editor)
    article = make.article("https://harian.example/kanonik")
    Submission.objects.filter(pk=first.pk).update(
        status=SubmissionStatus.DONE, article=article, event_count=3
    )
    for url in (URL, article.url):
        again = submissions.submit_url(url, by=editor)
        assert (again.already_known, again.article, again.event_count) == (True, article, 3)
        assert again.status == SubmissionStatus.DONE
    assert sent == [first.pk]


def test_a_failed_link_may_be_submitted_anew(editor: User, sent: list[int]) -> None:
    first = submissions.submit_url(URL, by=editor)
    Submission.objects.filter(pk=first.pk).update(
        status=SubmissionStatus.FAILED, reason_code="timeout", reason="x"
    )
    assert submissions.submit_url(URL, by=editor) != first


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://harian.example/a", "url_scheme"),
        ("http://127.0.0.1/a", "address_refused"),
        ("http://user:pw@harian.example/", "url_credentials"),
        ("not a link", "url_malformed"),
        ("", "url_empty"),
    ],
)
def test_links_that_cannot_be_read_are_refused_in_words(editor: User, url: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        submissions.submit_url(url, by=editor)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")
    assert not Submission.objects.exists()


def test_text_without_a_link_is_known_by_its_words(editor: User, sent: list[int]) -> None:
    first = submissions.submit_text(TEXT, by=editor, outlet_domain="https://www.Harian.example/")
    assert first.outlet_domain == "harian.example"
    article = make.article("", text=TEXT)
    Submission.objects.filter(pk=first.pk).update(status=SubmissionStatus.DONE, article=article)
    assert submissions.submit_text(f"  {TEXT}\n\n", by=editor).already_known


def test_empty_text_and_unreadable_files_are_refused(editor: User) -> None:
    with pytest.raises(Refused, match="empty"):
        submissions.submit_text(" \n ", by=editor)
    with pytest.raises(Refused):
        submissions.submit_file("page.html", b"", by=editor)


def test_roles_decide_who_submits_and_who_handles_what(editor: User, sent: list[int]) -> None:
    with pytest.raises(Refused, match="role"):
        submissions.submit_url(URL, by=make.user(Role.ANALYST))
    row = submissions.submit_url(URL, by=editor)
    with pytest.raises(Refused, match="somebody else"):
        submissions.cancel(row, by=make.user(Role.EDITOR))
    assert submissions.cancel(row, by=make.user(Role.ADMIN)).status == SubmissionStatus.CANCELLED


def test_cancelled_and_failed_rows_can_be_tried_again_others_not(editor: User, sent: list[int]) -> None:
    row = submissions.submit_url(URL, by=editor)
    with pytest.raises(Refused, match="failed or was cancelled"):
        submissions.retry(row, by=editor)
    submissions.cancel(row, by=editor)
    with pytest.raises(Refused, match="ended"):
        submissions.cancel(row, by=editor)
    again = submissions.retry(row, by=editor)
    assert (again.status, again.attempts) == (SubmissionStatus.QUEUED, 0)
    assert [entry["status"] for entry in again.steps] == ["queued", "cancelled", "queued"]
    assert sent == [row.pk, row.pk]


@pytest.mark.parametrize(
    ("columns", "age", "waiting", "swept"),
    [
        ({}, 60, 0, True),
        ({}, 60, 5, False),
        ({}, 60, None, False),
        ({}, 20 * 60, 5, True),
        ({}, 5, 0, False),
        ({"status": "reading"}, 60, 0, False),
        ({"status": "reading"}, 6 * 60, 0, True),
        ({"status": "cancelled"}, 3600, 0, False),
        ({"retry_at": -5}, 1, 5, True),
        ({"retry_at": 60}, 3600, 0, False),
    ],
)
def test_the_sweeper_sends_again_what_was_lost_and_nothing_else(
    columns: dict[str, Any],
    age: int,
    waiting: int | None,
    swept: bool,
    editor: User,
    sent: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row, now = submissions.submit_url(URL, by=editor), timezone.now()
    sent.clear()
    if "retry_at" in columns:
        columns = {**columns, "retry_at": now + timedelta(seconds=columns["retry_at"])}
    Submission.objects.filter(pk=row.pk).update(touched_at=now - timedelta(seconds=age), **columns)
    monkeypatch.setattr(queue, "waiting", lambda: waiting)
    assert submissions.sweep(now) == len(sent) == int(swept)
    assert submissions.sweep(now) == 0


def test_a_broker_that_is_away_loses_nothing(
    editor: User, settings: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(queue.app, "send_task", gone)
    with django_capture_on_commit_callbacks(execute=True):
        row = submissions.submit_url(URL, by=editor)
    row.refresh_from_db()
    assert row.status == SubmissionStatus.QUEUED

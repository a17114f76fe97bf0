"""One submission from end to end: every way in, every way to fail, and everything twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from events.extraction import Document, Extraction
from events.ingest import archive
from events.ingest.reasons import FailureReason
from events.models import Article, Event, Report, Snapshot, Submission
from events.services import articles, pace, publishing, queue, reading, submissions
from events.services.rebuilding import rebuild
from events.taxonomy import DateOrigin, SubmissionStatus
from tests import factories as make
from tests.ingest.pageserver import Handler, Visit

pytestmark = pytest.mark.django_db
HEAD = (
    "<html lang='en'><head><title>Drones hit base</title>"
    "<meta property='article:published_time' content='2024-01-29T08:00:00+00:00'></head>"
)
STORY = (
    "<p>Three drones struck Al-Tanf Garrison on Sunday, officials said. The base houses American troops and "
    "lies in the desert near the border with Jordan.</p>"
)
BODY = f"{HEAD}<body><article><h1>Drones hit base</h1>{STORY * 3}</article></body></html>".encode()


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    make.small_catalogue()
    monkeypatch.setattr(queue, "enqueue", lambda *_, **__: None)


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """The engine of these tests: one attack an article; keeps what it was given."""
    given: list[Document] = []

    def extract(document: Document, _: object) -> Extraction:
        given.append(document)
        return make.extraction(make.report(), tallies=[make.tally()], language="id")

    monkeypatch.setattr(reading, "extract", extract)
    return given


def page(visit: Visit) -> None:
    visit.answer(BODY)


def read(row: Submission) -> Submission:
    reading.read_submission(row.pk)
    row.refresh_from_db()
    return row


def text(
    url: str = "https://harian.example/1", words: str = "Drone menyerang pangkalan.", **about: Any
) -> Submission:
    return submissions.submit_text(words, by=None, url=url, **about)


def test_pasted_text_becomes_article_snapshot_report_and_event(answer: list[Document]) -> None:
    row = read(text(title="Judul", published_on=date(2024, 1, 28), outlet_domain="harian.example"))

    assert (row.status, row.event_count, row.tally_count) == (SubmissionStatus.DONE, 1, 1)
    assert [entry["status"] for entry in row.steps] == ["queued", "reading", "matching", "done"]
    article = row.article
    assert (article.url, article.title, article.language) == ("https://harian.example/1", "Judul", "id")
    assert (article.published_on, article.published_origin) == (date(2024, 1, 28), DateOrigin.SUBMITTED)
    assert article.outlet.domain == "harian.example"
    assert article.text == "Drone menyerang pangkalan."
    assert answer[0] == Document(article.text, None, date(2024, 1, 28), "Judul", article.url)
    assert row.payload is None


def test_a_link_is_fetched_archived_and_dated_by_its_page(answer: list[Document], serve: Any) -> None:
    row = read(submissions.submit_url(f"{serve({'/a': page})}/a", by=None))

    assert (row.status, row.reason) == (SubmissionStatus.DONE, "")
    snapshot = row.article.snapshot
    kept = archive.unpack(bytes(snapshot.body), sha256=snapshot.body_sha256, size=snapshot.body_size)
    assert kept == BODY
    assert (snapshot.http_status, row.article.published_on) == (200, date(2024, 1, 29))
    assert "Three drones struck Al-Tanf Garrison" in row.article.text
    assert "fetching" in [entry["status"] for entry in row.steps]


def test_an_uploaded_page_is_read_like_a_fetched_one(answer: list[Document]) -> None:
    row = read(submissions.submit_file("page.html", BODY, by=None, url="https://harian.example/x"))
    assert (row.status, row.article.title) == (SubmissionStatus.DONE, "Drones hit base")


def test_reading_again_changes_nothing(answer: list[Document]) -> None:
    row = read(text())
    before = [model.objects.count() for model in (Article, Snapshot, Report, Event)]
    assert reading.read_submission(row.pk).status == SubmissionStatus.DONE
    Submission.objects.filter(pk=row.pk).update(status=SubmissionStatus.QUEUED)
    read(row)
    assert [model.objects.count() for model in (Article, Snapshot, Report, Event)] == before
    assert len(answer) == 2
    assert rebuild(check=True).differences == []


def test_two_links_to_one_page_make_one_article(answer: list[Document], serve: Any) -> None:
    linked = BODY.replace(b"</head>", b"<link rel='canonical' href='/a'></head>")
    address = serve({"/a": page, "/b": lambda visit: visit.answer(linked)})
    first = read(submissions.submit_url(f"{address}/a", by=None))
    second = read(submissions.submit_url(f"{address}/b", by=None))
    assert second.status == SubmissionStatus.DONE
    assert (second.article, second.already_known) == (first.article, True)


@pytest.mark.parametrize(
    ("handler", "code"),
    [
        (lambda visit: visit.answer(b"no", status="404 Not Found"), "http_not_found"),
        (lambda visit: visit.answer(b"<html><body>hi</body></html>"), "no_article"),
        (lambda visit: visit.answer(b"%PDF", Content_Type="application/pdf"), "not_a_page"),
    ],
)
def test_failures_end_with_a_reason_in_words(handler: Handler, code: str, serve: Any) -> None:
    row = read(submissions.submit_url(f"{serve({'/a': handler})}/a", by=None))
    assert (row.status, row.reason_code) == (SubmissionStatus.FAILED, code)
    assert row.reason.endswith(".")
    assert row.article is None


def test_what_may_pass_is_tried_later_and_ends_at_last(serve: Any, settings: Any) -> None:
    address = serve({"/a": lambda visit: visit.answer(b"x", status="503 Busy", Retry_After="120")})
    row = read(submissions.submit_url(f"{address}/a", by=None))
    assert row.status == SubmissionStatus.QUEUED
    assert 100 < (row.retry_at - row.touched_at).total_seconds() < 130
    for _ in range(settings.READ_ATTEMPTS - 1):
        pace._server().delete(pace.PREFIX + address.removeprefix("http://"))  # two minutes later
        read(row)
    assert (row.status, row.reason_code) == (SubmissionStatus.FAILED, "http_server_error")


def test_a_fault_of_our_own_keeps_its_trace_and_is_tried_again(
    answer: list[Document], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("in the engine")

    monkeypatch.setattr(reading, "extract", broken)
    row = read(text())
    assert row.status == SubmissionStatus.QUEUED
    for _ in range(settings.READ_ATTEMPTS - 1):
        read(row)
    assert (row.status, row.reason_code) == (SubmissionStatus.FAILED, FailureReason.INTERNAL)
    assert "ZeroDivisionError: in the engine" in row.error_trace


def test_a_time_limit_says_that_it_was_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> None:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(reading, "extract", endless)
    row = text()
    for _ in range(3):
        read(row)
    assert (row.status, row.reason_code) == (SubmissionStatus.FAILED, FailureReason.TOO_SLOW)


def test_one_that_kills_its_worker_is_set_aside(answer: list[Document], settings: Any) -> None:
    row = text()
    Submission.objects.filter(pk=row.pk).update(attempts=settings.READ_ATTEMPTS, status="reading")
    read(row)
    assert (row.status, row.reason_code) == (SubmissionStatus.FAILED, FailureReason.GAVE_UP)
    assert not answer


def test_a_worker_that_died_half_way_is_followed_by_one_that_goes_on(
    answer: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    row = text()
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "publish", dies)
        with pytest.raises(KeyboardInterrupt):
            reading.read_submission(row.pk)
    row.refresh_from_db()
    assert row.status == SubmissionStatus.MATCHING
    assert row.article is not None
    read(row)
    assert (row.status, row.event_count, Article.objects.count()) == (SubmissionStatus.DONE, 1, 1)


def test_one_taken_back_meanwhile_is_not_published(
    answer: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = text()
    keep = articles.join_family

    def taken_back(article: Article) -> None:
        Submission.objects.filter(pk=row.pk).update(status=SubmissionStatus.CANCELLED)
        keep(article)

    monkeypatch.setattr(articles, "join_family", taken_back)
    read(row)
    assert row.status == SubmissionStatus.CANCELLED
    assert not Event.objects.exists()
    again = read(text())
    assert (again.status, again.event_count) == (SubmissionStatus.DONE, 1)


WIRE = "Tiga drone menghantam pangkalan di gurun pada Minggu pagi, kata seorang pejabat setempat. " * 6


def test_copies_of_one_text_are_one_family_in_any_order(answer: list[Document]) -> None:
    edited = f"{WIRE} Laporan ini dikutip dari kantor berita."
    for number, words in enumerate([WIRE, edited, "Lain sama sekali. " * 30]):
        read(text(f"https://o{number}.example/1", words, published_on=date(2024, 1, 28)))
    first, copy, other = Article.objects.order_by("pk")
    assert (first.family, copy.family, other.family) == (None, first, None)
    event = Event.objects.get()
    assert (event.report_count, event.outlet_count) == (3, 2)
    assert rebuild(check=True).differences == []


def test_an_outlet_is_known_by_the_domain_that_it_lies_under(answer: list[Document]) -> None:
    make.outlet("harian.example")
    row = read(text("https://berita.harian.example/1"))
    assert row.article.outlet.domain == "harian.example"


@pytest.mark.django_db(transaction=True)
def test_only_one_worker_reads_a_submission_at_a_time(answer: list[Document]) -> None:
    row = text()
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [reading.READ_SPACE, row.pk])
        assert reading.read_submission(row.pk).status == "busy"
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [reading.READ_SPACE, row.pk])
    finally:
        other.close()
    assert reading.read_submission(row.pk).status == SubmissionStatus.DONE


def test_an_article_costs_few_statements_however_many_were_read_before(
    answer: list[Document], serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a fetched page that tells of a known event. What surrounds parsing must not show:
    ``benchmarks.endtoend``."""
    monkeypatch.setattr(pace.Pace, "reserve", lambda *_: None)
    address = serve({f"/{number}": unlike(number) for number in range(9)})
    costs = []
    for number in range(9):
        row = submissions.submit_url(f"{address}/{number}", by=None)
        with CaptureQueriesContext(connection) as sent:
            assert reading.read_submission(row.pk).status == SubmissionStatus.DONE
        costs.append(sum("SAVEPOINT" not in query["sql"] for query in sent))
    assert max(costs[1:]) <= 42
    assert len(set(costs[1:])) == 1, "it does not grow"


def unlike(number: int) -> Handler:
    """A page whose text resembles no other's."""
    words = [f"{word}{number}" for word in ("sirens", "guards", "convoy", "river", "market", "train")]
    turned = (" ".join(words[place:] + words[:place]) for place in range(len(words)))
    text = "".join(f"<p>{line} near the base at noon, so it was said there.</p>" for line in turned)
    body = f"{HEAD}<body><article><h1>Report {number}</h1>{text}</article></body></html>".encode()
    return lambda visit: visit.answer(body)

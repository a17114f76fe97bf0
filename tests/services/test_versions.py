"""A page fetched again: a version where it changed, a note where not; what people decided holds."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from events.extraction import Document, Extraction
from events.ingest.reasons import FailureReason
from events.models import Article, Event, Report, Snapshot, SnapshotCheck, Submission, User
from events.services import archiving, pace, queue, reading, review, submissions, versions
from events.services.errors import Refused
from events.services.rebuilding import rebuild
from events.taxonomy import Outcome, Role, SubmissionStatus
from tests import factories as make
from tests.ingest.pageserver import Visit

pytestmark = pytest.mark.django_db
FIRST = (
    "Three drones struck Al-Tanf Garrison on Sunday, officials said.",
    "The base houses American troops and lies in the desert near the border with Jordan.",
    "Nobody has said so far whether anything was damaged or anybody was hurt in the attack.",
)
LATER = (
    *FIRST[:2],
    "Two people were hurt, a spokesman said later in the evening after a count.",
    "It was cold.",
)


def html(*paragraphs: str, title: str = "Drones hit base", head: str = "") -> bytes:
    text = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f"<html lang='en'><head><title>{title}</title>{head}"
        "<meta property='article:published_time' content='2024-01-29T08:00:00+00:00'></head>"
        f"<body><article><h1>{title}</h1>{text}</article><!-- {id(text)} --></body></html>"
    ).encode()


class Page:
    """A page that the test may change."""

    def __init__(self) -> None:
        self.body, self.status = html(*FIRST), "200 OK"

    def __call__(self, visit: Visit) -> None:
        visit.answer(self.body, status=self.status)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the engine of these tests was given; it finds one attack in each."""
    make.small_catalogue()
    monkeypatch.setattr(queue, "enqueue", lambda *_, **__: None)
    monkeypatch.setattr(pace.Pace, "reserve", lambda *_: None)
    texts: list[str] = []

    def extract(document: Document, _: object) -> Extraction:
        texts.append(document.text)
        return make.extraction(make.report())

    monkeypatch.setattr(reading, "extract", extract)
    return texts


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def article(given: list[str], page: Page, serve: Any) -> Article:
    """Read once from ``page``."""
    row = read(submissions.submit_url(f"{serve({'/a': page, '/home': Page()})}/a", by=None))
    assert row.article is not None
    return row.article


@pytest.fixture
def editor() -> User:
    return make.user(Role.EDITOR)


def read(row: Submission) -> Submission:
    reading.read_submission(row.pk)
    row.refresh_from_db()
    return row


def again(article: Article, by: User | None = None) -> Submission:
    row = read(versions.fetch_again(article, by=by))
    article.refresh_from_db()
    return row


def test_a_changed_page_becomes_the_next_version_and_is_read(
    article: Article, page: Page, editor: User, given: list[str]
) -> None:
    page.body = html(*LATER, title="Two hurt as drones hit base")
    row = again(article, editor)

    assert (row.status, row.already_known, row.event_count) == (SubmissionStatus.DONE, False, 1)
    first, second = Snapshot.objects.order_by("number")
    assert (first.number, first.changes, first.title) == (1, {}, "Drones hit base")
    assert article.snapshot == second
    assert second.changes == {
        "same": 2,
        "added": 2,
        "removed": 1,
        "title": ["Drones hit base", "Two hurt as drones hit base"],
    }
    assert article.title == "Two hurt as drones hit base"
    assert "a spokesman said later" in given[-1]
    live = Report.objects.live().get()
    assert (live.snapshot, live.predecessor.snapshot) == (second, first)
    assert Event.objects.count() == 1
    assert archiving.verify().damaged == []
    assert rebuild(check=True).differences == []


def test_an_unchanged_page_adds_no_version_and_the_look_is_kept(
    article: Article, page: Page, given: list[str]
) -> None:
    page.body = html(*FIRST)  # its comment differs, its text does not
    before = list(Report.objects.values_list("pk", "superseded_at"))
    row = again(article)
    assert (row.status, row.already_known) == (SubmissionStatus.DONE, True)
    check = SnapshotCheck.objects.get()
    assert (check.snapshot, check.http_status) == (Snapshot.objects.get(), 200)
    assert len(given) == 1
    assert list(Report.objects.values_list("pk", "superseded_at")) == before
    with pytest.raises(ProgrammingError), transaction.atomic():
        check.delete()


def test_what_people_decided_holds_for_the_new_version(article: Article, page: Page) -> None:
    admin = make.user(Role.ADMIN)
    event = Event.objects.get()
    text = article.text
    evidence = [{"article": article.pk, "start": 0, "end": text.index(".")}]
    review.correct(event, "outcome", Outcome.HIT, reason="He said so", by=admin, evidence=evidence)
    other = make.event(make.report(place="erbil"))
    review.merge(other, Event.objects.get(pk=event.pk), reason="One salvo", by=admin)

    page.body = html(*LATER)
    again(article)

    kept = Event.objects.get(pk=event.pk)
    assert (kept.outcome, kept.basis["outcome"]["rule"]) == (Outcome.HIT, "person")
    assert Event.objects.get(pk=other.pk).merged_into == kept
    spoken = kept.corrections.get().evidence[0]
    told = Snapshot.objects.get(pk=spoken["snapshot"]).text[spoken["start"] : spoken["end"]]
    assert told == text[: text.index(".")], "the words that the person marked, not those of the new version"
    assert rebuild(check=True).differences == []


def test_a_day_that_is_known_stays(article: Article, page: Page) -> None:
    page.body = html(*LATER).replace(b"2024-01-29", b"2024-02-03")
    again(article)
    assert str(article.published_on) == "2024-01-29"
    assert article.snapshot is not None
    assert article.snapshot.changes["published"] == ["2024-01-29", "2024-02-03"]


def test_another_page_in_its_place_is_no_version(article: Article, page: Page) -> None:
    front = ("Football results of the weekend and what they mean for the table.", "Weather stays cold here.")
    page.body = html(*front * 3, title="Front page", head="<link rel='canonical' href='/home'>")
    row = again(article)
    assert (row.status, row.reason_code) == (SubmissionStatus.FAILED, FailureReason.OTHER_PAGE)
    assert Snapshot.objects.count() == 1
    page.body = html(*LATER, head="<link rel='canonical' href='/home'>")
    assert again(article).status == SubmissionStatus.DONE, "it moved, but it is the same story"


def test_a_page_that_is_gone_leaves_the_version_that_was_read(article: Article, page: Page) -> None:
    page.status = "410 Gone"
    row = again(article)
    assert (row.status, row.reason_code) == (SubmissionStatus.FAILED, FailureReason.HTTP_GONE)
    assert Report.objects.live().filter(article=article).exists()


def test_a_worker_that_died_after_archiving_is_followed_by_one_that_reads_that_version(
    article: Article, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    page.body = html(*LATER)
    row = versions.fetch_again(article, by=None)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "extract", dies)
        with pytest.raises(KeyboardInterrupt):
            reading.read_submission(row.pk)
    read(row)
    assert (row.status, Snapshot.objects.count()) == (SubmissionStatus.DONE, 2)
    assert Report.objects.live().get().snapshot.number == 2


def test_it_is_asked_for_once_at_a_time_and_by_those_who_may(article: Article, editor: User) -> None:
    first = versions.fetch_again(article, by=editor)
    assert versions.fetch_again(article, by=editor) == first
    with pytest.raises(Refused, match="role"):
        versions.fetch_again(article, by=make.user(Role.ANALYST))
    with pytest.raises(Refused, match="pasted without an address"):
        versions.fetch_again(make.article(""), by=editor)


def test_pasted_text_is_followed_by_the_page_itself(given: list[str], page: Page, serve: Any) -> None:
    address = f"{serve({'/a': page})}/a"
    pasted = read(submissions.submit_text(FIRST[0], by=None, url=address, title="As it was told to me"))
    assert pasted.article is not None
    row = again(pasted.article)
    assert (row.status, pasted.article.snapshots.count()) == (SubmissionStatus.DONE, 2)
    assert given[-1].startswith("Three drones struck")
    assert FIRST[1] in given[-1]

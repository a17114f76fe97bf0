"""A deliberately different engine over all sample articles changes no value that a person set."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from conflictwatch.home import PROJECT
from events.extraction import Document, Extraction, Gazetteer, extract
from events.models import Article, Event
from events.resolution import FIELDS
from events.services import catalogue, queue, reading, reextraction, review, submissions
from events.services.rebuilding import rebuild
from events.taxonomy import WeaponType
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """All sample articles, read by the real engine."""
    monkeypatch.setattr(queue, "enqueue", lambda *_, **__: None)
    catalogue.load()
    for line in (PROJECT / "events" / "data" / "samples.jsonl").read_text().splitlines():
        told = json.loads(line)
        row = submissions.submit_text(
            told["text"],
            by=None,
            url=told["url"],
            title=told["title"],
            language=told["lang"],
            published_on=date.fromisoformat(told["published"]),
        )
        reading.read_submission(row.pk)


def other_engine(document: Document, gazetteer: Gazetteer) -> Extraction:
    """Drops every fifth report, moves every third by a day, and knows mortars only."""
    answer = extract(document, gazetteer)
    reports = []
    for number, report in enumerate(answer.reports):
        if (number + len(document.text)) % 5 == 0:
            continue
        moved = timedelta(days=1 if number % 3 == 0 else 0)
        reports.append(
            replace(
                report,
                date_from=report.date_from + moved if report.date_from else None,
                date_to=report.date_to + moved if report.date_to else None,
                weapons=(WeaponType.MORTAR,),
            )
        )
    return replace(answer, reports=tuple(reports), engine_version="other")


def test_the_same_engine_changes_nothing() -> None:
    done = reextraction.reextract(Article.objects.all())
    assert (done.articles, done.unchanged) == (Article.objects.count(), done.articles)
    assert (done.appeared, done.changed, done.vanished) == (0, 0, 0)


def test_no_value_that_a_person_set_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    admin, events = make.user(), list(Event.objects.current().order_by("pk"))
    assert len(events) > 15
    for event in events[::2]:
        review.correct(event, "killed", 41, reason="Hospital list", by=admin)
        review.correct(event, "weapon", ["sabotage"], reason="Seen on video", by=admin)
    review.merge(events[1], events[3], reason="The same attack", by=admin)
    review.reject(events[5], reason="It was an exercise", by=admin)

    def persons_word() -> list[object]:
        corrected = Event.objects.filter(pk__in=[event.pk for event in events[::2]]).order_by("pk")
        columns = ("public_id", *FIELDS["killed"].columns, *FIELDS["weapon"].columns)
        merged, rejected = Event.objects.get(pk=events[1].pk), Event.objects.get(pk=events[5].pk)
        return [
            *corrected.values(*columns),
            merged.merged_into,
            rejected.review_status,
            rejected.claim_status,
        ]

    before = persons_word()
    monkeypatch.setattr(reextraction, "extract", other_engine)
    tried = reextraction.reextract(Article.objects.all(), dry_run=True)
    assert persons_word() == before
    assert tried.changed > 0
    assert rebuild(check=True).differences == []

    done = reextraction.reextract(Article.objects.all())
    assert persons_word() == before
    assert {*events[::2], events[5]} <= set(Event.objects.current())
    assert done.changed + done.appeared + done.vanished > 10
    assert rebuild(check=True).differences == []

"""Workers side by side: the same attack told at the same moment is one event."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from events.models import Article, Event, Report
from events.services import publishing, review
from events.services.rebuilding import rebuild
from events.taxonomy import WeaponType
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.small_catalogue()


def at_once(*actions: object) -> None:
    """Run the actions in threads that start together, each on a connection of its own."""
    gate = Barrier(len(actions))

    def run(action: object) -> None:
        gate.wait(10)
        try:
            action()  # type: ignore[operator]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        for done in [pool.submit(run, action) for action in actions]:
            done.result(30)


def publisher(row: Article, *weapons: WeaponType) -> object:
    reports = [make.report(weapons=[weapon]) for weapon in weapons or (WeaponType.DRONE,)]
    assert row.snapshot is not None
    return lambda: publishing.publish(row, row.snapshot, make.extraction(*reports))


def test_articles_read_at_once_make_one_event() -> None:
    at_once(*(publisher(make.article()) for _ in range(6)))
    event = Event.objects.get()
    assert (event.report_count, event.outlet_count) == (6, 6)
    assert rebuild(check=True).differences == []


def test_one_article_read_twice_at_once_is_stored_once() -> None:
    row = make.article()
    at_once(publisher(row), publisher(row), publisher(row))
    assert Report.objects.count() == 1
    assert Event.objects.get().report_count == 1


def test_a_decision_and_a_reading_at_once_both_count() -> None:
    event, admin = make.event(), make.user()
    at_once(
        publisher(make.article()),
        lambda: review.correct(event, "killed", 3, reason="Hospital list", by=admin),
        publisher(make.article(), WeaponType.DRONE, WeaponType.MORTAR),
        lambda: review.accept(event, reason="right", by=admin),
    )
    event.refresh_from_db()
    assert (event.killed_best, event.report_count, event.review_status) == (3, 3, "reviewed")
    assert [step.number for step in event.revisions.all()] == list(range(1, event.revision + 1))
    assert rebuild(check=True).differences == []

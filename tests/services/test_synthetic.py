"""Made-up events: as many as asked for, the same for the same seed, with evidence that holds together."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from events.models import Article, Event, Report, Snapshot
from events.services import catalogue, synthetic
from events.services.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def rows() -> list[tuple[object, ...]]:
    return list(
        Event.objects.order_by("public_id").values_list(
            "public_id", "date_from", "site__slug", "attacker__slug", "weapons", "killed_best", "claim_status"
        )
    )


@pytest.fixture
def loaded() -> None:
    catalogue.load()


def test_seeding_is_repeatable_coherent_and_keeps_the_tables_whole(loaded: None) -> None:
    done = synthetic.seed(400, seed=7, tell=lambda line: None)
    assert Event.objects.count() == done.events == 400
    assert (Report.objects.count(), Article.objects.count()) == (done.reports, done.articles)
    for report in Report.objects.select_related("snapshot", "event").exclude(site=None)[:50]:
        start, end = report.spans["site"][0]
        assert 0 < end - start == len(report.snapshot.text[start:end].strip())
        assert (report.event.site_id, report.event.date_from) == (report.site_id, report.date_from)
    # Triggers and indexes are back: evidence is protected again, and a new row gets a free id.
    with pytest.raises(Exception, match=r"Cannot (update|delete)"):
        Snapshot.objects.update(text="")
    fresh = Event.objects.create(changed_at="2024-01-01T00:00:00Z")
    assert fresh.pk > max(Event.objects.exclude(pk=fresh.pk).values_list("pk", flat=True))
    with pytest.raises(Refused, match="events already"):
        synthetic.seed(5)
    with pytest.raises(CommandError, match="events already"):
        call_command("seed_synthetic", events=5)


def test_without_a_catalogue_nothing_is_made_up() -> None:
    with pytest.raises(Refused, match="load_catalogue"):
        synthetic.seed(5)


def test_the_same_seed_gives_the_same_events(loaded: None) -> None:
    from django.db import connection

    found = []
    for _ in range(2):
        synthetic.seed(60, seed=3, tell=lambda line: None)
        found.append([row[1:] for row in sorted(rows(), key=str)])
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE events_event, events_article CASCADE")
    assert sorted(found[0], key=str) == sorted(found[1], key=str)

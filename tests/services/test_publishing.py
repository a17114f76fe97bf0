"""An article's results go in as a whole, and its events follow."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.extraction.types import Range
from events.models import Event, EventRevision, Report, Snapshot, Tally
from events.services import publishing
from events.services.rebuilding import rebuild
from events.taxonomy import ClaimStatus, DateBasis, DatePrecision, WeaponType
from tests import factories as make

pytestmark = pytest.mark.django_db
D27, D28, D29 = date(2024, 1, 27), date(2024, 1, 28), date(2024, 1, 29)


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.small_catalogue()


def clean() -> None:
    done = rebuild(check=True)
    assert done.differences == []


def test_each_told_attack_becomes_an_event_with_its_values() -> None:
    rows = make.publish(None, make.report(), make.report(D27, "erbil-base"), tallies=[make.tally()])

    assert len({row.event_id for row in rows}) == 2
    event = rows[0].event
    assert (event.site.slug, event.date_from, event.attacker.slug) == ("tanf", D28, "iri")
    assert (event.weapons, event.claim_status) == (["drone"], ClaimStatus.CLAIMED)
    assert event.basis["site"] == {"rule": "only", "reports": [rows[0].pk], "correction": None}
    assert Tally.objects.live().get().count_best == 150
    clean()


def test_two_outlets_on_one_attack_make_one_event() -> None:
    first = make.event(make.report(killed=Range(1, 1, 1)))
    second = make.event(make.report(by=None, killed=Range(3, 3, 3)))

    assert first == second
    second.refresh_from_db()
    assert (second.report_count, second.outlet_count) == (2, 2)
    assert (second.killed_low, second.killed_high) == (1, 3)
    assert "killed" in second.disputed_fields
    clean()


def test_the_same_base_on_the_next_day_is_another_event() -> None:
    assert make.event(make.report(D28)) != make.event(make.report(D29))
    clean()


def test_two_reports_of_one_article_are_never_joined() -> None:
    rows = make.publish(None, make.report(), make.report())
    assert rows[0].event != rows[1].event
    make.publish(None, make.report())
    assert Event.objects.current().count() == 2
    clean()


def test_copies_count_as_one_outlet() -> None:
    original = make.article()
    make.publish(original)
    copy = make.publish(make.article("https://salin.example/1", family=original))[0].event
    copy.refresh_from_db()
    assert (copy.report_count, copy.outlet_count) == (2, 1)


def test_publishing_the_same_answer_again_changes_nothing() -> None:
    row = make.article()
    make.publish(row, make.report(), tallies=[make.tally()])
    before = (Report.objects.count(), Tally.objects.count(), EventRevision.objects.count())
    make.publish(row, make.report(), tallies=[make.tally()])
    assert (Report.objects.count(), Tally.objects.count(), EventRevision.objects.count()) == before


def test_a_newer_reading_supersedes_and_the_event_keeps_its_id() -> None:
    row = make.article()
    old = make.publish(row, make.report(weapons=[WeaponType.ROCKET]))[0]
    new = make.publish(row, make.report(weapons=[WeaponType.DRONE]), engine="test-2")[0]

    old.refresh_from_db()
    assert old.superseded_at is not None
    assert new.predecessor == old
    assert new.event == old.event
    new.event.refresh_from_db()
    assert (new.event.weapons, new.event.revision) == (["drone"], 2)
    revision = new.event.revisions.get(number=2)
    assert revision.changes["weapons"] == [["rocket"], ["drone"]]
    assert revision.cause == "extraction"
    clean()


def test_an_event_that_nobody_tells_of_any_more_is_withdrawn_and_comes_back() -> None:
    row = make.article()
    event = make.publish(row, make.report(), make.report(D27))[1].event
    make.publish(row, make.report(), engine="test-2")
    event.refresh_from_db()
    assert event.withdrawn
    assert event not in Event.objects.current()
    clean()


def test_an_event_that_loses_its_reports_to_another_leads_there() -> None:
    make.publish(None, make.report(D28))
    row = make.article()
    lost = make.publish(row, make.report(D29))[0].event
    make.publish(row, make.report(D28), engine="test-2")
    lost.refresh_from_db()
    assert lost.withdrawn
    assert lost.merged_into == Event.objects.current().get()
    clean()


def test_an_event_whose_report_moves_to_another_place_lives_on_in_one_of_them() -> None:
    row = make.article()
    event = make.publish(row)[0].event
    assert make.event() == event
    for _ in range(2):
        make.publish()
    moved = make.publish(row, make.report(place="golan"), engine="test-2")[0]
    assert moved.event != event
    event.refresh_from_db()
    assert (event.site.slug, event.report_count) == ("tanf", 3)
    clean()


def test_the_check_sees_and_mends_an_event_torn_between_places() -> None:
    event, other = make.event(), make.event(make.report(place="golan"))
    Report.objects.filter(event=other).update(home=event, event=event)
    assert any("several places" in line for line in rebuild(check=True).differences)
    rebuild()
    clean()
    assert Event.objects.current().count() == 2


def test_a_claim_without_a_day_of_its_own_joins_the_attack_of_the_day_before() -> None:
    told = make.event(make.report(D28))
    claim = make.report(D29, date_basis=DateBasis.CLAIM_DAY)
    assert make.event(claim, published=D29) == told


def test_a_month_joins_the_only_attack_of_the_month_but_not_one_of_two() -> None:
    month = make.report(date(2024, 1, 1), date_precision=DatePrecision.MONTH)
    only = make.event(make.report(D28))
    assert make.event(month) == only
    make.event(make.report(D27))
    clean()
    assert Event.objects.current().count() == 3


def test_a_town_joins_the_base_in_it_when_the_attacker_is_the_same() -> None:
    base = make.event(make.report(place="erbil-base"))
    assert make.event(make.report(place="erbil")) == base
    base.refresh_from_db()
    assert base.site.slug == "erbil-base"


def test_places_that_the_catalogue_lacks_are_matched_by_name() -> None:
    first = make.event(make.report(place=make.site(None, name="Khirbet Adnan")))
    second = make.event(make.report(place=make.site(None, name="khirbet-adnan")))
    other = make.event(make.report(place=make.site(None, name="Hasakah farm")))
    assert first == second != other


STORIES = [
    [make.report(D28), make.report(D28, "erbil-base")],
    [make.report(D28, by=None, weapons=[WeaponType.ROCKET])],
    [make.report(D28, "erbil", weapons=[WeaponType.DRONE])],
    [make.report(D29, date_basis=DateBasis.CLAIM_DAY), make.report(D27)],
    [make.report(D27, date_to=D28, date_precision=DatePrecision.RANGE)],
    [make.report(date(2024, 1, 1), date_precision=DatePrecision.MONTH)],
    [make.report(D28, time_of_day="morning"), make.report(D28, time_of_day="evening")],
    [make.report(D28, by=None, weapons=[], time_of_day="evening")],
]


def told(order: list[int]) -> tuple[set[frozenset[tuple[str, int]]], list[str]]:
    for number in order:
        row = make.article(f"https://o{number}.example/{number}", published=D29)
        make.publish(row, *STORIES[number])
    events = [repr(sorted(make.values(e).items(), key=str)) for e in Event.objects.current()]
    return make.partition(), sorted(events)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=st.permutations(range(len(STORIES))))
def test_the_order_of_arrival_does_not_matter(order: list[int]) -> None:
    found = []
    for sequence in (range(len(STORIES)), order):
        with transaction.atomic():
            found.append(told(list(sequence)))
            clean()
            transaction.set_rollback(True)
    assert found[0] == found[1]


def test_a_rebuild_from_nothing_gives_the_same_events() -> None:
    told(random.Random(3).sample(range(len(STORIES)), len(STORIES)))
    before = make.partition()
    Report.objects.update(home=None, event=None, match_score=None, match_reasons=[])
    rebuild()
    assert make.partition() == before
    clean()


def test_the_check_sees_a_changed_value_and_a_moved_report() -> None:
    event, other = make.event(), make.event(make.report(D27))
    Event.objects.filter(pk=event.pk).update(killed_low=9, killed_best=9, killed_high=9)
    Report.objects.filter(event=other).update(event=event)
    lines = rebuild(check=True).differences
    assert any("killed_best is 9" in line for line in lines)
    assert any("counts for event" in line for line in lines)
    event.refresh_from_db()
    assert event.killed_best == 9
    rebuild()
    clean()


def test_the_database_keeps_evidence_from_being_changed_or_deleted() -> None:
    row = make.article()
    make.publish(row)
    for attempt in (
        lambda: Snapshot.objects.update(text="other"),
        lambda: Report.objects.all().delete(),
        lambda: EventRevision.objects.update(note="other"),
    ):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            attempt()


def test_the_database_refuses_impossible_values() -> None:
    event = make.event()
    for columns in (
        {"killed_low": 3, "killed_best": 1},
        {"date_from": D28, "date_to": D27},
        {"lat": 95.0},
        {"confidence": 1.5},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(**columns)


def test_matching_asks_a_bounded_number_of_queries(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(20):
        make.publish()
    row = make.article()
    with django_assert_max_num_queries(45):
        publishing.publish(row, row.snapshot, make.extraction(make.report()))

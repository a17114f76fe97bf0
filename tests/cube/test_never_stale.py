"""A change is in the next answer, however it came about: late, rolled back, in bulk, or past a cut log."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from events.filters import select
from events.models import Event
from events.queries.figures import figures
from events.queries.standing import Cube, cube
from events.services import changelog
from events.taxonomy import ClaimStatus

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2024, 6, 1)


def count(query: str = "") -> int:
    """What the page says, and that the cube said it."""
    with cube.current() as table:
        assert table is not None
    return figures(select(query), today=TODAY).count


def held(one: Cube) -> set[int]:
    with one.current() as table:
        assert table is not None
        return set(table["id"][table.living].tolist())


def standing() -> set[int]:
    return set(Event.objects.current().values_list("pk", flat=True))


@contextmanager
def elsewhere(work: Callable[[], object]) -> Iterator[Callable[[bool], None]]:
    """Another connection in a transaction that has done ``work``; the value ends it (True: commit)."""
    done, go = threading.Event(), threading.Event()
    keep = []

    def run() -> None:
        try:
            with transaction.atomic():
                work()
                done.set()
                assert go.wait(20)
                transaction.set_rollback(not keep[0])
        finally:
            done.set()
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert done.wait(20)

    def end(commit: bool) -> None:
        keep.append(commit)
        go.set()
        thread.join(20)

    try:
        yield end
    finally:
        if thread.is_alive():
            end(False)


def deny(event: Event) -> Callable[[], object]:
    return lambda: Event.objects.filter(pk=event.pk).update(claim_status=ClaimStatus.DENIED, withdrawn=False)


def test_a_transaction_that_commits_late_is_seen_when_it_has(many: list[Event]) -> None:
    before = count("claim=denied&review=machine&review=reviewed&review=rejected")
    event = next(one for one in many if one.claim_status != ClaimStatus.DENIED)
    other = next(one for one in many if one.claim_status == ClaimStatus.DENIED)
    query = "claim=denied&review=machine&review=reviewed&review=rejected"
    with elsewhere(deny(event)) as end:
        assert count(query) == before
        # Younger transactions come and go while the old one is open.
        Event.objects.filter(pk=other.pk).update(claim_status=ClaimStatus.CLAIMED)
        assert count(query) == before - 1
        Event.objects.filter(pk=other.pk).update(claim_status=ClaimStatus.DENIED)
        assert count(query) == before
        end(True)
        assert count(query) == before + 1
    assert count(query) == before + 1


def test_what_was_rolled_back_never_shows(many: list[Event]) -> None:
    before = count("country=SY")
    with elsewhere(lambda: Event.objects.update(country="TR")) as end:
        assert count("country=SY") == before
        end(False)
    assert count("country=SY") == before
    with transaction.atomic():
        Event.objects.update(country="TR")
        assert figures(select("country=SY"), today=TODAY).count == 0  # SQL sees its own writes
        transaction.set_rollback(True)
    assert count("country=SY") == before


def test_a_savepoint_that_was_rolled_back_never_shows(many: list[Event]) -> None:
    before = count("country=TR")
    with transaction.atomic():
        Event.objects.filter(pk=many[0].pk).update(country="TR", withdrawn=False, review_status="reviewed")
        with transaction.atomic():
            Event.objects.update(country="TR")
            transaction.set_rollback(True)
    assert count("country=TR") == before + 1


def test_two_processes_say_the_same(many: list[Event]) -> None:
    mine, theirs = Cube(), Cube()
    assert held(mine) == held(theirs) == standing()
    for step, event in enumerate(many[:6]):
        Event.objects.filter(pk=event.pk).update(withdrawn=True)
        assert held((mine, theirs)[step % 2]) == standing()
    assert held(mine) == held(theirs)


def test_events_that_are_written_in_bulk_without_triggers_show(many: list[Event]) -> None:
    assert count() > 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE events_event SET withdrawn = true")
        changelog.everything_changed()
    assert count() == 0


def test_an_emptied_table_is_empty(many: list[Event]) -> None:
    assert count() > 0
    call_command("flush", interactive=False, verbosity=0)
    assert count() == 0


def test_a_statement_that_touches_very_many_is_one_mark(many: list[Event]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_log_many(ARRAY(SELECT generate_series(1, 20001)))")
        cursor.execute("SELECT event_id FROM events_change ORDER BY xid DESC LIMIT 1")
        assert cursor.fetchone() == (0,)


def test_who_slept_while_the_log_was_cut_reads_everything_anew(many: list[Event]) -> None:
    sleeper = Cube()
    assert held(sleeper) == standing()
    first = sleeper.table
    Event.objects.filter(pk__in=[event.pk for event in many[:9]]).update(withdrawn=True)
    assert changelog.prune(days=0, most=0) >= 9
    assert held(sleeper) == standing()
    assert sleeper.table is not first


def test_cutting_what_was_seen_costs_nobody_a_reload(many: list[Event]) -> None:
    Event.objects.filter(pk=many[0].pk).update(withdrawn=True)
    awake = Cube()
    assert held(awake) == standing()
    table = awake.table
    assert changelog.prune(days=0, most=0) > 0
    Event.objects.filter(pk=many[1].pk).update(withdrawn=True)
    assert held(awake) == standing()
    assert awake.table is table


def test_marks_of_another_server_are_thrown_out(many: list[Event]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO events_change (xid, event_id) VALUES ('9000000000000', 0)")
        cursor.execute("UPDATE events_change_cut SET xid = '9000000000000'")
    changelog.prune()
    awake = Cube()
    assert held(awake) == standing()
    table = awake.table
    assert held(awake) == standing()
    assert awake.table is table


def test_nothing_new_costs_one_query(many: list[Event], django_assert_num_queries: Any) -> None:
    count()
    with django_assert_num_queries(1):
        figures(select("country=SY"), today=TODAY)


def test_a_fault_while_catching_up_leaves_no_half_table(many: list[Event], monkeypatch: Any) -> None:
    one = Cube()
    assert held(one) == standing()
    Event.objects.filter(pk=many[0].pk).update(withdrawn=True)
    with monkeypatch.context() as patch:
        patch.setattr("events.queries.feed.read_names", lambda: 1 / 0)
        patch.setattr("events.queries.feed._explain", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            held(one)
    assert held(one) == standing()


def test_many_events_are_read_beside_the_requests(many: list[Event], monkeypatch: Any) -> None:
    monkeypatch.setattr("events.queries.standing.SMALL", 10)
    one = Cube()
    with one.current() as table:
        assert table is None
    assert one.loader is not None
    one.loader.join(20)
    assert held(one) == standing()

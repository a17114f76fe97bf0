"""One visit a host and interval, whoever pays it; a host that asked for time gets it from everybody."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone
from redis import Redis

from events.models import Submission
from events.services import pace, queue, reading
from events.services.pace import Pace, Paced
from events.taxonomy import Role, SubmissionKind
from tests import factories as f
from tests.ingest import pageserver as ps

pytestmark = pytest.mark.usefixtures("engines")


@pytest.fixture(autouse=True)
def _forget() -> Any:
    server = pace._server()
    yield
    for key in server.scan_iter(f"{pace.PREFIX}*"):
        server.delete(key)


def test_hosts_are_visited_one_interval_apart_by_all_together(settings: Any) -> None:
    settings.FETCH_HOST_INTERVAL = 0.12
    moments: list[float] = []

    def visit(name: str) -> None:
        Pace(5).enter(name)
        moments.append(time.monotonic())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(visit, ["wire.example", "www.wire.example"] * 3))
    gaps = [later - earlier for earlier, later in pairwise(sorted(moments))]
    assert len(gaps) == 5
    assert min(gaps) > 0.1


def test_other_hosts_do_not_wait(settings: Any) -> None:
    settings.FETCH_HOST_INTERVAL = 30.0
    begun = time.monotonic()
    for name in ("a.example", "b.example", "c.example"):
        Pace().enter(name)
    assert time.monotonic() - begun < 1


def test_impatience_ends_in_paced_and_a_reserved_turn_is_used_once(settings: Any) -> None:
    settings.FETCH_HOST_INTERVAL = 5.0
    mine = Pace(0.05)
    mine.reserve("wire.example")
    mine.enter("wire.example")
    with pytest.raises(Paced) as caught:
        Pace(0.05).enter("wire.example")
    assert 4 < caught.value.wait <= 5


def test_retry_after_and_robots_hold_for_everybody(settings: Any) -> None:
    settings.FETCH_HOST_INTERVAL = 0.0
    Pace().told("slow.example", 90)
    pace.block("slow.example", 10)
    with pytest.raises(Paced) as caught:
        Pace().enter("slow.example")
    assert 85 < caught.value.wait <= 90, "a shorter wish does not shorten a longer one"
    pace.widen("wide.example", 7)
    Pace().enter("wide.example")
    with pytest.raises(Paced):
        Pace(0.01).enter("wide.example")


def test_without_a_server_the_interval_is_kept_alone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FETCH_HOST_INTERVAL = 0.05
    monkeypatch.setattr(pace, "_server", lambda: Redis(unix_socket_path="/nowhere/at-all.sock"))
    begun = time.monotonic()
    Pace().enter("wire.example")
    pace.block("wire.example", 100)
    assert time.monotonic() - begun >= 0.05


@pytest.mark.django_db
def test_a_submission_that_must_wait_loses_no_attempt_and_asks_nothing(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[int, bool]] = []
    monkeypatch.setattr(queue, "enqueue", lambda pk, later=False: sent.append((pk, later)))
    server = ps.PageServer({"/busy": ps.status("429 Slow down", Retry_After="600")})
    settings.FETCH_HOST_INTERVAL = 0.0
    settings.FETCH_ALLOWED_ENDPOINTS = [server.endpoint]
    try:
        by = f.user(Role.EDITOR)
        rows = [
            Submission.objects.create(kind=SubmissionKind.URL, url=server.url(path), submitted_by=by)
            for path in ("/busy", "/other")
        ]
        now = timezone.now()
        assert reading.read_submission(rows[0].pk).status == "queued"
        assert reading.read_submission(rows[1].pk).status == "queued"
    finally:
        server.close()
    for row in rows:
        row.refresh_from_db()
    assert server.visits == ["/busy"], "the second was not even asked for"
    assert [row.attempts for row in rows] == [1, 0]
    assert all(timedelta(minutes=9) < row.retry_at - now < timedelta(minutes=11) for row in rows)
    assert sent == []

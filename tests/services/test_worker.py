"""The real worker on the real broker: what is submitted is read."""

from __future__ import annotations

import time

import pytest

from events.models import Submission
from events.services import catalogue, queue, submissions, waiting
from events.taxonomy import SubmissionStatus

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
SECONDS = 60.0
TEXT = (
    "The Islamic Resistance in Iraq said on Sunday, January 28, 2024, that it had attacked the US base at "
    "Al-Tanf in Syria with drones."
)


def test_a_submission_is_read_by_a_worker_process(celery_worker: None) -> None:
    catalogue.load()
    row = submissions.submit_text(TEXT, by=None, url="https://harian.example/1", language="en")
    deadline = time.monotonic() + SECONDS
    while row.status not in (SubmissionStatus.DONE, SubmissionStatus.FAILED):
        assert time.monotonic() < deadline, f"still {row.status}"
        time.sleep(0.1)
        row.refresh_from_db()
    assert (row.status, row.reason, row.attempts) == (SubmissionStatus.DONE, "", 1)
    assert row.event_count == 1


def test_a_worker_that_runs_is_waited_for(celery_worker: None) -> None:
    assert queue.workers() == 1
    catalogue.load()
    row = submissions.submit_text(TEXT, by=None, url="https://harian.example/2", language="en")
    assert waiting.finish([row.pk])[SubmissionStatus.DONE] == 1
    assert Submission.objects.get().attempts == 1

"""Waits until submissions have ended; reads them itself where no worker does."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable

from events.models import Submission
from events.services import queue, reading
from events.services.submissions import WORKING
from events.taxonomy import SubmissionStatus

STEP = 0.3
PATIENCE = 20.0
"""Seconds without any progress after which this process helps, although there are workers."""


def finish(ids: Iterable[int], progress: Callable[[Counter[str]], None] | None = None) -> Counter[str]:
    """Until every submission is done, failed or cancelled; returns how many ended how.

    ``progress`` is told the counts by status whenever they change. Without a running worker the submissions
    are read here, one after the other, by the same service that the workers call.
    """
    wanted = sorted(set(ids))
    helping = not queue.workers()
    last, moved = Counter[str](), time.monotonic()
    while True:
        counts = _counts(wanted)
        if counts != last:
            last, moved = counts, time.monotonic()
            if progress:
                progress(counts)
        if not any(counts[status] for status in WORKING):
            return counts
        if helping or time.monotonic() - moved > PATIENCE:
            if not _help(wanted):
                time.sleep(STEP)
        else:
            time.sleep(STEP)


def _counts(ids: list[int]) -> Counter[str]:
    return Counter(Submission.objects.filter(pk__in=ids).values_list("status", flat=True))


def _help(ids: list[int]) -> bool:
    """Read the next one that waits; whether there was one that nobody else had."""
    waiting = Submission.objects.filter(pk__in=ids, status__in=WORKING, retry_at=None)
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        if reading.read_submission(pk).status != "busy":
            return True
    due = Submission.objects.filter(pk__in=ids, status=SubmissionStatus.QUEUED, retry_at__isnull=False)
    first = due.order_by("retry_at").first()
    if first is None:
        return False
    reading.read_submission(first.pk)
    return True

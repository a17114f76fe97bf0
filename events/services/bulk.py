"""Many submissions at once: tried again or taken back, each by the rules for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from events.models import Submission, User
from events.services import submissions
from events.services.errors import Refused


def retry(rows: Iterable[Submission], *, by: User) -> int:
    """Queue every one that failed or was cancelled again; how many were."""
    return _each(rows, lambda row: submissions.retry(row, by=by, later=True))


def cancel(rows: Iterable[Submission], *, by: User) -> int:
    """Take every one back that is not finished; how many were."""
    return _each(rows, lambda row: submissions.cancel(row, by=by))


def _each(rows: Iterable[Submission], action: Callable[[Submission], object]) -> int:
    """What moved on meanwhile is left as it is: it needs nothing any more."""
    done = 0
    for row in rows:
        try:
            action(row)
        except Refused:
            continue
        done += 1
    return done

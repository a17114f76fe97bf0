"""The cube of this process, brought up to date before every answer: never stale, by the database's own word.

Every write to events, reports, articles and names puts a mark with its transaction into ``events_change`` (by
trigger, in the same transaction). A cube knows the snapshot that it shows; before it answers, one statement
asks for marks of transactions that the snapshot of now sees and its own did not, and those events are read
again. Inside a transaction, whose writes nobody else sees, SQL answers.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, connections, transaction

from events.cube.table import Table
from events.queries import feed

log = logging.getLogger(__name__)

ALL, NAMES = 0, -1
"""Marks that stand for more than one event (migration 0013)."""
MOST = 20_000
"""So many changed events are read singly; beyond that everything is read anew."""
SMALL = 100_000
"""So many events are read while the request waits; with more of them SQL answers meanwhile."""

PAUSE = 600.0
"""Seconds until what could not be held is tried again."""

STATE = """
SELECT pg_current_snapshot()::text, pg_relation_filenode('events_event')
"""
CHANGES = """
SELECT pg_current_snapshot()::text, pg_relation_filenode('events_event'),
  (SELECT xid::text FROM events_change_cut),
  ARRAY(SELECT DISTINCT event_id FROM events_change
        WHERE xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot)
          AND NOT pg_visible_in_snapshot(xid, %(seen)s::pg_snapshot)
        LIMIT %(most)s)
"""


@dataclass
class Seen:
    """What the table shows: a snapshot, in PostgreSQL's words, and the file that the events lay in."""

    snapshot: str
    file: int

    @property
    def oldest(self) -> int:
        return int(self.snapshot.split(":")[0])

    @property
    def next(self) -> int:
        return int(self.snapshot.split(":")[1])


class Cube:
    """One table, one lock: requests of other threads wait their turn, each some milliseconds long."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.table: Table | None = None
        self.seen = Seen("0:0:", 0)
        self.loader: threading.Thread | None = None
        self.unfit_until = 0.0

    @contextmanager
    def current(self) -> Iterator[Table | None]:
        """The table as of now; None where SQL has to answer."""
        if not settings.CUBE or connection.in_atomic_block:
            yield None
            return
        with self.lock:
            yield self._fresh()

    def _fresh(self) -> Table | None:
        try:
            marks = None if self.table is None else self._marks()
            if marks:
                marks = self._catch_up()
            if marks is None:
                self._begin()
        except feed.Unfit as problem:
            log.warning("the cube cannot hold the events: %s", problem)
            self.table, self.unfit_until = None, time.monotonic() + PAUSE
        except BaseException:
            self.table = None
            raise
        return self.table

    def _marks(self) -> set[int] | None:
        """Events that changed since; None when that cannot be told any more."""
        with connection.cursor() as cursor:
            cursor.execute(CHANGES, {"seen": self.seen.snapshot, "most": MOST + 1})
            snapshot, file, cut, changed = cursor.fetchone()
        now = Seen(snapshot, file)
        lost = file != self.seen.file or now.next < self.seen.next or int(cut) >= self.seen.oldest
        if lost or ALL in changed or len(changed) > MOST:
            return None
        if not changed:
            self.seen = now
        return set(changed)

    def _catch_up(self) -> set[int] | None:
        """Read marks and changed events in one snapshot, so that all that is shown is of one moment."""
        assert self.table is not None
        with _one_moment():
            marks = self._marks()
            if marks:
                feed.fill(self.table, sorted(marks - {NAMES}), names=NAMES in marks)
                self.seen = _state()
        return marks

    def _begin(self) -> None:
        """Read everything: at once where that is quick, else beside the requests."""
        self.table = None
        if time.monotonic() < self.unfit_until:
            return
        if self.loader is not None and self.loader.is_alive():
            return
        if _about_how_many() <= SMALL:
            with _one_moment():
                self.table = self._loaded()
            return
        self.loader = threading.Thread(target=self._load_beside, name="cube", daemon=True)
        self.loader.start()

    def _loaded(self) -> Table:
        table = Table()
        self.seen = _state()
        feed.fill(table)
        return table

    def _load_beside(self) -> None:
        try:
            table = Table()
            with _one_moment():
                seen = _state()
                feed.fill(table)
            with self.lock:
                self.table, self.seen = table, seen
        except Exception:
            log.exception("the cube could not be loaded")
            self.unfit_until = time.monotonic() + PAUSE
        finally:
            connections.close_all()


@contextmanager
def _one_moment() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _state() -> Seen:
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        snapshot, file = cursor.fetchone()
    return Seen(snapshot, file)


def _about_how_many() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT FROM events_event LIMIT %s) AS few", [SMALL + 1])
        return int(cursor.fetchone()[0])


cube = Cube()

"""Keeps the change log short. What is cut off is told by ``events_change_cut``, so that nobody misses it."""

from __future__ import annotations

from django.db import connection, transaction

KEPT_DAYS = 3
MOST = 200_000
"""Marks that are kept at most, however young they are."""

CUT = """
WITH gone AS (
    DELETE FROM events_change
    WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
      AND (at < now() - make_interval(days => %(days)s) OR xid <= coalesce(
          (SELECT xid FROM events_change ORDER BY xid DESC OFFSET %(most)s LIMIT 1), '0'))
    RETURNING xid
), last AS (SELECT xid FROM gone ORDER BY xid DESC LIMIT 1)
UPDATE events_change_cut c SET xid = greatest(c.xid, last.xid) FROM last
RETURNING (SELECT count(*) FROM gone)
"""
FOREIGN = "DELETE FROM events_change WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())"
FOREIGN_CUT = "UPDATE events_change_cut SET xid = '0' WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())"


@transaction.atomic
def prune(*, days: int = KEPT_DAYS, most: int = MOST) -> int:
    """Cut off marks of transactions that ended long ago. Returns how many.

    Marks from the future come out of a backup of another server: its transaction numbers mean nothing here.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN)
        cursor.execute(FOREIGN_CUT)
        cursor.execute(CUT, {"days": days, "most": most})
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def everything_changed() -> None:
    """Say that all events are to be read anew, after writes that no trigger saw."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO events_change (event_id) VALUES (0)")

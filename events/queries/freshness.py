"""When anything that readers see was last written."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

LATEST = """
SELECT max(at) FROM (
  SELECT max(changed_at) AS at FROM events_event
  UNION ALL (SELECT created_at FROM events_report ORDER BY id DESC LIMIT 1)
  UNION ALL (SELECT created_at FROM events_article ORDER BY id DESC LIMIT 1)
  UNION ALL SELECT max(changed_at) FROM events_catalogueversion
) AS written
"""
"""Each branch is one look at the end of an index."""


def written_at() -> datetime | None:
    """The moment of the newest write; None while there is nothing."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST)
        (found,) = cursor.fetchone() or (None,)
    return found

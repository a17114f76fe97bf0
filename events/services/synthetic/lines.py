"""Rows as lines of PostgreSQL's text format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection

EPOCH = date(1970, 1, 1)
SAID = "synthetic"
"""Stands wherever a row tells what made it."""


def copy(table: str, columns: Sequence[str], rows: Iterable[str], size: int = 2000) -> None:
    """Send ready lines of PostgreSQL's text format, many at a time."""
    with connection.cursor() as cursor:
        sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with cursor.cursor.copy(sql) as target:
            waiting: list[str] = []
            for line in rows:
                waiting.append(line)
                if len(waiting) == size:
                    target.write("".join(waiting))
                    waiting.clear()
            target.write("".join(waiting))


def text(value: object) -> str:
    if value is None:
        return "\\N"
    return str(value).replace("\\", "\\\\").replace("\t", " ").replace("\n", "\\n").replace("\r", "")

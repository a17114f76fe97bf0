"""CSV (RFC 4180, UTF-8): streamed by PostgreSQL itself, with cells that a spreadsheet cannot run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import CharField, F, Func, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from events.exports.columns import COLUMNS, Column
from events.exports.tables import BOM
from events.models.event import EventQuerySet

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
EXTENSION = "csv"
LEFT_OUT = frozenset({"headline"})
"""Made of words in the reader's language; a table carries the codes."""


class Harmless(Func):
    """Text that no spreadsheet takes for a formula: it gets a quote before =, +, -, @, tab, return."""

    function = "regexp_replace"
    output_field = CharField()

    def __init__(self, text: Combinable) -> None:
        super().__init__(text, Value(r"^([-=+@\t\r])"), Value(r"'\1"))


class Joined(Func):
    """A list as one cell, parted by semicolons."""

    function = "array_to_string"
    output_field = CharField()

    def __init__(self, path: str) -> None:
        super().__init__(F(path), Value(";"))


COLUMNS_OUT = tuple(column for column in COLUMNS if column.name not in LEFT_OUT)


def write(events: EventQuerySet) -> Iterator[bytes]:
    """Header and rows, as they come from ``COPY``."""
    names = {f"out_{column.name}": _expression(column) for column in COLUMNS_OUT}
    wanted = events.order_by("pk").annotate(**names).values_list(*names)
    yield BOM + (",".join(column.name for column in COLUMNS_OUT) + "\r\n").encode()
    sql, params = wanted.query.sql_with_params()
    with connection.cursor() as cursor:
        query = cursor.cursor.mogrify(sql, params)
        with cursor.cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as rows:
            for piece in rows:
                yield bytes(piece)


def _expression(column: Column) -> Combinable | Any:
    if column.name == "url":
        return Concat(Value(f"{settings.PUBLIC_URL}/events/"), F("public_id"), Value("/"))
    if column.kind == "list":
        return Harmless(Joined(column.source))
    if column.kind == "text":
        return Harmless(F(column.source))
    return F(column.source)

"""A workbook (Office Open XML): events, every quote, and a sheet that says what the columns mean.

Rows leave memory as they are written; the file is put together on disk and handed out in pieces.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from events.exports.attribution import attribution
from events.exports.columns import Column
from events.exports.flat import FLAT_COLUMNS, Quote, cell, flat, quote_rows
from events.exports.pieces import of_file
from events.models.event import EventQuerySet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSION = "xlsx"
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
"""The format's own limits: rows of a sheet with its header, characters of a cell."""
QUOTE_FIELDS = tuple(field.name for field in fields(Quote))


def write(events: EventQuerySet) -> Iterator[bytes]:
    """The whole file, once it is made."""
    with tempfile.TemporaryDirectory(prefix="conflictwatch-") as folder:
        path = Path(folder) / "events.xlsx"
        _make(path, folder, events)
        yield from of_file(path)


class _Sheets:
    """Rows under one header; a further sheet begins where one is full."""

    def __init__(self, book: Workbook, name: str, header: Sequence[str]) -> None:
        self._book, self._name, self._header = book, name, header
        self._bold = book.add_format({"bold": True})
        self._count, self._row = 0, MAX_ROWS
        self._sheet: Worksheet | None = None

    def add(self, values: Sequence[Any]) -> None:
        """One row. Text is written as text, whatever it begins with: nothing in it can be run."""
        if self._sheet is None or self._row >= MAX_ROWS:
            self._open()
        assert self._sheet is not None
        for place, value in enumerate(values):
            if isinstance(value, int | float):
                self._sheet.write_number(self._row, place, value)
            elif value:
                self._sheet.write_string(self._row, place, str(value)[:MAX_TEXT])
        self._row += 1

    def open(self) -> None:
        """Begin the sheet even if no row follows."""
        if self._sheet is None:
            self._open()

    def _open(self) -> None:
        self._count += 1
        name = self._name if self._count == 1 else f"{self._name} {self._count}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 1)
        self._sheet.set_column(0, len(self._header) - 1, 16)
        for place, title in enumerate(self._header):
            self._sheet.write_string(0, place, title, self._bold)
        self._row = 1


def _make(path: Path, folder: str, events: EventQuerySet) -> None:
    about = attribution()
    book = Workbook(str(path), {"constant_memory": True, "tmpdir": folder})
    book.use_zip64()
    book.set_properties({"title": about.title, "author": "conflictwatch", "comments": about.citation})
    rows = _Sheets(book, "events", [column.name for column in FLAT_COLUMNS])
    quotes = _Sheets(book, "evidence", QUOTE_FIELDS)
    rows.open()
    quotes.open()
    for one in flat(events):
        rows.add([_value(one.values[column.name], column) for column in FLAT_COLUMNS])
        for quote in quote_rows(one):
            quotes.add(astuple(quote))
    notes = _Sheets(book, "about", ["what", "which"])
    notes.add(["title", about.title])
    notes.add(["licence", f"{about.licence} {about.licence_url}"])
    notes.add(["citation", about.citation])
    notes.add(["quotes", about.quotes])
    for column in FLAT_COLUMNS:
        notes.add([column.name, column.meaning])
    book.close()


def _value(value: Any, column: Column) -> Any:
    return value if column.kind in ("count", "number") else cell(value)

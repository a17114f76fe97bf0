"""What the flavours of CSV that are written row by row have in common."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

BOM = b"\xef\xbb\xbf"
"""Spreadsheets take a CSV without it for text in the machine's own code page."""
BATCH = 200


def lines(header: Iterable[Sequence[str]], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """RFC 4180 in UTF-8 with a mark, some rows a piece."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows(header)
    yield BOM + _taken(buffer)
    for number, row in enumerate(rows, start=1):
        writer.writerow(row)
        if number % BATCH == 0:
            yield _taken(buffer)
    rest = _taken(buffer)
    if rest:
        yield rest


def _taken(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return data

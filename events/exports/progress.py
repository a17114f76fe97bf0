"""How far an export has come: told to whoever asked for it, while it is under way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic

from django.core.cache import cache

from events.exports.streams import counting

EVERY = 0.4
"""Seconds between two notes."""
KEPT = 600
Tick = Callable[[int], None]


def watched(pieces: Iterator[bytes], tick: Tick) -> Iterator[bytes]:
    """The same pieces; ``tick`` hears how many events have been written, now and then and at the end."""
    seen, lines, told = 0, 0, 0.0

    def count(rows: int) -> None:
        nonlocal seen
        seen += rows
        note()

    def note() -> None:
        nonlocal told
        if monotonic() - told >= EVERY:
            told = monotonic()
            tick(seen or lines)

    while True:
        # Only while a piece is made: the caller's thread does other things in between.
        with counting(count):
            piece = next(pieces, None)
        if piece is None:
            break
        lines += piece.count(b"\n")
        note()
        yield piece
    tick(seen or lines)


def noted(key: str, total: int) -> Tick:
    """A tick that keeps the count where ``progress`` finds it."""

    def tick(done: int) -> None:
        cache.set(_name(key), [min(done, total), total], KEPT)

    tick(0)
    return tick


def progress(key: str) -> tuple[int, int] | None:
    """Events written and events in all, of the export that was given ``key``."""
    found = cache.get(_name(key))
    return (found[0], found[1]) if found else None


def _name(key: str) -> str:
    return f"export:{key}"

"""Locks that keep two workers from making one attack twice: one for each block, held until the commit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import connection

SPACE = 0x4357
"""Our share of PostgreSQL's two-part advisory lock numbers."""


def lock_blocks(blocks: Iterable[str]) -> None:
    """Wait for, and take, the locks of ``blocks``, always in one order so that nobody waits in a circle."""
    numbers = sorted({_number(block) for block in blocks})
    if not numbers:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, number)"
            " FROM unnest(%s::int[]) WITH ORDINALITY AS n(number, place) ORDER BY place",
            [SPACE, numbers],
        )


def _number(block: str) -> int:
    return int.from_bytes(hashlib.sha256(block.encode()).digest()[:4], "big", signed=True)

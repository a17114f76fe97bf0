"""What a service refuses, in words for the person who asked."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """The request cannot be carried out. ``code`` is stable, ``sentence`` is for people."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        self.sentence = sentence
        super().__init__(sentence)


class Stale(Refused):
    """Somebody else changed the event meanwhile. ``expected`` and ``current`` are revision numbers;
    ``changes`` lists what happened since, oldest first, as ``{"number", "by", "cause", "changes"}``."""

    def __init__(self, expected: int, current: int, changes: list[dict[str, Any]]) -> None:
        self.expected = expected
        self.current = current
        self.changes = changes
        super().__init__(
            "stale", f"The event was changed meanwhile: you saw revision {expected}, it is now {current}."
        )

"""What stops ``make run``, told in a sentence."""

from __future__ import annotations


class Trouble(RuntimeError):
    """A part did not start or keeps ending; the text says which and shows the end of its log."""

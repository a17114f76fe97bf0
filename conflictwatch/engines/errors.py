"""Problems of the engines, told in one sentence to the person at the terminal."""

from __future__ import annotations


class EngineError(RuntimeError):
    """An engine cannot be found, prepared or started; the text says what to do."""

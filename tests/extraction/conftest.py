"""What all extraction tests share: the real catalogue, read once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from events import catalogue
from events.extraction import Document, Extraction, Gazetteer, extract

Reader = Callable[..., Extraction]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return catalogue.load()


@pytest.fixture(scope="session")
def read(gazetteer: Gazetteer) -> Reader:
    """``read(text, published="2024-01-28", language=None)`` -> Extraction."""

    def reader(text: str, published: str | None = None, language: str | None = None) -> Extraction:
        day = date.fromisoformat(published) if published else None
        return extract(Document(text, language, day), gazetteer, explain=True)

    return reader

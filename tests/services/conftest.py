"""Pages to read: a server on loopback that the fetch guard lets through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.ingest.pageserver import Handler, PageServer


@pytest.fixture
def serve(settings: Any) -> Iterator[Callable[[dict[str, Handler]], str]]:
    """Start a page server that may be read; gives its address."""
    running: list[PageServer] = []

    def start(routes: dict[str, Handler]) -> str:
        running.append(PageServer(routes))
        settings.FETCH_ALLOWED_ENDPOINTS = [server.endpoint for server in running]
        return f"http://{running[-1].endpoint}"

    yield start
    for server in running:
        server.close()

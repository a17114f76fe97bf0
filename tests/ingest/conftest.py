"""Fixtures of the ingest tests: nothing but loopback is contacted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from events.ingest.types import FetchPolicy, UrlPolicy
from tests.ingest.pageserver import Handler, PageServer


@pytest.fixture
def serve() -> Iterator[Callable[..., PageServer]]:
    """Start page servers: ``serve({"/path": handler})``."""
    running: list[PageServer] = []

    def start(routes: dict[str, Handler]) -> PageServer:
        running.append(PageServer(routes))
        return running[-1]

    yield start
    for server in running:
        server.close()


def policy_for(*servers: PageServer, **limits: object) -> FetchPolicy:
    """A quick policy that allows exactly these test servers."""
    endpoints = frozenset(server.endpoint for server in servers)
    settings: dict[str, object] = {"connect_timeout": 2.0, "read_timeout": 0.6, "total_timeout": 1.5} | limits
    return FetchPolicy(
        user_agent="conflictwatch-test", url=UrlPolicy(allowed_endpoints=endpoints), **settings
    )  # type: ignore[arg-type]

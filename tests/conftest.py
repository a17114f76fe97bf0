"""The engines every database test stands on: one start a session, in a throw-away data folder.

``DATABASE_URL`` and ``REDIS_URL`` take over where given.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

from conflictwatch.engines.attach import attach
from conflictwatch.home import Home

# Playwright's loop runs in the thread of the test, and Django would refuse to talk to the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def engines() -> Iterator[None]:
    """PostgreSQL and a Redis-protocol server, real ones."""
    home = Home.from_environment()
    held = attach(
        home, postgres=not os.environ.get("DATABASE_URL"), valkey=not os.environ.get("REDIS_URL")
    )
    yield
    for one in held:
        one.release()
    shutil.rmtree(home.root, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(engines: None) -> None:
    """Comes before pytest-django makes the test database: the server has to run by then."""

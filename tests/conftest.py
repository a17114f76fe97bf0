"""What database, worker and browser tests stand on; each is started once a session, and only when asked for.

Engines of our own in a throw-away data folder, unless ``DATABASE_URL`` and ``REDIS_URL`` name others.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conflictwatch.engines import process
from conflictwatch.engines.attach import attach
from conflictwatch.home import PROJECT, Home

# Playwright's loop runs in the thread of the test, and Django would refuse to talk to the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

WORKER_SECONDS = 60.0


@pytest.fixture(scope="session")
def engines() -> Iterator[None]:
    """PostgreSQL and a Redis-protocol server, real ones."""
    home = Home.from_environment()
    held = attach(home, postgres=not os.environ.get("DATABASE_URL"), valkey=not os.environ.get("REDIS_URL"))
    yield
    for one in held:
        one.release()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(engines: None) -> None:
    """Comes before pytest-django makes the test database: the server has to run by then."""


@pytest.fixture(scope="session")
def _worker_process(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A Celery worker process on the test database and on a queue of this session's own."""
    log = tmp_path_factory.mktemp("worker") / "worker.log"
    command = [sys.executable, "-m", "celery", "--app", "conflictwatch", "worker"]
    command += ["--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    with log.open("ab") as file:
        worker = process.spawn(command, file, environment=_worker_environment(), folder=PROJECT)
    try:
        _wait_for(worker, log)
        yield
    finally:
        process.end([worker], patience=10.0)


@pytest.fixture
def celery_worker(transactional_db: None, _worker_process: None) -> None:
    """For tests whose tasks a real worker has to do: rows are committed, and the worker sees them."""


def _worker_environment() -> dict[str, str]:
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    told = connection.settings_dict
    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    database = make_conninfo(**{key: told[name] for key, name in parts.items() if told[name]})
    told_apart = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings", "LOG_LEVEL": "INFO"}
    return {**os.environ, **told_apart}


def _wait_for(worker: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + WORKER_SECONDS
    while " ready." not in log.read_text(errors="replace"):
        if worker.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the Celery worker did not start:\n{process.tail(log, 30)}")
        time.sleep(0.05)

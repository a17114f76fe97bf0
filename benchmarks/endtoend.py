"""Articles a minute from submission to event, and where the time goes: part of ``make bench``.

Real engines and Celery workers (1, 2 and 4 processes) on pages of our own, of the size of real ones, served
by a page server on loopback; then one process with a clock round each stage, and the statements it sends.
``python -m benchmarks.endtoend [--articles 240] [--small]``; ``--small`` takes pages of 1 kB instead.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from tests.chaos.farm import Farm, farm_with_pages
from tests.ingest.pageserver import PageServer

STAGES = (
    ("events.ingest.collect", "fetch", "fetch"),
    ("events.ingest.collect", "read_page", "parse"),
    ("events.services.articles", "keep", "archive"),
    ("events.services.reading", "extract", "extract"),
    ("events.services.articles", "join_family", "families"),
    ("events.services.publishing", "publish", "match and publish"),
)
"""Module, function, and what its time counts as. ``keep`` holds no other stage."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=240, help="for each number of worker processes")
    parser.add_argument("--processes", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--small", action="store_true", help="pages that are hardly more than their text")
    options = parser.parse_args()
    kind = "good" if options.small else "page"
    with farm_with_pages("conflictwatch-bench-") as (farm, server):
        _prepare()
        numbers = iter(range(10_000_000))
        print(f"{os.cpu_count()} cores, shared by database, broker, page server and workers")
        for processes in options.processes:
            _workers(
                farm, [server.url(f"/{kind}/{next(numbers)}") for _ in range(options.articles)], processes
            )
        _stages([server.url(f"/{kind}/{next(numbers)}") for _ in range(options.articles // 2)])
    return 0


def _pages(server: PageServer, kind: str, numbers: Iterator[int], count: int) -> list[str]:
    return [server.url(f"/{kind}/{number}") for number in islice(numbers, count)]


def _prepare() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        call_command("load_catalogue", stdout=nowhere)


def _workers(farm: Farm, pages: list[str], processes: int) -> None:
    from events.models import Submission
    from events.services import submissions
    from events.services.submissions import WORKING

    farm.start(processes)
    warm, pages = pages[: 2 * processes], pages[2 * processes :]
    for page in warm:
        submissions.submit_url(page, by=None)
    _until(lambda: not Submission.objects.filter(status__in=WORKING).exists())
    begun = time.monotonic()
    for page in pages:
        submissions.submit_url(page, by=None)
    _until(lambda: not Submission.objects.filter(status__in=WORKING).exists())
    took = time.monotonic() - begun
    failed = Submission.objects.filter(status="failed").count()
    farm.stop()
    rate = 60 * len(pages) / took
    told = f"{processes} worker processes {rate:8.0f} articles a minute ({took:.1f} s, {failed} failed)"
    print(told, flush=True)


def counting(sent: list[int]) -> Callable[..., Any]:
    """A wrapper round the database's cursor that counts into ``sent[0]``."""

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        sent[0] += 1
        return execute(*arguments)

    return count


def _until(done: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 600
    while not done():
        if time.monotonic() > deadline:
            raise SystemExit("the workers do not get done")
        time.sleep(0.1)


def _stages(pages: list[str]) -> None:
    """One process, no broker: every stage with a clock round it."""
    import importlib

    from django.db import connection

    from events.services import queue, reading, submissions

    spent: dict[str, float] = defaultdict(float)

    def clocked(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                spent[name] += time.perf_counter() - begun

        return timed

    for module, function, name in STAGES:
        room = importlib.import_module(module)
        setattr(room, function, clocked(name, getattr(room, function)))
    queue.enqueue = lambda *_, **__: None  # type: ignore[assignment]
    rows = [submissions.submit_url(page, by=None) for page in pages]
    reading.read_submission(rows.pop().pk)
    spent.clear()
    sent = [0]
    begun = time.perf_counter()
    with connection.execute_wrapper(counting(sent)):
        for row in rows:
            reading.read_submission(row.pk)
    whole = time.perf_counter() - begun
    spent["rows, locks, steps"] = whole - sum(spent.values())
    print(
        f"one process: {1000 * whole / len(rows):.1f} ms and {sent[0] / len(rows):.1f} statements an article"
    )
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {name:<20} {1000 * seconds / len(rows):7.1f} ms  {100 * seconds / whole:5.1f} %")


if __name__ == "__main__":
    sys.exit(main())
